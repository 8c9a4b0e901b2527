"""All figures of one network on one machine."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import jax

from darkgo.bench.machine import machine, versions
from darkgo.bench.peak import fastest_product
from darkgo.bench.rows import BatchTimes, best_batch, measured
from darkgo.bench.signature import signature
from darkgo.bench.start import Start, starts
from darkgo.bench.trial import Trial, trial
from darkgo.darknet.network import NetSpec
from darkgo.darknet.table import operations
from darkgo.darknet.ways import BATCHES
from darkgo.darknet.weights import read_weights
from darkgo.errors import BadInput
from darkgo.model.network import check_go, load_network


@dataclass(frozen=True)
class BenchReport:
    """The figures."""

    cfg: Path
    weights: Path
    network: NetSpec
    is_go: bool
    trial: Trial
    rows: tuple[BatchTimes, ...]
    start: Mapping[str, Start]
    signature: int
    pytorch: str
    """Why PyTorch is not measured; empty if it is."""
    machine: Mapping[str, object]
    versions: Mapping[str, str | None]

    @property
    def best(self) -> BatchTimes:
        """The row with the most inputs a second."""
        return max(self.rows, key=lambda row: row.per_second)

    @property
    def peak_gflops(self) -> float:
        """Thousand million operations a second in the best product of matrices."""
        return max(row.product.gflops for row in self.rows)

    def gflops(self, row: BatchTimes) -> float:
        """Thousand million operations a second in a row, counted as `darkgo net` counts them."""
        return operations(self.network) * row.per_second / 1e9


def report(cfg: Path, weights: Path, precision: str, tell: Callable[[str], object]) -> BenchReport:
    """Measures. `precision` is "float32", "bfloat16", or "auto" for the faster one. `tell` takes lines about
    the progress. Raises BadInput if a file cannot be used."""
    # A process that is started below needs memory of an accelerator, too.
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    network = load_network(cfg)
    parameters, _ = read_weights(weights, network)
    is_go = _is_go(network)
    found = trial(cfg, precision, tell)
    tell("starting the program some times")
    start = starts((cfg, weights, network.input[0]) if is_go else None, precision)
    tell("computing the network and products of matrices; other work on this machine disturbs the times")
    product = fastest_product(found.chosen.dtype, found.ways)
    # PyTorch takes seconds to import.
    from darkgo.bench.torch_twin import twins_of

    twins, missing = twins_of(network, parameters)
    batches = sorted({*BATCHES, best_batch(network, parameters, found.chosen)})
    return BenchReport(
        cfg=cfg,
        weights=weights,
        network=network,
        is_go=is_go,
        trial=found,
        rows=tuple(measured(network, parameters, found, batch, product, twins) for batch in batches),
        start=start,
        signature=signature(network, parameters),
        pytorch=missing,
        machine=machine(jax.devices()[0].device_kind),
        versions=versions(),
    )


def _is_go(network: NetSpec) -> bool:
    try:
        check_go(network)
    except BadInput:
        return False
    return True
