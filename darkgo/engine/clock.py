"""Clocks: what the players have left, and how long a move may take, in each of the five time systems.

Everything here is a value, and nothing looks at the time. Who measures it tells how long a move has taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil, inf
from typing import Protocol

from darkgo.engine.limit import Limit
from darkgo.go.points import Colour

MOVES = 40
"""Moves that the main time is spread over."""
UNSURE = 2.0
"""How many times its share of the main time a move may take where the best one is not sure."""
LAG = 1.0
"""Seconds of a move that are left unused where the game or a period would be lost with the last of them."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a player has left."""

    seconds: float
    """Seconds of the main time or, if there is a count, of the present period."""
    count: int = 0
    """Periods, the present one among them (byo-yomi), or stones to be played in the period (Canadian). 0: the
    main time is not used up."""


_TIME_IS_UP = Left(0, 1)


class TimeSystem(Protocol):
    """How much time there is for a game, and for a move."""

    def start(self) -> Left:
        """What a player has at the beginning of the game."""
        ...

    def allowed(self, left: Left, times: float = 1) -> float:
        """Seconds that the next move may take: such a share of what is left that the rest of the game has
        its own, or so many times that, and less than would lose the game."""
        ...

    def after(self, left: Left, seconds: float) -> Left | None:
        """What is left after a move that took so many seconds; None: the time was up before."""
        ...

    def during(self, left: Left, seconds: float) -> Left:
        """What is left while a move takes so many seconds already, and is not made yet."""
        ...


@dataclass(frozen=True, slots=True)
class Unlimited:
    """No limit. If a player is said to have a limited time all the same, that counts."""

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
    """After the main time periods, each of which is lost if a move takes longer."""

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
    """After the main time periods, in each of which so many stones must be played."""

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
        # Half stays on the clock: with little left a move takes the increment, and as much is left again.
        return min(times * seconds / MOVES + self.increment, seconds / 2, _in_time(self.most_for_a_move))

    def after(self, left: Left, seconds: float) -> Left | None:
        if seconds > min(left.seconds, self.most_for_a_move):
            return None
        return Left(min(self.most, left.seconds - seconds + self.increment))

    def during(self, left: Left, seconds: float) -> Left:
        return _less(Left(min(left.seconds, self.most_for_a_move)), seconds)


def _less(left: Left, seconds: float) -> Left:
    """So many seconds less, and not below 0."""
    return replace(left, seconds=max(0.0, left.seconds - seconds))


def _in_time(seconds: float) -> float:
    """Less than all of the seconds: a move that takes them all has taken too long."""
    return max(seconds - LAG, seconds / 2)


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a game: its time system, and what both players have left."""

    system: TimeSystem = field(default_factory=Unlimited)
    _left: Mapping[Colour, Left] = field(default_factory=dict)

    def left(self, colour: Colour) -> Left:
        """What a player has left."""
        return self._left.get(colour) or self.system.start()

    def allowed(self, colour: Colour, times: float = 1) -> float:
        """Seconds that the player's next move may take, as `TimeSystem` says; infinite without a limit."""
        return self.system.allowed(self.left(colour), times)

    def limit(self, colour: Colour, limit: Limit, spent: float = 0) -> Limit:
        """How long the player's next move may be thought about, if it is `limit` where no clock runs. So many
        seconds of the move are spent already."""
        most = min(limit.seconds, self.allowed(colour, UNSURE))
        usual = min(limit.usual, self.allowed(colour))
        return replace(limit, seconds=most - spent, usual=usual - spent)

    def is_up(self, colour: Colour) -> bool:
        """Whether a move of the player took longer than it could."""
        return self.left(colour) == _TIME_IS_UP

    def told(self, colour: Colour, left: Left) -> "Clock":
        """The clock, if somebody who knows better says what a player has left."""
        return replace(self, _left={**self._left, colour: left})

    def after(self, colour: Colour, seconds: float) -> "Clock":
        """The clock after a move of the player that took so many seconds."""
        return self.told(colour, self.system.after(self.left(colour), seconds) or _TIME_IS_UP)

    def during(self, colour: Colour, seconds: float) -> Left:
        """What the player has left while its move takes so many seconds already."""
        return self.system.during(self.left(colour), seconds)

    def would_be_up(self, colour: Colour, seconds: float) -> bool:
        """Whether a move of the player that took so many seconds would be too late."""
        return self.system.after(self.left(colour), seconds) is None

    def reset(self) -> "Clock":
        """The clock at the beginning of another game."""
        return Clock(self.system)
