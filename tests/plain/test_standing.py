"""Who is ahead, in words."""

import io
import re

import pytest

from darkgo.engine.hints import HintChoice, Hints
from darkgo.engine.pasted import read_record
from darkgo.engine.session import Session
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour
from darkgo.model.evaluation import Evaluator
from darkgo.plain.loop import run
from tests.evaluators import NearestStones, Steady

RECORD = "(;GM[1]SZ[9]KM[5.5];B[ee];W[ce];B[gc];W[aa];B[cc];W[gg])"


def said(evaluator: Evaluator, *lines: str, record: str = "", hints: Hints = Hints.NUMBERS) -> str:
    """What is printed on stderr for these lines."""
    out, err = io.StringIO(), io.StringIO()
    session = Session(Game(9, Rules(komi=5.5)), evaluator, hint_choice=HintChoice(hints, hints))
    if record:
        session.look_at(read_record(record))
    run(session, io.StringIO("".join(f"{line}\n" for line in lines)), out, err, board=False)
    return err.getvalue()


def test_each_position_says_who_is_ahead() -> None:
    told = said(NearestStones(), "e5", "c5")
    assert "White is ahead by 5.5 points, 92%\n" in told
    assert len(re.findall(r"(?m)^(?:Black|White) is ahead by \d\.\d points?, \d+%", told)) == 3
    assert re.search(
        r"is ahead by .*; the last move lost \d\.\d points?\n", said(NearestStones(), "e5", "c5", "a1")
    )


def test_the_last_move_of_a_black_lead() -> None:
    told = said(NearestStones(), "komi -20").splitlines()
    assert told[-1] == "komi -20"
    assert "Black is ahead by 20.0 points, 100%" in said(NearestStones(), "komi -20", "score")


def test_with_hints_off_it_is_said_only_when_it_is_asked_for() -> None:
    assert "is ahead" not in said(NearestStones(), "e5", hints=Hints.OFF)
    assert said(NearestStones(), "e5", "score", hints=Hints.OFF).count("is ahead") == 1


def test_territory_is_drawn() -> None:
    told = said(NearestStones(), "c7", "g3", "c3", "g7", "ownership")
    assert " 4 . . x . . . o . .\n 3 . . X . . . O . .\n" in told.replace("  .", " .")
    assert " 5 . . . . . . . . .\n" in told


@pytest.mark.parametrize("line", ["score", "ownership"])
def test_a_network_that_does_not_judge_says_so(line: str) -> None:
    told = said(Steady(), "e5", line)
    assert told.endswith(
        "this network says nothing of win rate, score and territory: count counts the board\n"
    )
    assert "is ahead" not in told


def test_a_record_says_what_its_next_move_lost() -> None:
    told = said(NearestStones(), "jump 3", record=RECORD)
    assert re.search(r"The record: White plays A 9, the network's choice \d+, lost \d\.\d points?\n", told)


def test_the_computer_plays_at_once_by_the_policy() -> None:
    for evaluator in (NearestStones(), Steady()):
        session = Session(Game(9), evaluator, computer=frozenset({Colour.WHITE}))
        run(session, io.StringIO("e5\n"), io.StringIO(), err := io.StringIO(), board=False)
        assert "White plays" in err.getvalue()
        assert session.game.moves[1:] == [(Colour.WHITE, 10)]


def test_a_sweep_counts_the_mistakes_and_the_report_names_the_worst() -> None:
    record = "(;SZ[9]KM[6.5]RU[Chinese];B[ee];W[aa];B[gg];W[cc];B[ba];W[gc];B[])"
    lines = ("mistake", "sweep", "report", "mistake")
    told = said(NearestStones(), *lines, record=record, hints=Hints.OFF)
    assert "no move after this position" in told
    assert "8 positions are judged: 1 mistake; report shows the worst" in told
    assert "Mistakes" in told
    worst = "Move 7, Black passes, lost 3.4 points, choice 76 of the network; better A 4"
    assert told.count(worst) == 2
