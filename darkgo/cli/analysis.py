"""The command for programs that speak KataGo's analysis protocol."""

import sys
from contextlib import closing
from pathlib import Path

from darkgo.cli.common import (
    SearchSeconds,
    Threads,
    Visits,
    answers_alone,
    ended_with_its_parent,
    use_processors,
)
from darkgo.cli.play import Precision, evaluator
from darkgo.engine.limit import limit_of


def analysis(
    *,
    cfg: Path | None = None,
    weights: Path | None = None,
    multi: bool = False,
    visits: Visits | None = None,
    seconds: SearchSeconds | None = None,
    threads: Threads | None = None,
    precision: Precision = "float32",
) -> None:
    """Answer queries of KataGo's JSON analysis protocol, one per line, from stdin to stdout.

    Parameters
    ----------
    cfg
        The network; --weights must be given too. By default DarkGo's own.
    weights
        The network's parameters.
    multi
        Look at the board under eight rotations and reflections: better suggestions, more slowly.
    visits
        Visits of a search in a position whose query has no `maxVisits`; 1: the network alone, as without this
        option.
    seconds
        Seconds of a search in each position, or less where the visits end it earlier.
    threads
        Use so many processors; by default all of them.
    precision
        bfloat16 is faster on some processors, and less exact; auto takes the faster of the two.
    """
    use_processors(threads)
    from darkgo.analysis.loop import run

    with (
        closing(evaluator(cfg, weights, precision)) as network,
        answers_alone() as answers,
        ended_with_its_parent(),
    ):
        run(network, multi, sys.stdin, answers, limit_of(visits, seconds))
