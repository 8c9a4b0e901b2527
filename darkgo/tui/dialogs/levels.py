"""The computer's level: a slider, and below it what the level is; and how long level 10 reads ahead."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from darkgo.engine.limit_text import STEPS, limit_words
from darkgo.engine.strength import LEVELS, level_text
from darkgo.tui.dialogs.dialog import row
from darkgo.tui.slider import Slider

LABELS = {level: f"{level} of {len(LEVELS)}" for level in range(1, len(LEVELS) + 1)}


class LevelRow(Vertical):
    """Asks for a level, at first `level`. The slider has the id "level"."""

    DEFAULT_CSS = """
    LevelRow {
        height: auto;
        & > .row { margin-bottom: 0; }
        #level-text { margin-left: 13; color: $text-muted; }
    }
    """

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def compose(self) -> ComposeResult:
        """The slider and the words."""
        yield row("Level", Slider(LABELS, self._level, id="level"))
        yield Static(level_text(self._level), id="level-text", markup=False)

    @on(Slider.Changed, "#level")
    def show_words(self, event: Slider.Changed) -> None:
        """Says what the level is."""
        self.query_one("#level-text", Static).update(level_text(event.value))


def search_row(search: str) -> Horizontal:
    """Asks how long level 10 reads ahead, at first `search`. The slider has the id "search"."""
    steps = STEPS if search in STEPS else (*STEPS, search)
    return row("Level 10", Slider({each: limit_words(each) for each in steps}, search, id="search"))
