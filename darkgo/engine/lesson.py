"""The line that tells a person about a move against the computer that lost many points."""

from collections.abc import Callable, Hashable

from darkgo.engine.judged_line import Judged, JudgedMove
from darkgo.engine.thinking import Question
from darkgo.engine.values import VALUED_MOVES
from darkgo.engine.words import point_text, points_text
from darkgo.go.tree import GameTree

TEACH = 10.0
"""The points that a move must lose to be mentioned, unless the settings say otherwise. With fewer, too many
good moves would be blamed: in the network's judgement, one in six moves of professionals loses 5 points, and
one in 25 loses 10."""


def lesson_question(
    tree: GameTree, multi: bool, known: Callable[[Hashable], Judged | None]
) -> Question | None:
    """The question about the position before the last move whose answer says what that move lost. None if
    this is known, or if there was no move. `known` gives the report of a node, if there is one."""
    way = [place for place in tree.way if place.changes_board]
    move = way[-1].move
    if move is None or len(way) == 1:
        return None
    there, game = way[-2].node, tree.game.snapshot()
    game.undo()
    judged = known(there)
    if game.to_move is not move[0] or (judged and _is_told(judged, move[1])):
        return None
    return Question(game, there, multi, valued_moves=VALUED_MOVES, played=move[1])


def _is_told(judged: Judged, point: int) -> bool:
    """Whether a report has values for its best candidate and for the move at a point, or no values at all."""
    report = judged.report
    valued = [
        one.point for one in (report.played, *report.candidates[:VALUED_MOVES]) if one and one.has_value
    ]
    return not report.has_value or (point in valued and report.candidates[0].has_value)


def lesson_text(last: JudgedMove, least: float, size: int) -> str:
    """What the last move lost, if it lost enough points, and what was better; else empty."""
    if last.move is None or last.lost is None or last.lost < least or last.best in (None, last.move[1]):
        return ""
    return f"That lost {points_text(last.lost)}, {point_text(last.best, size)} was better: take back? u"
