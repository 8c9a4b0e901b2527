"""The slider and the choice, by keys and by mouse; every test looks at the value."""

from typing import Any

import pytest
from textual.app import App, ComposeResult

from darkgo.tui.slider import Choice, Slider

STEPS = {step: f"step {step}" for step in range(1, 6)}


class Sliders(App[None]):
    """A slider of five steps (track of 13 columns, one label of 6) and a choice; notes what they post."""

    CSS = "Slider { width: 20; } Choice { width: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[tuple[str | None, Any]] = []

    def compose(self) -> ComposeResult:
        yield Slider(STEPS, 3, id="slider")
        yield Choice({"a": "first", "b": "second", "c": "third"}, "a", id="choice")

    def on_slider_changed(self, event: Slider.Changed) -> None:
        assert event.control is event.slider
        self.changes.append((event.slider.id, event.value))

    def text(self, name: str) -> str:
        return str(self.query_one(f"#{name}", Slider).render())


@pytest.mark.parametrize(
    ("keys", "values"),
    [
        ("right", [4]),
        ("left", [2]),
        ("home", [1]),
        ("end", [5]),
        ("right right right right", [4, 5]),
        ("home left", [1]),
        ("end home right", [5, 1, 2]),
    ],
)
async def test_keys_move_the_knob_and_stop_at_the_ends(keys: str, values: list[int]) -> None:
    app = Sliders()
    async with app.run_test() as pilot:
        await pilot.press(*keys.split())
        assert app.changes == [("slider", value) for value in values]
        assert app.query_one("#slider", Slider).value == values[-1]


async def test_the_knob_stands_where_the_value_is_and_the_label_beside_it() -> None:
    app = Sliders()
    async with app.run_test() as pilot:
        for key, line in [
            ("left", "━━━●───────── step 2"),
            ("home", "●──────────── step 1"),
            ("end", "━━━━━━━━━━━━● step 5"),
        ]:
            await pilot.press(key)
            assert app.text("slider") == line


async def test_a_click_takes_the_knob_to_the_nearest_step() -> None:
    app = Sliders()
    async with app.run_test() as pilot:
        for column, value in [(0, 1), (4, 2), (5, 3), (12, 5), (19, 5)]:
            await pilot.click("#slider", offset=(column, 0))
            assert app.query_one("#slider", Slider).value == value


async def test_a_drag_takes_the_knob_along_beyond_the_ends_until_it_is_let_go() -> None:
    app = Sliders()
    async with app.run_test() as pilot:
        slider = app.query_one("#slider", Slider)
        await pilot.mouse_down("#slider", offset=(6, 0))
        await pilot.hover("#slider", offset=(9, 5))
        assert slider.value == 4
        await pilot.hover("#slider", offset=(60, 3))
        assert slider.value == 5
        await pilot.mouse_up("#slider", offset=(60, 3))
        await pilot.hover("#slider", offset=(0, 0))
        assert slider.value == 5
        assert app.changes == [("slider", 4), ("slider", 5)]


async def test_a_choice_shows_every_label_and_takes_the_one_clicked_on() -> None:
    app = Sliders()
    async with app.run_test() as pilot:
        choice = app.query_one("#choice", Choice)
        assert app.text("choice") == " first  second  third "
        for column, value in [(7, "b"), (6, "a"), (14, "b"), (15, "c"), (21, "c"), (0, "a")]:
            await pilot.click(choice, offset=(column, 0))
            assert choice.value == value
        await pilot.press("right")
        assert choice.value == "b"
        await pilot.press("end")
        assert choice.value == "c"


async def test_the_chosen_label_is_marked() -> None:
    app = Sliders()
    async with app.run_test():
        choice = app.query_one("#choice", Choice)
        choice.value = "b"
        marked = [str(choice.render())[span.start : span.end] for span in choice.render().spans if span.style]
        assert marked == [" second "]


async def test_other_steps_are_offered_silently() -> None:
    app = Sliders()
    async with app.run_test() as pilot:
        choice = app.query_one("#choice", Choice)
        choice.value = "c"
        await pilot.pause()
        choice.offer({"x": "other", "y": "steps"}, "y")
        await pilot.pause()
        assert choice.value == "y"
        assert choice.size.width == len(" other  steps ")
        assert app.changes == [("choice", "c")]


def test_a_value_that_is_no_step_chooses_the_first() -> None:
    assert Slider(STEPS, 99).value == 1
