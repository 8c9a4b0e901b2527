"""Odd bytes, Ctrl+Z, poor terminals and missing folders, in real terminals."""

import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.tui.app import BoardApp
from tests.evaluators import Steady
from tests.tui.typist import done, slowly

if sys.platform == "win32":
    pytest.skip("Windows has other terminals", allow_module_level=True)
from tests.tui.terminal import DARKGO, terminal

CANCEL, SUSPEND, QUIT = b"\x03", b"\x1a", b"\x11"
F3, F4, F9, F10 = b"\x1bOR", b"\x1bOS", b"\x1b[20~", b"\x1b[21~"
LEAVES = "\x1b[?1049l"
"""What gives the terminal back to the shell."""
NOWHERE = "import pwd, sys; pwd.getpwuid = {}.__getitem__; from darkgo.cli import main; main(sys.argv[1:])"
"""Runs the command line for a user that the system does not know."""
GONE = "import os, sys; os.rmdir(os.getcwd()); from darkgo.cli import main; main(sys.argv[1:])"
"""Runs it in a folder that has been deleted."""


@pytest.fixture
def small(goldens: Path) -> Sequence[str]:
    """A board of five lines with a small network, for two people."""
    network = ("--cfg", goldens / "go-mini.cfg", "--weights", goldens / "go-mini.initial.weights")
    return (*map(str, network), "--size", "5", "--colour", "both")


@pytest.fixture
def homeless(folders: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "DARKGO_CONFIG", "DARKGO_STATE", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)


def test_bytes_that_are_no_text_change_nothing_on_the_board_or_in_a_dialog(small: Sequence[str]) -> None:
    with terminal(*DARKGO, *small) as board:
        board.until("Black to move")
        # Latin-1, the beginning of a letter of three bytes, a paste, and what is in no text at all.
        for odd in (b"\xfc", b"\xe9d", b"\x1b[200~caf\xe9\n\xff\x1b[201~", b"\x80\xfe\xff\xc0\x00"):
            board.type(odd, b"\r")
            board.until("is no command")
        board.type(F3, b"\xfc\xe9", b"\r")
        board.until("there is no such file")
        board.type(CANCEL, b"b2\r")
        board.until("Move 1, last B 2")
        board.type(QUIT + b"\xe9")
        assert board.status() == 0
    assert b"Traceback" not in board.written


def test_a_terminal_that_refuses_its_clipboard_changes_nothing(small: Sequence[str]) -> None:
    with terminal(*DARKGO, *small) as board:
        board.until("Black to move")
        board.type(b"copy\r")
        board.until("\x1b]52;c;")
        board.until("board is copied")
        board.type(b"b2\r")
        board.until("Move 1, last B 2")
        board.type(QUIT)
        assert board.status() == 0


def test_a_fault_of_the_program_is_told_to_the_shell(small: Sequence[str]) -> None:
    broken = (
        "import sys; from darkgo.cli import main; from darkgo.tui.app import BoardApp;"
        "BoardApp.action_views = lambda self: 1 / 0; main(sys.argv[1:])"
    )
    with terminal(sys.executable, "-c", broken, *small) as board:
        board.until("Black to move")
        board.type(F10)
        assert board.status() == 1
    assert b"ZeroDivisionError" in board.written


def test_ctrl_z_gives_the_terminal_to_the_shell_until_fg(small: Sequence[str]) -> None:
    command = shlex.join([*DARKGO, *small])
    script = f"set -m; {command}; echo stopped $?; read line; fg; echo ended $?"
    with terminal("sh", "-c", script) as shell:
        shell.until("Black to move")
        assert not shell.is_in_line_mode
        shell.type(b"b2\r")
        shell.until("White to move")
        shell.type(SUSPEND)
        shell.until(LEAVES)
        shell.until("stopped 1")
        assert shell.is_in_line_mode
        shell.type(b"\n")
        shell.until("\x1b[?1049h")
        shell.until("White to move")
        # In a dialog, too; and a second time.
        shell.type(F3)
        shell.until("Open a game")
        shell.type(SUSPEND)
        shell.until(LEAVES)
        shell.until("ended 1")


def test_ctrl_z_does_nothing_where_no_shell_could_call_the_program_back(small: Sequence[str]) -> None:
    with terminal(*DARKGO, *small) as board:
        board.until("Black to move")
        board.type(SUSPEND)
        board.until(LEAVES)
        board.until("Black to move")
        board.type(b"b2\r")
        board.until("White to move")
        board.type(QUIT)
        assert board.status() == 0


async def test_ctrl_z_does_nothing_where_the_program_cannot_be_suspended() -> None:
    app = BoardApp(Session(Game(9), Steady()))
    async with app.run_test(size=(80, 24)) as pilot:
        await slowly(pilot, "<ctrl+z>", "<f3>", "<ctrl+z>", "<escape>", "d4", "<enter>")
        await done(pilot)
        assert app.is_running
        assert app.game_session.game.move_number == 1


@pytest.mark.parametrize("name", ["dumb", "", None])
def test_a_terminal_without_a_cursor_gets_plain_text(
    small: Sequence[str], name: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {} if name is None else {"TERM": name}
    command = [*DARKGO, *small]
    if name is None:
        command = ["env", "-u", "TERM", *command]
    with terminal(*command, environment=environment) as board:
        board.until("Black to move: ")
        board.type(b"b2\n")
        board.until("White to move: ")
        board.type(b"q\n")
        assert board.status() == 0
    assert b"\x1b" not in board.written
    assert board.written.startswith(b"By TERM, this terminal cannot show a board")


@pytest.mark.usefixtures("homeless")
def test_without_a_home_the_board_says_what_is_not_kept(small: Sequence[str], tmp_path: Path) -> None:
    with terminal(sys.executable, "-c", NOWHERE, *small, folder=tmp_path) as board:
        board.until("DARKGO_STATE")
        board.type(b"b2\r")
        board.until("White to move")
        # Settings, Enter; and a file below ~.
        board.type(F9, b"\r", b"open ~/x.sgf\r")
        board.until("cannot be read")
        board.type(QUIT)
        assert board.status() == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("homeless")
def test_without_a_home_plain_text_needs_none(small: Sequence[str], tmp_path: Path) -> None:
    with terminal(sys.executable, "-c", NOWHERE, "play", "--plain", *small, folder=tmp_path) as board:
        board.until("DARKGO_CONFIG")
        board.until("Black to move: ")
        board.type(b"q\n")
        assert board.status() == 0


def test_files_are_asked_for_where_the_working_folder_was_deleted(
    small: Sequence[str], tmp_path: Path
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    with terminal(sys.executable, "-c", GONE, *small, folder=folder) as board:
        board.until("Black to move")
        assert not folder.exists()
        board.type(F3)
        board.until("Open a game")
        board.type(b"x.sgf\r")
        board.until("there is no such file")
        board.type(CANCEL, F4)
        board.until("Save the game")
        board.type(b"\r")
        board.until("cannot be saved")
        board.type(QUIT)
        assert board.status() == 0
    assert b"Traceback" not in board.written
