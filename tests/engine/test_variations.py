"""Variations of candidates: shown, and added to the game."""

import pytest

from darkgo.engine.parse import parse
from darkgo.engine.perform import perform
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import parse_point
from darkgo.go.tree import GameTree
from tests.engine.searching import read_ahead
from tests.evaluators import NearestStones, Steady


def searched() -> Session:
    session = Session(Game(9), NearestStones())
    session.think()
    read_ahead(session)
    return session


def points(names: str) -> tuple[int, ...]:
    return tuple(parse_point(name, 9) for name in names.split())


def test_suggestions_come_in_the_order_of_a_search_and_enter_plays_the_first() -> None:
    session = searched()
    assert [move.point for move in session.suggestions] == list(points("E5 G5 C5 D4 A1"))
    assert [one.visits for one in session.candidates if one] == [812, 130, 40, 18, 2]
    assert session.points_behind == pytest.approx((0, 0.3, 1.4, 4.2, 6.3))
    assert session.play_suggestion(2) == parse_point("G5", 9)


def test_without_values_they_come_as_the_network_expects_them() -> None:
    session = Session(Game(9), Steady())
    session.think()
    report = session.report
    assert report
    assert session.suggestions == report.ranking[:5]
    assert session.points_behind == (None,) * 5


def test_pv_shows_a_variation_until_the_position_changes() -> None:
    session = searched()
    assert session.shown_variation == ()
    said = perform(parse("pv 2", 9), session)
    assert said == "pv 2: Black G 5, White E 3, Black E 7"
    assert session.shown_variation == points("G5 E3 E7")
    assert perform(parse("pv", 9), session) == "no variation is shown"
    assert session.shown_variation == ()
    perform(parse("pv 1", 9), session)
    session.play(0)
    assert session.shown_variation == ()
    session.undo()
    assert session.shown_variation == points("E5 C3 G7 C7")


def test_what_is_pointed_at_comes_before_what_pv_shows() -> None:
    session = searched()
    session.show_variation(1)
    session.pointed = parse_point("C5", 9)
    assert session.shown_variation == points("C5 G3")
    session.pointed = parse_point("J9", 9)
    assert session.shown_variation == points("E5 C3 G7 C7")


def test_add_keeps_a_variation_and_the_line_stays() -> None:
    session = searched()
    session.play(parse_point("A9", 9))
    session.go_to(0)
    with pytest.raises(BadInput, match="no variation is shown"):
        perform(parse("add", 9), session)
    perform(parse("pv 2", 9), session)
    assert perform(parse("add", 9), session) == "added: Black G 5, White E 3, Black E 7"
    assert session.game.move_number == 0
    assert b";B[ai]" not in session.sgf()
    assert b"(;B[aa])(;B[ge];W[eg];B[ec])" in session.sgf().replace(b"\n", b"")
    assert session.is_worth_keeping
    session.redo()
    assert session.game.last_move == parse_point("A9", 9)
    session.undo()
    with pytest.raises(BadInput, match="the game has this variation already"):
        perform(parse("add 2", 9), session)
    assert "added" in perform(parse("add 1", 9), session)
    assert len(session.tree.variations) == 3


@pytest.mark.parametrize("line", ["pv 9", "add 9", "pv -1"])
def test_a_suggestion_that_is_not_there_is_refused(line: str) -> None:
    session = searched()
    with pytest.raises(BadInput, match="there is no suggestion"):
        perform(parse(line, 9), session)


def test_an_added_variation_is_taken_back_and_added_again() -> None:
    session = searched()
    session.play(parse_point("A9", 9))
    session.go_to(0)
    before = session.sgf()
    perform(parse("add 2", 9), session)
    added = session.sgf()
    assert added != before
    assert "taken back" in perform(parse("u", 9), session)
    assert session.sgf() == before
    assert "made again" in perform(parse("r", 9), session)
    assert session.sgf() == added
    assert session.game.move_number == 0


def test_moves_played_in_an_added_variation_stay_when_it_is_taken_back() -> None:
    session = searched()
    perform(parse("add 2", 9), session)
    session.redo()
    session.play(parse_point("A1", 9))
    session.go_to(0)
    assert "taken back" in perform(parse("u", 9), session)
    assert b";B[ge];W[ai])" in session.sgf().replace(b"\n", b"")


def test_a_variation_that_goes_on_from_a_line_of_the_game_extends_it() -> None:
    tree = GameTree.read(b"(;SZ[9];B[ee];W[cg])")
    tree.add_line(points("E5 C3 G7 C7"))
    assert b";B[ee];W[cg];B[gc];W[cc]" in tree.write()
    with pytest.raises(BadInput, match="already"):
        tree.add_line(points("E5 C3"))
    assert tree.game.move_number == 0


def test_a_variation_with_an_illegal_move_adds_nothing() -> None:
    tree = GameTree.read(b"(;SZ[9];B[ee];W[cg])")
    before = tree.write()
    with pytest.raises(BadInput):
        tree.add_line(points("E5 C7 C7"))
    assert tree.write() == before
    assert tree.game.move_number == 0
