"""No game of the line mode is lost that no file has."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from darkgo.autosave import Autosave
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.tree import GameTree
from darkgo.plain.loop import run
from tests.evaluators import Steady
from tests.waiting import wait_until

Talk = Callable[..., str]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DARKGO_STATE", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "record.sgf").write_text("(;GM[1]FF[4]SZ[9]PB[Shusaku]PW[Gennan]RE[B+2];B[ee];W[ce];B[gc])")
    return tmp_path / "state"


@pytest.fixture
def talk(state: Path) -> Talk:
    """Starts the line mode, types lines, and closes the input; what was said, in words."""

    def talk(*lines: str) -> str:
        screen = io.StringIO()
        typed = io.StringIO("".join(f"{line}\n" for line in lines))
        run(Session(Game(9), Steady()), typed, io.StringIO(), screen, board=False, autosave=Autosave())
        return screen.getvalue()

    return talk


def kept() -> list[int]:
    """How many moves the kept games have, the newest first."""
    return [GameTree.read(game.read()).length for game in Autosave().kept()]


@pytest.mark.parametrize("end", ["new 9", "open record.sgf", "handicap 2", "(;SZ[9];B[cc])"])
def test_a_game_is_kept_when_another_one_is_begun(talk: Talk, end: str) -> None:
    said = talk("d4", "e5", end)
    assert "White plays E 5\nthe game before is kept: resume lists it\n" in said
    assert kept() == [2]
    assert Autosave().left() == []


@pytest.mark.parametrize("end", [("q",), ()])
def test_a_game_is_kept_when_the_program_ends_and_named_at_the_next_start(
    talk: Talk, end: tuple[str, ...]
) -> None:
    assert talk("d4", *end).endswith("the game is kept: at the next start resume lists it\n")
    assert [GameTree.read(game.read()).length for game in Autosave().left()] == [1]
    again = talk("resume 1", "e5", "q")
    offer, _, rest = again.partition("\n")
    assert offer.startswith("A game of ")
    assert offer.endswith(" was left: 9x9 1 move Black - White unfinished. resume 1 goes on with it.")
    assert rest.startswith("the game goes on\nWhite plays E 5\n")
    assert kept() == [2]


def test_a_finished_game_is_kept_with_its_result(talk: Talk) -> None:
    talk("d4", "p", "p", "q")
    (game,) = Autosave().kept()
    assert GameTree.read(game.read()).text("RE") == "B+73.5"
    assert Autosave().left() == []


@pytest.mark.parametrize(
    "lines", [("d4", "s game.sgf"), ("d4", "s game.sgf", "new 9"), ("new 9", "open record.sgf", "r", "new 9")]
)
def test_what_is_saved_or_unchanged_is_not_kept(talk: Talk, lines: tuple[str, ...]) -> None:
    said = talk(*lines, "q")
    assert "kept" not in said
    assert kept() == []


def test_the_kept_games_are_listed_and_one_is_gone_on_with(talk: Talk) -> None:
    assert "no game is kept yet" in talk("resume")
    for lines in (("d4", "e5", "new 9"), ("a1", "new 9")):
        for game in Autosave().kept():
            os.utime(game.path, (1e9, 1e9))
        talk(*lines)
    heard = talk("c3", "c4", "c5", "resume", "resume 3", "resume 2", "e6")
    said = heard[heard.index("1: ") :].splitlines()
    assert "  1 move   Black" in said[0]
    assert "  2 moves  Black" in said[1]
    assert said[2:] == [
        "resume 1 goes on with the first",
        "resume 3: expected 1 to 2; resume lists the games",
        "the game before is kept: resume lists it",
        "the game goes on",
        "Black plays E 6",
        "the game is kept: at the next start resume lists it",
    ]
    assert kept() == [3, 3, 1]


def test_short_games_do_not_push_a_long_one_out_of_the_list(talk: Talk) -> None:
    points = [f"{letter}{row}" for row in (2, 4, 6) for letter in "bdfh"]
    talk(*points, *(line for _ in range(12) for line in ("new 9", "d4")), "q")
    assert kept() == [*(9 * [1]), 12]


def test_without_a_folder_nothing_is_kept_and_the_reason_is_said(talk: Talk, state: Path) -> None:
    state.write_text("no folder")
    said = talk("d4", "new 9", "e5", "q")
    assert said.count("the game cannot be kept: ") == 1
    assert "a new game\n" in said


def test_the_original_line_mode_keeps_nothing(state: Path) -> None:
    screen = io.StringIO()
    run(Session(Game(9), Steady()), io.StringIO("d4\nnew 9\nresume\n"), screen, screen, board=False)
    assert "no games are kept here: s FILE.sgf saves" in screen.getvalue()
    assert not state.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_game_is_left_when_the_program_is_killed(state: Path) -> None:
    command = [sys.executable, "-m", "darkgo", "play", "--plain", "--no-board", "--colour", "both"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stdin
        process.stdin.write("d4\n")
        process.stdin.flush()
        wait_until(lambda: list(state.glob("*.sgf")))
        os.kill(process.pid, signal.SIGKILL)
    assert [GameTree.read(game.read()).length for game in Autosave().left()] == [1]
