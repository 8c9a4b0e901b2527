"""How long to think about a position, and when a search ends."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from darkgo.errors import BadInput

ROOM = 1.5
"""A search ends if a batch so many times slower than the last one would end too late."""
MOST_VISITS = 10**9
MOST_SECONDS = 86_400
"""A day."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long to think: until one of these is reached. Without any of them, until the thought is
    cancelled."""

    visits: float = inf
    """Visits of a search, including those kept from an earlier position. 1: the network alone."""
    seconds: float = inf
    usual: float = inf
    """Seconds after which a search ends if its best move is sure, when `seconds` allows more."""
    is_default: bool = False
    """Whether it is a setting, which nobody asked for now. Then a network without value heads plays alone
    without a word, and so does a level at which moves are drawn from the network's policy."""

    @property
    def boards(self) -> int:
        """The largest batch on a CPU."""
        if self.visits <= 1:
            return 1
        from darkgo.search.search import BATCHES, LARGEST_BATCH

        return min(LARGEST_BATCH, next(size for visits, size in BATCHES if self.visits > visits))


UNTIL_TOLD = Limit()
ALONE = Limit(visits=1)
"""The network alone, without a search."""
BY_DEFAULT = Limit(visits=64, seconds=1, is_default=True)
"""The limit for a position if no other is set: at most a second. On two idle cores the visits take less."""


CAREFUL = Limit(visits=200)
"""How long a person's own mistakes are searched, and what is played instead."""


def limit_of(visits: int | None = None, seconds: float | None = None, otherwise: Limit = ALONE) -> Limit:
    """The limit from the numbers that a user gives; `otherwise` if there are none.

    Raises BadInput for numbers that are not possible.
    """
    if visits is not None and not 1 <= visits <= MOST_VISITS:
        raise BadInput(f"visits {visits}: 1, the network alone, to {MOST_VISITS} are possible")
    if seconds is not None and not 0 < seconds <= MOST_SECONDS:
        raise BadInput(f"seconds {seconds:g}: more than 0, and at most {MOST_SECONDS}, are possible")
    if visits is None and seconds is None:
        return otherwise
    return Limit(inf if visits is None else visits, inf if seconds is None else seconds)


class Pace:
    """Decides how many more visits a search makes.

    A search with a time limit ends early in two cases. Either no other move can become the most visited one,
    or the usual time is over and the most visited move has the highest win rate. The rules are STOP and UNST
    of Baier and Winands, "Time management for Monte-Carlo tree search applied to the game of Go", 2012.
    """

    def __init__(self, limit: Limit, begun: float, now: Callable[[], float]) -> None:
        """`begun` is the time at which the seconds of the limit began."""
        self._limit, self._now = limit, now
        self._usual_end = begun + min(limit.usual, limit.seconds)
        self._end = begun + limit.seconds
        self._made = 0
        self._spent = 0.0
        self._last = now()
        self._latest = 0.0
        """Seconds per visit in the latest batch."""

    def made(self, visits: int) -> None:
        """Notes that so many visits were made since the last call."""
        time = self._now()
        spent, self._last = time - self._last, time
        self._made += visits
        self._spent += spent
        self._latest = spent / visits

    @property
    def speed(self) -> float:
        """Visits a second since the beginning; 0 while there are none."""
        return self._made / self._spent if self._spent > 0 else 0.0

    def wanted(self, visits: int, batch: int, first: int, second: int, is_sure: bool) -> int:
        """How many visits to make next; 0 ends the search.

        `visits`: those of the root. `batch`: the size of the next batch. The other arguments are those of
        `Search.leaders`.
        """
        left = int(min(MOST_VISITS, self._limit.visits - visits))
        if left <= 0 or self._end == inf:
            return max(0, left)
        time = self._now()
        if time + ROOM * batch * self._latest >= self._end:
            return 0
        if not self._made:
            return left
        possible = min(left, (self._end - time) * self._made / max(self._spent, 1e-9))
        if first - second > possible or (time >= self._usual_end and is_sure):
            return 0
        return left
