"""Who is ahead in a session's position, and what the last move lost, in words."""

from typing import NamedTuple

from darkgo.engine.report import Report
from darkgo.engine.session import Session
from darkgo.engine.standing import NO_NETWORK_TEXT, NO_STANDING_TEXT, standing_text
from darkgo.engine.words import points_text
from darkgo.errors import BadInput
from darkgo.go.points import Colour

LEAST_OWNERSHIP = 0.5
"""The least absolute value of the ownership at which a point is shown as a player's."""
LEAST_LOSS = 0.05
"""Losses of fewer points are not mentioned."""


def ahead_text(session: Session) -> str:
    """Who is ahead, and what the last move lost: "Black is ahead by 3.5 points, 62%; the last move lost 1.2
    points". Empty while that is not known.
    """
    black = session.standing
    if black is None:
        return ""
    return "; the last move ".join(filter(None, (standing_text(black), lost_text(session.points_lost))))


def lead_text(points: float) -> str:
    """Black's lead as a result is written: B+3.5."""
    said = f"{abs(points):.1f}"
    return "even" if said == "0.0" else f"{'B' if points > 0 else 'W'}+{said}"


def lost_text(points: float | None) -> str:
    """What a move lost, in words: "lost 1.2 points"; empty if that is nothing or not known."""
    if points is None or points < LEAST_LOSS:
        return ""
    return f"lost {points_text(points)}"


def score_text(session: Session) -> str:
    """As `ahead_text`. Raises BadInput if the network has not judged the position, or has no value heads."""
    refuse_without_standing(session)
    return ahead_text(session)


def refuse_without_standing(session: Session) -> None:
    """Raises BadInput, with the reason, if it is not known who is ahead."""
    if session.guessing:
        raise BadInput("the next move is to be guessed first: guess stops guessing")
    if not known_report(session).has_value:
        raise BadInput(f"{NO_STANDING_TEXT}: count counts the board")


def known_report(session: Session) -> Report:
    """What the network says about the position. Raises BadInput, with the reason, if it says nothing."""
    if session.evaluator is None:
        raise BadInput(NO_NETWORK_TEXT)
    if session.report is None:
        raise BadInput("the network has not judged the position yet: try again in a moment")
    return session.report


class Territory(NamedTuple):
    """The owners of the points that the network expects."""

    owner: tuple[int, ...]
    """The expected owner of each point [N]: +1 Black, -1 White, 0 neither."""
    dead: int
    """The mask of the stones on points that are expected to be the opponent's."""


def territory(session: Session) -> Territory | None:
    """The expected owners of the points; None while they are not known."""
    black, board = session.standing, session.game.board
    if black is None or black.ownership is None:
        return None
    owner = tuple(
        0 if abs(share) < LEAST_OWNERSHIP else Colour.BLACK.value if share > 0 else Colour.WHITE.value
        for share in black.ownership
    )
    whites = sum(1 << point for point, whose in enumerate(owner) if whose == Colour.WHITE.value)
    blacks = sum(1 << point for point, whose in enumerate(owner) if whose == Colour.BLACK.value)
    return Territory(owner, board.black & whites | board.white & blacks)
