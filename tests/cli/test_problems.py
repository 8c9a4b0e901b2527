"""`darkgo problems`: looks through kept games and records once, and says how many there are."""

from pathlib import Path

import pytest

from darkgo.autosave import Autosave
from darkgo.cli import problems, run
from darkgo.problem_file import ProblemFile
from darkgo.settings import Settings
from tests.cli.test_review import GAME, written
from tests.evaluators import NearestStones


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that is a fake, and folders of the test's own."""
    monkeypatch.setenv("DARKGO_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("DARKGO_STATE", str(tmp_path / "state"))

    class Closing(NearestStones):
        def close(self) -> None:
            pass

    monkeypatch.setattr(problems, "evaluator", lambda *_: Closing())


def loaded() -> ProblemFile:
    file = ProblemFile()
    assert file.load() == ""
    return file


def test_the_mistakes_of_a_record_become_problems_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Settings(name="Ann").save()
    record = written(tmp_path)
    assert run(["problems", str(record), "--lost", "0.5"]) == 0
    found = loaded().problems
    out, err = capsys.readouterr()
    assert out == f"{len(found)} to solve, 0 solved\n"
    assert f"game.sgf: {len(found)} problems" in err
    assert 1 <= len(found) <= 5
    assert all("Black to move" in one.sgf for one in found.values())
    assert run(["problems", str(record), "--lost", "0.5"]) == 0
    assert capsys.readouterr().err == ""
    assert run(["problems", str(record), "--lost", "0.5", "--colour", "white"]) == 0
    assert any("White to move" in one.sgf for one in loaded().problems.values())


def test_kept_games_are_looked_through(capsys: pytest.CaptureFixture[str]) -> None:
    autosave = Autosave()
    autosave.keep([GAME.replace("PB[Ann]BR[3k]PW[Bo]", "AP[DarkGo]PB[Black]PW[DarkGo]").encode()])
    autosave.put_away()
    assert run(["problems", "--lost", "0.5", "--visits", "2"]) == 0
    found = loaded().problems
    assert found
    assert all(one.source.startswith("game of ") for one in found.values())
    assert all("Black to move" in one.sgf for one in found.values())


def test_bad_input_is_one_line_that_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["problems", str(written(tmp_path))]) == 1
    assert "which player are you? --colour black takes Black's mistakes" in capsys.readouterr().err
    assert run(["problems", str(tmp_path / "none.sgf")]) == 1
    assert "there is no such file" in capsys.readouterr().err
    (tmp_path / "state").mkdir(exist_ok=True)
    (tmp_path / "state" / "problems.json").write_text("[]")
    assert run(["problems"]) == 0
    out, err = capsys.readouterr()
    assert out == "0 to solve, 0 solved\n"
    assert "problems.json.bad" in err
    assert run(["problems", "--colour", "red"]) == 2
