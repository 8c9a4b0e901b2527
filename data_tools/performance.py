"""Figures of docs/performance.md, measured anew on this machine.

`.venv/bin/python data_tools/performance.py [networks] [start] [--quick]` writes the tables with these names,
or both, into docs/performance.md. The machine should have nothing else to do; below each table stands how
much it had. Where PyTorch is installed, it computes the same networks in turns. --quick: one network, to see
that this program runs; the tables are printed. The table and the picture of networks of several sizes are
made by `benchmarks/sizes.py`.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from darkgo.bench.forward import drawn_parameters
from darkgo.bench.machine import machine, versions
from darkgo.bench.peak import Product, fastest_product
from darkgo.bench.rows import BatchTimes, measured
from darkgo.bench.start import starts
from darkgo.bench.torch_twin import twins_of
from darkgo.bench.trial import trial
from darkgo.darknet.table import operations
from darkgo.darknet.ways import BATCHES as TRIED
from darkgo.model.network import load_network
from darkgo.paths import default_network, find

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "performance.md"
BEGIN, END = "<!-- {}: data_tools/performance.py -->\n", "<!-- end -->\n"
"""Marks on the page around what is written here."""
PARTS = ("networks", "start")
NETWORKS = ("go-small.cfg", "go.cfg")
KINDS = ("float32", "bfloat16")

LAYER = (
    "[convolutional]\nbatch_normalize=1\nfilters={filters}\nsize=3\nstride=1\npad=1\n"
    "activation={activation}\n"
)
TAIL = (
    "[convolutional]\nfilters=1\nsize=1\nstride=1\npad=1\nactivation=linear\n"
    "[reorg]\nextra=1\nstride=1\n[softmax]\n"
)


def cfg_text(filters: int) -> str:
    """A residual network for 19x19."""
    relu, linear = (LAYER.format(filters=filters, activation=activation) for activation in ("relu", "linear"))
    block = relu + linear + "[shortcut]\nfrom=-3\nactivation=relu\n"
    return "[net]\nheight=19\nwidth=19\nchannels=1\n" + relu + BLOCKS * block + TAIL


@dataclass(frozen=True)
class Cell:
    """One network on one size of board."""

    filters: int
    size: int
    operations: int
    rows: tuple[BatchTimes, ...]


def parameters_of(network: NetSpec) -> NetParameters:
    """New parameters, with variances that a trained network may have."""
    return tuple(
        {name: jnp.ones_like(array) if name == "variance" else array for name, array in given.items()}
        for given in initial_parameters(network, seed=0)
    )


def cells_of(filters: int, sizes: Sequence[int], batches: Sequence[int], folder: Path) -> list[Cell]:
    """The times of one network on boards of several sizes."""
    cfg = folder / f"{BLOCKS}x{filters}.cfg"
    cfg.write_text(cfg_text(filters))
    network, found = load_network(cfg), trial(cfg, "auto", tell)
    parameters, product = parameters_of(network), fastest_product(found.chosen.dtype, found.ways)
    return [cell_of(filters, resized(network, size), parameters, found, batches, product) for size in sizes]


def cell_of(
    filters: int,
    network: NetSpec,
    parameters: NetParameters,
    found: Trial,
    batches: Sequence[int],
    product: Product,
) -> Cell:
    """The times of one network on one size of board."""
    twins, missing = twins_of(network, parameters)
    size = network.input[0]
    tell(f"{filters} filters, {size} x {size}{f'; PyTorch {missing}' if missing else ''}")
    rows = tuple(measured(network, parameters, found, batch, product, twins, LONGEST) for batch in batches)
    return Cell(filters, size, operations(network), rows)


def sizes_table(cells: Sequence[Cell]) -> list[str]:
    """Boards per second, and the share of the peak."""
    heads = [
        "filters",
        "board",
        "boards at a time",
        *KINDS,
        *(f"PyTorch {kind}" for kind in KINDS),
        "of peak",
    ]
    rows = []
    for cell in cells:
        peak = max(row.product.gflops for row in cell.rows)
        for row in cell.rows:
            times = [*(row.ours.get(kind) for kind in KINDS), *(row.pytorch.get(kind) for kind in KINDS)]
            found = [f"{1000 * row.batch / time:,.0f}" if time else "" for time in times]
            share = f"{100 * cell.operations * row.per_second / 1e9 / peak:.0f}%"
            rows.append([f"{cell.filters}", f"{cell.size}x{cell.size}", f"{row.batch}", *found, share])
    return markdown(heads, rows)


def networks_table(names: Sequence[str]) -> list[str]:
    """Milliseconds of the networks that come with DarkGo."""
    heads = [
        "network",
        "boards",
        *KINDS,
        *(f"PyTorch {kind}" for kind in KINDS),
        "fastest",
        "GFLOP/s",
        "of peak",
    ]
    rows = []
    for name in names:
        cfg = find(Path(name), "cfg")
        network, found = load_network(cfg), trial(cfg, "auto", tell)
        parameters, product = drawn_parameters(network), fastest_product(found.chosen.dtype, found.ways)
        twins, _ = twins_of(network, parameters)
        tell(name)
        measurements = [measured(network, parameters, found, batch, product, twins) for batch in TRIED]
        peak = max(row.product.gflops for row in measurements)
        for row in measurements:
            times = [*(row.ours.get(kind) for kind in KINDS), *(row.pytorch.get(kind) for kind in KINDS)]
            gflops = operations(network) * row.per_second / 1e9
            cells = [f"{time:.1f} ms" if time else "" for time in times]
            cells += [f"{row.dtype} by {row.way}", f"{gflops:.0f}", f"{100 * gflops / peak:.0f}%"]
            rows.append([name, f"{row.batch}", *cells])
    return markdown(heads, rows)


def starts_table() -> list[str]:
    """Seconds from the start of the program."""
    cfg, weights = default_network()
    found = starts((cfg, weights, load_network(cfg).input[0]), "float32")
    heads = ["`darkgo --help`", "`darkgo gtp`: `name`", "first `genmove`"]
    return markdown(heads, [[f"{start.seconds:.2f} s" for start in found.values()]])


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table."""
    return [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]


