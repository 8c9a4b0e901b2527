"""What the devices of this machine are, and what a network is to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import jax

from darkgo.bench.bandwidth import bandwidth
from darkgo.bench.forward import drawn_inputs, drawn_parameters, forward_bytes, forward_call
from darkgo.bench.machine import machine
from darkgo.bench.peak import fastest_product
from darkgo.bench.timing import best_times
from darkgo.darknet import onednn
from darkgo.darknet.device import USABLE, batches, device_memory, fitting_batch
from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.darknet.ways import BY_ONEDNN, BY_XLA, DTYPES, ONEDNN, XLA, Computation
from darkgo.memory import memory

PRODUCTS, COPIES, FORWARD = 1.5, 1.0, 1.5
"""Seconds for each size of matrices, for the memory, and for each batch of the network."""


@dataclass(frozen=True)
class Devices:
    """The devices of one kind, of which JAX uses all in training."""

    kind: str
    platform: str
    """cpu, gpu and so on."""
    count: int
    memory: int | None
    """Bytes that each of them lets JAX use; of processors what other programs leave."""


@dataclass(frozen=True)
class Inference:
    """How fast a network is computed in one kind of numbers."""

    per_second: Mapping[int, float]
    """Inputs a second, by the inputs at a time. One that does not fit the memory is missing."""
    largest: int | None
    """The most inputs at a time that fit the memory; None if that is not known."""


@dataclass(frozen=True)
class DeviceReport:
    """The machine, its devices, and the network there."""

    cfg: Path
    network: NetSpec
    machine: Mapping[str, object]
    memory: int | None
    """Bytes of the machine."""
    devices: Devices
    peaks: Mapping[str, float]
    """Operations a second in the best product of matrices, by the kind of numbers."""
    bandwidth: float
    """Bytes of memory read and written a second."""
    inference: Mapping[str, Inference]
    """By the kind of numbers."""


def device_report(cfg: Path, network: NetSpec, tell: Callable[[str], object]) -> DeviceReport:
    """Measures the first device. `tell` takes lines about the progress."""
    first, *_ = every = jax.devices()
    room = device_memory(first)
    tell("computing products of matrices; other work on this machine disturbs all figures")
    return DeviceReport(
        cfg=cfg,
        network=network,
        machine=machine(first.device_kind),
        memory=memory(),
        devices=Devices(first.device_kind, first.platform, len(every), room),
        peaks={dtype: _peak(dtype) for dtype in DTYPES},
        bandwidth=bandwidth(room, COPIES),
        inference=_inference(cfg, network, room, tell),
    )


def _peak(dtype: str) -> float:
    usable = (XLA, ONEDNN) if onednn.is_faster(dtype) else (XLA,)
    return 1e9 * fastest_product(dtype, usable, PRODUCTS).gflops


def _inference(
    cfg: Path, network: NetSpec, room: int | None, tell: Callable[[str], object]
) -> dict[str, Inference]:
    tell(f"computing {cfg}")
    parameters = drawn_parameters(network)
    found = {}
    for dtype in DTYPES:
        choice = Computation(dtype, BY_ONEDNN if onednn.is_faster(dtype) else BY_XLA)
        found[dtype] = _computed(network, parameters, choice, room)
    return found


def _computed(
    network: NetSpec, parameters: NetParameters, choice: Computation, room: int | None
) -> Inference:
    most = batches()[-1]
    one, several = (forward_bytes(network, parameters, batch, choice) for batch in (1, most))
    each = (several - one) / (most - 1)
    largest = None
    if room is not None and several:
        largest = fitting_batch(USABLE * room, several, int(one - each), most)
    per_second = {}
    for batch in (1, most):
        if largest is None or batch <= largest:
            call = forward_call(network, parameters, drawn_inputs(network.input, batch), choice)
            per_second[batch] = 1000 * batch / best_times({"": call}, longest=FORWARD)[""]
    return Inference(per_second, largest)
