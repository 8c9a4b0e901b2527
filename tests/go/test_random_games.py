"""Random games, move by move against the board of sgfmill."""

import random

import pytest
from sgfmill import boards

from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour

LETTERS = {Colour.BLACK: "b", Colour.WHITE: "w"}


def stones_of(theirs):
    """The board of sgfmill, whose row 0 is the lowest line, as one of ours."""
    black = white = 0
    for colour, (row, column) in theirs.list_occupied_points():
        bit = 1 << (theirs.side - 1 - row) * theirs.side + column
        black, white = (black | bit, white) if colour == "b" else (black, white | bit)
    return Board(theirs.side, black, white)


def compare_a_game(size, seed):
    rng = random.Random(seed)
    game, theirs = Game(size, Rules(superko=False)), boards.Board(size)
    captured = {Colour.BLACK: 0, Colour.WHITE: 0}
    for _ in range(2 * size * size):
        mover, before = game.to_move, game.board
        if rng.random() < 0.02:
            game.play(PASS)
            continue
        point = rng.choice(before.points(before.free))
        row, column = size - 1 - point // size, point % size
        reason = game.refusal(point)
        if reason:
            if reason.startswith("suicide"):
                copy = theirs.copy()
                copy.play(row, column, LETTERS[mover])
                assert copy.get(row, column) is None
            else:
                assert reason.startswith("ko")
            continue
        game.play(point)
        ko = theirs.play(row, column, LETTERS[mover])
        assert game.board == stones_of(theirs)
        taken = before.stones(mover.other) & ~game.board.stones(mover.other)
        captured[mover] += taken.bit_count()
        assert game.captures == captured
        # Only a point that was just emptied can be a ko.
        kos = [p for p in Board.points(taken) if (game.refusal(p) or "").startswith("ko")]
        assert kos == ([] if ko is None else [(size - 1 - ko[0]) * size + ko[1]])


@pytest.mark.parametrize("size", range(5, 20))
def test_some_games(size):
    for seed in range(3):
        compare_a_game(size, seed)


@pytest.mark.long
@pytest.mark.parametrize("size", range(5, 20))
def test_two_thousand_games(size):
    for seed in range(size - 5, 2000, 15):
        compare_a_game(size, seed)
