"""The result of a search."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class VisitedMove(NamedTuple):
    """A move of the root that was visited, seen by its mover."""

    point: int
    """PASS for a pass."""
    visits: int
    win: float
    """The mean win rate, 0 to 1."""
    lower_bound: float
    """The lower bound of the 95% confidence interval of the win rate."""
    lead: float
    """The mean lead, in points."""
    variation: tuple[int, ...]
    """The principal variation: the most visited moves, beginning with this one."""
    ownership: NDArray[np.float64]
    """[N]: the mean ownership over its visits."""


class Found(NamedTuple):
    """The root and its visited moves, seen by the player to move."""

    visits: int
    win: float
    lead: float
    ownership: NDArray[np.float64]
    """[N]: the mean ownership over the visits since the position became the root."""
    moves: tuple[VisitedMove, ...]
    """The most visited move first. Of equal moves, the one with the higher win rate comes first."""
