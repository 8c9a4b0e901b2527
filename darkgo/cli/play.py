"""The commands that open a door to a game: `play`, and `test`: the line mode."""

import math
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import CycloptsError, Parameter
from cyclopts.validators import Number

from darkgo.engine.policy import Policy
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game, Rules
from darkgo.go.points import LARGEST_SIZE, Colour
from darkgo.net.cfg import read_cfg
from darkgo.paths import default_network, find

Size = Annotated[int, Parameter(validator=Number(gte=2, lte=LARGEST_SIZE))]
Port = Annotated[int, Parameter(validator=Number(gte=0, lte=65535))]
Count = Annotated[int, Parameter(validator=Number(gte=1, lte=LARGEST_SIZE**2 + 1))]


def play(
    *,
    cfg: Path | None = None,
    weights: Path | None = None,
    size: Size = 19,
    colour: Literal["black", "white", "both"] = "black",
    multi: bool = False,
    top: Count = 5,
    handicap: int = 0,
    komi: float | None = None,
    web: bool = False,
    host: str = "127.0.0.1",
    port: Port = 8000,
) -> None:
    """Play on a board in the terminal.

    Parameters
    ----------
    cfg
        The network; --weights must be given too. By default DarkGo's own.
    weights
        The network's parameters.
    size
        Lines of the board, 2 to 25.
    colour
        What you play; the computer plays the other. `both`: it only suggests.
    multi
        Look at the board under eight rotations and reflections: better suggestions, more slowly.
    top
        How many suggestions are shown.
    handicap
        Black stones set before the game; White then begins.
    komi
        Points that White is given: 7.5, or 0.5 in a handicap game.
    web
        Show the board in a browser instead of the terminal.
    host
        With --web: the address to serve at. Whoever can reach it can open and save files as you.
    port
        With --web: the port to serve at; 0 for any that is free.
    """
    if not web and (host, port) != ("127.0.0.1", 8000):
        raise CycloptsError(msg="--host and --port go with --web")
    if (cfg is None) != (weights is None):
        raise CycloptsError(msg="give both --cfg and --weights, or neither for DarkGo's own network")
    game = _game(size, handicap, komi)
    if cfg is None or weights is None:
        cfg, weights = default_network()
    load = _loader(cfg, weights)
    # A program that the server starts is given the same arguments, and this variable.
    served = "TEXTUAL_DRIVER" in os.environ
    if web and not served:
        from darkgo.tui.web import serve

        serve([sys.executable, "-m", "darkgo", *sys.argv[1:]], host, port)
        return
    if not served and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise BadInput("the board needs a terminal; darkgo test CFG WEIGHTS does without one")
    # XLA's own log goes past Python to the terminal and would be written across the board.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from darkgo.tui.app import BoardApp

    computer = {"black": Colour.WHITE, "white": Colour.BLACK, "both": None}[colour]
    BoardApp(Session(game, load, count=top, multi=multi), computer).run()


def line_mode(cfg: Path, weights: Path, /, *, multi: bool = False, top: Count = 5, size: Size = 19) -> None:
    """Show the network's suggestions in plain text, as the original program does, and play them.

    Parameters
    ----------
    cfg
        The network.
    weights
        Its parameters.
    multi
        Look at the board under eight rotations and reflections: better suggestions, more slowly.
    top
        How many suggestions are shown.
    size
        Lines of the board, 2 to 25.
    """
    from darkgo.plain import run

    session = Session(_game(size), _loader(cfg, weights), count=top, multi=multi)
    run(session, sys.stdin, sys.stdout, sys.stderr)


def _game(size: int, handicap: int = 0, komi: float | None = None) -> Game:
    if komi is None:
        komi = 0.5 if handicap else 7.5
    elif not math.isfinite(komi) or abs(komi) > size * size:
        raise BadInput(f"--komi {komi}: found no number between -{size * size} and {size * size}")
    return Game(size, Rules(komi=komi), handicap)


def _loader(cfg: Path, weights: Path) -> Callable[[], Policy]:
    """Loads the network when it is called, and JAX with it: not before the board is on the screen.

    Faults that are cheap to find are found at once: BadInput.
    """
    cfg, weights = find(cfg, "cfg"), find(weights, "weights")
    read_cfg(cfg)
    try:
        weights.open("rb").close()
    except OSError as error:
        raise BadInput(f"{weights}: cannot be read: {error.strerror}") from None
    return partial(Policy, cfg, weights)
