"""The stones on the board: captures in drawn positions."""

import numpy as np
import pytest

from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.points import Colour, parse_point

BLACK, WHITE = Colour.BLACK, Colour.WHITE

PLAYS = [
    ("a stone on an empty board", "...|...|...", "X B2", "...|.X.|..."),
    ("capture in the corner", "OX.|...|...", "X A2", ".X.|X..|..."),
    ("capture on the edge", "XOX|...|...", "X B2", "X.X|.X.|..."),
    ("capture in the middle", ".X.|XO.|.X.", "X C2", ".X.|X.X|.X."),
    ("the edge connects nothing", "..O|X..|...", "X C2", "..O|X.X|..."),
    ("capture of a chain", "OO..|XX..|....|....", "X C4", "..X.|XX..|....|...."),
    ("capture of a bent chain", "OOX.|XO..|.X..|....", "X C3", "..X.|X.X.|.X..|...."),
    ("two chains", "O.OX|XXX.|....|....", "X B4", ".X.X|XXX.|....|...."),
    ("four chains", "..X..|.XOX.|XO.OX|.XOX.|..X..", "X C3", "..X..|.X.X.|X.X.X|.X.X.|..X.."),
    ("one chain touched at two sides", "OOX|O.X|OOX", "X B2", "..X|.XX|..X"),
    ("only the chain without liberties", "O.O|X..|...", "X B3", ".XO|X..|..."),
    ("capture goes before suicide", ".OX|OXX|XX.", "X A3", "X.X|.XX|XX."),
    ("suicide of a stone", ".O.|O..|...", "X A3", ".O.|O..|..."),
    ("suicide of a chain", "X.O|OO.|...", "X B3", "..O|OO.|..."),
    ("suicide joins two chains", "X.XO|OOO.|....|....", "X B4", "...O|OOO.|....|...."),
    ("no suicide, a chain beside has a liberty", "X.X.|OOO.|....|....", "X B4", "XXX.|OOO.|....|...."),
    ("white captures", "XO.|...|...", "O A2", ".O.|O..|..."),
    ("the last liberty of a full board", "OO|O.", "X B1", "..|.X"),
    ("a board of one point", ".", "X A1", "."),
    (
        "snapback",
        "XO..OX|XOOOOX|XXXXXX|......|......|......",
        "X C6, O D6, X C6",
        "X.X..X|X....X|XXXXXX|......|......|......",
    ),
    ("ko taken and retaken", ".XO.|XO.O|.XO.|....", "X C3, O B3", ".XO.|XO.O|.XO.|...."),
]


NAMES = [case[0] for case in PLAYS]


def board(text):
    return Board.parse(text.replace("|", "\n"))


@pytest.mark.parametrize(("before", "moves", "after"), [case[1:] for case in PLAYS], ids=NAMES)
def test_play(before, moves, after):
    position = board(before)
    for move in moves.split(", "):
        colour, vertex = move.split()
        position = position.play(parse_point(vertex, position.size), BLACK if colour == "X" else WHITE)
    assert str(position) == str(board(after))


def test_play_on_a_stone():
    with pytest.raises(ValueError, match="occupied"):
        board("X.|..").play(0, WHITE)


@pytest.mark.parametrize("point", [-1, 4])
def test_play_outside(point):
    with pytest.raises(ValueError, match="not on a board"):
        Board.empty(2).play(point, BLACK)


@pytest.mark.parametrize("size", [0, -1, 26])
def test_impossible_size(size):
    with pytest.raises(BadInput, match=f"board size {size}: 1 to 25"):
        Board.empty(size)


@pytest.mark.parametrize("size", [1, 2, 9, 19, 25])
def test_array_there_and_back(size):
    stones = np.random.default_rng(size).integers(-1, 2, size * size)
    position = Board.from_array(stones)
    assert position.array().dtype == np.int8
    assert position.array().tolist() == stones.tolist()
    assert Board.parse(str(position)) == position
