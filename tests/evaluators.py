"""Evaluators that need no weights: what a network might say, the same on every machine."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from random import Random

import numpy as np
from numpy.typing import NDArray

from darkgo.engine.player import decide, worth_playing
from darkgo.engine.ranking import Suggestion, rank
from darkgo.engine.report import Report, without_search
from darkgo.engine.strength import BEST, Strength
from darkgo.engine.useful import useful_at_a_glance
from darkgo.errors import BadInput
from darkgo.go.board import Board, is_in
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour
from darkgo.go.symmetry import permutations
from darkgo.model.evaluation import MEAN, Evaluation, Evaluator, Position

STRIDES = (11, 13, 17, 19, 23, 29, 31, 37)


def evaluation(position: Position, policy: NDArray[np.float32]) -> Evaluation:
    """The evaluation with this policy [A]; the masks by the readable rules."""
    game = Game(position.size)
    game.set_up(Board.from_array(np.frombuffer(position.stones, np.int8)), Colour.BLACK)
    points = position.size**2
    legal = np.append(is_in(game.legal_mask(), points), True)
    unmarked = Evaluation(policy, legal, legal[:-1])
    useful = np.zeros(points, bool)
    useful[[move.point for move in useful_at_a_glance(game, rank(unmarked, game))]] = True
    return Evaluation(policy, legal, useful)


class Steady:
    """The shares fall off the same way everywhere; the stones move them about."""

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        return [_steady(position) for position in positions]


@lru_cache(maxsize=1024)
def _steady(position: Position) -> Evaluation:
    policy = _shares(np.frombuffer(position.stones, np.int8), position.view == MEAN)
    if position.view not in (0, MEAN):
        policy[:-1] = policy[:-1][list(permutations(position.size)[position.view])]
    return evaluation(position, policy)


def _shares(stones: NDArray[np.int8], mean: bool) -> NDArray[np.float32]:
    """Shares [A], pass last and least: a third for the first point, and for each other a part of the rest."""
    points = len(stones)
    stride = next(stride for stride in STRIDES if points % stride)
    first = int(np.abs(stones).sum()) * 7 + 3 + mean
    order = (first + stride * np.arange(points)) % points
    shares = np.zeros(points + 1, np.float32)
    shares[order] = 0.35 * 0.65 ** np.arange(points, dtype=np.float32)
    return shares


class NearestStones(Steady):
    """Has a value by the stones alone: a point belongs to the player whose stones are nearer, and the more
    surely the nearer they are. `sure` scales the ownership, `shift` and `spread` are as in an evaluation."""

    def __init__(self, sure: float = 1.0, shift: float = 0.0, spread: float = 0.25) -> None:
        self._sure, self._shift, self._spread = sure, shift, spread

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        return [
            replace(
                found,
                ownership=self.ownership(np.frombuffer(position.stones, np.int8)),
                shift=self._shift,
                spread=self._spread,
            )
            for position, found in zip(positions, super().evaluate(positions), strict=True)
        ]

    def ownership(self, stones: NDArray[np.int8]) -> NDArray[np.float32]:
        """The ownership [N] of stones [N]."""
        size = round(len(stones) ** 0.5)
        points = np.stack(np.divmod(np.arange(len(stones)), size), axis=1)
        steps = np.abs(points[:, None] - points[None]).sum(axis=2)
        influence = (stones * 0.25**steps).sum(axis=1)
        return (self._sure * np.clip(2 * influence, -1, 1)).astype(np.float32)


class Owners(NearestStones):
    """Is sure of an ownership [N] in Black's eyes on this board and after a few moves on it."""

    def __init__(self, board: Board, black: Sequence[float]) -> None:
        super().__init__()
        self._stones, self._black = board.array(), np.asarray(black, np.float32)

    def ownership(self, stones: NDArray[np.int8]) -> NDArray[np.float32]:
        """The ownership [N] of stones [N]."""
        is_black = int((stones * self._stones).sum()) >= 0
        return self._black if is_black else -self._black


class OfStones:
    """Says what a function does: probabilities [B, A] of stones [B, N]. The masks are of no interest."""

    def __init__(self, probabilities: Callable[[NDArray[np.int8]], NDArray[np.float32]]) -> None:
        self._probabilities = probabilities

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says, of positions of one size."""
        stones = np.stack([np.frombuffer(position.stones, np.int8) for position in positions])
        free = np.pad(stones == 0, ((0, 0), (0, 1)), constant_values=True)
        return [
            Evaluation(policy, legal, legal[:-1])
            for policy, legal in zip(self._probabilities(stones), free, strict=True)
        ]


class After:
    """Does something first, and then asks another evaluator."""

    def __init__(self, first: Callable[[], object], then: Evaluator) -> None:
        self._first, self._then = first, then

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        self._first()
        return self._then.evaluate(positions)


class Refusing:
    """A network that cannot be used, as `reason` says."""

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """Raises BadInput."""
        raise BadInput(self.reason)


class Narrow(Steady):
    """Reads boards of side 5 alone."""

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        if positions[0].size != 5:
            raise BadInput("it cannot read this board")
        return super().evaluate(positions)


def ranked(game: Game, policy: NDArray[np.float32]) -> tuple[Suggestion, ...]:
    """The legal moves of a position in the order of these probabilities [A]."""
    return rank(evaluation(Position.of(game), policy), game)


def suggested(evaluator: Evaluator, game: Game, view: int = 0) -> tuple[Suggestion, ...]:
    """The legal moves of a position as an evaluator ranks them."""
    return rank(evaluator.evaluate([Position.of(game, view)])[0], game)


def choose(
    game: Game,
    ranking: Sequence[Suggestion],
    strength: Strength = BEST,
    random: Random | None = None,
    dead: int | None = None,
) -> int | None:
    """What the program plays if its network ranks the moves so."""
    return decide(game, reported(game, ranking, dead), strength, random)


def reported(
    game: Game, ranking: Sequence[Suggestion], dead: int | None = None, avoided: Collection[int] = ()
) -> Report:
    """The report of a network that ranks the moves so; points that are avoided are left out."""
    allowed = tuple(move for move in ranking if move.point not in avoided)
    glance = useful_at_a_glance(game, [move for move in allowed if move.point != PASS])
    return without_search(allowed, worth_playing(game, allowed, glance, dead or 0), dead=dead)
