"""The owners of the points at the end of a counted game: an estimate, checked by the recorded result."""

from collections.abc import Callable

import numpy as np

from darkgo.data.games import BLACK, NEUTRAL, WHITE
from darkgo.data.last_position import LastPosition
from darkgo.data.records import Bytes
from darkgo.engine.dead import dead_stones
from darkgo.go.game import Game
from darkgo.go.score import area_score
from darkgo.model.evaluation import Evaluator

AGREEMENT = 1.0
"""The points by which the estimated margin may differ from the recorded one."""
_OWNERS = np.array([NEUTRAL, BLACK, WHITE], np.uint8)  # by 0, +1 and -1


def estimated(
    last: LastPosition,
    komi: float,
    margin: float,
    by_area: bool,
    evaluator: Evaluator | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Bytes | None:
    """The owners of the points, uint8 [N]; None if they do not agree with the margin of the record.

    Dead stones are removed first. Without an evaluator they are found by random play-outs.
    """
    game = Game(last.board.size)
    game.set_up(last.board, last.to_move)
    score = area_score(last.board, komi, dead_stones(evaluator, game, progress=progress))
    counted = score.margin + (0 if by_area else last.white_surplus)
    return _OWNERS[list(score.owner)] if abs(counted - margin) <= AGREEMENT else None
