"""Names in a record: who is written into it, and who played by it."""

import pytest

from darkgo.engine.player_names import NAME, is_own_game, name_players, played_by_program
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree

BLACK, WHITE = Colour.BLACK, Colour.WHITE


@pytest.mark.parametrize(
    ("computer", "person", "black", "white"),
    [
        ({WHITE}, "Ada", "Ada", NAME),
        ({BLACK}, "", NAME, "White"),
        ({BLACK, WHITE}, "Ada", NAME, NAME),
        ((), "Ada", "Black", "White"),
    ],
)
def test_the_players_of_an_own_game(computer, person: str, black: str, white: str) -> None:
    tree = GameTree(Game(9))
    name_players(tree, frozenset(computer), person)
    assert (tree.text("PB"), tree.text("PW")) == (black, white)
    assert played_by_program(tree) == frozenset(computer)
    assert is_own_game(tree)


def test_a_game_of_two_named_people_or_of_another_program_is_not_an_own_one() -> None:
    tree = GameTree(Game(9))
    tree.set_text("PB", "Shusaku")
    assert is_own_game(tree)
    tree.set_text("PW", "Gennan")
    assert not is_own_game(tree)
    assert not is_own_game(GameTree.read(b"(;SZ[9]AP[Another])"))
