"""Clocks: the remaining time of the players, and the time for a move, in each of the five time systems.

Clocks never change, and do not read the time. The caller measures how long a move took.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil, inf
from typing import Protocol

from darkgo.engine.limit import Limit
from darkgo.go.points import Colour

MOVES = 40
"""The number of moves that the main time is divided among."""
UNSURE = 2.0
"""A move may take so many times its share of the main time if the best move is not sure."""
LAG = 1.0
"""Seconds that a move leaves unused if the game or a period would be lost with the last of them."""


@dataclass(frozen=True, slots=True)
class Left:
    """The remaining time of a player."""

    seconds: float
    """Seconds of the main time or, if there is a count, of the present period."""
    count: int = 0
    """The remaining periods, including the present one (byo-yomi), or the stones to play in this period
    (Canadian). 0 during the main time."""


_TIME_IS_UP = Left(0, 1)


class TimeSystem(Protocol):
    """How much time there is for a game, and for a move."""

    def start(self) -> Left:
        """A player's time at the beginning of the game."""
        ...

    def allowed(self, left: Left, times: float = 1) -> float:
        """Seconds that the next move may take: an equal share of the remaining time, multiplied by `times`,
        but less than would lose the game."""
        ...

    def after(self, left: Left, seconds: float) -> Left | None:
        """The time after a move that took so many seconds; None if that was too long."""
        ...

    def during(self, left: Left, seconds: float) -> Left:
        """The time of a player who has thought so many seconds about the present move."""
        ...


@dataclass(frozen=True, slots=True)
class Unlimited:
    """No limit. If a remaining time is reported all the same, it counts."""

    def start(self) -> Left:
        return Left(inf)

    def allowed(self, left: Left, times: float = 1) -> float:
        return min(times * left.seconds / (left.count or MOVES), _in_time(left.seconds))

    def after(self, left: Left, seconds: float) -> Left | None:
        rest = left.seconds - seconds
        return Left(rest, max(0, left.count - 1)) if rest >= 0 else None

    def during(self, left: Left, seconds: float) -> Left:
        return _less(left, seconds)


@dataclass(frozen=True, slots=True)
class Absolute:
    """So many seconds for all moves."""

    main: float

    def start(self) -> Left:
        return Left(self.main)

    def allowed(self, left: Left, times: float = 1) -> float:
        return min(times * left.seconds / MOVES, _in_time(left.seconds))

    def after(self, left: Left, seconds: float) -> Left | None:
        rest = left.seconds - seconds
        return Left(rest) if rest >= 0 else None

    def during(self, left: Left, seconds: float) -> Left:
        return _less(left, seconds)


@dataclass(frozen=True, slots=True)
class ByoYomi:
    """Main time, then periods. A move that takes longer than a period loses it."""

    main: float
    period: float
    periods: int

    def start(self) -> Left:
        return self._main(self.main)

    def _main(self, seconds: float) -> Left:
        return Left(seconds) if seconds or not self.periods else Left(self.period, self.periods)

    def allowed(self, left: Left, times: float = 1) -> float:
        if left.count:
            return _in_time(left.seconds)
        period = self.period if self.periods else 0
        return min(times * left.seconds / MOVES + period, _in_time(left.seconds + period))

    def after(self, left: Left, seconds: float) -> Left | None:
        rest, count = left.seconds - seconds, left.count
        if not count:
            if rest >= 0:
                return self._main(rest)
            rest, count = rest + self.period, self.periods
        if rest < 0:
            count -= ceil(-rest / self.period) if self.period else count
        return Left(self.period, count) if count > 0 else None

    def during(self, left: Left, seconds: float) -> Left:
        rest, count = left.seconds - seconds, left.count
        if rest >= 0:
            return Left(rest, count)
        if not count:
            rest, count = rest + self.period, self.periods
        while rest < 0 < count:
            rest, count = rest + self.period, count - 1 if self.period else 0
        return Left(rest, count) if count > 0 else _TIME_IS_UP


