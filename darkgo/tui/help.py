"""The help screen: what every key and command does."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Button, Static

from darkgo.tui.dialogs.dialog import Dialog

Rows = Sequence[tuple[str, str]]
"""Pairs of a key or command, and what it does."""
WIDEST = 24
"""Columns for the keys at most; longer ones are wrapped."""


class Help(Dialog[None]):
    """A page that scrolls. `groups` are titles, each with its rows."""

    TITLE = "Help"
    AUTO_FOCUS = "#page"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,f1,q", "cancel", "Close")]
    DEFAULT_CSS = """
    Help {
        #frame { height: 100%; max-height: 44; }
        #page { height: 1fr; scrollbar-size-vertical: 1; }
        .group { text-style: bold; color: $text-accent; }
        .rows { margin-bottom: 1; }
    }
    """

    def __init__(self, groups: Sequence[tuple[str, Rows]]) -> None:
        super().__init__()
        self._groups = groups

    def fields(self) -> Iterable[Widget]:
        """The page."""
        longest = max((len(key) for _, rows in self._groups for key, _ in rows), default=0)
        with VerticalScroll(id="page"):
            for title, rows in self._groups:
                yield Static(title, markup=False, classes="group")
                yield Static(_table(rows, min(longest, WIDEST)), classes="rows")

    def buttons(self) -> Iterable[Button]:
        """The button that closes the page."""
        yield Button("Close", compact=True, id="cancel")

    def answer(self) -> None:
        """Nothing is asked."""


class Info(Help):
    """All that is known of a game and its position."""

    TITLE = "Game and position"


def _table(rows: Rows, width: int) -> Table:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(width=width, style="bold")
    table.add_column(ratio=1)
    for key, what in rows:
        table.add_row(Text(key), Text(what))
    return table
