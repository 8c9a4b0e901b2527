"""The last position of a game, from its records, beside the game replayed."""

import random

import pytest

from darkgo.data.last_position import last_position
from darkgo.data.replay import replay
from darkgo.go.points import PASS, Colour
from darkgo.go.sgf import read_games


@pytest.mark.parametrize("seed", range(20))
def test_it_is_that_of_the_game(random_moves, sgf, seed):
    moves = random_moves(seed, count=random.Random(seed).randrange(1, 120), corner=5)
    (record,) = read_games(sgf(moves))
    replayed = replay(record)
    last = last_position(replayed.records)
    assert last.board == replayed.board
    assert last.to_move is moves[-1][0].other
    assert last.white_surplus == -sum(colour for colour, point in moves if point != PASS)


def test_stones_set_up_count_as_played():
    (record,) = read_games(b"(;SZ[9]HA[3]AB[cc][gg][cg];W[ee];B[];W[])")
    last = last_position(replay(record).records)
    assert last.board == replay(record).board
    assert (last.to_move, last.white_surplus) == (Colour.BLACK, 1 - 3)