def machine_lines() -> list[str]:
    """What was measured on."""
    found = machine("CPU")
    known, used = versions(), ("jax", "jaxlib", "torch")
    packages = ", ".join(f"{name} {known[name]}" for name in used if known[name])
    features = " ".join(map(str, found["features"]))  # type: ignore[call-overload]
    return [f"{found['processor']} ({features}), {found['cores']} cores, {found['system']}; {packages}."]


class Disturbance:
    """How much the processors did for other processes, from Linux's account."""

    def __init__(self) -> None:
        """Begins to count."""
        self._began, self._busy = time.monotonic(), self._others()

    def line(self) -> str:
        """A sentence for below a table."""
        cores = (self._others() - self._busy) / (time.monotonic() - self._began)
        return f"Other processes used {max(cores, 0):.1f} cores meanwhile."

    @staticmethod
    def _others() -> float:
        """Seconds of all cores since the system began, without this process and its children."""
        ticks = [int(value) for value in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
        idle, waiting = ticks[3:5]
        return (sum(ticks) - idle - waiting) / os.sysconf("SC_CLK_TCK") - sum(os.times()[:4])


def write(name: str, lines: Sequence[str]) -> None:
    """Puts the lines between their marks on the page."""
    before, begin, rest = PAGE.read_text().partition(BEGIN.format(name))
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"{PAGE}: found no mark for {name}; expected {BEGIN.format(name)}")
    PAGE.write_text(before + begin + "\n" + "\n".join(lines) + "\n\n" + end + after)


def tell(line: str) -> None:
    """A line about the progress."""
    print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Measures, writes and draws."""
    wanted, is_quick = [name for name in sys.argv[1:] if name != "--quick"], "--quick" in sys.argv[1:]
    put = (lambda name, lines: print("\n".join(lines), "\n")) if is_quick else write
    put("machine", machine_lines())
    for name in PARTS:
        if wanted and name not in wanted:
            continue
        disturbance = Disturbance()
        if name == "networks":
            lines = networks_table(NETWORKS[:1] if is_quick else NETWORKS)
        else:
            lines = starts_table()
        put(name, [*lines, "", disturbance.line()])


if __name__ == "__main__":
    main()
