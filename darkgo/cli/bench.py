"""`darkgo bench`."""

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import CycloptsError, Parameter

from darkgo.cli.common import enough_memory, usable_device
from darkgo.cli.play import Precision


def bench(
    cfg: Path | None = None,
    weights: Path | None = None,
    /,
    *,
    precision: Precision = "float32",
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> None:
    """Measure how fast a network is computed on this machine, and how soon the program starts.

    Measures 1, 8 and 32 boards at a time and the batch with the most boards per second; each time is the best
    of 20 or more. PyTorch computes the same network in turns if it is installed. Other work on the machine
    disturbs the times. A network for images is measured too, without the start of the engine.

    Parameters
    ----------
    cfg
        The network; its weights must be given too. By default DarkGo's own. One for images is measured
        without the start of the engine.
    weights
        Its parameters.
    precision
        What the programs compute with; auto for the faster one.
    as_json
        Print one JSON object: milliseconds, per_second and chosen by batch, gflops, peak_gflops, start in
        seconds, signature and others.
    """
    if (cfg is None) != (weights is None):
        raise CycloptsError(msg="give both CFG and WEIGHTS, or neither for DarkGo's own network")
    from darkgo.bench.report import report
    from darkgo.bench.text import as_json as to_json
    from darkgo.bench.text import lines
    from darkgo.paths import default_network, find

    if cfg is None or weights is None:
        cfg, weights = default_network()
    usable_device()
    with enough_memory(f"{cfg}", "network"):
        found = report(find(cfg, "cfg"), find(weights, "weights"), precision, tell)
    print(json.dumps(to_json(found)) if as_json else "\n".join(lines(found)))


def tell(line: str) -> None:
    """Prints a line about the progress."""
    print(f"darkgo: {line}", file=sys.stderr, flush=True)
