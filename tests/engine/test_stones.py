"""The moves that placed the stones of a position."""

import pytest

from darkgo.engine.stones import number_of_stone, stone_numbers
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour, parse_point


def test_each_stone_has_the_number_of_its_move() -> None:
    game = Game(5)
    for point in (12, PASS, 7, 6):
        game.play(point)
    assert stone_numbers(game) == {12: 1, 7: 3, 6: 4}


def test_a_stone_played_where_one_was_captured_has_the_later_number() -> None:
    game = Game(3)
    # White's stone in the corner is captured, and played again after Black's has gone.
    for name in ("B3", "A3", "A2", "C1", "A3"):
        game.play(parse_point(name, 3))
    assert stone_numbers(game)[parse_point("A3", 3)] == 5


def test_stones_that_were_set_up_have_none() -> None:
    game = Game(9, handicap=2)
    game.play(0)
    game.edit(40, Colour.BLACK)
    assert stone_numbers(game) == {0: 1}
    assert number_of_stone(game, 0) == 1
    with pytest.raises(BadInput, match="was set up"):
        number_of_stone(game, 40)
    with pytest.raises(BadInput, match="A 1 is empty"):
        number_of_stone(game, parse_point("A1", 9))
