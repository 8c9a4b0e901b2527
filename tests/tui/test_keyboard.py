"""Keys that are typed while the widgets that should handle the ones before come to an end."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.events import Key
from textual.widget import Widget

from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.points import format_point
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.command_line import CommandLine
from tests.evaluators import Steady
from tests.tui.screen import settle
from tests.tui.typist import at_once, handled, key
from tests.waiting import until


class Slow(Widget, can_focus=True):
    """Handles a key until it is told to go on."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    async def on_key(self, event: Key) -> None:
        event.stop()
        self.begun.set()
        await self.go_on.wait()


def remove(widget: Slow) -> None:
    """Removes it, and lets it handle what is in its queue first, as Textual does."""
    widget.remove()
    widget.go_on.set()


def break_off(widget: Slow) -> None:
    """Ends it with its queue unhandled."""
    widget.task.cancel()


@pytest.mark.parametrize("end", [remove, break_off])
async def test_keys_go_on_when_a_widget_ends_before_it_has_handled_one(
    end: Callable[[Slow], None], tmp_path: Path
) -> None:
    app = BoardApp(Session(Game(9), Steady()), Settings(size=9))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        slow = Slow()
        await app.screen.mount(slow)
        slow.focus()
        app.post_message(key("x"))
        await slow.begun.wait()
        await until(lambda: slow.message_queue_size)
        end(slow)
        await until(lambda: not slow.is_attached)
        await handled(pilot)
        app.query_one(CommandLine).focus()
        await at_once(pilot, "d4", "<enter>")
        assert [format_point(point, 9) for _, point in app.game_session.game.moves] == ["D4"]
