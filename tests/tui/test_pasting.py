"""What a terminal pastes: a record opens, other text waits in the line."""

from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Input

from darkgo.autosave import Autosave
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from darkgo.tui.command_line import CommandLine
from darkgo.tui.dialogs import SaveFile
from tests.evaluators import Steady
from tests.tui.screen import settle, stones_of, stones_shown, text
from tests.tui.typist import at_once

SMALL = (80, 24)
RECORD = "(;GM[1]FF[4]SZ[9]CA[GB2312]PB[黄龙士]PW[施襄夏]\r;B[ee]C[One\rtwo]\r;W[ce])\r"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("before", [(), ("tab",), ("d",)])
async def test_a_record_opens_on_the_board_and_in_the_line(before: tuple[str, ...], tmp_path: Path) -> None:
    app = BoardApp(Session(Game(19), Steady()))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press(*before)
        app.post_message(Paste(RECORD))
        await settle(pilot)
        session = app.game_session
        assert session.game.size == 9
        assert text(app, "names").split() == ["●", "黄龙士", "(0)", "●", "施襄夏", "(0)"]
        assert "2 moves" in text(app, "message")
        assert app.query_one(CommandLine).value == "".join(before).replace("tab", "")
        await pilot.press(*["backspace" for _ in app.query_one(CommandLine).value], "end")
        await settle(pilot)
        assert stones_shown(app) == stones_of(app)
        assert session.game.move_number == 2
        await pilot.press("f4")
        await pilot.pause()
        assert isinstance(app.screen, SaveFile)
        app.screen.query_one(Input).value = "mine.sgf"
        await pilot.press("enter")
        await settle(pilot)
    saved = (tmp_path / "mine.sgf").read_text("utf-8")
    assert "PB[黄龙士]" in saved
    assert "CA[UTF-8]" in saved


async def test_megabytes_open() -> None:
    comment = "A word about this move. " * 400
    moves = "".join(
        f"\r;{'BW'[number % 2]}[{'abcdefghi'[number % 9]}{'abcdefghi'[number // 9]}]C[{comment}]"
        for number in range(80)
    )
    app = BoardApp(Session(Game(19)))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        app.post_message(Paste(f"(;GM[1]SZ[9]{moves}\r({moves})({3 * moves}))"))
        await settle(pilot)
        assert app.game_session.game.size == 9
        assert app.game_session.tree.length > 80


async def test_a_record_that_cannot_be_used_leaves_the_game() -> None:
    app = BoardApp(Session(Game(9), Steady()))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("e", "5", "enter")
        app.post_message(Paste("(;GM[2]SZ[8];B[aa])"))
        await settle(pilot)
        assert "the pasted record" in text(app, "message")
        assert app.game_session.game.last_move == 40


@pytest.mark.parametrize(
    "lines",
    [
        ("(;SZ[9];B[cc];W[gg];B[gc])",),
        ("(", ";SZ[9]C[? a ) and \\] in it;", "", " [and < more]", ";B[cc];W[gg];", "B[gc])"),
    ],
)
async def test_a_record_that_is_typed_opens_and_the_game_before_is_kept(lines: tuple[str, ...]) -> None:
    app = BoardApp(Session(Game(5), Steady()), autosave=Autosave())
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await at_once(pilot, "c3", "<enter>", *(sign for line in lines for sign in (line, "<enter>")))
        assert app.game_session.game.size == 9
        assert app.game_session.tree.length == 3
        assert text(app, "message").startswith("3 moves")
        assert "resume lists it" in text(app, "message")
        assert app.query_one(CommandLine).value == ""
        if len(lines) > 1:
            assert app.game_session.tree.comment == "? a ) and ] in it;\n\n [and < more"
        await at_once(pilot, "<end>")
        assert app.game_session.game.move_number == 3


async def test_in_a_dialog_a_record_is_text_like_any_other() -> None:
    app = BoardApp(Session(Game(19), Steady()))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("f4")
        await pilot.pause()
        app.post_message(Paste(RECORD))
        await settle(pilot)
        assert isinstance(app.screen, SaveFile)
        assert app.game_session.game.size == 19
        await pilot.press("escape")
        await pilot.pause()
        assert app.query_one(BoardView).picture.board.size == 19
