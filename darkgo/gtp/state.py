"""What a GTP engine knows between two commands."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic

from darkgo.engine.clock import Clock
from darkgo.engine.mind import Judgement
from darkgo.engine.session import NAME, Session
from darkgo.go.game import Game
from darkgo.go.points import Colour


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
    clock: Clock = field(default_factory=Clock)
    now: Callable[[], float] = monotonic
    """The time, in seconds."""
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
    _asked: tuple[Hashable, ...] = ()
    _answer: tuple[Game, Judgement] | None = None

    def look(self, colour: Colour, *, views: bool = False) -> tuple[Game, Judgement]:
        """The position with this colour to move, and what the network thinks of it.

        The last answer is kept: clients often ask about the same position again. Raises BadInput if the
        network cannot be loaded.
        """
        session = self.session
        asked = (session.tree.node, session.game.rules, session.mind.multi, colour, views)
        if self._answer is None or asked != self._asked:
            self._answer = session.consult(colour, views=views)
            self._asked = asked
        return self._answer


Command = Callable[..., str]
"""A function of the State and the words after the command's name, whose names the user is told. It returns
the text of the answer, or raises BadInput and changes nothing."""
