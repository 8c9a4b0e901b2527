"""How much faster many accelerators train than one, by a model of an update.

    python -m benchmarks.scaling KEPT [--write]

KEPT is the file of `benchmarks/two_processes.py`. The program fits the model to it and prints what the model
says of two processes beside what was measured. With --write the tables and the picture of docs/scaling.md
are made anew.

The model: an update takes the time of its computation, and then that of its all-reduces, which add an array
of each accelerator up.

- Computation: a fixed time, and a time for each position.
- All-reduces: one for the gradient, and three small ones for each layer with batch normalisation, because the
  statistics are those of the whole batch.
- An all-reduce goes round a ring, in 2 (n - 1) messages of which each has an n-th of the bytes, or up and
  down a tree, in 2 log2(n) messages with all bytes; whichever is sooner.
- Each message takes the latency of the link, and its bytes over the bandwidth. Nothing overlaps.
"""

import json
import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from benchmarks import page
from benchmarks.train_step import networks
from darkgo.darknet.layer import STATISTICS
from darkgo.darknet.network import NetSpec
from darkgo.darknet.table import operations
from darkgo.model.network import load_network
from darkgo.paths import find

PAGE, PROGRAM = page.DOCS / "scaling.md", "benchmarks/scaling.py"
PICTURE = page.DOCS / "images" / "scaling.png"
COUNTS = (8, 64, 100, 512)
EACH, TOGETHER = 512, 4096
"""Positions of an update for each accelerator, if the batch grows with them; and for all, if it does not."""
CFGS = ("darkgo.cfg", "go.cfg", "alexnet.cfg")
PUBLISHED = 100, 56.0
"""Accelerators, and how many times as fast they were (TensorFlow 0.8 with the Inception network, 2016)."""
TRAINING = 3
"""Operations of an update, by those of the network: forward, and backward into inputs and weights."""
SMALL = 1024
"""Bytes of a small all-reduce, about: one or two numbers for each channel."""


@dataclass(frozen=True)
class Link:
    """What connects the accelerators."""

    name: str
    bandwidth: float
    """Bytes a second."""
    latency: float
    """Seconds of a message without content."""

    def all_reduce(self, size: float, count: int) -> float:
        """Seconds until `count` accelerators have the sum of `size` bytes of each."""
        if count == 1:
            return 0.0
        ring = 2 * (count - 1) * (self.latency + size / count / self.bandwidth)
        tree = 2 * math.ceil(math.log2(count)) * (self.latency + size / self.bandwidth)
        return min(ring, tree)


@dataclass(frozen=True)
class ComputeTime:
    """What an accelerator needs for its share of an update."""

    fixed: float
    """Seconds, whatever the batch is."""
    each: float
    """Seconds a position."""

    def seconds(self, positions: float) -> float:
        """Of so many positions."""
        return self.fixed + self.each * positions


@dataclass(frozen=True)
class Task:
    """What a network sends in an update."""

    gradient: int
    """Bytes."""
    small: int
    """All-reduces besides that of the gradient."""

    def seconds(self, link: Link, count: int) -> float:
        """Of all all-reduces."""
        return link.all_reduce(self.gradient, count) + self.small * link.all_reduce(SMALL, count)


class Accelerator(NamedTuple):
    """An accelerator of which something is assumed."""

    rate: float
    """Operations a second that training reaches."""
    fixed: float
    """Seconds of an update, whatever the batch is."""

    def compute_time(self, network: NetSpec) -> ComputeTime:
        """For this network."""
        return ComputeTime(self.fixed, TRAINING * operations(network) / self.rate)


ACCELERATOR = Accelerator(300e12, 1e-3)
LINKS = (
    Link("10 Gbit/s", 1.25e9, 50e-6),
    Link("100 Gbit/s", 12.5e9, 10e-6),
    Link("400 Gbit/s", 50e9, 5e-6),
)


def task_of(network: NetSpec) -> Task:
    """What this network sends."""
    arrays = [network.arrays(layer) for layer in network.layers]
    slope = sum(math.prod(shape) for of in arrays for name, shape in of.items() if name not in STATISTICS)
    return Task(4 * slope, 3 * sum("mean" in of for of in arrays))


def update_seconds(task: Task, compute_time: ComputeTime, link: Link, count: int, each: float) -> float:
    """Of an update with `each` positions for each of `count` accelerators."""
    return compute_time.seconds(each) + task.seconds(link, count)


def speedup(
    task: Task, compute_time: ComputeTime, link: Link, count: int, each: float = EACH, together: float = 0.0
) -> float:
    """How many times as many positions a second `count` accelerators see as one does.

    Each has `each` positions of an update; or all have `together`, if that is given, and so has the one.
    """
    alone = together or each
    share = together / count if together else each
    rate = count * share / update_seconds(task, compute_time, link, count, share)
    return rate * update_seconds(task, compute_time, link, 1, alone) / alone


def fitted_link(seconds: Mapping[int, float]) -> Link:
    """The link between two processes, from the seconds of all-reduces by their bytes. The relative errors
    count."""
    sizes, times = (np.array([*of], float) for of in (seconds.keys(), seconds.values()))
    # Between two, the ring has two messages of half of the bytes.
    terms = np.stack([2 * np.ones_like(sizes), sizes], axis=1) / times[:, None]
    (latency, inverse), *_ = np.linalg.lstsq(terms, np.ones_like(times))
    return Link("two processes", 1 / inverse, max(0.0, latency))


