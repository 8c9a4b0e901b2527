"""A report for people, and for programs."""

from collections.abc import Iterator, Mapping

from darkgo.bench.report import BenchReport
from darkgo.bench.rows import BatchTimes
from darkgo.bench.trial import Trial
from darkgo.darknet.table import operations


def as_json(report: BenchReport) -> dict[str, object]:
    """One object of JSON. Times are in milliseconds, those of the start in seconds, memory is in MiB."""
    rows = {str(row.batch): row for row in report.rows}
    best = report.best
    return {
        "network": {
            "cfg": str(report.cfg),
            "weights": str(report.weights),
            "input": list(report.network.input),
            "operations": operations(report.network),
        },
        "milliseconds": {batch: row.milliseconds for batch, row in rows.items()},
        "per_second": {batch: row.per_second for batch, row in rows.items()},
        "best_batch": best.batch,
        "chosen": {batch: row.way for batch, row in rows.items()},
        "dtype": best.dtype,
        "by_dtype": {batch: dict(row.ours) for batch, row in rows.items()},
        "trial": report.trial.milliseconds,
        "pytorch": None if report.pytorch else {batch: dict(row.pytorch) for batch, row in rows.items()},
        "gflops": report.gflops(best),
        "peak_gflops": report.peak_gflops,
        "start": {kind: start.seconds for kind, start in report.start.items()},
        "memory": {kind: start.megabytes for kind, start in report.start.items() if start.megabytes},
        "machine": dict(report.machine),
        "versions": dict(report.versions),
        "signature": report.signature,
    }


def lines(report: BenchReport) -> Iterator[str]:
    """The report as text."""
    height, width, channels = report.network.input
    unit = "board" if report.is_go else "input"
    cost = f"{operations(report.network) / 1e9:.4g} GFLOP for {height} x {width} x {channels}"
    yield f"network    {report.cfg}, {report.weights}: {cost}"
    yield f"machine    {machine_line(report.machine)}"
    yield "versions   " + ", ".join(f"{name} {found}" for name, found in report.versions.items() if found)
    yield from _reasons(report.trial)
    yield "times      in milliseconds, the best of 20 or more; in the last columns by the kind of numbers"
    yield ""
    yield from _table(report, unit)
    yield ""
    yield f"peak       {report.peak_gflops:.4g} GFLOP/s, the best product of matrices in {report.best.dtype}"
    if report.pytorch:
        yield f"PyTorch    {report.pytorch}"
    yield "start      " + ", ".join(_starts(report))
    yield f"signature  {report.signature}"


def machine_line(machine: Mapping[str, object]) -> str:
    """The processor with its features and cores, the system, and the device, in one line."""
    features = machine["features"]
    known = f" ({' '.join(features)})" if isinstance(features, list) and features else ""
    return (
        f"{machine['processor']}{known}, {machine['cores']} cores, {machine['system']}; {machine['device']}"
    )


def _reasons(trial: Trial) -> Iterator[str]:
    """How the programs compute the network, and why."""
    chosen = trial.chosen.dtype
    if trial.milliseconds is None:
        yield f"computed   in {chosen} by xla: {trial.remark}"
        return
    yield f"computed   in {chosen}, by the ways that a trial on this machine found fastest. Its milliseconds:"
    for dtype, by_batch in trial.milliseconds.items():
        found = [
            f"{batch}: " + ", ".join(f"{way} {time:.3g}" for way, time in times.items())
            for batch, times in by_batch.items()
        ]
        yield f"           {dtype:8}  {'; '.join(found)}"


def _table(report: BenchReport, unit: str) -> Iterator[str]:
    """The rows, with the times in each kind of numbers and by PyTorch."""
    first = report.rows[0]
    others = [*first.ours, *(f"torch {dtype}" for dtype in first.pytorch)]
    heads = [
        f"{unit}s",
        "chosen",
        "ms",
        f"{unit}s/s",
        "GFLOP/s",
        "of peak",
        *others,
    ]
    cells = [heads, *(_cells(report, row) for row in report.rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(heads))]
    for row in cells:
        yield "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))


def _cells(report: BenchReport, row: BatchTimes) -> list[str]:
    gflops = report.gflops(row)
    times = [*row.ours.values(), *row.pytorch.values()]
    return [
        f"{row.batch}" + " (best)" * (row is report.best),
        row.way,
        f"{row.milliseconds:.2f}",
        f"{row.per_second:.0f}",
        f"{gflops:.1f}",
        f"{100 * gflops / report.peak_gflops:.0f}%",
        *(f"{time:.2f}" for time in times),
    ]


def _starts(report: BenchReport) -> Iterator[str]:
    names = {"help": "--help", "name": "gtp's name", "genmove": "first genmove"}
    for kind, start in report.start.items():
        memory = f" with {start.megabytes:.0f} MiB" if start.megabytes is not None else ""
        yield f"{names[kind]} after {start.seconds:.2f} s{memory}"
