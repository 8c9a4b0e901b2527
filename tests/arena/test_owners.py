"""Owners at the end of counted games, where the estimate agrees with the result."""

import numpy as np
import pytest

from darkgo.arena.owners import estimated
from darkgo.data.last_position import LastPosition
from darkgo.go.board import Board
from darkgo.go.points import Colour

# Black has both walls and the corner; the white stone in it is dead. 14 points to 11, komi 0.5.
DEAD = """
    O . X O .
    . X X O O
    X . X O .
    X X X O O
    . X X O .
"""


def board_of(diagram):
    board = Board.empty(5)
    for point, sign in enumerate(diagram.split()):
        if sign != ".":
            board = board.put(point, Colour.BLACK if sign == "X" else Colour.WHITE)
    return board


def owners(margin, by_area=True, white_surplus=0):
    return estimated(LastPosition(board_of(DEAD), Colour.BLACK, white_surplus), 0.5, margin, by_area)


@pytest.mark.parametrize("margin", [3.5, 4.5, 5.5])
def test_a_dead_stone_is_removed_and_the_margin_agrees(margin):
    found = owners(margin)
    assert found.dtype == np.uint8
    assert found.reshape(5, 5).tolist() == [[1, 1, 1, 2, 2]] * 5


@pytest.mark.parametrize("margin", [2.5, 6.5, -4.5])
def test_a_margin_that_does_not_agree(margin):
    assert owners(margin) is None


def test_a_margin_by_territory_counts_the_stones_played():
    """White played three stones more, which Black has captured."""
    assert owners(7.5, by_area=False, white_surplus=3) is not None
    assert owners(7.5, by_area=True, white_surplus=3) is None
    assert owners(4.5, by_area=False, white_surplus=3) is None


def test_points_that_nobody_owns_are_neutral():
    board = board_of(". X . O .\n X X . O O\n . X . O .\n X X . O O\n . X . O .")
    found = estimated(LastPosition(board, Colour.BLACK, 0), 0, 0, True)
    assert found.reshape(5, 5).tolist() == [[1, 1, 3, 2, 2]] * 5
