"""The command for programs that speak the Go Text Protocol."""

import sys
import time
from contextlib import closing
from io import FileIO
from pathlib import Path
from random import Random
from typing import Annotated

from cyclopts import CycloptsError, Parameter
from cyclopts.validators import Number

from darkgo.cli.common import (
    SearchSeconds,
    Seed,
    Threads,
    Visits,
    answers_alone,
    ended_with_its_parent,
    use_processors,
)
from darkgo.cli.play import Count, Level, Precision, evaluator
from darkgo.engine.limit import BY_DEFAULT, limit_of
from darkgo.engine.player import Resigning
from darkgo.engine.player_names import NAME
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.engine.strength import LEVELS, Strength
from darkgo.go.points import LARGEST_SIZE
from darkgo.model.evaluator import narrate


def _rate(type_: object, value: float) -> None:
    if not 0 <= value < 1:
        raise ValueError("expected a win rate from 0 to below 1, such as 0.05; --resign-points is in points")


Temperature = Annotated[float, Parameter(validator=Number(gte=0, lte=100))]
Rate = Annotated[float, Parameter(validator=_rate)]
Points = Annotated[float, Parameter(validator=Number(gte=0, lte=LARGEST_SIZE**2))]
SUGGESTIONS = 10
_AHEAD = 0.02
"""Seconds between a comment for people and the answer."""


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
    # A program may read the two pipes in any order. gtp2ogs drops comments that it reads after the answer.
    time.sleep(_AHEAD)


def _one_line(type_: object, value: str) -> None:
    if not value.strip() or not value.isprintable():
        raise ValueError("expected a name of printable characters")


Name = Annotated[str, Parameter(validator=_one_line)]


def gtp(
    *,
    cfg: Path | None = None,
    weights: Path | None = None,
    precision: Precision = "float32",
    multi: bool = False,
    visits: Visits | None = None,
    seconds: SearchSeconds | None = None,
    ponder: bool = False,
    threads: Threads | None = None,
    level: Level | None = None,
    temperature: Temperature | None = None,
    top: Count | None = None,
    seed: Seed | None = None,
    resign: Rate = 0,
    resign_points: Points = 0,
    name: Name = NAME,
    chat: bool = False,
) -> None:
    """Speak the Go Text Protocol: the engine for Sabaki, GoGui, Lizzie and other programs.

    Parameters
    ----------
    cfg
        The network; --weights must be given too. By default DarkGo's own.
    weights
        The network's parameters.
    precision
        bfloat16 is faster on some processors, and less exact; auto takes the faster of the two.
    multi
        Look at the board under eight rotations and reflections: better moves, more slowly.
    visits
        Read ahead with so many visits of a search for each move; 1: the network alone.
    seconds
        Read ahead for so many seconds for each move, or less where a clock or --visits ends it earlier.
        Without --visits and --seconds: 64 visits, and at most a second; below level 10 the network alone.
    ponder
        Go on with the search while the opponent thinks. What it finds is used for the next move.
    threads
        Use so many processors; by default all of them.
    level
        How well it plays: 1, which a beginner can beat, to 10, always its best move.
    temperature
        0: always the best move. 1: moves are drawn with the network's probabilities. Above 1: more evenly.
    top
        Draw only from this many of the best moves. The default of --temperature is then 1.
    seed
        The seed of random draws: the same seed gives the same moves.
    resign
        Resign if the win rate is below this in three turns in a row, for example 0.05; never in the opening.
        The network must have value heads. 0: never.
    resign_points
        Resign late in a game if it is behind by this many points, without dead stones. 0: never.
    name
        The engine's name. Some programs show win rates and scores only for an engine named KataGo.
    chat
        Print comments on stderr before each move, in the form that gtp2ogs shows in a game's chat.
    """
    if level is not None and (temperature is not None or top is not None):
        raise CycloptsError(
            msg="--level says how moves are drawn, and so do --temperature and --top: give one or the other"
        )
    use_processors(threads)
    from darkgo.gtp.chat import GREETING
    from darkgo.gtp.engine import Engine
    from darkgo.gtp.loop import run

    strength = (
        LEVELS[level - 1] if level else Strength(1 if top and temperature is None else temperature or 0, top)
    )
    random = Random(seed)
    network = evaluator(cfg, weights, precision)
    session = Session(
        Setup().game(),
        network,
        count=SUGGESTIONS,
        multi=multi,
        strength=strength,
        random=random,
    )
    session.limit = limit_of(visits, seconds, BY_DEFAULT)
    engine = Engine(
        session,
        random,
        name=name,
        seed=seed,
        resign=Resigning(resign, resign_points),
        ponders=ponder,
        tell=_tell if chat else None,
        prepare=lambda size: network.prepare(size, session.limit.boards),
        narrate=narrate,
    )
    if chat:
        _tell(GREETING)
    # Unbuffered, because Python cannot exit while a thread waits inside a buffered read.
    lines = FileIO(sys.stdin.fileno(), closefd=False)
    with closing(network), answers_alone() as answers, ended_with_its_parent():
        run(engine, lines, answers)
