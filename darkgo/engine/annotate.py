"""Writes judgements into a record: comments, SGF's properties of good and bad moves, and values."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from darkgo.engine.judged_line import JudgedMove
from darkgo.engine.mistakes import better_text, mistake_text, mistakes
from darkgo.engine.report import Report
from darkgo.engine.session import Session
from darkgo.engine.standing import standing_text
from darkgo.go.nodes import TakeBack

VERY_BAD = 5.0
"""The points lost from which a mistake is a very bad one."""
AHEAD = 0.75
"""The win rate from which a position is good for a player."""
OF_MOVES = ("BM", "DO", "IT", "TE")
"""SGF's judgements of a move; a node has one of them at most."""
OF_POSITIONS = ("DM", "GB", "GW", "UC")
"""SGF's judgements of a position; a node has one of them at most."""


def annotate(session: Session, *, values: bool = False) -> int:
    """Annotates the present line of a judged record, as an edit; returns how many mistakes were marked.

    A mistake gets a comment and BM, bad move. A move gets TE, tesuji, if it is the network's best and every
    other candidate would be a mistake. If a player is clearly ahead after a mistake, the position gets GB or
    GW, good for Black or White. With `values` every judged position gets V, Black's lead. The record's own
    annotations stay. Raises BadInput if the comments cannot be written in its character set.
    """
    line = session.judged_line()
    found = mistakes(line, session.mistake)

    def make() -> TakeBack:
        done: list[TakeBack] = []

        def take_back() -> None:
            for each in reversed(done):
                each()

        try:
            for each in _annotations(session, line, found, values):
                done.append(each)
        except BaseException:
            take_back()
            raise
        return take_back

    session.edit_record("annotate", make)
    return len(found)


def _annotations(
    session: Session, line: Collection[JudgedMove], found: Collection[JudgedMove], values: bool
) -> Iterator[TakeBack]:
    """Adds one annotation after another, and gives what takes each back."""
    for one in found:
        yield from _mark_mistake(session, one)
    for before, one in pairwise(line):
        if one.move and _is_only_move(session.report_at(before.node), one.move[1], session.mistake):
            yield from _add_first(session, one, OF_MOVES, "TE", "1")
    for one in line if values else ():
        if one.black:
            yield from _add_first(session, one, ("V",), "V", f"{one.black.lead:.2f}")


def _is_only_move(before: Report | None, point: int, mistake: float) -> bool:
    """Whether the move at a point is the best candidate of a report, and every other one a mistake."""
    valued = [one for one in before.candidates if one.has_value] if before else []
    return (
        len(valued) > 1
        and valued[0].point == point
        and all(valued[0].lead - one.lead >= mistake for one in valued[1:])
    )


def _add_first(
    session: Session, one: JudgedMove, idents: Collection[str], ident: str, value: str
) -> Iterator[TakeBack]:
    """Gives a node a property if it has none of these."""
    notes = session.tree.annotations(one.node)
    if not notes.has(*idents):
        yield notes.add(ident, value.encode())


def _mark_mistake(session: Session, one: JudgedMove) -> Iterator[TakeBack]:
    notes = session.tree.annotations(one.node)
    size = session.game.size
    said = "; ".join(filter(None, (mistake_text(one, size), better_text(one, size))))
    comment = f"{said}. {standing_text(one.black)}." if one.black else f"{said}."
    if comment not in notes.comment:
        yield notes.add_comment(comment)
    yield from _add_first(session, one, OF_MOVES, "BM", "2" if (one.lost or 0) >= VERY_BAD else "1")
    if one.black and max(one.black.winrate, 1 - one.black.winrate) >= AHEAD:
        yield from _add_first(session, one, OF_POSITIONS, "GB" if one.black.winrate >= AHEAD else "GW", "1")
