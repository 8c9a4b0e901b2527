"""What a GTP engine knows between two commands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from darkgo.engine.session import NAME, Session


@dataclass(frozen=True, slots=True)
class Analysis:
    """An analysis that goes on until the next line comes."""

    interval: float
    """Seconds from one update to the next."""
    update: Callable[[], str]
    """The next line to be written, without its end."""


@dataclass(slots=True)
class State:
    """The game and everything that is set by commands."""

    session: Session
    random: Random
    """What a weaker player draws its moves with; the session's own."""
    name: str = NAME
    """What the program calls itself."""
    seed: int | None = None
    """What `random` was seeded with last; None: with nothing in particular."""
    resign: float = 0
    """Points that the program must be behind before it resigns; 0: never."""
    tell: Callable[[str], None] | None = None
    """Where a line for the people who look on is said; None: they are told nothing."""
    begun: float = 0
    """When the present command was taken up."""
    analysis: Analysis | None = None
    record: tuple[Path, int, int] | None = None
    """The file that was loaded last, which of its games, and how many it has."""
    explanation: str = ""
    """Why the last move was made."""
    search: dict[str, float] = field(default_factory=dict)
    """Parameters of a search that were set."""
    is_done: bool = False
    """Whether the engine was told to quit."""


Command = Callable[..., str]
"""A function of the State and the words after the command's name, whose names the user is told. It returns
the text of the answer, or raises BadInput and changes nothing."""
