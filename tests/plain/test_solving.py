"""Problems in plain text: `problems` shows one, and a move answers it."""

import io
from pathlib import Path

import pytest

from darkgo.engine.pasted import read_record
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.points import format_point
from darkgo.plain.loop import run
from darkgo.problem_file import ProblemFile
from darkgo.problem_series import NONE_LEFT
from tests.engine.test_problem import SOME, problems
from tests.evaluators import NearestStones


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state folder of the test's own."""
    monkeypatch.setenv("DARKGO_STATE", str(tmp_path / "state"))


def said(*lines: str) -> str:
    session = Session(Game(9), NearestStones(), mistake=0.5)
    session.limit = SOME
    err = io.StringIO()
    run(session, io.StringIO("\n".join(lines) + "\n"), io.StringIO(), err)
    return " ".join(err.getvalue().split())


def test_a_problem_is_shown_and_its_answer_judged() -> None:
    _, found = problems()
    file = ProblemFile()
    file.add(found[:1])
    file.save()
    record = read_record(found[0].sgf)
    record.tree.go_to_before(record.tree.length)
    mistake = record.tree.next_move
    assert mistake
    text = said("problems", format_point(mistake[1], 9))
    assert "the last problem: find a move that loses less than 0.5 points" in text
    assert "Here a move lost" in text
    assert "not solved, it comes back" in text
    file.load()
    assert [one.tries for one in file.unsolved] == [1]


def test_without_problems_it_is_said_how_to_make_some() -> None:
    assert NONE_LEFT in said("problems")
