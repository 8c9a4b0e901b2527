"""What a user prefers: how the board looks, what the network shows, how strong it plays."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from darkgo.engine.hints import Hints
from darkgo.errors import BadInput
from darkgo.settings import LONGEST_NAME, Settings, is_name
from darkgo.tui.dialogs.dialog import Dialog, row
from darkgo.tui.dialogs.levels import LevelRow, search_row
from darkgo.tui.slider import Choice, Slider

T = TypeVar("T", int, float, str)

STONES = {"round": "round", "plain": "plain"}
HINTS = {str(hints): hints.words for hints in Hints}
VIEWS = {False: "one view", True: "mean of eight views"}
COUNTS = range(1, 16)
RATES = (0.0, 2.0, 5.0, 10.0)
"""Win rates in percent, below which the computer resigns."""
POINTS = (1.0, 1.5, 2.0, 3.0, 5.0, 10.0)
SECONDS = (0.0, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)


def _with(steps: Iterable[T], present: T) -> list[T]:
    """The usual steps and the present one: what is set stays as it is until it is changed."""
    return sorted({present}.union(steps))


class Preferences(Dialog[Settings]):
    """Asks for the settings, beginning with `settings`. The theme is shown while it is chosen."""

    TITLE = "Settings"
    DEFAULT_CSS = """
    Preferences.-low .row { margin-bottom: 0; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (34, "-high")]  # noqa: RUF012 (no ClassVar in Textual)
    NAMES = (
        "theme",
        "stones",
        "count",
        "hints",
        "hints_in_play",
        "multi",
        "level",
        "search",
        "resign",
        "seconds",
        "mistake",
        "teach",
    )
    """The settings that are chosen; the name is typed."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def fields(self) -> Iterable[Widget]:
        """A row for each."""
        settings = self._settings
        self._theme_before = self.app.theme
        themes = {name: name for name in _with(self.app.available_themes, self.app.theme)}
        counts = {count: str(count) for count in _with(COUNTS, settings.count)}
        pauses = {seconds: f"{seconds:g} s" for seconds in _with(SECONDS, settings.seconds)}
        resigns = {rate: f"below {rate:g}%" if rate else "never" for rate in _with(RATES, settings.resign)}
        yield row("Theme", Slider(themes, self.app.theme, id="theme"))
        yield row("Stones", Choice(STONES, settings.stones, id="stones"))
        yield row("Suggestions", Slider(counts, settings.count, id="count"))
        yield row("Hints", Choice(HINTS, settings.hints, id="hints"))
        yield row(" vs computer", Choice(HINTS, settings.hints_in_play, id="hints_in_play"))
        yield row("-multi", Choice(VIEWS, settings.multi, id="multi"))
        yield LevelRow(settings.level)
        yield search_row(settings.search)
        yield row("Resigns", Choice(resigns, settings.resign, id="resign"))
        yield row("Pause", Slider(pauses, settings.seconds, id="seconds"))
        lost = {points: f"loses {points:g} points" for points in _with(POINTS, settings.mistake)}
        told = {points: f"of {points:g} points lost" for points in _with(POINTS, settings.teach)}
        yield row("A mistake", Slider(lost, settings.mistake, id="mistake"))
        yield row("Be told", Slider({0.0: "never", **told}, settings.teach, id="teach"))
        said = "in saved games, if you like"
        yield row("Your name", Input(settings.name, said, compact=True, id="name", max_length=LONGEST_NAME))

    @on(Slider.Changed, "#theme")
    def show_theme(self, event: Slider.Changed) -> None:
        """Shows the theme at once."""
        self.app.theme = event.value

    def finish(self, answer: Settings | None) -> None:
        """Closes the dialog; the theme comes back if it was cancelled."""
        if answer is None:
            self.app.theme = self._theme_before
        super().finish(answer)

    def answer(self) -> Settings:
        """The settings; those that are not asked for stay."""
        chosen = {name: self.query_one(f"#{name}", Slider).value for name in self.NAMES}
        name = self.query_one("#name", Input).value.strip()
        if not is_name(name):
            raise BadInput(f"the name {name} is the program's own: take another")
        return replace(self._settings, name=name, **chosen)
