"""The values of moves without a search: the standing in the position after each."""

from collections.abc import Iterator, Sequence

from darkgo.engine.standing import Standing, komi_of, standing_of
from darkgo.go.game import Game
from darkgo.go.points import PASS
from darkgo.model.evaluation import Evaluator, Position

VALUED_MOVES = 5
"""How many of the best candidates get a value when every position of a game is judged. All interfaces use
this number, so that they name the same mistakes. It is small because the values are rough, and the best of
many rough values is too high."""
CHUNK = 8
"""Positions that are evaluated at a time. Between chunks the request may be cancelled."""


def values(
    evaluator: Evaluator, game: Game, points: Sequence[int], view: int
) -> Iterator[dict[int, Standing]]:
    """The standings after some legal moves, a chunk at a time, seen by the player to move."""
    for at in range(0, len(points), CHUNK):
        some = points[at : at + CHUNK]
        found = evaluator.evaluate([after(game, point, view) for point in some])
        yield {
            point: standing_of(evaluation, komi_of(game, point)).turned()
            for point, evaluation in zip(some, found, strict=True)
        }


def after(game: Game, point: int, view: int) -> Position:
    """The position after a move, seen by the opponent, whose turn it is then."""
    board = game.board if point == PASS else game.board.play(point, game.to_move)
    return Position((board.array() * game.to_move.other.value).tobytes(), view)
