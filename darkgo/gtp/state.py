"""The state of a GTP engine between two commands."""

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from darkgo.engine.player import NEVER, Resigning
from darkgo.engine.player_names import NAME
from darkgo.engine.report import Report
from darkgo.engine.session import Session
from darkgo.engine.standing import NO_STANDING_TEXT


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis that runs until the next line arrives."""

    interval: float
    """Seconds from one update to the next."""
    update: Callable[[], str]
    """Returns the next line to write, without its newline."""
    stop: Callable[[], object] = lambda: None
    """Ends the search of this analysis."""


@dataclass(slots=True)
class EngineState:
    """The game and everything that is set by commands."""

    session: Session
    random: Random
    """The random generator of the session, with which moves are drawn at lower levels."""
    name: str = NAME
    """The program's name in answers."""
    seed: int | None = None
    """The last seed of `random`; None if no seed was given."""
    resign: Resigning = NEVER
    prepare: "Callable[[int], Future[Any] | None]" = lambda size: None
    """Called with the size of each board, so that the network can be loaded before its first move. The future
    is done when it is loaded."""
    tell: Callable[[str], None] | None = None
    """Called with a line for the spectators. None if there are none."""
    begun: float = 0
    """The time at which the present command began, in seconds."""
    analysis: Analysis | None = None
    record: tuple[Path, int, int] | None = None
    """The file loaded last, the number of its game that is on the board, and its number of games."""
    explanation: str = ""
    """The explanation of the last move."""
    search: dict[str, float] = field(default_factory=dict)
    """Search parameters that were set."""
    narrate: Callable[[str], None] = lambda line: None
    """Called with a line for the user that belongs to no answer."""
    is_interrupted: Callable[[], bool] = lambda: False
    """Whether another line has arrived, which ends an analysis."""
    said_no_standing: bool = False
    """Whether the user was told that the network has no value heads."""
    said_remarks: set[str] = field(default_factory=set)
    """The remarks of reports that the user was told."""
    ponders: bool = False
    """Whether the search goes on while the opponent thinks."""
    own_node: Hashable = None
    """The position after the program's own last move."""
    is_done: bool = False
    """Whether the engine was told to quit."""


CommandFunction = Callable[..., str]
"""A function of the EngineState and the arguments of the command. It returns the text of the answer, or
raises BadInput and changes nothing. Its parameter names are shown to the user."""


def say_no_standing(state: EngineState, report: Report) -> None:
    """Tells the user that the network has no value heads, once."""
    if not (report.has_value or state.said_no_standing):
        state.said_no_standing = True
        state.narrate(f"{NO_STANDING_TEXT}: programs are shown 50% and 0 points, and --resign has no effect")


def say_remark(state: EngineState, report: Report) -> None:
    """Tells the user the remark of a report, once."""
    if report.remark and report.remark not in state.said_remarks:
        state.narrate(report.remark)
        state.said_remarks.add(report.remark)
