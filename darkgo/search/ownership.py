"""The mean ownership of a root and of the positions after its moves."""

import numpy as np
from numpy.typing import NDArray


class MeanOwnership:
    """Sums of ownerships [N], seen by the root's mover. They start anew with each root, because sums for
    every position would take too much memory."""

    def __init__(self, root: NDArray[np.float32]) -> None:
        """`root` is the ownership of the root's own evaluation."""
        self._total = root.astype(np.float64)
        self._count = 1
        self._after: dict[int, NDArray[np.float64]] = {}
        self._counts: dict[int, int] = {}

    def add(self, child: int, ownership: NDArray[np.float32]) -> None:
        """Adds the ownership of a position below this child of the root."""
        self._total += ownership
        self._count += 1
        if child in self._after:
            self._after[child] += ownership
            self._counts[child] += 1
        else:
            self._after[child] = ownership.astype(np.float64)
            self._counts[child] = 1

    @property
    def mean(self) -> NDArray[np.float64]:
        """The mean over all visits."""
        return self._total / self._count

    def after(self, child: int) -> NDArray[np.float64]:
        """The mean over the visits of a child."""
        return self._after[child] / self._counts[child]
