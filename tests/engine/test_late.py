"""From when on the program counts before it passes, and thinks of resigning."""

import pytest

from darkgo.engine.player import counts, may_resign
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour


@pytest.mark.parametrize(("stones", "expected"), [(8, False), (9, True)])
def test_a_pass_is_looked_at_when_a_third_of_the_board_is_full(stones: int, expected: bool) -> None:
    game = Game(5)
    game.set_up(Board(5, (1 << stones) - 1, 0), Colour.WHITE)
    assert not counts(game)
    game.play(PASS)
    assert counts(game) is expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [(19, [181, 200, 201, 220, 221]), (9, [41, 60, 61, 80, 81]), (5, [20, 21, 40, 41, 60])],
)
def test_resigning_is_thought_of_from_half_of_the_board_on_and_every_twenty_moves(
    size: int, expected: list[int]
) -> None:
    game, found = Game(size), []
    while len(found) < 5:
        if may_resign(game):
            found.append(game.move_number)
        game.play(PASS)
    assert found == expected
