"""No game is lost that no file has: after a crash, after another one was begun, and after its end."""

import asyncio
import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from time import thread_time

import pytest
from textual.widgets import Input, OptionList

from darkgo.autosave import Autosave
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree
from darkgo.model.evaluator import NetworkEvaluator
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.command_line import CommandLine
from darkgo.tui.dialogs import Confirm, KeptGames
from tests.tui.screen import enter, settle, stones_of, stones_shown, text
from tests.waiting import until

App = Callable[..., BoardApp]
SMALL = (80, 24)


@pytest.fixture
def app(mini: NetworkEvaluator) -> App:
    def app(autosave: Autosave | None = None) -> BoardApp:
        return BoardApp(Session(Game(9), mini), Settings(), autosave=autosave)

    return app


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.sgf"
    path.write_text("(;GM[1]FF[4]SZ[9]PB[Shusaku]PW[Gennan]RE[B+2];B[ee];W[ce];B[gc])")
    return path


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def kept() -> list[list[int]]:
    """The moves of the kept games, the newest first."""
    games = []
    for game in Autosave().kept():
        tree = GameTree.read(game.read())
        while tree.forward():
            pass
        games.append([point for _, point in tree.game.moves])
    return games


async def test_a_game_that_was_killed_is_offered_again(app: App, tmp_path: Path) -> None:
    killed = (
        "from darkgo.autosave import Autosave; from darkgo.engine.session import Session;"
        "from darkgo.go.game import Game; from darkgo.go.points import Colour; import time;"
        "s = Session(Game(9), computer=frozenset({Colour.WHITE})); s.play(40); s.play(20); s.play(60);"
        "a = Autosave(); a.keep([s.sgf()]); print('kept', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", killed], stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"kept\n"
        os.kill(process.pid, signal.SIGKILL)
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await until(lambda: isinstance(board.screen, Confirm))
        await pilot.press("y")
        await until(lambda: board.game_session.game.move_number > 0)
        await settle(pilot)
        assert [point for _, point in board.game_session.game.moves[:3]] == [40, 20, 60]
        assert board.game_session.computer == frozenset({Colour.WHITE})
        assert board.game_session.game.move_number == 4
    assert len(Autosave().left()) == 1


async def test_a_finished_or_saved_game_is_not_offered_again(app: App, tmp_path: Path) -> None:
    for end in ("resign", f"s {tmp_path / 'game.sgf'}"):
        board = app(Autosave())
        async with board.run_test(size=SMALL) as pilot:
            await enter(pilot, "E 5")
            await until(lambda: list((tmp_path / "state").glob("game-*.sgf")))
            await enter(pilot, end)
        assert Autosave().left() == []


async def test_a_game_without_a_move_is_not_offered_again(app: App) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await settle(pilot)
    assert Autosave().kept() == []


async def test_a_game_that_was_left_is_offered_and_can_be_declined(app: App) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5", "q")
    again = app(Autosave())
    async with again.run_test(size=SMALL) as pilot:
        await until(lambda: isinstance(again.screen, Confirm))
        await pilot.press("n")
        await settle(pilot)
        assert again.game_session.game.move_number == 0
    assert Autosave().left() == []


async def test_enter_goes_on_with_a_game_that_was_left(app: App) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5", "q")
    again = app(Autosave())
    async with again.run_test(size=SMALL) as pilot:
        await until(lambda: isinstance(again.screen, Confirm))
        await pilot.press("enter")
        await until(lambda: again.game_session.game.move_number > 0)
        await settle(pilot)
        assert stones_shown(again) == stones_of(board)
        assert "".join(stones_shown(again)).count("X") == 1


