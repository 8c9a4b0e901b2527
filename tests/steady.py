"""A network that needs no weights: the same answers on every machine, other ones for every position."""

import numpy as np
from numpy.typing import NDArray

from darkgo.engine.policy import Policy
from darkgo.go.game import Game
from darkgo.go.symmetry import permutations

STRIDES = (11, 13, 17, 19, 23, 29, 31, 37)


class Steady(Policy):
    """Answers as a Policy does. The shares fall off the same way everywhere; the stones move them about."""

    def __init__(self) -> None:
        """Reads nothing."""

    def evaluate(self, stones: NDArray[np.int8], multi: bool = False) -> NDArray[np.float32]:
        """Shares [B, A] for stones [B, N]."""
        return np.stack([_shares(row, multi) for row in stones])

    def probabilities(self, game: Game, multi: bool = False) -> NDArray[np.float32]:
        """Shares [A] of the position, 0 on its stones."""
        stones = game.board.array()
        found = _shares(stones, multi)
        found[:-1][stones != 0] = 0
        return found

    def views(self, game: Game) -> NDArray[np.float32]:
        """Shares [8, A]: those of the position, turned and reflected."""
        found = np.tile(self.probabilities(game), (8, 1))
        stones = game.board.array()
        for view, permutation in zip(found, permutations(game.size), strict=True):
            view[:-1] = view[:-1][list(permutation)]
            view[:-1][stones != 0] = 0
        return found


def _shares(stones: NDArray[np.int8], multi: bool) -> NDArray[np.float32]:
    """Shares [A], pass last and least: a third for the first point, and for each other a part of the rest."""
    points = len(stones)
    stride = next(stride for stride in STRIDES if points % stride)
    first = int(np.abs(stones).sum()) * 7 + 3 + multi
    order = (first + stride * np.arange(points)) % points
    shares = np.zeros(points + 1, np.float32)
    shares[order] = 0.35 * 0.65 ** np.arange(points, dtype=np.float32)
    return shares
