"""Random games to the end of a position: who owns its points."""

from random import Random

import numpy as np
import pytest

from darkgo.engine.play_outs import mean_owners
from darkgo.go.board import Board, grid
from darkgo.go.points import Colour
from tests.engine.test_dead import ENDS

# Black's side on the left is settled; on the right White's eye space holds a stone that cannot live.
BOARD = """
    . X . X O . .
    X X X X O . .
    . . . X O . .
    X X X X O O O
    . . . X O . .
    . . . X O X .
    . . . X O . .
"""


@pytest.mark.parametrize("to_move", Colour)
def test_who_owns_the_points(to_move: Colour) -> None:
    owner = mean_owners(Board.parse(BOARD), to_move, grid(7).full, Random(0)).reshape(7, 7)
    assert (owner[:, :4] == 1).all()
    assert (owner[:, 4:] < -0.5).all()


def test_nothing_is_played_outside_of_the_room() -> None:
    board = Board.parse(BOARD)
    right = sum(1 << point for point in range(49) if point % 7 > 4)
    empty = Board.empty(7)
    assert not mean_owners(empty, Colour.BLACK, 0, Random(0)).any()
    owner = mean_owners(empty, Colour.BLACK, right, Random(0)).reshape(7, 7)
    assert np.unique(owner[:, :4]).size == 1, "one empty region, which belongs to whom the right belongs"
    assert mean_owners(board, Colour.BLACK, 0, Random(0))[parse("F2")] == 1, "the stone stays where it is"


def parse(name: str) -> int:
    return "ABCDEFG".index(name[0]) + 7 * (7 - int(name[1]))


def test_eyes_are_not_filled_and_nobody_breaks_a_seki() -> None:
    seki = Board.parse(ENDS["seki"])
    owner = mean_owners(seki, Colour.BLACK, grid(9).full, Random(0)).reshape(9, 9)
    assert (owner[5:] > 0.5).all()
    assert owner[1, 1] < -0.5, "White's chain of four in the seki lives"
    assert owner[1, 3] > 0.5, "and so does Black's"
