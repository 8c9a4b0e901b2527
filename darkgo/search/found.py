"""What a search has found, as it tells those who ask."""

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
    """That of its 95% confidence interval."""
    lead: float
    """The mean lead, in points."""
    variation: tuple[int, ...]
    """The moves that were visited most, one after the other, beginning with this one."""
    ownership: NDArray[np.float64]
    """[N]: the mean over its visits."""


class Found(NamedTuple):
    """The root, seen by the player to move."""

    visits: int
    win: float
    lead: float
    ownership: NDArray[np.float64]
    """[N]: the mean over the visits since the position became the root."""
    moves: tuple[VisitedMove, ...]
    """The most visited first; of equal ones that with the higher win rate."""
