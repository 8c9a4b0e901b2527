"""Which moves of an evaluated position are searched, and their priors."""

import numpy as np
from numpy.typing import NDArray

from darkgo.go.points import PASS
from darkgo.model.evaluation import Evaluation

MOST_MOVES = 64
"""The most moves of a position that are searched."""
PRIOR_KEPT = 0.999
"""The most probable moves that together have this share of the policy are searched. The rest is left out."""
PASS_PRIOR = 0.01
"""The least prior of a pass once the game may be finished. Many records end before the passes, so networks
hardly expect one."""


def edges(evaluation: Evaluation, is_late: bool) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
    """The useful moves and the pass, the most probable first, and their priors.

    `is_late`: whether the game may be finished. Ko and superko are checked later.
    """
    actions = np.flatnonzero(evaluation.useful)
    last = len(evaluation.useful)
    shares = evaluation.policy[np.append(actions, last)].astype(np.float64)
    if is_late:
        shares[-1] = max(shares[-1], PASS_PRIOR * shares.sum())
    order = np.argsort(-shares, kind="stable")[:MOST_MOVES]
    shares = shares[order]
    sums = shares.cumsum()
    count = int(np.searchsorted(sums, PRIOR_KEPT * sums[-1])) + 1
    points = np.append(actions, PASS)[order[:count]]
    shares = shares[:count]
    total = shares.sum()
    priors = shares / total if total > 0 else np.full(len(points), 1 / len(points))
    return points.astype(np.int16), priors.astype(np.float32)
