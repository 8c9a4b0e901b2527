"""What the last move was, and what it lost, in one line."""

from darkgo.engine.judged_line import JudgedMove
from darkgo.engine.session import Session
from darkgo.go.points import PASS, format_point

ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def last_move_text(session: Session) -> str:
    """The number of the last move, the points that it lost, the network's rank of it, and what was better:
    "80 F11 -3.1, 7th choice (best E6)".

    Empty before the first move. The better move is left out while hints are off, because the person may still
    want to find it. Facts that are not known are left out, too.
    """
    game = session.game
    if game.last_move is None:
        return ""
    said = f"{game.move_number} {short(game.last_move, game.size)}"
    made = present(session)
    if made is None or not session.shows_evaluation:
        return said
    if made.lost is not None:
        said += f" {lost_number(made.lost)}"
    if made.rank is not None:
        said += f", {ordinal(made.rank)} choice"
    if made.best not in (None, game.last_move) and session.shows_thoughts:
        assert made.best is not None
        said += f" (best {short(made.best, game.size)})"
    return said


def present(session: Session) -> JudgedMove | None:
    """The last move with its judgement; None if it was a setup."""
    here = session.judged_last()
    return here if here.move and here.move[1] == session.game.last_move else None


def lost_number(points: float) -> str:
    """What a move lost, as a change of its player's lead: "-3.1", "0.0", "+0.4"."""
    said = f"{abs(points):.1f}"
    return said if said == "0.0" else f"{'-' if points > 0 else '+'}{said}"


def short(point: int, size: int) -> str:
    """A point without a blank: "F11", "Pass"."""
    return "Pass" if point == PASS else format_point(point, size)


def ordinal(number: int) -> str:
    """1st, 2nd, 11th, 23rd."""
    return f"{number}{'th' if number // 10 % 10 == 1 else ORDINALS.get(number % 10, 'th')}"
