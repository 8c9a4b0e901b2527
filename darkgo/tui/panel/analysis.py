"""What is said while positions are searched until told, and afterwards."""

from darkgo.engine.session import Session


def analysis_text(session: Session) -> str:
    """How far the search of the present position is: "Analysing: 5,230 visits, 412 a second". Empty while
    there is none."""
    known = session.report
    if not session.is_analysing:
        return ""
    if known is None or not known.is_searched:
        return "Analysing ..."
    return f"Analysing: {known.visits:,} visits, {known.speed:.0f} a second"


def analysing_text(session: Session) -> str:
    """What is said when an analysis was begun, or ended."""
    if session.is_analysing:
        return "analysing this position, and those you go to; F7 stops it"
    if session.analyses:
        return "your positions are analysed from your next turn on; F7 stops it"
    known = session.report
    visits = f": {known.visits:,} visits" if known and known.is_searched else ""
    return f"the analysis is over{visits}"
