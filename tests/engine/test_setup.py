"""How a new game begins."""

import pytest

from darkgo.engine.setup import Setup
from darkgo.errors import BadInput
from darkgo.go.points import Colour


@pytest.mark.parametrize(
    ("setup", "komi", "to_move", "black"),
    [
        (Setup(), 7.5, Colour.BLACK, 0),
        (Setup(size=9, handicap=2), 0.5, Colour.WHITE, 2),
        (Setup(rules="japanese"), 6.5, Colour.BLACK, 0),
        (Setup(handicap=2, rules="japanese"), 0.5, Colour.WHITE, 2),
        (Setup(komi=5.5, rules="japanese"), 5.5, Colour.BLACK, 0),
        (Setup(rules="tromptaylor"), 7.5, Colour.BLACK, 0),
        (Setup(size=13, handicap=9, komi=-5), -5, Colour.WHITE, 9),
        (Setup(size=2, komi=4), 4, Colour.BLACK, 0),
    ],
)
def test_the_game_at_its_start(setup: Setup, komi: float, to_move: Colour, black: int) -> None:
    game = setup.game()
    assert (game.size, game.handicap, game.rules.komi) == (setup.size, setup.handicap, komi)
    assert game.to_move is to_move
    assert game.board.black.bit_count() == black
    assert game.moves == []


def test_the_computer_plays_white_unless_told_otherwise() -> None:
    assert Setup().computer == {Colour.WHITE}


@pytest.mark.parametrize(
    ("setup", "reason"),
    [
        (Setup(komi=float("nan")), "komi nan: expected a number from -625 to 625"),
        (Setup(komi=float("inf")), "komi inf: expected a number from -625 to 625"),
        (Setup(size=9, komi=-625.5), "komi -625.5: expected a number from -625 to 625"),
        (Setup(size=26), "26"),
        (Setup(size=8, handicap=5), "handicap of 5 on 8x8: 2 to 4 stones there"),
        (Setup(handicap=1), "handicap of 1 on 19x19"),
    ],
)
def test_what_cannot_be_says_why(setup: Setup, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        setup.game()
