"""What thinking about a position has found so far, as every door is told of it.

A network without search judges moves, not positions. Its visits are a thousand samples of its policy, so that
clients have something to draw; a win rate of one half and a lead of 0 stand for what it does not know.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from darkgo.engine.ranking import Suggestion
from darkgo.go.points import PASS

SAMPLES = 1000
"""The visits of a report, without a search."""


class Candidate(NamedTuple):
    """A move that may be played. Win rate, lead and bound are those of whose eyes the report is seen with."""

    point: int
    """PASS for a pass."""
    prior: float
    """The network's probability of it among all moves of the report."""
    visits: int
    """At least 1."""
    variation: tuple[int, ...]
    """What is expected to be played, beginning with the move itself."""
    winrate: float = 0.5
    lead: float = 0.0
    """Points ahead."""
    lcb: float = 0.5
    """The lower bound of the win rate's confidence."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a position, seen with the eyes of the player to move unless it was turned."""

    candidates: tuple[Candidate, ...]
    """The best first; none where no move is allowed. A pass is one only where the program would pass."""
    visits: int = SAMPLES
    winrate: float = 0.5
    lead: float = 0.0
    deviation: float = 0.0
    """The standard deviation of the lead, in points."""
    ownership: tuple[float, ...] | None = None
    """Whose each point [N] is expected to be, from -1 to +1 for one's own; None: the network cannot say."""
    ranking: tuple[Suggestion, ...] = ()
    """Every legal move that is allowed, the most probable first."""
    views: tuple[tuple[Suggestion, ...], ...] = ()
    """The rankings of the eight views, if they were asked for."""
    dead: int | None = None
    """The mask of dead stones, if those were asked for and there was time to look for them."""

    def turned(self) -> "Report":
        """The same, seen with the eyes of the other player."""
        # Taken from 0, for -0 would be written as such.
        return replace(
            self,
            candidates=tuple(
                one._replace(winrate=1 - one.winrate, lead=0 - one.lead, lcb=1 - one.lcb)
                for one in self.candidates
            ),
            winrate=1 - self.winrate,
            lead=0 - self.lead,
            ownership=None if self.ownership is None else tuple(0 - share for share in self.ownership),
        )


def without_search(
    ranking: tuple[Suggestion, ...],
    worth: Sequence[Suggestion],
    views: tuple[tuple[Suggestion, ...], ...] = (),
    dead: int | None = None,
) -> Report:
    """The report of a network alone, from the ranking of the moves that are allowed.

    The candidates are the moves that are `worth` playing, or a pass where there is none; the others have no
    share in the samples. If a pass is not allowed either, the other moves are candidates.
    """
    found = worth or [move for move in ranking if move.point == PASS] or ranking
    total = sum(probability for _, probability in found)
    shares = [probability / total if total else 1 / len(found) for _, probability in found]
    candidates = tuple(
        Candidate(point, share, round(SAMPLES * share) or 1, (point,))
        for (point, _), share in zip(found, shares, strict=True)
    )
    return Report(candidates, ranking=ranking, views=views, dead=dead)
