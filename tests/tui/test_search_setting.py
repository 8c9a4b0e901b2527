"""How long the computer reads ahead: asked by both dialogs, saved, and overridden by the command line."""

import json
from pathlib import Path

from darkgo.engine.limit import BY_DEFAULT, Limit
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.settings import Settings, default_path
from darkgo.tui.app import BoardApp
from darkgo.tui.dialogs import NewGame, Preferences
from darkgo.tui.slider import Slider
from tests.evaluators import NearestStones
from tests.tui.screen import settle

TWO_SECONDS = Limit(seconds=2, is_default=True)


def board(limit: Limit = BY_DEFAULT) -> BoardApp:
    session = Session(Game(5), NearestStones())
    session.limit = limit
    return BoardApp(session, Settings(size=5, computer="none"))


def saved() -> str:
    found: str = json.loads(Path(default_path()).read_text())["search"]
    return found


async def test_the_settings_ask_for_seconds_a_move() -> None:
    app = board()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f9")
        assert isinstance(app.screen, Preferences)
        app.screen.query_one("#search", Slider).focus()
        await pilot.press("right", "right", "right", "enter")
        await settle(pilot)
        assert app.game_session.limit == TWO_SECONDS
        assert saved() == "2s"


async def test_a_new_game_asks_for_them_too() -> None:
    app = board()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f2")
        assert isinstance(app.screen, NewGame)
        app.screen.query_one("#search", Slider).focus()
        await pilot.press("right", "enter")
        await settle(pilot)
        assert app.game_session.limit.visits == 1
        assert not app.game_session.searches
        assert saved() == "1"


async def test_what_the_command_line_says_holds_until_the_setting_is_changed() -> None:
    said = Limit(visits=3)
    app = board(said)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f2", "enter")
        await settle(pilot)
        assert app.game_session.limit == said
        await pilot.press("f9")
        app.screen.query_one("#search", Slider).focus()
        await pilot.press("right", "right", "right", "enter")
        await settle(pilot)
        assert app.game_session.limit == TWO_SECONDS
