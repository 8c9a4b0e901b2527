"""What each of the eight views says."""

from rich.style import Style
from rich.text import Text

from darkgo.engine.session import Session
from darkgo.engine.words import point_text
from darkgo.go.symmetry import NAMES

_BOLD = Style(bold=True)


def views_text(session: Session) -> Text:
    """The best move in each of the eight views, and in their mean."""
    text = Text(no_wrap=True)
    known = session.report
    if not session.views or known is None or session.guessing:
        return text
    text.append("Eight views", _BOLD)
    for name, ranking in zip(NAMES, known.views, strict=False):
        best = ranking[0]
        text.append(f"\n{name:<14}{point_text(best.point, session.game.size):<5}")
        text.append(f"{100 * best.probability:6.2f}%")
    return text
