"""What other programs are told of a position: the moves worth playing, and the numbers that they read.

A network without search judges moves, not positions. Its visits are a thousand samples of its policy, so that
clients have something to draw; a win rate of one half and a lead of 0 stand for what it does not know.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from darkgo.engine.player import worth_playing
from darkgo.engine.policy import Suggestion
from darkgo.go.game import Game
from darkgo.go.points import PASS

SAMPLES = 1000
"""The visits of a report, without a search."""


@dataclass(frozen=True, slots=True)
class Candidate:
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

    def turned(self) -> "Report":
        """The same, seen with the eyes of the other player."""
        # Taken from 0, for -0 would be written as such.
        return replace(
            self,
            candidates=tuple(
                replace(one, winrate=1 - one.winrate, lead=0 - one.lead, lcb=1 - one.lcb)
                for one in self.candidates
            ),
            winrate=1 - self.winrate,
            lead=0 - self.lead,
            ownership=None if self.ownership is None else tuple(0 - share for share in self.ownership),
        )


def report(game: Game, ranking: Iterable[Suggestion], dead: int = 0, avoided: Collection[int] = ()) -> Report:
    """What a network says of a position by itself, from its ranking of all legal moves, the best first.

    The candidates are the moves worth playing, as `worth_playing` has them with the mask `dead`, or a pass
    where there is none; the others have no share in the samples. Points that are `avoided` are left out. If
    nothing else is allowed, moves that are not worth playing are candidates, too.
    """
    allowed = [suggestion for suggestion in ranking if suggestion.point not in avoided]
    passing = [suggestion for suggestion in allowed if suggestion.point == PASS]
    found = worth_playing(game, allowed, dead) or passing or allowed
    total = sum(suggestion.probability for suggestion in found)
    shares = [suggestion.probability / total if total else 1 / len(found) for suggestion in found]
    return Report(
        tuple(
            Candidate(suggestion.point, share, max(1, round(SAMPLES * share)), (suggestion.point,))
            for suggestion, share in zip(found, shares, strict=True)
        )
    )
