"""The state of a GTP engine between two commands."""

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
    """An analysis that runs until the next line arrives."""

    interval: float
    """Seconds from one update to the next."""
    update: Callable[[], str]
    """Returns the next line to write, without its newline."""


@dataclass(slots=True)
class State:
    """The game and everything that is set by commands."""

    session: Session
    random: Random
    """The random generator of the session, with which moves are drawn at lower levels."""
    name: str = NAME
    """The program's name in answers."""
    seed: int | None = None
    """The last seed of `random`; None if no seed was given."""
    resign: float = 0
    """How many points behind the program resigns; 0 for never."""
    tell: Callable[[str], None] | None = None
    """Called with lines for the spectators; None if there are none."""
    clock: Clock = field(default_factory=Clock)
    now: Callable[[], float] = monotonic
    """Returns the time, in seconds."""
    begun: float = 0
    """The time at which the present command began, in seconds."""
    analysis: Analysis | None = None
    record: tuple[Path, int, int] | None = None
    """The file loaded last, the number of its game that is on the board, and its number of games."""
    explanation: str = ""
    """The explanation of the last move."""
    search: dict[str, float] = field(default_factory=dict)
    """Search parameters that were set."""
    is_done: bool = False
    """Whether the engine was told to quit."""
    _asked: tuple[Hashable, ...] = ()
    _answer: tuple[Game, Judgement] | None = None

    def look(self, colour: Colour, *, views: bool = False) -> tuple[Game, Judgement]:
        """The position with this colour to move, and the network's evaluation of it.

        The last evaluation is kept, because clients often ask about the same position again. Raises BadInput
        if the network cannot be loaded.
        """
        session = self.session
        asked = (session.tree.node, session.game.rules, session.mind.multi, colour, views)
        if self._answer is None or asked != self._asked:
            self._answer = session.consult(colour, views=views)
            self._asked = asked
        return self._answer


Command = Callable[..., str]
"""A function of the State and the arguments of the command. It returns the text of the answer, or raises
BadInput and changes nothing. Its parameter names are shown to the user."""
