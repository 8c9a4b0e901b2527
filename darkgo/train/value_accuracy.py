"""How well a network says who is ahead: the accuracy of win rates and margins.

In the shapes M is the number of positions.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
BINS = 10
"""The number of bins for calibration, of equal width in the win rate."""
NEAR = 2.0
"""The points by which a margin may be wrong and still counts as right."""


@dataclass(frozen=True)
class Bin:
    """Positions with about the same win rate: its mean, the share that was won, and their number."""

    rate: float
    won: float
    positions: int


@dataclass(frozen=True)
class Winner:
    """accuracy: the share of positions whose winner was named. nll: the mean of -log p of the winner, in
    nats. positions: their number. calibration: the bins that are not empty, by win rate."""

    accuracy: float
    nll: float
    positions: int
    calibration: tuple[Bin, ...]

    @classmethod
    def of(cls, logit: Floats, won: Floats) -> "Winner | None":
        """From the logit of the mover's win rate [M], and the result [M]: 1 if the mover won, 0 if it lost,
        0.5 for a draw. None if there is no position."""
        if not len(logit):
            return None
        rate = 0.5 + 0.5 * np.tanh(logit / 2)
        number = np.minimum((rate * BINS).astype(int), BINS - 1)
        bins = [number == here for here in range(BINS)]
        return cls(
            float(np.mean(np.where(won == 0.5, 0.5, (rate > 0.5) == (won > 0.5)))),
            float(np.mean(np.logaddexp(0, logit) - won * logit)),
            len(logit),
            tuple(
                Bin(float(rate[here].mean()), float(won[here].mean()), int(here.sum()))
                for here in bins
                if here.any()
            ),
        )


@dataclass(frozen=True)
class Margin:
    """within2: the share of positions whose margin was foreseen to 2 points. median: the median distance, in
    points. positions: their number."""

    within2: float
    median: float
    positions: int

    @classmethod
    def of(cls, distance: Floats) -> "Margin | None":
        """From the distances between expected margins and results, in points [M]. None if there is no
        position."""
        if not len(distance):
            return None
        return cls(float(np.mean(distance <= NEAR)), float(np.median(distance)), len(distance))
