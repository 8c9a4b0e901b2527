"""The page beside the board, which scrolls if it is longer than the screen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static


class Page(Vertical):
    """A column of widgets. While some of it is hidden, a line below names the keys that scroll."""

    HINT: ClassVar[str] = "Shift+Up, Shift+Down: more"
    DEFAULT_CSS = """
    Page {
        height: 1fr;
        VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
        #more { display: none; height: 1; color: $text-muted; }
    }
    """

    def __init__(self, *parts: Widget) -> None:
        super().__init__()
        self._parts = parts

    def compose(self) -> ComposeResult:
        """The parts, and the hint below."""
        yield VerticalScroll(*self._parts, can_focus=False)
        yield Static(self.HINT, id="more", markup=False)

    def on_mount(self) -> None:
        """Shows the hint as long as there is a scrollbar."""
        self.watch(self.query_one(VerticalScroll), "show_vertical_scrollbar", self._show_hint)

    def turn(self, half_pages: int) -> None:
        """Scrolls down by half pages; up if negative."""
        shown = self.query_one(VerticalScroll)
        shown.scroll_relative(y=half_pages * max(1, shown.size.height // 2), animate=False)

    def _show_hint(self, is_longer: bool) -> None:
        self.query_one("#more").display = is_longer
