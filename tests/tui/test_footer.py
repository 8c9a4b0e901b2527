"""The line of keys at the bottom: it stays as it is until there are other keys to show."""

from textual.widgets import Footer

from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.tui.app import BoardApp
from darkgo.tui.command_line import CommandLine
from tests.evaluators import Steady
from tests.tui.typist import done, slowly


async def test_it_is_built_once_for_the_same_keys() -> None:
    app = BoardApp(Session(Game(5), Steady()))
    async with app.run_test(size=(80, 24)) as pilot:
        await done(pilot)
        before = list(app.query_one(Footer).children)
        assert before
        await slowly(pilot, "c3", "<enter>", "<tab>", "<tab>", "<f1>", "<escape>")
        assert list(app.query_one(Footer).children) == before


async def test_a_new_key_is_shown() -> None:
    app = BoardApp(Session(Game(5), Steady()))
    async with app.run_test(size=(80, 24)) as pilot:
        await done(pilot)
        count = len(app.query_one(Footer).children)
        app.bind("f12", "quit", description="Leave")
        app.refresh_bindings()
        await done(pilot)
        assert len(app.query_one(Footer).children) == count + 1
        app.query_one(CommandLine).focus()
        await done(pilot)
        assert len(app.query_one(Footer).children) == count + 1
