"""The report of a game: a table by phase, and the worst moves, to one of which Enter goes."""

from collections.abc import Iterable

from rich.table import Table
from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from darkgo.engine.game_report import GameReport, judged_text, report_rows
from darkgo.engine.judged_line import JudgedMove
from darkgo.engine.mistakes import mistake_text
from darkgo.tui.dialogs.dialog import Dialog


class ShowReport(Dialog[JudgedMove | None]):
    """Shows a report, and asks for one of its worst moves."""

    TITLE = "Report of the game"
    ACCEPT = "Go there"
    AUTO_FOCUS = "OptionList"
    DEFAULT_CSS = """
    ShowReport {
        #rows { margin-bottom: 1; }
        OptionList { height: auto; max-height: 12; border: none; padding: 0; background: $surface; }
    }
    """

    def __init__(self, report: GameReport) -> None:
        super().__init__()
        self._report = report

    def fields(self) -> Iterable[Widget]:
        """The table, what it does not know, and the worst moves."""
        report = self._report
        table = Table.grid(padding=(0, 3))
        for number, row in enumerate(report_rows(report)):
            table.add_row(*row, style="bold" if not number else "")
        table.columns[1].justify = table.columns[2].justify = "right"
        yield Static(table, id="rows")
        if said := judged_text(report):
            yield Static(said, markup=False)
        if report.worst:
            lines = (mistake_text(one, report.size) for one in report.worst)
            yield OptionList(*(Option(Content(line)) for line in lines), compact=True)
        else:
            yield Static("No move lost anything.", markup=False)

    def buttons(self) -> Iterable[Button]:
        """Without a move that lost anything there is nowhere to go."""
        yield from super().buttons() if self._report.worst else [Button("Close", compact=True, id="cancel")]

    @on(OptionList.OptionSelected)
    def take_move(self, event: OptionList.OptionSelected) -> None:
        """A line was clicked, or Enter pressed on it."""
        self.finish(self._report.worst[event.option_index])

    def answer(self) -> JudgedMove | None:
        """The move under the cursor."""
        if not self._report.worst:
            return None
        return self._report.worst[self.query_one(OptionList).highlighted or 0]
