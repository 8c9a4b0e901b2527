"""The panel beside the board: its parts, one below the other."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from darkgo.engine.session import Session
from darkgo.tui.panel.candidates import SuggestionList
from darkgo.tui.panel.found_moves import found_moves_text
from darkgo.tui.panel.page import Page
from darkgo.tui.panel.status import status_text
from darkgo.tui.panel.views import views_text


class Panel(Vertical):
    """Shows the state of a session beside the board."""

    DEFAULT_CSS = """
    Panel { height: 1fr; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """The parts, in their order."""
        yield Page(
            Static(id="status", markup=False),
            Static(id="found", markup=False),
            SuggestionList(self._session, id="suggestions"),
            Static(id="views", markup=False),
            Static(id="comment", markup=False),
        )

    def show(self) -> None:
        """Shows the session as it is now."""
        session = self._session
        for name, text in (
            ("status", status_text(session)),
            ("found", found_moves_text(session)),
            ("views", views_text(session)),
            ("comment", session.tree.comment),
        ):
            part = self.query_one(f"#{name}", Static)
            part.update(text)
            part.display = bool(text)
        self.query_one(SuggestionList).show()
