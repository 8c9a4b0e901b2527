"""The computer's level: a slider, and below it what the level is."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

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
