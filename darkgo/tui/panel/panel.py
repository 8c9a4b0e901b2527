"""The panel beside the board: parts of a few lines each, and below them a page that scrolls."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Resize
from textual.widgets import Static

from darkgo.engine.judged_line import JudgedMove
from darkgo.engine.last_move import last_move_text
from darkgo.engine.session import Session
from darkgo.tui.panel.analysis import analysis_text
from darkgo.tui.panel.bar import bar_text
from darkgo.tui.panel.candidates import Candidates
from darkgo.tui.panel.found_moves import found_moves_text
from darkgo.tui.panel.graph import Graph
from darkgo.tui.panel.names import names_text
from darkgo.tui.panel.page import Page
from darkgo.tui.panel.room import Room, room_below, room_for
from darkgo.tui.panel.status import facts_text, status_text
from darkgo.tui.panel.tree_strip import TreeStrip
from darkgo.tui.panel.variation import variation_text
from darkgo.tui.panel.views import views_text


class Panel(Vertical):
    """Shows the state of a session beside the board."""

    DEFAULT_CSS = """
    Panel {
        height: 1fr;
        & > Static { width: 100%; height: auto; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._has_values = False

    def compose(self) -> ComposeResult:
        """The parts, in their order."""
        yield Static(id="names", markup=False)
        yield Static(id="bar", markup=False)
        yield Graph(id="graph")
        yield Static(id="last", markup=False)
        yield Static(id="analysis", markup=False)
        yield Candidates(self._session, id="suggestions")
        yield Static(id="variation", markup=False)
        yield TreeStrip(id="tree")
        yield Page(
            Static(id="status", markup=False),
            Static(id="comment", markup=False),
            Static(id="found", markup=False),
            Static(id="views", markup=False),
            Static(id="facts", markup=False),
        )

    def on_resize(self, event: Resize) -> None:
        """Fits the parts into another size."""
        self.show()

    def show(self) -> None:
        """Shows the session as it is now."""
        session, width = self._session, self.size.width
        line = session.judged_line() if session.shows_evaluation else ()
        # A position that is not judged yet does not make the parts come and go.
        is_open = session.report is None and session.evaluator is not None
        self._has_values = any(one.black for one in line) or (self._has_values and is_open)
        room = self._room
        self.show_time()
        self._show_evaluation(line, room, width)
        analysis = self.query_one("#analysis", Static)
        analysis.update(analysis_text(session))
        analysis.display = session.is_analysing and room.last_move > 0
        self.query_one(Candidates).show(width, room.candidates, has_titles=room.titles > 0)
        self.show_variation()
        self.query_one(TreeStrip).show(session, width, room.tree)
        for name, text in (
            ("status", status_text(session)),
            ("found", found_moves_text(session)),
            ("views", views_text(session)),
            ("comment", session.tree.comment),
            ("facts", facts_text(session)),
        ):
            part = self.query_one(f"#{name}", Static)
            part.update(text)
            part.display = bool(text)

    def show_time(self) -> None:
        """Shows the players and their clocks."""
        text = names_text(self._session, self.size.width, self._room.names)
        part = self.query_one("#names", Static)
        part.update(text)
        part.display = self._room.names > 0

    def show_variation(self) -> None:
        """Shows the variation that is pointed at, or the principal one."""
        part, lines = self.query_one("#variation", Static), self._room.variation
        text = variation_text(self._session)
        part.update(text)
        part.styles.max_height = max(1, lines)
        part.display = bool(text) and lines > 0

    def _show_evaluation(self, line: Sequence[JudgedMove], room: Room, width: int) -> None:
        session = self._session
        is_shown = self._has_values and session.shows_evaluation
        bar, last, graph = (
            self.query_one("#bar", Static),
            self.query_one("#last", Static),
            self.query_one(Graph),
        )
        bar.display = is_shown and room.bar > 0
        graph.display = is_shown and room.graph > 0
        if is_shown:
            bar.update(bar_text(session.standing, width))
            graph.show(line, session.game.move_number, width, max(1, room.graph), session.mistake)
        text = last_move_text(session)
        last.update(text)
        last.display = bool(text) and room.last_move > 0

    @property
    def _room(self) -> Room:
        if self.screen.has_class("-narrow"):
            return room_below(self.screen.size.height)
        return room_for(self.size.height, has_values=self._has_values)
