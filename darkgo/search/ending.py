"""The exact value of a game that has ended with two passes."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from darkgo.go.board import Board
from darkgo.go.game import Rules
from darkgo.go.points import Colour
from darkgo.go.score import area_score, territory_score


class Ending(NamedTuple):
    """A counted game, seen by one player."""

    win: float
    """1, 0, or one half for a draw."""
    lead: float
    """The margin in points."""
    ownership: NDArray[np.float32]
    """[N]: +1 the point is the player's, -1 the opponent's, 0 nobody's."""


def counted(board: Board, mover: int, surplus: int, rules: Rules, dead: int) -> Ending:
    """The count of a board after two passes, seen by the player to move.

    `dead` is the mask of the stones that were dead at the root. A chain is dead here if all its stones are in
    the mask. A chain with a new stone is alive. `surplus` is that of `darkgo.go.score.surplus`.
    """
    still = _still_dead(board, dead)
    if rules.territory:
        # The margin depends only on the difference of the prisoners.
        more = board.black.bit_count() - board.white.bit_count() - surplus
        taken = {Colour.BLACK: max(more, 0), Colour.WHITE: max(-more, 0)}
        score = territory_score(board, rules.komi, taken, still)
    else:
        score = area_score(board, rules.komi, still)
    lead = score.margin * mover
    win = 0.5 + 0.5 * (lead > 0) - 0.5 * (lead < 0)
    return Ending(win, lead, np.array(score.owner, np.float32) * mover)


def _still_dead(board: Board, dead: int) -> int:
    """The chains whose stones are all in the mask."""
    found = 0
    for colour in Colour:
        left = board.stones(colour) & dead
        while left:
            chain = board.chain((left & -left).bit_length() - 1)
            left &= ~chain
            if not chain & ~dead:
                found |= chain
    return found
