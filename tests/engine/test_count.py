"""A count of one position: dead stones marked by hand, and the score in words."""

import pytest

from darkgo.engine.count import Count
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, parse_point


@pytest.fixture
def game() -> Game:
    """The right side is White's but for two black stones that live or die together."""
    game = Game(5, Rules(komi=0.5))
    diagram = """
        . X O X .
        . X O . .
        . X O X .
        . X O O O
        . X O . .
    """
    game.set_up(Board.parse(diagram), Colour.BLACK)
    return game


def test_a_mark_takes_what_lives_or_dies_together_and_is_taken_back(game: Game) -> None:
    count = Count()
    top, bottom, stone = (parse_point(name, 5) for name in ("D5", "D3", "C3"))
    assert count.dead is None
    assert count.mark(game, top)
    assert count.dead == 1 << top | 1 << bottom
    assert count.mark(game, stone)
    assert not count.mark(game, bottom)
    assert count.dead.bit_count() == 7
    assert not count.dead >> top & 1


@pytest.mark.parametrize("point", [0, PASS])
def test_where_no_stone_is_nothing_can_be_marked(game: Game, point: int) -> None:
    count = Count()
    with pytest.raises(BadInput, match="no stone"):
        count.mark(game, point)
    assert count.dead is None


def test_dead_stones_are_the_opponents_points(game: Game) -> None:
    count = Count()
    assert str(count.score(game)) == "B+2.5"
    assert count.text(game) == "B+2.5 by area"
    count.mark(game, parse_point("D5", 5))
    assert str(count.score(game)) == "W+5.5"
    assert count.text(game) == "W+5.5 by area"


def test_the_parts_of_a_score_make_it_up(game: Game) -> None:
    count = Count()
    assert count.breakdown(game) == (
        (
            ("Stones", "7", "7"),
            ("Territory", "5", "0"),
            ("Eyes in seki", "0", "2"),
            ("Prisoners", "0", "0"),
            ("Komi", "", "0.5"),
            ("By area", "12", "9.5"),
            ("By territory", "5", "0.5"),
        ),
        4,
    )
    count.mark(game, parse_point("D5", 5))
    assert count.breakdown(game) == (
        (
            ("Stones", "5", "7"),
            ("Territory", "5", "8"),
            ("Prisoners", "0", "2"),
            ("Komi", "", "0.5"),
            ("By area", "10", "15.5"),
            ("By territory", "5", "10.5"),
        ),
        0,
    )


def test_the_count_is_by_the_rules_of_the_game(game: Game) -> None:
    game.rules = Rules(komi=0.5, territory=True)
    count = Count()
    count.mark(game, parse_point("D5", 5))
    assert count.text(game) == "W+5.5 by territory"
    assert str(count.score(game)) == "W+5.5"
    count.mark(game, parse_point("D5", 5))
    # White's eye is nobody's: its group and the two black stones are a seki if all live.
    assert count.text(game) == "B+4.5 by territory"
    assert count.breakdown(game).neutral == 6
