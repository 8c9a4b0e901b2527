"""Ratings from results: the Bradley-Terry model, by maximum likelihood.

A player rated d points above another is expected to score 1 / (1 + 10^(-d/400)) against it; a draw is half
a win and half a loss (R. A. Bradley and M. E. Terry, "Rank analysis of incomplete block designs", 1952).
Ratings are given relative to a reference, which is 0. Legend: P players.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SCALE = 400 / math.log(10)
"""Elo per unit of the logistic function."""
_TWO_SIDED = 1.920729
"""Half of the 95% quantile of chi squared with one degree of freedom: the most that the log likelihood falls
below its maximum inside a 95% interval (S. S. Wilks, 1938)."""
_ONE_SIDED = -math.log(0.05)
"""The same for an interval with one open end, such as for a player who won every game: at its finite end,
that result has a probability of 5%."""
_RIDGE = 1e-9
"""A tiny penalty on ratings far from 0. It keeps unbounded ratings finite, and is too small to be seen in
others."""
_FAR = 1000.0
"""The largest distance, in logistic units, at which the end of an interval is searched for."""

Numbers = NDArray[np.float64]
Points = Mapping[tuple[str, str], float]
"""For each pair of players, the score of the first against the second: wins plus half of the draws."""


@dataclass(frozen=True, slots=True)
class Rating:
    """The rating of a player, in Elo above the reference."""

    name: str
    games: float
    points: float
    elo: float | None
    """None if the results do not bound the rating on both sides. Then there may be a lower or an upper
    end."""
    low: float | None
    high: float | None
    """The ends of the 95% interval; None: open. Both ends of the reference itself are 0."""

    @property
    def is_known(self) -> bool:
        """Whether the results bound the rating on at least one side."""
        return self.low is not None or self.high is not None

    def __str__(self) -> str:
        """In words: ``+35 (-20 to +90)``, ``more than +607``, ``unknown``."""
        if self.low is not None and self.high is not None:
            elo = self.elo or 0
            return (
                f"{elo:+.0f}"
                if self.low == self.high
                else f"{elo:+.0f} ({self.low:+.0f} to {self.high:+.0f})"
            )
        if self.low is not None:
            return f"more than {self.low:+.0f}"
        return "unknown" if self.high is None else f"less than {self.high:+.0f}"


def expected(difference: float) -> float:
    """The expected score per game for a difference in Elo."""
    return 1 / (1 + 10 ** (-difference / 400))


def ratings(points: Points, anchor: str | None = None) -> list[Rating]:
    """The players of the results, the strongest first. Players whose rating is unknown come last.

    `anchor` has rating 0. If it is None or did not play, 0 is the mean of the largest comparable group, by
    games. A group is comparable if each member scored against each other one, directly or through other
    members.
    """
    names = sorted({name for pair in points for name in pair})
    if not names:
        return []
    index = {name: place for place, name in enumerate(names)}
    scored = np.zeros((len(names), len(names)))
    for (one, other), value in points.items():
        scored[index[one], index[other]] += value
    reach = _reach(scored > 0)
    reference = _reference(scored, reach, index.get(anchor) if anchor is not None else None)
    best = _fit(scored)
    found = []
    for name, player in index.items():
        elo, low, high = _interval(scored, reach, reference, best, player)
        games = scored[player].sum() + scored[:, player].sum()
        found.append(Rating(name, games, scored[player].sum(), elo, low, high))
    return sorted(found, key=_order)


def _order(rating: Rating) -> tuple[bool, float, str]:
    shown = next((value for value in (rating.elo, rating.low, rating.high) if value is not None), 0)
    return not rating.is_known, -shown, rating.name


def _reach(scored: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether one player scored against another, directly or through other players: bool [P, P]."""
    reach = scored | np.eye(len(scored), dtype=bool)
    for _ in range(len(scored).bit_length()):
        reach = reach @ reach
    return reach


