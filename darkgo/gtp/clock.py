"""The clock of a game, as the other program tells it."""

from dataclasses import dataclass, field

from darkgo.go.points import Colour

MOVES = 40
"""Moves that the main time is spread over."""


@dataclass(slots=True)
class Clock:
    """How long a player may think. Without settings there is no limit.

    The limits are those of the protocol: a main time, then stones to be played within a period (Canadian),
    or periods of which each gives one move (byo-yomi); or seconds added after every move (Fischer).
    """

    main: float | None = None
    """Seconds before the periods begin; None: no limit is known."""
    period: float = 0
    stones: int = 0
    """Stones to be played in a period; 0: the periods are single moves."""
    increment: float = 0
    left: dict[Colour, tuple[float, int]] = field(default_factory=dict)
    """What each player was last told to have: seconds, and stones still to be played in them, 0 in the main
    time."""

    def seconds(self, colour: Colour) -> float:
        """What the next move may take; infinite without a limit."""
        time, stones = self.left.get(colour, (self.main, 0))
        if time is None:
            return float("inf")
        if stones:
            # Of byo-yomi it is the number of periods left that is told.
            return time / stones if self.stones else time
        return time / MOVES + self.increment + self.period / max(1, self.stones)
