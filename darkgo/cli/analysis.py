"""The command for programs that speak KataGo's analysis protocol."""

import os
import sys
from pathlib import Path

from cyclopts import CycloptsError

from darkgo.cli.play import loader
from darkgo.paths import default_network


def analysis(*, cfg: Path | None = None, weights: Path | None = None, multi: bool = False) -> None:
    """Answer queries of KataGo's JSON analysis protocol, one a line, from stdin to stdout.

    Parameters
    ----------
    cfg
        The network; --weights must be given too. By default DarkGo's own.
    weights
        The network's parameters.
    multi
        Look at the board under eight rotations and reflections: better suggestions, more slowly.
    """
    from darkgo.analysis.loop import run

    if (cfg is None) != (weights is None):
        raise CycloptsError(msg="give both --cfg and --weights, or neither for DarkGo's own network")
    if cfg is None or weights is None:
        cfg, weights = default_network()
    # Nothing else may come between the answers: what a library prints goes to stderr.
    sys.stdout.flush()
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        run(loader(cfg, weights), multi, sys.stdin, answers)
