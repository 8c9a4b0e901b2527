"""What is known about a position after thinking, for all interfaces.

Without a search, visits are a thousand samples of the network's policy, so that clients have something to
draw. The value of a move is then that of the position after it. With a search a value is the mean of the
visits of the move. A network without value heads knows only the policy. Then the win rate is one half, and
the lead 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf, log
from typing import NamedTuple

from darkgo.engine.ranking import Suggestion
from darkgo.engine.standing import UNKNOWN, Standing
from darkgo.go.points import PASS, Colour

SAMPLES = 1000
"""The visits of a report without a search."""
WIN_RATE_WEIGHT = 3.0
"""The weight of the win rate against the logarithm of the prior. A win rate that is 0.33 higher makes up for
a prior that is lower by a factor of e. With 2 to 4, the moves of professionals are most probable."""


class Candidate(NamedTuple):
    """A move that may be played. Win rate, lead and lcb are those of the player by whom the report is
    seen."""

    point: int
    """PASS for a pass."""
    prior: float
    """The network's probability of it among all moves of the report."""
    visits: int
    """0: a search did not try it."""
    variation: tuple[int, ...]
    """The moves that are expected, beginning with the move itself. Without a search it is the only one."""
    winrate: float = 0.5
    """The win rate after the move; while the move has no value, that of the position."""
    lead: float = 0.0
    """Points ahead after the move; while the move has no value, those of the position."""
    lcb: float = 0.5
    """The lower bound of the win rate's 95% confidence interval; without a search the win rate."""
    ownership: tuple[float, ...] | None = None
    """[N]: the ownership in the position after the move; None while the move has no value."""

    @property
    def has_value(self) -> bool:
        """Whether win rate and lead are those of the move, and not of the position."""
        return self.ownership is not None

    def with_value(self, value: Standing) -> "Candidate":
        """The candidate with a value: the standing in the position after it."""
        return self._replace(
            winrate=value.winrate, lead=value.lead, lcb=value.winrate, ownership=value.ownership
        )

    def turned(self) -> "Candidate":
        """The same, seen by the other player."""
        value = Standing(self.winrate, self.lead, ownership=self.ownership).turned()
        return self.with_value(value)._replace(lcb=1 - self.lcb)


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a position, seen by the player to move unless it was turned."""

    candidates: tuple[Candidate, ...]
    """The best first; none if no move is allowed. Without a search they are in the order of `in_order`, with
    a search in that of their visits. A pass is a candidate only if the program would pass, or if a search
    considers it."""
    visits: int = SAMPLES
    standing: Standing = UNKNOWN
    ranking: tuple[Suggestion, ...] = ()
    """Every legal move that is allowed, the most probable first."""
    views: tuple[tuple[Suggestion, ...], ...] = ()
    """The rankings of the eight views, if they were asked for."""
    standings: tuple[Standing, ...] = ()
    """Who is ahead by each of the views."""
    dead: int | None = None
    """The mask of dead stones, if those were asked for and there was time to look for them."""
    played: Candidate | None = None
    """The move that was made here, if the question names one and it has a value."""
    last_winrates: tuple[float, ...] = ()
    """The win rates of the player to move at its last turns, the present one last, if they were asked for."""
    is_searched: bool = False
    """Whether the visits are those of a search. Else they are samples of the policy."""
    speed: float = field(default=0.0, compare=False)
    """New visits of the search a second. How fast the machine was makes no report another one."""
    is_last: bool = True
    """Whether this is the last report of a thought. While a search goes on, it is not."""
    remark: str = ""
    """What the user must be told: why a search ended early, or why there was none."""

    @property
    def has_value(self) -> bool:
        """Whether the network says who is ahead."""
        return self.standing.ownership is not None

    @property
    def best(self) -> tuple[Suggestion, ...]:
        """The moves to suggest, the best first: those that a search visited, with their shares of the visits,
        or else the ranking."""
        if not self.is_searched:
            return self.ranking
        total = sum(one.visits for one in self.candidates)
        return tuple(Suggestion(one.point, one.visits / total) for one in self.candidates if one.visits)

    @property
    def points_lost(self) -> float | None:
        """The best candidate's lead minus that of the move that was made here; None if one of them has no
        value."""
        best = self.candidates[0] if self.candidates else None
        if self.played is None or best is None or not best.has_value:
            return None
        return best.lead - self.played.lead

    def with_values(self, values: Mapping[int, Standing], played: int | None = None) -> "Report":
        """The same, with the values of some moves without a search, by which the candidates are ordered anew;
        those of a search keep their order."""
        valued = [
            one.with_value(values[one.point]) if one.point in values else one for one in self.candidates
        ]
        made = None
        known = [one for one in valued if one.point == played and one.has_value]
        if known:
            made = known[0]
        elif played is not None and played in values:
            prior = next((move.probability for move in self.ranking if move.point == played), 0.0)
            made = Candidate(played, prior, 1, (played,)).with_value(values[played])
        candidates = tuple(valued) if self.is_searched else in_order(valued)
        return replace(self, candidates=candidates, played=made)

    def with_known(self, known: "Report | None") -> "Report":
        """The same, with the candidates of what was known of the position before, if those are better: from a
        search of more visits or, without any search, with values that these lack."""
        if known is None or self.dead not in (None, known.dead) or not known._is_better(self):
            return self
        return replace(
            self,
            candidates=known.candidates,
            played=known.played,
            visits=known.visits,
            standing=known.standing,
            is_searched=known.is_searched,
            dead=known.dead,
        )

    def _is_better(self, other: "Report") -> bool:
        if self.is_searched or other.is_searched:
            return self.is_searched and (self.visits > other.visits or not other.is_searched)
        has_values, others = (any(one.has_value for one in report.candidates) for report in (self, other))
        return has_values and not others

    def turned(self) -> "Report":
        """The same, seen by the other player."""
        return replace(
            self,
            candidates=tuple(one.turned() for one in self.candidates),
            standing=self.standing.turned(),
            standings=tuple(one.turned() for one in self.standings),
            played=self.played and self.played.turned(),
            last_winrates=tuple(1 - rate for rate in self.last_winrates),
        )

    def seen_by(self, colour: Colour | None, to_move: Colour) -> "Report":
        """A report that is seen by the player to move, seen by this colour instead. None means the player to
        move."""
        return self if colour in (None, to_move) else self.turned()


def in_order(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The candidates, the best first. Candidates without a value come last, in their order.

    They are ordered by prior x exp(WIN_RATE_WEIGHT x win rate). A policy that maximises WIN_RATE_WEIGHT x win
    rate minus the Kullback-Leibler divergence from the prior is proportional to this. So a move that the
    network hardly expects does not come first because of one rough value.
    """

    def key(one: Candidate) -> float:
        if not one.has_value:
            return inf
        return -(log(one.prior) if one.prior > 0 else -inf) - WIN_RATE_WEIGHT * one.winrate

    return tuple(sorted(candidates, key=key))


def without_search(
    ranking: tuple[Suggestion, ...],
    worth: Sequence[Suggestion],
    views: tuple[tuple[Suggestion, ...], ...] = (),
    dead: int | None = None,
    standing: Standing = UNKNOWN,
) -> Report:
    """The report of the network alone, from the ranking of the allowed moves, before any move has a value.

    The candidates are the moves that are `worth` playing, or a pass if there are none. Only they have a share
    in the samples. If a pass is not allowed either, the other moves are candidates.
    """
    found = worth or [move for move in ranking if move.point == PASS] or ranking
    total = sum(probability for _, probability in found)
    shares = [probability / total if total else 1 / len(found) for _, probability in found]
    candidates = tuple(
        Candidate(
            point,
            share,
            round(SAMPLES * share) or 1,
            (point,),
            standing.winrate,
            standing.lead,
            standing.winrate,
        )
        for (point, _), share in zip(found, shares, strict=True)
    )
    return Report(candidates, standing=standing, ranking=ranking, views=views, dead=dead)
