"""A report about devices for people, and for programs."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from darkgo.bench.devices import DeviceReport
from darkgo.bench.machine import versions
from darkgo.bench.text import machine_line
from darkgo.darknet.table import operations
from darkgo.darknet.weights import parameter_count

POSITIONS = 100_000_000
"""So many positions are the measure of a long training."""


@dataclass(frozen=True)
class Training:
    """How fast one device trains a network."""

    dtype: str
    batch: int
    """Examples in an update that was timed."""
    per_second: float
    """Examples a second."""
    largest: int | None
    """The largest batch that fits the memory of a device; None if that is not known."""

    @property
    def hours(self) -> float:
        """Hours for POSITIONS examples."""
        return POSITIONS / self.per_second / 3600


def as_json(report: DeviceReport, training: Training | str) -> dict[str, object]:
    """One object of JSON. Memory is in bytes, the bandwidth in bytes a second."""
    return {
        "machine": dict(report.machine),
        "versions": versions(),
        "memory": report.memory,
        "devices": asdict(report.devices),
        "peak_gflops": {dtype: found / 1e9 for dtype, found in report.peaks.items()},
        "bandwidth": report.bandwidth,
        "network": {
            "cfg": str(report.cfg),
            "input": list(report.network.input),
            "operations": operations(report.network),
            "parameters": parameter_count(report.network),
        },
        "inference": {
            dtype: {"per_second": dict(found.per_second), "largest_batch": found.largest}
            for dtype, found in report.inference.items()
        },
        "training": training
        if isinstance(training, str)
        else {
            "dtype": training.dtype,
            "batch": training.batch,
            "per_second": training.per_second,
            "largest_batch": training.largest,
            "hours_for_100_million": training.hours,
        },
    }


def lines(report: DeviceReport, training: Training | str) -> Iterator[str]:
    """The report as text."""
    height, width, channels = report.network.input
    devices = report.devices
    each = " each" if devices.count > 1 else ""
    room = f"{size(devices.memory)} of memory{each}" if devices.memory else "unknown memory"
    unused = " that other programs leave" if devices.platform == "cpu" and devices.memory else ""
    yield f"machine    {machine_line(report.machine)}"
    if report.memory:
        yield f"memory     {size(report.memory)}"
    yield f"devices    {devices.count} x {devices.kind}, with {room}{unused}"
    yield "products   " + ", ".join(
        f"{found / 1e9:.4g} GFLOP/s in {dtype}" for dtype, found in report.peaks.items()
    )
    yield f"bandwidth  {report.bandwidth / 1e9:.3g} GB/s of memory, read and written"
    cost = f"{operations(report.network) / 1e9:.4g} GFLOP for {height} x {width} x {channels}"
    yield f"network    {report.cfg}: {cost}, {parameter_count(report.network):,} parameters"
    for dtype, found in report.inference.items():
        speeds = [f"{rate(speed)} with batches of {batch}" for batch, speed in found.per_second.items()]
        speeds.append(fits(found.largest))
        yield f"{dtype:9}  {', '.join(speeds)}"
    if isinstance(training, str):
        yield f"training   {training}"
        return
    speed = f"{rate(training.per_second)} in {training.dtype} with batches of {training.batch}"
    yield f"training   {speed}, {fits(training.largest)}"
    yield f"           100 million positions take {training.hours:,.1f} hours of one device"


def rate(per_second: float) -> str:
    """How many a second."""
    return f"{per_second:,.0f}/s" if per_second >= 100 else f"{per_second:.3g}/s"


def fits(largest: int | None) -> str:
    """How large a batch may be."""
    if largest is None:
        return "the largest batch is not known"
    return f"a batch of {largest:,} fits" if largest else "not even one fits"


def size(count: int) -> str:
    """Bytes for people."""
    return f"{count / 2**30:.3g} GiB"
