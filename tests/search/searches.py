"""Searches for tests: begun as the engine begins them, without weights."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from darkgo.go.game import Game
from darkgo.model.evaluation import Evaluation, Evaluator, Position
from darkgo.search.found import Found
from darkgo.search.search import Search
from tests.evaluators import NearestStones


class Counting:
    """Asks another evaluator, and keeps what was asked, batch by batch."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self.batches: list[list[Position]] = []

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        if positions:
            self.batches.append(list(positions))
        return self._evaluator.evaluate(positions)


class Unbiased(NearestStones):
    """Expects every move alike."""

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        return [
            replace(found, policy=np.full_like(found.policy, 1 / len(found.policy)))
            for found in super().evaluate(positions)
        ]


def begin(
    search: Search,
    evaluator: Evaluator,
    game: Game,
    only: Collection[int] | None = None,
    dead: int = 0,
) -> None:
    """Makes the position of a game the root, with its useful legal moves, or `only` these."""
    (known,) = evaluator.evaluate([Position.of(game)])
    moves = np.flatnonzero(known.useful).tolist() if only is None else list(only)
    legal = [point for point in moves if game.refusal(point) is None]
    priors = {point: float(known.policy[point]) for point in legal}
    total = sum(priors.values())
    shares = {point: prior / total if total else 1 / len(priors) for point, prior in priors.items()}
    search.begin(game, known, shares, dead=dead)


def advance(search: Search, visits: int) -> Found:
    """Goes on until the root has so many visits."""
    while search.visits < visits and search.advance(visits - search.visits):
        pass
    return search.found()
