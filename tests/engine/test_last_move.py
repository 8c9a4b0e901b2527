"""What the last move was, and what it lost, in a line."""

import pytest

from darkgo.engine.hints import Hints
from darkgo.engine.last_move import last_move_text, lost_number, ordinal
from darkgo.engine.parse import parse
from darkgo.engine.perform import perform
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.points import PASS, parse_point
from darkgo.go.tree import GameTree
from tests.engine.searching import read_ahead
from tests.evaluators import NearestStones, Steady


def test_number_loss_choice_and_what_was_better() -> None:
    session = Session(Game(9), NearestStones())
    assert last_move_text(session) == ""
    session.think()
    read_ahead(session)
    session.play(parse_point("D4", 9))
    assert session.points_lost == pytest.approx(4.2)
    rank = session.judged_last().rank
    assert rank
    assert last_move_text(session) == f"1 D4 -4.2, {ordinal(rank)} choice (best E5)"
    session.hints = Hints.OFF
    assert last_move_text(session) == f"1 D4 -4.2, {ordinal(rank)} choice"


def test_what_is_not_known_is_left_out() -> None:
    session = Session(Game(9), Steady())
    session.play(parse_point("D4", 9))
    assert last_move_text(session) == "1 D4"
    session.think()
    session.play(PASS)
    session.think()
    assert last_move_text(session).startswith("2 Pass, ")


def test_a_setup_is_no_move_and_guessing_hides_what_is_thought_of_one() -> None:
    session = Session(Game(9), NearestStones())
    session.start(GameTree.read(b"(;SZ[9];B[ee];AW[aa])"))
    session.go_to(1)
    assert last_move_text(session) == ""
    session.go_to(0)
    session.think()
    session.step(1)
    session.guessing = True
    assert last_move_text(session) == "1 E5"


def test_numbers_in_words() -> None:
    assert [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 21, 101, 111)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "101st", "111th")
    ]
    assert [lost_number(points) for points in (3.14, 0.04, -0.04, -0.5)] == ["-3.1", "0.0", "0.0", "+0.5"]


def test_info_says_all_of_it() -> None:
    session = Session(Game(9), NearestStones())
    session.think()
    read_ahead(session)
    assert parse("info", 9) != parse("help", 9)
    perform(parse("clock 10m", 9), session)
    from darkgo.engine.info import info

    groups = dict(info(session))
    assert ("Rules", "Chinese rules, by area, komi 7.5") in groups["Game"]
    assert ("Time", "clock 10m: Black 10:00, White 10:00") in groups["Game"]
    name, said = groups["Candidates"][1]
    assert name == "2 G5"
    assert said.startswith("B+2.0, Black wins 57%, prior ")
    assert said.endswith("lost 0.3 points, 130 visits, G5 E3 E7")
