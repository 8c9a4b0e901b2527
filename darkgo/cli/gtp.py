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

from darkgo.cli.common import Seed, answers_alone, ended_with_its_parent
from darkgo.cli.play import Count, Level, evaluator
from darkgo.engine.session import NAME, Session
from darkgo.engine.setup import Setup
from darkgo.engine.strength import LEVELS, Strength
from darkgo.go.points import LARGEST_SIZE

Temperature = Annotated[float, Parameter(validator=Number(gte=0, lte=100))]
Points = Annotated[float, Parameter(validator=Number(gte=0, lte=LARGEST_SIZE**2))]
SUGGESTIONS = 10
_AHEAD = 0.02
"""Seconds by which what people are told comes before the answer."""


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
    # A program that reads both pipes takes them in any order; what it reads after the answer, gtp2ogs
    # drops.
    time.sleep(_AHEAD)


def _one_line(type_: object, value: str) -> None:
    if not value.strip() or not value.isprintable():
        raise ValueError("expected a name of letters that can be printed")


Name = Annotated[str, Parameter(validator=_one_line)]


def gtp(
    *,
    cfg: Path | None = None,
    weights: Path | None = None,
    multi: bool = False,
    level: Level | None = None,
    temperature: Temperature | None = None,
    top: Count | None = None,
    seed: Seed | None = None,
    resign: Points = 0,
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
    multi
        Look at the board under eight rotations and reflections: better moves, more slowly.
    level
        How well it plays: 1, varied, to 10, always its best move.
    temperature
        0: always the best move; 1: each move as often as the network expects it; more: more evenly.
    top
        Draw from so many of the best moves only; without --temperature the temperature is then 1.
    seed
        Makes the moves drawn the same in every run.
    resign
        Resign late in a game when a count without dead stones says that it is behind by so many points;
        0: never.
    name
        What it calls itself. Some programs show win rates and scores only of an engine named KataGo.
    chat
        Say on stderr, before each move, what it thinks of the position, as gtp2ogs shows it in a game's chat.
    """
    if level is not None and (temperature is not None or top is not None):
        raise CycloptsError(msg="--level sets the temperature and the top moves itself: give it or those")
    from darkgo.gtp.chat import GREETING
    from darkgo.gtp.engine import Engine
    from darkgo.gtp.loop import run

    strength = (
        LEVELS[level - 1] if level else Strength(1 if top and temperature is None else temperature or 0, top)
    )
    random = Random(seed)
    network = evaluator(cfg, weights)
    session = Session(
        Setup().game(),
        network,
        count=SUGGESTIONS,
        multi=multi,
        strength=strength,
        random=random,
    )
    engine = Engine(session, random, name=name, seed=seed, resign=resign, tell=_tell if chat else None)
    if chat:
        _tell(GREETING)
    # Without a buffer: Python cannot end while a thread waits inside one.
    lines = FileIO(sys.stdin.fileno(), closefd=False)
    with closing(network), answers_alone() as answers, ended_with_its_parent():
        run(engine, lines, answers)