def fitted_to_updates(kept: Mapping[str, Any]) -> Link:
    """The link with which the model explains what updates of two processes take beyond those of one."""
    terms, times = [], []
    for name, alone in kept["1"]["updates"].items():
        task = task_of(networks()[name])
        for each, seconds in kept["2"]["updates"][name].items():
            terms.append([2 * (task.small + 1), task.gradient + task.small * SMALL])
            times.append(seconds - alone[each])
    (latency, inverse), *_ = np.linalg.lstsq(np.array(terms, float), np.array(times))
    return Link("in updates", 1 / inverse, latency)


def fitted_compute_time(seconds: Mapping[int, float]) -> ComputeTime:
    """From the seconds of updates of two batches."""
    (small, first), (large, second) = sorted(seconds.items())
    each = (second - first) / (large - small)
    return ComputeTime(first - each * small, each)


def numbers(found: Mapping[str, float]) -> dict[int, float]:
    """With the keys that JSON made strings."""
    return {int(key): value for key, value in found.items()}


def check(kept: Mapping[str, Any]) -> Iterator[list[str]]:
    """Rows: network, positions for each process, milliseconds of one process, of two, and of the model."""
    link = fitted_link(numbers(kept["2"]["all_reduce"][""]))
    for name, alone in kept["1"]["updates"].items():
        network = networks()[name]
        compute_time = fitted_compute_time(numbers(alone))
        for each, seconds in numbers(kept["2"]["updates"][name]).items():
            modelled = update_seconds(task_of(network), compute_time, link, 2, each)
            times = (alone[str(each)], seconds, modelled)
            yield [name, f"{each}", *(f"{1000 * time:,.1f} ms" for time in times)]


def cases() -> Iterator[tuple[str, Task, ComputeTime]]:
    """The networks, on the accelerator that is assumed."""
    for name in CFGS:
        network = load_network(find(Path(name), "cfg"))
        yield name, task_of(network), ACCELERATOR.compute_time(network)


def speedups() -> Iterator[list[str]]:
    """Rows: network, link, and the speedups with a batch that grows, and with one that does not."""
    for name, task, compute_time in cases():
        for link in LINKS:
            grows = [speedup(task, compute_time, link, count) for count in COUNTS]
            stays = [speedup(task, compute_time, link, count, together=TOGETHER) for count in COUNTS]
            yield [name, link.name, *(f"{found:.3g}" for found in (*grows, *stays))]


def draw() -> Figure:
    """The speedup by the number of accelerators: with a batch that grows, and with one that does not."""
    figure = Figure(figsize=(10, 4.5), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    left.set_title(f"{EACH} positions each")
    right.set_title(f"{TOGETHER:,} positions together")
    counts = [2**power for power in range(10)]
    for number, (name, task, compute_time) in enumerate(cases()):
        for link, dash in zip(LINKS, (":", "--", "-"), strict=True):
            for panel, together in ((left, 0.0), (right, float(TOGETHER))):
                values = [speedup(task, compute_time, link, count, together=together) for count in counts]
                panel.plot(counts, values, dash, color=f"C{number}", label=f"{name}, {link.name}")
    left.plot(*PUBLISHED, "kx", label="published: 56 with 100 GPUs")
    for panel in (left, right):
        finish(panel, counts)
    left.legend(fontsize="x-small", frameon=False)
    left.set_ylabel("times as fast as one")
    return figure


def finish(panel: Axes, counts: list[int]) -> None:
    """Axes, a grid, and the line of a perfect speedup."""
    panel.plot(counts, counts, color="0.7", linewidth=1, zorder=0)
    panel.set_xscale("log", base=2)
    panel.set_yscale("log", base=2)
    panel.set_xticks(counts, [str(count) for count in counts])
    panel.set_yticks(counts, [str(count) for count in counts])
    panel.set_xlabel("accelerators")
    panel.grid(alpha=0.3)
    panel.spines[["top", "right"]].set_visible(False)


def main() -> None:
    """Fits, prints, and writes if that is asked for."""
    words = [word for word in sys.argv[1:] if word != "--write"]
    if len(words) != 1:
        raise SystemExit(__doc__)
    kept = json.loads(Path(words[0]).read_text())
    alone, within = fitted_link(numbers(kept["2"]["all_reduce"][""])), fitted_to_updates(kept)
    fitted = [f"{link.bandwidth / 1e9:.2g} GB/s, {1e6 * link.latency:,.0f} µs" for link in (alone, within)]
    heads = ["network", "positions each", "one process", "two", "two, by the model"]
    checked = [
        *page.table(heads, [*check(kept)]),
        "",
        f"The link alone: {fitted[0]} a message. In these updates: {fitted[1]}.",
    ]
    heads = ["network", "link", *(f"{count}" for count in COUNTS), *(f"{count}, fixed" for count in COUNTS)]
    modelled = page.table(heads, [*speedups()])
    print("\n".join([*checked, "", *modelled]))
    if "--write" in sys.argv[1:]:
        page.write(PAGE, "two processes", PROGRAM, checked)
        page.write(PAGE, "speedups", PROGRAM, modelled)
        draw().savefig(PICTURE, format="png", dpi=110)


if __name__ == "__main__":
    main()
