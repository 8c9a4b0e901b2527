"""The principal variation, or that of the candidate that is pointed at."""

from rich.text import Text

from darkgo.engine.last_move import short
from darkgo.engine.session import Session
from darkgo.tui.panel.words import BOLD


def variation_text(session: Session) -> Text:
    """The moves in turn. Empty if only one move is known, which the list of candidates has."""
    moves = session.shown_variation
    if not moves and session.candidates and (first := session.candidates[0]):
        moves = first.variation
    if len(moves) < 2:
        return Text()
    said = " ".join(short(point, session.game.size) for point in moves)
    return Text("PV ", BOLD).append(said, "not bold")
