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
    side, masks = theirs.side, {"b": 0, "w": 0}
    for colour, (row, column) in theirs.list_occupied_points():
        masks[colour] |= 1 << (side - 1 - row) * side + column
    return Board(side, masks["b"], masks["w"])


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


@pytest.mark.parametrize(
    "group", [*range(2), *(pytest.param(group, marks=pytest.mark.long) for group in range(2, 16))]
)
def test_two_thousand_games(group):
    # 16 and 15 have no common factor: every group meets every size, and workers share the load evenly.
    for seed in range(group, 2000, 16):
        compare_a_game(5 + seed % 15, seed)