def _reference(scored: Numbers, reach: NDArray[np.bool_], anchor: int | None) -> Numbers:
    """The weights [P] of the players in the reference, which is rated 0."""
    if anchor is not None:
        alone: Numbers = np.eye(len(scored))[anchor]
        return alone
    mutual = reach & reach.T
    games = (scored + scored.T).sum(axis=1)
    group: Numbers = mutual[int(np.argmax(mutual @ games))].astype(np.float64)
    shares: Numbers = group / group.sum()
    return shares


def _interval(
    scored: Numbers, reach: NDArray[np.bool_], reference: Numbers, best: Numbers, player: int
) -> tuple[float | None, float | None, float | None]:
    """A player's rating above the reference, and the ends of its interval by the profile likelihood."""
    anchor = int(np.argmax(reference))
    has_low, has_high = reach[player, anchor], reach[anchor, player]
    contrast = -reference
    contrast[player] += 1
    if not contrast.any():
        return 0.0, 0.0, 0.0
    rating = float(contrast @ best)
    may_lose = _TWO_SIDED if has_low and has_high else _ONE_SIDED
    least = _likelihood(scored, best) - may_lose

    def end(direction: int) -> float:
        step = 0.5
        while step < _FAR and _profile(scored, best, contrast, rating + direction * step, player) > least:
            step *= 2
        inside, outside = step / 2 if step > 0.5 else 0.0, step
        while outside - inside > 0.02 / SCALE:
            middle = (inside + outside) / 2
            is_inside = _profile(scored, best, contrast, rating + direction * middle, player) > least
            inside, outside = (middle, outside) if is_inside else (inside, middle)
        return (rating + direction * inside) * SCALE

    low, high = end(-1) if has_low else None, end(1) if has_high else None
    return (rating * SCALE if has_low and has_high else None), low, high


def _profile(scored: Numbers, best: Numbers, contrast: Numbers, value: float, player: int) -> float:
    """The largest log likelihood of ratings with ``contrast @ ratings`` equal to `value`."""
    start = best.copy()
    start[player] += (value - contrast @ best) / contrast[player]
    return _likelihood(scored, _fit(scored, start, contrast))


def _likelihood(scored: Numbers, ratings: Numbers) -> float:
    """The log likelihood of the results, minus the penalty on ratings far from 0."""
    difference = ratings[:, None] - ratings[None, :]
    return float(-(scored * np.logaddexp(0, -difference)).sum() - _RIDGE / 2 * ratings @ ratings)


def _fit(scored: Numbers, start: Numbers | None = None, contrast: Numbers | None = None) -> Numbers:
    """The ratings [P] of maximum likelihood, in logistic units, by Newton's method.

    With `contrast`, only among ratings with the same ``contrast @ ratings`` as the start.
    """
    players = len(scored)
    ratings = np.zeros(players) if start is None else start
    games = scored + scored.T
    now = _likelihood(scored, ratings)
    for _ in range(500):
        share = 1 / (1 + np.exp(np.clip(ratings[None, :] - ratings[:, None], -700, 700)))
        slope = scored.sum(axis=1) - (games * share).sum(axis=1) - _RIDGE * ratings
        weights = games * share * share.T
        curvature = np.diag(weights.sum(axis=1) + _RIDGE) - weights
        if contrast is None:
            step = np.linalg.solve(curvature, slope)
        else:
            bordered = np.block([[curvature, contrast[:, None]], [contrast[None, :], np.zeros((1, 1))]])
            step = np.linalg.solve(bordered, np.append(slope, 0))[:players]
        # The function is concave, so if a whole step goes too far, some part of it is an improvement.
        step *= min(1, 4 / max(np.abs(step).max(), 1e-300))
        while (then := _likelihood(scored, ratings + step)) < now and np.abs(step).max() > 1e-12:
            step /= 2
        if then <= now:
            break
        ratings, gained, now = ratings + step, then - now, then
        if gained < 1e-12 and np.abs(step).max() < 1e-8:
            break
    return ratings
