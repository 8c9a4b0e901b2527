"""Who is ahead in a session's position, and what the last move lost, in words."""

from typing import NamedTuple

from darkgo.engine.session import Session
from darkgo.engine.standing import LACKING, standing_text
from darkgo.errors import BadInput
from darkgo.go.points import Colour

LEAST = 0.5
"""The least ownership, of either sign, at which a point is shown as somebody's."""
SMALL = 0.05
"""Points that are not worth a word."""


def ahead_text(session: Session) -> str:
    """Who is ahead, and what the last move lost: "Black is ahead by 3.5 points, 62%; the last move lost 1.2
    points". Empty while that is not known.
    """
    black = session.standing
    if black is None:
        return ""
    return "; the last move ".join(filter(None, (standing_text(black), lost_text(session.points_lost))))


def lost_text(points: float | None) -> str:
    """What a move lost, in words: "lost 1.2 points"; empty if that is nothing or not known."""
    if points is None or points < SMALL:
        return ""
    return f"lost {points:.1f} point{'' if f'{points:.1f}' == '1.0' else 's'}"


def score_text(session: Session) -> str:
    """Who is ahead in a position that the network has judged. Raises BadInput if it cannot say, or has not
    judged the position."""
    refuse_without_standing(session)
    return ahead_text(session)


def refuse_without_standing(session: Session) -> None:
    """Raises BadInput, with the reason, where it is not known who is ahead."""
    if session.guessing:
        raise BadInput("the next move is to be guessed first")
    if session.evaluator is None:
        raise BadInput("there is no network to ask: count counts the board")
    if session.report is None:
        raise BadInput("the network has not judged the position")
    if not session.report.judges:
        raise BadInput(f"{LACKING}: count counts the board")


class Territory(NamedTuple):
    """What the network expects of the board."""

    owner: tuple[int, ...]
    """The owner of each point [N]: +1 Black, -1 White, 0 open."""
    dead: int
    """The mask of the stones on points that are expected to be the opponent's."""


def territory(session: Session) -> Territory | None:
    """Whose the points are expected to be; None while that is not known."""
    black, board = session.standing, session.game.board
    if black is None or black.ownership is None:
        return None
    owner = tuple(
        0 if abs(share) < LEAST else Colour.BLACK.value if share > 0 else Colour.WHITE.value
        for share in black.ownership
    )
    whites = sum(1 << point for point, whose in enumerate(owner) if whose == Colour.WHITE.value)
    blacks = sum(1 << point for point, whose in enumerate(owner) if whose == Colour.BLACK.value)
    return Territory(owner, board.black & whites | board.white & blacks)
