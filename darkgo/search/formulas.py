"""The formulas of the search. Each names where it comes from.

AlphaZero: Silver and others, "A general reinforcement learning algorithm that masters chess, shogi, and Go
through self-play", 2018. KataGo: Wu, "Accelerating self-play learning in Go", 2019, and the notes that come
with the program. The constants of both are for values from -1 to 1. Here values are from 0 to 1, so that
theirs are halved.
"""

from math import log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

NumberOrArray = Any
"""NumberOrArray, or arrays of them."""
EXPLORATION = 0.5
"""The weight of the priors beside the values in `exploration`: KataGo's 1.0."""
EXPLORATION_GROWTH = 0.2
"""How much that weight grows with the logarithm of the visits: KataGo's 0.45."""
GROWTH_VISITS = 500
"""The visits from which on it grows: KataGo's."""
FIRST_PLAY_REDUCTION = 0.1
"""How much worse than its position a move without a visit is taken to be: KataGo's 0.2."""
SCORE_SHARE = 0.1
"""The share of the score in the value of a position."""
CONFIDENCE = 1.96
"""Standard errors from the mean to the lower bound of a 95% interval."""


def exploration(visits: int) -> float:
    """The factor of PUCT for a position of so many visits. By AlphaZero it grows with their logarithm; the
    form is KataGo's."""
    return (EXPLORATION + EXPLORATION_GROWTH * log(1 + visits / GROWTH_VISITS)) * sqrt(visits)


def puct(
    values: NDArray[np.float64], visits: NDArray[np.int32], priors: NDArray[np.float32], factor: float
) -> NDArray[np.float64]:
    """How much each move [K] deserves the next visit: AlphaZero's PUCT.

    value + factor * prior / (1 + visits). `factor` is that of `exploration`.
    """
    found: NDArray[np.float64] = values + factor * priors / (1 + visits)
    return found


def first_play(value: float, visited: float) -> float:
    """The value of a move without a visit: KataGo's reduction.

    `value` is that of the position for its mover, `visited` the sum of the priors of the moves that have
    visits. The more of the prior was tried, the less is expected of the rest.
    """
    return value - FIRST_PLAY_REDUCTION * sqrt(visited)


def utility(win_rate: NumberOrArray, lead: NumberOrArray, centre: NumberOrArray, side: int) -> NumberOrArray:
    """The value of a position, 0 to 1: the win rate, and with a small share the lead.

    The share of the lead is KataGo's dynamic score utility: the arctangent of the difference from `centre`,
    which is about what the player leads by already, in units of the board's side. So a point more counts for
    something where the game is won or lost, too. lead and centre are in points.
    """
    score = 0.5 + np.arctan((lead - centre) / side) / np.pi
    return (1 - SCORE_SHARE) * win_rate + SCORE_SHARE * score


def lower_bound(mean: float, squares: float, visits: int) -> float:
    """The lower bound of the 95% confidence interval of a mean of numbers from 0 to 1.

    `squares` is the sum of their squares. As in Leela Zero, moves are compared by it where visits differ. The
    numbers are taken to vary as if there was one more, half a unit from the mean: a few that agree by chance
    prove nothing.
    """
    variance = (max(0.0, squares - visits * mean**2) + 0.25) / (visits + 1)
    return max(0.0, mean - CONFIDENCE * sqrt(variance / visits))