@dataclass(frozen=True, slots=True)
class Canadian:
    """Main time, then periods, in each of which so many stones must be played."""

    main: float
    period: float
    stones: int
    """1 or more."""

    def start(self) -> Left:
        return self._main(self.main)

    def _main(self, seconds: float) -> Left:
        return Left(seconds) if seconds else Left(self.period, self.stones)

    def allowed(self, left: Left, times: float = 1) -> float:
        if left.count:
            return min(times * left.seconds / left.count, _in_time(left.seconds))
        share = left.seconds / MOVES + self.period / self.stones
        return min(times * share, _in_time(left.seconds + self.period))

    def after(self, left: Left, seconds: float) -> Left | None:
        rest, count = left.seconds - seconds, left.count
        if not count:
            if rest >= 0:
                return self._main(rest)
            rest, count = rest + self.period, self.stones
        if rest < 0:
            return None
        return Left(rest, count - 1) if count > 1 else Left(self.period, self.stones)

    def during(self, left: Left, seconds: float) -> Left:
        rest = left.seconds - seconds
        if left.count or rest >= 0:
            return _less(left, seconds)
        return _less(Left(self.period, self.stones), -rest)


@dataclass(frozen=True, slots=True)
class Fischer:
    """Seconds are added after every move. They cannot be used for that move itself."""

    main: float
    increment: float
    most: float = inf
    """The clock never has more."""
    most_for_a_move: float = inf
    """No move may take longer."""

    def start(self) -> Left:
        return Left(min(self.main, self.most))

    def allowed(self, left: Left, times: float = 1) -> float:
        seconds = min(left.seconds, self.most)
        # Half stays on the clock. So a player who is short of time can still use the increment for each move.
        return min(times * seconds / MOVES + self.increment, seconds / 2, _in_time(self.most_for_a_move))

    def after(self, left: Left, seconds: float) -> Left | None:
        if seconds > min(left.seconds, self.most_for_a_move):
            return None
        return Left(min(self.most, left.seconds - seconds + self.increment))

    def during(self, left: Left, seconds: float) -> Left:
        return _less(Left(min(left.seconds, self.most_for_a_move)), seconds)


def _less(left: Left, seconds: float) -> Left:
    """The time minus so many seconds, at least 0."""
    return replace(left, seconds=max(0.0, left.seconds - seconds))


def _in_time(seconds: float) -> float:
    """A little less than so many seconds, because a move that takes them all is too late."""
    return max(seconds - LAG, seconds / 2)


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a game: its time system, and the remaining time of both players."""

    system: TimeSystem = field(default_factory=Unlimited)
    _left: Mapping[Colour, Left] = field(default_factory=dict)

    def left(self, colour: Colour) -> Left:
        """The remaining time of a player."""
        return self._left.get(colour) or self.system.start()

    def allowed(self, colour: Colour, times: float = 1) -> float:
        """Seconds that the player's next move may take, as `TimeSystem` says; infinite without a limit."""
        return self.system.allowed(self.left(colour), times)

    def limit(self, colour: Colour, limit: Limit, spent: float = 0) -> Limit:
        """The limit for the player's next move. Without a clock it is `limit`. `spent`: seconds of the move
        that are used already."""
        most = min(limit.seconds, self.allowed(colour, UNSURE))
        usual = min(limit.usual, self.allowed(colour))
        return replace(limit, seconds=most - spent, usual=usual - spent)

    def is_up(self, colour: Colour) -> bool:
        """Whether a move of the player took too long."""
        return self.left(colour) == _TIME_IS_UP

    def told(self, colour: Colour, left: Left) -> "Clock":
        """The clock after somebody has reported the remaining time of a player."""
        return replace(self, _left={**self._left, colour: left})

    def after(self, colour: Colour, seconds: float) -> "Clock":
        """The clock after a move of the player that took so many seconds."""
        return self.told(colour, self.system.after(self.left(colour), seconds) or _TIME_IS_UP)

    def during(self, colour: Colour, seconds: float) -> Left:
        """The time of the player after so many seconds of the present move."""
        return self.system.during(self.left(colour), seconds)

    def would_be_up(self, colour: Colour, seconds: float) -> bool:
        """Whether a move of the player that took so many seconds would be too late."""
        return self.system.after(self.left(colour), seconds) is None

    def reset(self) -> "Clock":
        """The clock at the beginning of another game."""
        return Clock(self.system)
