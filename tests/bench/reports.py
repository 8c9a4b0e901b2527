"""A report with figures that are made up."""

from pathlib import Path

from darkgo.bench.peak import Product
from darkgo.bench.report import BenchReport
from darkgo.bench.rows import BatchTimes
from darkgo.bench.start import Start
from darkgo.bench.trial import Trial
from darkgo.darknet.network import load_network
from darkgo.darknet.ways import BATCHES, ONEDNN, XLA, Computation, Ways

CHOICE = Computation("bfloat16", Ways(((1, XLA), (8, ONEDNN), (32, ONEDNN))))


def report_of(
    goldens: Path, *, is_go: bool = True, has_torch: bool = True, is_tried: bool = True
) -> BenchReport:
    """Of go-mini, with which 889,504 operations are computed for a board."""

    def row(batch: int, milliseconds: float) -> BatchTimes:
        ours = {"float32": 2 * milliseconds, "bfloat16": milliseconds}
        theirs = {"float32": 3 * milliseconds, "bfloat16": 4 * milliseconds} if has_torch else {}
        product = Product(lambda: None, 10**9, 100 / batch)
        return BatchTimes(batch, "bfloat16", CHOICE.ways.for_batch(batch), ours, theirs, product)

    times = {batch: {XLA: 1.0 * batch, ONEDNN: 0.1234 * batch} for batch in BATCHES}
    tried = Trial(CHOICE, {"bfloat16": CHOICE}, {"float32": times, "bfloat16": times})
    starts = {"help": Start(0.151, 25.4)}
    if is_go:
        starts |= {"name": Start(0.2, 30), "genmove": Start(1.5, None)}
    return BenchReport(
        cfg=Path("go-mini.cfg"),
        weights=Path("a.weights"),
        network=load_network(goldens / "go-mini.cfg"),
        is_go=is_go,
        trial=tried if is_tried else Trial(remark="the trial could not begin"),
        rows=(row(1, 0.5), row(8, 1), row(32, 4.25), row(64, 6.4)),
        start=starts,
        signature=123456,
        pytorch="" if has_torch else "not installed",
        machine={
            "processor": "A Processor",
            "features": ["avx2"],
            "cores": 2,
            "device": "cpu",
            "system": "Linux x86_64",
        },
        versions={"darkgo": "1.0", "torch": None},
    )
