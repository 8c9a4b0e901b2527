"""What is typed, key after key or in one burst, with no Escape to put things right."""

from pathlib import Path

import pytest
from textual.events import Paste
from textual.widgets import Input

from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.points import Colour, format_point
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.command_line import CommandLine
from darkgo.tui.dialogs import Confirm, OpenFile, SaveFile
from darkgo.tui.help import Help
from tests.evaluators import Steady
from tests.tui.screen import settle, stones_of, stones_shown, text
from tests.tui.typist import Press, at_once, done, keys, slowly
from tests.waiting import until

SMALL = (80, 24)
LINES = ("e3", "1", "", "resign")
DIALOGS = {
    "help": ("<f1>", LINES),
    "new game": ("<f2>", (*LINES, "q")),
    "new game, komi": ("<f2><tab><tab><tab><tab><tab>", ("e3", "resign", "q")),
    "open": ("<f3>", (*LINES, "q")),
    "save": ("<f4><ctrl+u>", (*LINES, "q")),
    "settings": ("<f9>", (*LINES, "q")),
}
"""How each is opened, and what is then typed into it."""
both_ways = pytest.mark.parametrize("press", [slowly, at_once])


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BoardApp:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DARKGO_CONFIG", str(tmp_path / "config"))
    return BoardApp(Session(Game(9), Steady()), Settings(size=9))


def moves(app: BoardApp) -> list[str]:
    """What was played."""
    return [format_point(point, 9) for _, point in app.game_session.game.moves]


@both_ways
@pytest.mark.parametrize("dialog", DIALOGS)
async def test_what_is_typed_in_a_dialog_never_reaches_the_game(
    app: BoardApp, press: Press, dialog: str
) -> None:
    opened, lines = DIALOGS[dialog]
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for line in lines:
            await press(pilot, *opened.replace("><", ">|<").split("|"))
            assert len(app.screen_stack) == 2
            await press(pilot, line, "<enter>")
            assert app.is_running, line
            assert moves(app) == [], line
            assert (app.game_session.result, app.game_session.game.size) == ("", 9)
            assert app.query_one(CommandLine).value == ""
            if len(app.screen_stack) == 2:
                await press(pilot, "<escape>")


async def test_what_is_typed_in_the_palette_never_reaches_the_game(app: BoardApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await slowly(pilot, "<ctrl+p>", "e3", "<escape>", "<ctrl+p>", "q1", "<escape>")
        assert len(app.screen_stack) == 1
        assert moves(app) == []
        assert app.query_one(CommandLine).value == ""


@both_ways
async def test_a_name_that_is_refused_stays_in_its_dialog(app: BoardApp, press: Press) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "<f3>", "e3", "<enter>")
        assert isinstance(app.screen, OpenFile)
        assert app.screen.query_one(Input).value == "e3"
        assert stones_shown(app) == ["." * 9] * 9
        await press(pilot, "<escape>", "<f4>", "<ctrl+u>", "q", "<enter>")
        assert isinstance(app.screen, SaveFile)
        await press(pilot, "<escape>", "d4", "<enter>")
        assert moves(app) == ["D4"]


@both_ways
async def test_a_question_is_answered_by_its_own_keys_alone(
    app: BoardApp, press: Press, tmp_path: Path
) -> None:
    (tmp_path / "there.sgf").write_text("mine")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "d4", "<enter>", "<f4>", "<ctrl+u>", "there.sgf", "<enter>")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "e3 1", "<enter>")
        assert len(app.screen_stack) == 1
        assert moves(app) == ["D4"]
        assert (tmp_path / "there.sgf").read_text() == "mine"


@both_ways
async def test_a_name_that_is_typed_replaces_the_one_that_is_suggested(
    app: BoardApp, press: Press, tmp_path: Path
) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "d4", "<enter>", "<f4>", "mine.sgf", "<enter>")
        assert (tmp_path / "mine.sgf").exists()
        await press(pilot, "<f4>", "<home>", "1", "<enter>")
    assert sorted(path.name for path in tmp_path.glob("*.sgf")) == ["1mine.sgf", "mine.sgf"]


async def test_what_is_pasted_in_a_dialog_never_reaches_the_game(app: BoardApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        for opened in (*(opened for opened, _ in DIALOGS.values()), "<ctrl+p>"):
            await slowly(pilot, *opened.replace("><", ">|<").split("|"))
            app.post_message(Paste("e3\nq\n"))
            await done(pilot)
            assert app.is_running
            assert moves(app) == []
            assert app.query_one(CommandLine).value == ""
            await slowly(pilot, "<escape>")
            assert len(app.screen_stack) == 1


@both_ways
async def test_the_keys_of_the_board_act_after_a_typed_command(app: BoardApp, press: Press) -> None:
    session = app.game_session
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "d4", "<enter>", "e5", "<enter>")
        for typed, number in (("<", 1), (",", 0), (">", 1), (".", 2), ("<", 1)):
            await press(pilot, typed)
            assert session.game.move_number == number
            assert stones_shown(app) == stones_of(app)
        await press(pilot, "f6", "<enter>", "[")
        assert moves(app) == ["D4", "E5"]
        await press(pilot, "]")
        assert moves(app) == ["D4", "F6"]


@both_ways
async def test_a_question_mark_after_a_command_is_help_and_not_a_move(app: BoardApp, press: Press) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "d4", "<enter>", "?")
        assert isinstance(app.screen, Help)
        await press(pilot, "<enter>")
        assert len(app.screen_stack) == 1
        assert moves(app) == ["D4"]


@both_ways
async def test_within_a_command_they_are_letters(app: BoardApp, press: Press) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "komi 6.5", "<enter>", "s a,b[c]?.sgf", "<enter>")
        assert app.game_session.game.rules.komi == 6.5
        assert text(app, "message") == "saved to a,b[c]?.sgf"


@both_ways
async def test_space_stops_the_computer_after_a_typed_command(app: BoardApp, press: Press) -> None:
    app.settings = Settings(seconds=0.01)
    async with app.run_test(size=SMALL) as pilot:
        for pressed in keys("computer both", "<enter>"):
            app.post_message(pressed)
        await until(lambda: app.game_session.game.move_number >= 3)
        await press(pilot, " ")
        assert app.game_session.paused
        assert not app.game_session.computer_to_move


@both_ways
async def test_a_record_is_stepped_through_when_it_was_opened_by_a_dialog(
    app: BoardApp, press: Press, tmp_path: Path
) -> None:
    (tmp_path / "game.sgf").write_text("(;GM[1]SZ[9];B[dd];W[ee])")
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "hello", "<enter>", "<f3>", "game.sgf", "<enter>")
        assert "> plays the next" in text(app, "message")
        await press(pilot, ">")
        assert app.game_session.game.move_number == 1
        await press(pilot, ">>")
        assert app.game_session.game.move_number == 2


async def test_keys_and_commands_in_one_burst_keep_their_order(app: BoardApp) -> None:
    async with app.run_test(size=SMALL) as pilot:
        await at_once(
            pilot,
            "d4",
            "<enter>",
            "e5",
            "<enter>",
            "<",
            "<",
            "f6",
            "<enter>",
            "g7",
            "<enter>",
            "<",
            "?",
            "<enter>",
            "c3",
            "<enter>",
        )
        assert moves(app) == ["F6", "C3"]
        assert app.game_session.game.to_move is Colour.BLACK
