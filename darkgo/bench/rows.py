"""The times of a network for some numbers of inputs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from darkgo.bench.forward import drawn_inputs, forward_call
from darkgo.bench.peak import Product
from darkgo.bench.timing import Call, best_times
from darkgo.bench.trial import Trial
from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.darknet.ways import BATCHES, Computation

LARGER = (16, 64, 128, 256, 512, 1024)
"""Numbers of inputs that are tried for the best batch, besides BATCHES."""
LONGEST = 1000.0
"""Milliseconds of a call beyond which no larger batch is tried."""
QUICK = 0.2
"""Seconds for a first look at a batch."""
GAIN = 1.05
"""A larger batch is called the best only if it is better by this factor."""
Twins = Mapping[str, Callable[[NDArray[np.float32]], Call]]
"""From inputs to a call of PyTorch, by the kind of numbers."""


@dataclass(frozen=True)
class BatchTimes:
    """Times for one number of inputs at a time."""

    batch: int
    dtype: str
    """The kind of numbers that the programs compute with."""
    way: str
    """What computes the convolutions of so many inputs."""
    ours: Mapping[str, float]
    """The milliseconds by the kind of numbers, `dtype` among them."""
    pytorch: Mapping[str, float]
    """The same of PyTorch; empty where it is not measured."""
    product: Product
    """A product of matrices, timed in the same turns."""

    @property
    def milliseconds(self) -> float:
        """As the programs compute."""
        return self.ours[self.dtype]

    @property
    def per_second(self) -> float:
        """Inputs a second."""
        return 1000 * self.batch / self.milliseconds


def measured(
    network: NetSpec,
    parameters: NetParameters,
    found: Trial,
    batch: int,
    product: Product,
    twins: Twins,
    longest: float = float("inf"),
) -> BatchTimes:
    """The times of a batch in each kind of numbers, by PyTorch, and of the product, in turns; after `longest`
    seconds fewer."""
    inputs = drawn_inputs(network.input, batch)
    calls: dict[str, Call] = {
        dtype: forward_call(network, parameters, inputs, choice) for dtype, choice in found.choices.items()
    }
    theirs = {f"torch {dtype}": twin(inputs) for dtype, twin in twins.items()}
    times = best_times({**calls, **theirs, "product": product.call}, longest=longest)
    return BatchTimes(
        batch=batch,
        dtype=found.chosen.dtype,
        way=found.chosen.ways.for_batch(batch),
        ours={dtype: times[dtype] for dtype in calls},
        pytorch={dtype: times[f"torch {dtype}"] for dtype in twins},
        product=replace(product, milliseconds=min(product.milliseconds, times["product"])),
    )


def best_batch(network: NetSpec, parameters: NetParameters, chosen: Computation) -> int:
    """The number of inputs with the most inputs a second. Each is timed a few times."""
    best, most, taken = 1, 0.0, 0.0
    for batch in sorted({*BATCHES, *LARGER}):
        if 2 * taken > LONGEST and batch not in BATCHES:
            break
        call = forward_call(network, parameters, drawn_inputs(network.input, batch), chosen)
        try:
            taken = best_times({"": call}, longest=QUICK)[""]
        except RuntimeError as error:
            if "RESOURCE_EXHAUSTED" not in str(error):
                raise
            break
        if batch / taken > GAIN * most:
            best, most = batch, batch / taken
    return best
