"""The list of suggestions beside the board, with a bar for each probability."""

from rich.color import Color
from rich.style import Style
from rich.text import Text
from textual.events import Resize
from textual.widgets import Static

from darkgo.engine.hints import Hints
from darkgo.engine.perform import point_text
from darkgo.engine.ranking import Suggestion
from darkgo.engine.session import MARKS, Session
from darkgo.tui.stones import share_colour

SHORTEST, LONGEST = 12, 50
"""The least and the most columns of a bar for probability 1."""
BEFORE = 19
"""The most columns of the text before a bar."""
_DIM = Style(dim=True)
_BOLD = Style(bold=True)


class SuggestionList(Static):
    """Shows the suggestions of a session; empty if there are none."""

    def __init__(self, session: Session, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._session = session

    def show(self) -> None:
        """Shows the session as it is now."""
        text = suggestions_text(self._session, self.content_size.width)
        self.update(text)
        self.display = bool(text)

    def on_resize(self, event: Resize) -> None:
        """Fits the bars into another width."""
        self.show()


def suggestions_text(session: Session, width: int) -> Text:
    """The suggestions, each with its number, its probability in percent and a bar, in `width` columns.

    From the tenth on, the number to type and the mark on the board differ, so both are shown.
    """
    text = Text(no_wrap=True)
    shown = session.suggestions
    for rank, suggestion in enumerate(shown, 1):
        mark = MARKS[rank - 1] if 9 < rank <= len(MARKS) else " "
        mark = f"{rank:>2} {mark}" if len(shown) > 9 else f"{rank}"
        _line(text, mark, suggestion, session.game.size, width)
    if not shown and not session.counting:
        text.append(_instead_of_suggestions(session), _DIM)
    return text


def _instead_of_suggestions(session: Session) -> str:
    is_off = session.hints is Hints.OFF
    if session.wanted() and (session.computer_to_move or not is_off):
        return "The network is thinking ..."
    has_some = session.evaluator and not (session.guessing or session.is_over)
    return "Hints are off (F5)" if is_off and has_some else ""


def _line(text: Text, mark: str, suggestion: Suggestion, size: int, width: int) -> None:
    share = suggestion.probability
    text.append("\n" if text else "")
    text.append(f"{mark}: ", _BOLD)
    text.append(f"{point_text(suggestion.point, size):<5}{100 * share:6.2f}% ")
    colour = Color.from_rgb(*share_colour(round(100 * share)))
    longest = max(SHORTEST, min(width - BEFORE, LONGEST))
    text.append("█" * round(longest * share) or "▏", Style(color=colour))
