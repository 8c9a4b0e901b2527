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
from darkgo.bench.peak import fastest_product
from darkgo.bench.rows import measured
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
