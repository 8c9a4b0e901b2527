"""Which of the kept games to go on with."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from darkgo.autosave import Kept
from darkgo.tui.dialogs.dialog import Dialog


class KeptGames(Dialog[Kept]):
    """Asks for one of the games, each with a line that says what it was. There is at least one."""

    TITLE = "Games that were not saved"
    ACCEPT = "Go on with it"
    AUTO_FOCUS = "OptionList"
    DEFAULT_CSS = """
    KeptGames OptionList {
        height: auto;
        max-height: 12;
        border: none;
        padding: 0;
        background: $surface;
    }
    """

    def __init__(self, games: Sequence[tuple[Kept, str]]) -> None:
        super().__init__()
        self._games = games

    def fields(self) -> Iterable[Widget]:
        """One line for each game, the newest first."""
        lines = (f"{kept.when:%Y-%m-%d %H:%M}  {what}" for kept, what in self._games)
        yield OptionList(*(Option(Content(line)) for line in lines), compact=True)

    @on(OptionList.OptionSelected)
    def take_game(self, event: OptionList.OptionSelected) -> None:
        """A line was clicked, or Enter pressed on it."""
        self.finish(self._games[event.option_index][0])

    def answer(self) -> Kept:
        """The game under the cursor."""
        return self._games[self.query_one(OptionList).highlighted or 0][0]
