"""How long to think about a position, and when a search ends."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from darkgo.errors import BadInput

ROOM = 1.5
"""How much longer than expected a batch may take before it ends too late."""
MOST_VISITS = 10**9
MOST_SECONDS = 86_400
"""A day."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long to think: until one of these is used up, or until told."""

    visits: float = inf
    """Visits of a search, with those kept from an earlier position; 1: the network alone."""
    seconds: float = inf
    usual: float = inf
    """Seconds after which a search ends if its best move is sure, when `seconds` allows more."""
    is_default: bool = False
    """Whether nobody asked for it. Then a network without value heads plays alone without a word, and so does
    a level at which moves are drawn from the network's policy."""

    @property
    def boards(self) -> int:
        """The most boards that are evaluated at a time on a processor."""
        if self.visits <= 1:
            return 1
        from darkgo.search.search import BATCHES, LARGEST_BATCH

        return min(LARGEST_BATCH, next(size for visits, size in BATCHES if self.visits > visits))


UNTIL_TOLD = Limit()
ALONE = Limit(visits=1)
"""The network alone, without a search."""
BY_DEFAULT = Limit(visits=64, seconds=1, is_default=True)
"""How long is thought about a position if nobody says: not longer than a second. On two cores that nothing
else uses the visits take less."""


def limit_of(visits: int | None = None, seconds: float | None = None, otherwise: Limit = ALONE) -> Limit:
    """The limit that a user gives by one of these numbers or both; `otherwise` without any.

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
    """Says how many more visits a search is to make.

    A search with a limit of time ends earlier when no other move can become the most visited one, and when
    the usual time is over and the most visited move has the highest win rate. Both rules are from Baier and
    Winands, "Time management for Monte-Carlo tree search applied to the game of Go", 2012, where they are
    called STOP and UNST.
    """

    def __init__(self, limit: Limit, begun: float, now: Callable[[], float]) -> None:
        """`begun` is the time when the limit's seconds began."""
        self._limit, self._now = limit, now
        self._usual_end = begun + min(limit.usual, limit.seconds)
        self._end = begun + limit.seconds
        self._made = 0
        self._spent = 0.0
        self._last = now()
        self._latest = 0.0
        """Seconds a visit took in the latest batch."""

    def made(self, visits: int) -> None:
        """So many visits were made since the last call, or the beginning."""
        time = self._now()
        spent, self._last = time - self._last, time
        self._made += visits
        self._spent += spent
        self._latest = spent / visits

    def wanted(self, visits: int, batch: int, first: int, second: int, is_sure: bool) -> int:
        """The visits to make next, where the root has so many and the next batch has so many; 0: the search
        ends. The rest is what `Search.leaders` says."""
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
