"""What is settled in dialogs: the next game and the preferences, used at once and kept for the next start."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input

from darkgo.engine.session import Session
from darkgo.engine.strength import LEVELS
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from darkgo.tui.dialogs import NewGame, Preferences
from darkgo.tui.help import Help
from darkgo.tui.slider import Choice, Slider
from tests.evaluators import Steady
from tests.tui.screen import enter, settle, stones_of, stones_shown

SMALL = (80, 24)


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BoardApp:
    monkeypatch.setenv("DARKGO_CONFIG", str(tmp_path))
    return BoardApp(Session(Game(9), Steady()), Settings())


async def dialog(pilot: Pilot[None], key: str, screen: type) -> None:
    await settle(pilot)
    await pilot.press(key)
    await pilot.pause()
    assert isinstance(pilot.app.screen, screen)


async def test_a_new_game_is_begun_and_remembered(board: BoardApp) -> None:
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5")
        await dialog(pilot, "f2", NewGame)
        board.screen.query_one("#size", Slider).value = 13
        await pilot.pause()
        board.screen.query_one("#handicap", Choice).value = 4
        board.screen.query_one("#players", Choice).value = frozenset({Colour.BLACK})
        board.screen.query_one("#komi", Input).value = "3.5"
        await pilot.press("enter")
        await settle(pilot)
        game = board.game_session.game
        assert (game.size, game.handicap, game.rules.komi, game.to_move) == (13, 4, 3.5, Colour.WHITE)
        assert board.game_session.computer == frozenset({Colour.BLACK})
        assert stones_shown(board) == stones_of(board)
        assert sum(row.count("X") for row in stones_shown(board)) == 4
    found, remark = Settings.load()
    assert remark == ""
    assert (found.size, found.handicap, found.komi, found.computer) == (13, 4, 3.5, "black")


async def test_an_impossible_game_is_refused_in_the_dialog(board: BoardApp) -> None:
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5")
        await dialog(pilot, "f2", NewGame)
        board.screen.query_one("#komi", Input).value = "much"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(board.screen, NewGame)
        await pilot.press("escape")
        await settle(pilot)
        assert board.game_session.game.last_move == 40


async def test_preferences_are_used_at_once_and_remembered(board: BoardApp) -> None:
    async with board.run_test(size=SMALL) as pilot:
        await dialog(pilot, "f9", Preferences)
        board.screen.query_one("#level", Slider).value = 3
        board.screen.query_one("#count", Slider).value = 2
        await pilot.press("enter")
        await settle(pilot)
        assert board.game_session.strength == LEVELS[2]
        assert len(board.query_one(BoardView).picture.suggestions) == 2
    found, _ = Settings.load()
    assert (found.level, found.count) == (3, 2)


@pytest.mark.parametrize(("key", "screen"), [("f2", NewGame), ("f9", Preferences)])
async def test_what_only_the_command_line_has_set_is_not_kept(
    board: BoardApp, key: str, screen: type
) -> None:
    board.settings = Settings(size=13, komi=5.5, seconds=3)
    async with board.run_test(size=SMALL) as pilot:
        await dialog(pilot, key, screen)
        await pilot.press("enter")
        await settle(pilot)
    found, _ = Settings.load()
    kept = (9, 5.5, 1) if screen is NewGame else (19, None, 3)
    assert (found.size, found.komi, found.seconds) == kept
    assert (board.settings.komi, board.settings.seconds) == (5.5, 3)


async def test_preferences_begin_with_what_was_typed(board: BoardApp) -> None:
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "multi", "level 4", "top 7")
        await dialog(pilot, "f9", Preferences)
        await pilot.press("enter")
        await settle(pilot)
        assert (board.game_session.multi, board.game_session.count) == (True, 7)
        assert board.game_session.strength == LEVELS[3]


@pytest.mark.parametrize(("line", "screen"), [("help", Help), ("?", Help), ("new", NewGame)])
async def test_dialogs_can_be_typed(board: BoardApp, line: str, screen: type) -> None:
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, line)
        assert isinstance(board.screen, screen)


@pytest.mark.parametrize("key", ["f1", "f2", "f4", "f9"])
async def test_ctrl_c_closes_a_dialog_and_the_game_stays(board: BoardApp, key: str) -> None:
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5")
        await dialog(pilot, key, Screen)
        assert len(board.screen_stack) == 2
        await pilot.press("tab", "ctrl+c")
        await settle(pilot)
        assert len(board.screen_stack) == 1
        assert board.game_session.game.last_move == 40


async def test_the_palette_knows_the_program(board: BoardApp) -> None:
    async with board.run_test(size=SMALL) as pilot:
        await settle(pilot)
        commands = {command.title: command for command in board.get_system_commands(board.screen)}
        for title in ("Hints", "Guess the moves", "Count", "Take back"):
            assert title in commands
        await commands["Pass"].callback()
        await settle(pilot)
        assert board.game_session.game.move_number == 1
        await commands["Hints"].callback()
        assert board.query_one(BoardView).picture.heat is not None


async def test_new_games_of_other_sizes_can_be_typed(board: BoardApp) -> None:
    async with board.run_test(size=SMALL) as pilot:
        for line, size, handicap in (
            ("new 5", 5, 0),
            ("new 19 2", 19, 2),
            ("handicap 3", 19, 3),
            ("new 9", 9, 0),
        ):
            await enter(pilot, line)
            assert (board.game_session.game.size, board.game_session.game.handicap) == (size, handicap)
            assert stones_shown(board) == stones_of(board)


async def test_var_start_and_end_can_be_typed(board: BoardApp) -> None:
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5", "var")
        assert "no other variation" in str(board.query_one("#message").render())
        await enter(pilot, "u", "C 3", "var")
        assert board.game_session.game.last_move == 4 * 9 + 4
        await enter(pilot, "var")
        assert board.game_session.game.last_move == 6 * 9 + 2
        await enter(pilot, "start")
        assert board.game_session.game.move_number == 0
        await enter(pilot, "end")
        assert board.game_session.game.last_move == 6 * 9 + 2
