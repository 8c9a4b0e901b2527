"""The palette of commands, by keys: what it asks for, it carries out."""

import pytest

from darkgo.engine.session import Session
from darkgo.engine.strength import LEVELS, level_text
from darkgo.go.game import Game
from darkgo.tui.app import BoardApp
from darkgo.tui.dialogs import Ask
from tests.evaluators import Steady
from tests.tui.screen import choose, settle, text

LEVEL_3 = f"the computer plays at level 3 of 10: {level_text(3)}"


@pytest.mark.parametrize(
    ("title", "refused", "why", "taken", "said"),
    [
        ("Komi", "x", 'komi "x": expected a number', "5.5", "komi 5.5"),
        (
            "Level",
            "11",
            "level 11: expected 1 to 10",
            "3",
            LEVEL_3,
        ),
        ("Jump to a move", "", "0 to 2: nothing was typed", "1", "move 1 of 2"),
    ],
)
async def test_what_a_command_needs_is_asked_for(
    title: str, refused: str, why: str, taken: str, said: str
) -> None:
    app = BoardApp(Session(Game(9), Steady()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*"e5", "enter", *"d4", "enter")
        await choose(pilot, title)
        assert isinstance(app.screen, Ask)
        await pilot.press("ctrl+u", *refused, "enter")
        assert isinstance(app.screen, Ask)
        assert why in str(app.screen.query_one("#refusal").render())
        await pilot.press("end", "ctrl+u", *taken, "enter")
        await settle(pilot)
        assert len(app.screen_stack) == 1
        assert text(app, "message") == said
    session = app.game_session
    found = (session.game.rules.komi, LEVELS.index(session.strength) + 1, session.game.move_number)
    assert found == {"Komi": (5.5, 10, 2), "Level": (7.5, 3, 2)}.get(title, (7.5, 10, 1))


async def test_variations_are_gone_through() -> None:
    app = BoardApp(Session(Game(9), Steady()))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press(*"e5", "enter", "u", "enter", *"d4", "enter")
        for title, index in (("Previous variation", 0), ("Next variation", 1)):
            await choose(pilot, title)
            assert app.game_session.tree.sibling == (index, 2)
