"""The help screen shows the rows it is given."""

from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from darkgo.tui.help import Help

GROUPS = [
    (
        "Playing",
        [("A 15", "play on a point"), ("[ ]", "[b]no markup[/b] ]["), ("Enter", "so " * 40 + "end")],
    ),
    ("Looking", [(f"F{number}", f"view number {number}") for number in range(1, 40)]),
    ("Counting", []),
]


def screen_text(pilot: Pilot[None]) -> str:
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


@pytest.fixture
def answers() -> list[Any]:
    return []


async def open_help(pilot: Pilot[None], answers: list[Any]) -> None:
    pilot.app.push_screen(Help(GROUPS), answers.append)
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
async def test_every_row_can_be_scrolled_to(size: tuple[int, int], answers: list[Any]) -> None:
    async with App[None]().run_test(size=size) as pilot:
        pilot.app.animation_level = "none"
        await open_help(pilot, answers)
        seen = screen_text(pilot)
        assert "Playing" in seen
        for _ in range(14):
            await pilot.press("pagedown")
            seen += screen_text(pilot)
        for title, rows in GROUPS:
            assert title in seen
            for key, what in rows:
                assert key in seen
                assert what.split(" ")[-1] in seen
        assert "[b]no" in seen
        await pilot.press("home")
        assert "Playing" in screen_text(pilot)


@pytest.mark.parametrize("key", ["escape", "question_mark", "f1", "q", "enter"])
async def test_keys_close_it(key: str, answers: list[Any]) -> None:
    async with App[None]().run_test(size=(80, 24)) as pilot:
        await open_help(pilot, answers)
        await pilot.press(key)
        assert answers == [None]


async def test_a_click_closes_it(answers: list[Any]) -> None:
    async with App[None]().run_test(size=(80, 24)) as pilot:
        await open_help(pilot, answers)
        await pilot.click("#cancel")
        assert answers == [None]


async def test_nothing_to_help_with(answers: list[Any]) -> None:
    async with App[None]().run_test(size=(80, 24)) as pilot:
        pilot.app.push_screen(Help([]), answers.append)
        await pilot.press("escape")
        assert answers == [None]
