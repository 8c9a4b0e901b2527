"""How fast networks of several sizes are computed: by filters, lines of the board, and boards at a time.

    python -m benchmarks.sizes KEPT [MINUTES] [--write]

KEPT is a file that each row is added to, so that the program can be stopped and called again; it ends after
MINUTES. Small rows come first. With --write the table and docs/images/performance.png are made anew.

The times are processor times, of all threads together: other work on the machine changes them little, and
waits for memory count. So a figure is boards a second for one core that works on nothing else.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks import page
from darkgo.bench.forward import drawn_inputs, drawn_parameters, forward_call
from darkgo.bench.timing import Call
from darkgo.darknet.network import NetParameters, NetSpec, resized
from darkgo.darknet.onednn import is_right
from darkgo.darknet.table import operations
from darkgo.darknet.ways import BY_ONEDNN, Computation
from darkgo.model.network import load_network

PAGE, PICTURE = page.DOCS / "performance.md", page.DOCS / "images" / "performance.png"
BLOCKS = 6
FILTERS = (64, 128, 256)
SIDES = (9, 13, 19)
BATCHES = (1, 8, 32, 128, 1024)
KINDS = ("float32", "bfloat16")
TURNS, LONGEST = 12, 4.0
"""Turns of a row, and the seconds after which no further one begins."""

LAYER = (
    "[convolutional]\nbatch_normalize=1\nfilters={filters}\nsize=3\nstride=1\npad=1\n"
    "activation={activation}\n"
)
TAIL = (
    "[convolutional]\nfilters=1\nsize=1\nstride=1\npad=1\nactivation=linear\n"
    "[reorg]\nextra=1\nstride=1\n[softmax]\n"
)


@dataclass(frozen=True)
class Row:
    """The times for one network, board and batch."""

    filters: int
    side: int
    batch: int
    seconds: Mapping[str, float]
    """Of the processor, for the whole batch, by the kind of numbers."""

    def per_second(self, kind: str) -> float | None:
        """Boards a second."""
        return self.batch / self.seconds[kind] if kind in self.seconds else None


def cfg_text(filters: int) -> str:
    """A residual network for 19x19."""
    relu, linear = (LAYER.format(filters=filters, activation=activation) for activation in ("relu", "linear"))
    block = relu + linear + "[shortcut]\nfrom=-3\nactivation=relu\n"
    return "[net]\nheight=19\nwidth=19\nchannels=1\n" + relu + BLOCKS * block + TAIL


def networks(folder: Path) -> dict[int, NetSpec]:
    """The network of each width."""
    found = {}
    for filters in FILTERS:
        cfg = folder / f"{BLOCKS}x{filters}.cfg"
        cfg.write_text(cfg_text(filters))
        found[filters] = load_network(cfg)
    return found


def measured(network: NetSpec, parameters: NetParameters, batch: int) -> dict[str, float]:
    """The least processor time of a batch in seconds, by the kind of numbers, in turns."""
    inputs = drawn_inputs(network.input, batch)
    choices = {kind: Computation(kind, BY_ONEDNN) if is_right(kind) else Computation(kind) for kind in KINDS}
    calls: dict[str, Call] = {
        kind: forward_call(network, parameters, inputs, choice) for kind, choice in choices.items()
    }
    for call in calls.values():
        call()
    best = dict.fromkeys(calls, float("inf"))
    began = time.monotonic()
    for _ in range(TURNS):
        for kind, call in calls.items():
            begun = time.process_time()
            call()
            best[kind] = min(best[kind], time.process_time() - begun)
        if time.monotonic() - began >= LONGEST:
            break
    return best


def rows(kept: Path) -> list[Row]:
    """What is known already."""
    if not kept.exists():
        return []
    return [Row(**json.loads(line)) for line in kept.read_text().splitlines()]


def measure(kept: Path, minutes: float) -> None:
    """Adds the rows that are missing, those of little work first, until the time is over."""
    end = time.monotonic() + 60 * minutes
    known = {(row.filters, row.side, row.batch) for row in rows(kept)}
    missing = {*product(FILTERS, SIDES, BATCHES)} - known
    with tempfile.TemporaryDirectory() as folder:
        by_width = networks(Path(folder))
        parameters = {filters: drawn_parameters(network) for filters, network in by_width.items()}
        for filters, side, batch in sorted(missing, key=lambda key: (key[0] * key[1]) ** 2 * key[2]):
            if time.monotonic() >= end:
                print(f"{len(missing)} rows were missing; some still are", file=sys.stderr)
                return
            network = resized(by_width[filters], side)
            row = Row(filters, side, batch, measured(network, parameters[filters], batch))
            with kept.open("a") as file:
                file.write(f"{json.dumps(asdict(row))}\n")
            print(row, file=sys.stderr, flush=True)


def table(found: Sequence[Row]) -> Iterator[str]:
    """Boards a second by the batch; the columns are boards, for each width and kind of numbers."""
    by_key = {(row.filters, row.side, row.batch): row for row in found}
    heads = ["filters", "board", "numbers", *(f"{batch}" for batch in BATCHES), "GFLOP/s"]
    yield from page.table(heads, [])
    with tempfile.TemporaryDirectory() as folder:
        by_width = networks(Path(folder))
    for filters, side, kind in product(FILTERS, SIDES, KINDS):
        here = [by_key.get((filters, side, batch)) for batch in BATCHES]
        speeds = [row.per_second(kind) if row else None for row in here]
        most = max((speed for speed in speeds if speed), default=0.0)
        gflops = operations(resized(by_width[filters], side)) * most / 1e9
        cells = [f"{speed:,.0f}" if speed else "" for speed in speeds]
        yield f"| {filters} | {side}x{side} | {kind} | {' | '.join(cells)} | {gflops:.0f} |"


def draw(found: Sequence[Row]) -> Figure:
    """Boards a second by the batch: for each width on the largest board, and for each board."""
    figure = Figure(figsize=(10, 4.5), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    by_width = {f"{width} filters": (width, SIDES[-1]) for width in FILTERS}
    by_side = {f"{side}x{side}": (FILTERS[0], side) for side in SIDES}
    for panel, curves, title in (
        (left, by_width, f"{SIDES[-1]}x{SIDES[-1]}"),
        (right, by_side, f"{FILTERS[0]} filters"),
    ):
        panel.set_title(title)
        for number, (label, (filters, side)) in enumerate(curves.items()):
            of = sorted(
                (row for row in found if (row.filters, row.side) == (filters, side)),
                key=lambda row: row.batch,
            )
            curve(panel, of, label, f"C{number}")
        finish(panel)
    left.set_ylabel("boards per second of one core")
    return figure


def curve(panel: Axes, found: Sequence[Row], label: str, colour: str) -> None:
    """A line in float32, and a dashed one in bfloat16."""
    batches = [row.batch for row in found]
    for kind, dash in zip(KINDS, ("-", "--"), strict=True):
        speeds = [row.per_second(kind) or float("nan") for row in found]
        name = label if kind == KINDS[0] else f"{label}, {kind}"
        panel.plot(batches, speeds, dash, label=name, color=colour, marker="o", markersize=4)


def finish(panel: Axes) -> None:
    """Axes, a grid and a legend."""
    panel.set_xscale("log", base=2)
    panel.set_yscale("log")
    panel.set_xticks(BATCHES, [str(batch) for batch in BATCHES])
    panel.set_xlabel("boards at a time")
    panel.grid(alpha=0.3)
    panel.spines[["top", "right"]].set_visible(False)
    panel.legend(fontsize="small", frameon=False)


def write(found: Sequence[Row]) -> None:
    """Puts the table between its marks on the page, and makes the picture."""
    page.write(PAGE, "sizes", "benchmarks/sizes.py", [*table(found)])
    draw(found).savefig(PICTURE, format="png", dpi=110)


def main() -> None:
    """Measures, and writes if that is asked for."""
    words = [word for word in sys.argv[1:] if word != "--write"]
    if not words:
        raise SystemExit(__doc__)
    kept = Path(words[0])
    measure(kept, float(words[1]) if words[1:] else float("inf"))
    if "--write" in sys.argv[1:]:
        write(rows(kept))


if __name__ == "__main__":
    main()
