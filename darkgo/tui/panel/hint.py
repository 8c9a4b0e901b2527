"""The hint in the empty command line."""

from darkgo.engine.session import Session
from darkgo.engine.words import point_text
from darkgo.go.points import PASS


def hint(session: Session) -> str:
    """What can be typed, on one line. The effect of Enter alone comes first, to prevent surprises."""
    if not session.suggestions or session.computer_to_move:
        return "A 15, p, u, r, ? help"
    best = session.suggestions[0].point
    enter = "passes" if best == PASS else f"plays {point_text(best, session.game.size)}"
    return f"Enter {enter}; A 15, ? help"