async def test_a_game_that_was_left_stays_until_its_copy_is_safe(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5", "q")
    autosave = Autosave()

    def full(lines: Iterable[bytes]) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(autosave, "keep", full)
    again = app(autosave)
    async with again.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("y")
        await until(lambda: "No space left" in text(again, "message"))
        assert stones_shown(again) == stones_of(board)
    assert len(Autosave().left()) == 1


async def test_a_game_that_was_left_waits_while_a_record_is_looked_at(app: App, record: Path) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5", "q")
    reader = app(Autosave())
    reader.game_session.open(str(record))
    async with reader.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert len(reader.screen_stack) == 1
        assert reader.game_session.found_moves is not None
    assert len(Autosave().left()) == 1


async def test_a_game_that_changes_all_the_time_is_kept_all_the_same(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("darkgo.tui.kept_games.KEEP_AFTER", 0.05)
    autosave = Autosave()
    kept = 0
    keep = autosave.keep

    def count(lines: Iterable[bytes]) -> None:
        nonlocal kept
        kept += 1
        keep(lines)

    monkeypatch.setattr(autosave, "keep", count)
    board = app(autosave)
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5")
        before = kept

        def changed_and_kept() -> bool:
            board.game_session.set_komi(5.5)
            board.show_position()
            return kept > before

        await until(changed_and_kept)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
async def test_a_program_that_is_told_to_end_leaves_its_game(app: App) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5")
        os.kill(os.getpid(), signal.SIGTERM)
        await until(lambda: not board.is_running)
    (kept,) = Autosave().left()
    assert b";B[ee]" in kept.read()


@pytest.mark.parametrize("lines", [("new 5",), ("open {record}",), ("handicap 2",), ("undo", "new 5")])
async def test_a_game_is_kept_when_another_one_is_begun(
    app: App, record: Path, lines: tuple[str, ...]
) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5", "A 1", *(line.format(record=record) for line in lines))
        assert "resume lists it" in text(board, "message")
        await until(lambda: kept() == [[40, 72]])
    assert kept() == [[40, 72]]
    assert Autosave().left() == []


async def test_a_game_is_kept_when_the_dialog_begins_another_one(app: App) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "computer none", "E 5")
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("enter")
        await until(lambda: kept() == [[40]])
        assert board.game_session.game.move_number == 0


@pytest.mark.parametrize("end", [("p", "p"), ("resign",)])
async def test_a_game_that_is_over_is_kept_with_its_result_and_not_offered(
    app: App, end: tuple[str, ...]
) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5", *end, "q")
    assert Autosave().left() == []
    (game,) = Autosave().kept()
    assert GameTree.read(game.read()).text("RE")


async def test_a_saved_game_is_not_kept(app: App, tmp_path: Path) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5")
        await until(lambda: list((tmp_path / "state").glob("*.sgf")) != [])
        await enter(pilot, f"s {tmp_path / 'game.sgf'}")
        await until(lambda: list((tmp_path / "state").iterdir()) == [])
        await enter(pilot, "new 5")
    assert kept() == []


async def test_a_game_that_is_saved_while_the_program_ends_is_not_kept(app: App) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5")
        await pilot.press(*"s ", *"game.sgf", "enter", "q", "enter")
        await until(lambda: not board.is_running)
    assert kept() == []


async def test_a_game_that_is_declined_stays_in_the_list(app: App) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5", "q")
    for is_offered in (True, False):
        again = app(Autosave())
        async with again.run_test(size=SMALL) as pilot:
            if is_offered:
                await until(lambda app=again: isinstance(app.screen, Confirm))
                await pilot.press("n")
                await until(lambda: Autosave().left() == [])
        assert kept() == [[40]]


async def test_a_kept_game_is_chosen_from_the_list_and_the_present_one_takes_its_place(app: App) -> None:
    board = app(Autosave())
    async with board.run_test(size=(100, 30)) as pilot:
        await enter(pilot, "resume")
        await until(lambda: "no game is kept yet" in text(board, "message"))
        await enter(pilot, "E 5", "p", "p", "new 9", "A 1", "A 2", "new 9", "A 3")
        await until(lambda: kept() == [[72, 63], [40, -1, -1]])
        await pilot.press(*"resume", "enter")
        await until(lambda: isinstance(board.screen, KeptGames))
        shown = board.screen.query_one(OptionList)
        lines = [str(shown.get_option_at_index(index).prompt) for index in range(shown.option_count)]
        assert ["  2 moves" in line and "unfinished" in line for line in lines] == [True, False]
        assert "  3 moves  Black - White  B+" in lines[1]
        await pilot.press("down", "enter")
        await until(lambda: board.game_session.game.move_number == 3)
        await until(lambda: kept() == [[54], [72, 63]])
        assert board.game_session.result.startswith("Both players passed")
    assert kept() == [[40, -1, -1], [54], [72, 63]]


async def test_a_kept_game_that_is_gone_is_not_gone_on_with(app: App) -> None:
    board = app(Autosave())
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5", "new 9", "A 1", "resume")
        await until(lambda: isinstance(board.screen, KeptGames))
        (game,) = Autosave().kept()
        game.remove()
        await pilot.press("enter")
        await until(lambda: "cannot be read" in text(board, "message"))
        assert board.game_session.game.last_move == 72


async def test_the_command_line_says_what_enter_plays(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await settle(pilot)
        line = board.query_one(CommandLine)
        assert line.placeholder.startswith("Enter plays ")
        await pilot.press(*"a1", "enter")
        await settle(pilot)
        said = line.placeholder
        await pilot.press("enter")
        await settle(pilot)
        assert said.startswith(f"Enter plays {text(board, 'message').removeprefix('White plays ')};")
        await pilot.press(*"resign", "enter")
        await settle(pilot)
        assert "Enter" not in line.placeholder


async def test_a_person_has_the_name_that_is_set(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("f9")
        await pilot.pause()
        board.screen.query_one("#name", Input).value = "DarkGo"
        await pilot.press("enter")
        await pilot.pause()
        assert len(board.screen_stack) == 2
        board.screen.query_one("#name", Input).value = "Ann"
        await pilot.press("enter")
        await pilot.pause()
        await enter(pilot, "computer white")
        assert board.game_session.tree.text("PB") == "Ann"
    assert Settings.load()[0].name == "Ann"


async def test_a_move_in_a_large_record_does_not_wait_for_its_copy(app: App, tmp_path: Path) -> None:
    line = "(" + 50 * ";B[cc];W[dd]" + ")"
    path = tmp_path / "large.sgf"
    path.write_text(f"(;GM[1]SZ[9]{2000 * line})")
    board = app(Autosave())
    worst = 0.0

    async def watch() -> None:
        nonlocal worst
        while True:
            before = thread_time()
            await asyncio.sleep(0.001)
            worst = max(worst, thread_time() - before)

    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, f"open {path}")
        watching = asyncio.create_task(watch())
        await enter(pilot, "A 1", "A 2")
        await until(lambda: list((tmp_path / "state").glob("*.sgf")) != [])
        await enter(pilot, f"s {tmp_path / 'copy.sgf'}")
        watching.cancel()
        begun = thread_time()
        data = board.game_session.sgf()
        whole = thread_time() - begun
    assert (tmp_path / "copy.sgf").read_bytes() == data
    assert worst < whole / 3
