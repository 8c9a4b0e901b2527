"""The formulas of the search, each with its source.

AlphaZero: Silver and others, "A general reinforcement learning algorithm that masters chess, shogi, and Go
through self-play", 2018. KataGo: Wu, "Accelerating self-play learning in Go", 2019, and the notes that come
with the program. Both use values from -1 to 1. Here values are from 0 to 1, so their constants are halved.
"""

from math import log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

NumberOrArray = Any
"""A number, or an array of numbers."""
EXPLORATION = 0.5
"""The weight of the priors against the values in PUCT. KataGo's is 1.0."""
EXPLORATION_GROWTH = 0.2
"""How much that weight grows with the logarithm of the visits. KataGo's is 0.45."""
GROWTH_VISITS = 500
"""The visits at which that growth begins to count, as in KataGo."""
FIRST_PLAY_REDUCTION = 0.1
"""How much less than the value of the position is expected of a move without visits. KataGo's is 0.2."""
SCORE_SHARE = 0.1
"""The share of the score in the value of a position."""
CONFIDENCE = 1.96
"""Standard errors from the mean to the lower bound of a 95% interval."""


def exploration(visits: int) -> float:
    """The exploration factor of PUCT for a position with this many visits. As in AlphaZero it grows with
    their logarithm. The form is KataGo's."""
    return (EXPLORATION + EXPLORATION_GROWTH * log(1 + visits / GROWTH_VISITS)) * sqrt(visits)


def puct(
    values: NDArray[np.float64], visits: NDArray[np.int32], priors: NDArray[np.float32], factor: float
) -> NDArray[np.float64]:
    """AlphaZero's PUCT of each move [K]. The move with the highest gets the next visit.

    value + factor * prior / (1 + visits). `factor` is that of `exploration`.
    """
    found: NDArray[np.float64] = values + factor * priors / (1 + visits)
    return found


def first_play(value: float, visited: float) -> float:
    """The value of a move without visits: KataGo's first-play urgency.

    `value` is that of the position for its mover. `visited` is the sum of the priors of the moves with
    visits. The larger it is, the less is expected of the other moves.
    """
    return value - FIRST_PLAY_REDUCTION * sqrt(visited)


def utility(win_rate: NumberOrArray, lead: NumberOrArray, centre: NumberOrArray, side: int) -> NumberOrArray:
    """The value of a position, 0 to 1: mostly the win rate, and a small part for the lead.

    The part for the lead is KataGo's dynamic score utility: the arctangent of lead - centre, divided by the
    board's side. `centre` is about the present lead, so a point counts even if the game is won or lost. lead
    and centre are in points.
    """
    score = 0.5 + np.arctan((lead - centre) / side) / np.pi
    return (1 - SCORE_SHARE) * win_rate + SCORE_SHARE * score


def lower_bound(mean: float, squares: float, visits: int) -> float:
    """The lower bound of the 95% confidence interval of a mean of numbers from 0 to 1.

    `squares` is the sum of their squares. As in Leela Zero, the bound compares moves with different visits.
    The variance includes one more number, half a unit from the mean, because a few numbers may agree by
    chance.
    """
    variance = (max(0.0, squares - visits * mean**2) + 0.25) / (visits + 1)
    return max(0.0, mean - CONFIDENCE * sqrt(variance / visits))
