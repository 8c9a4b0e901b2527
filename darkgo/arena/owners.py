"""The owners of the points at the end of a counted game: an estimate, checked by the recorded result."""

from collections.abc import Callable

import numpy as np

from darkgo.data.games import BLACK, NEUTRAL, WHITE
from darkgo.data.last_position import LastPosition
from darkgo.data.records import Bytes
from darkgo.engine.dead import dead_stones
from darkgo.go.game import Game
from darkgo.go.score import area_score

AGREEMENT = 1.0
"""The points by which the estimated margin may differ from the recorded one."""
_OWNERS = np.array([NEUTRAL, BLACK, WHITE], np.uint8)  # by 0, +1 and -1


def estimated(
    last: LastPosition,
    komi: float,
    margin: float,
    by_area: bool,
    progress: Callable[[int, int], object] | None = None,
) -> Bytes | None:
    """The owners of the points, uint8 [N]; None if they do not agree with the margin of the record.

    Dead stones, which are found by random play-outs, are removed first.
    """
    game = Game(last.board.size)
    game.set_up(last.board, last.to_move)
    score = area_score(last.board, komi, dead_stones(None, game, progress=progress))
    counted = score.margin + (0 if by_area else last.white_surplus)
    return _OWNERS[list(score.owner)] if abs(counted - margin) <= AGREEMENT else None
