"""Reports as a search gives them: many visits, and variations of several moves."""

from dataclasses import replace

from darkgo.engine.report import Candidate
from darkgo.engine.session import Session
from darkgo.engine.thinking import Question
from darkgo.go.points import parse_point

LINES = (
    (812, 2.3, 0.58, "E5 C3 G7 C7"),
    (130, 2.0, 0.57, "G5 E3 E7"),
    (40, 0.9, 0.54, "C5 G3"),
    (18, -1.9, 0.45, "D4 D3"),
    (2, -4.0, 0.4, "A1 A2"),
)
"""Visits, lead, win rate and variation of each candidate, seen by the player to move, on nine lines."""


def read_ahead(session: Session) -> None:
    """Gives the session a report of a search for its present position, which is judged already."""
    known = session.report
    assert known is not None
    candidates = []
    for visits, lead, winrate, line in LINES:
        points = tuple(parse_point(name, 9) for name in line.split())
        prior = next(move.probability for move in known.ranking if move.point == points[0])
        candidates.append(Candidate(points[0], prior, visits, points, winrate, lead, winrate, (0.0,) * 81))
    visits = sum(one.visits for one in candidates)
    report = replace(known, candidates=tuple(candidates), visits=visits, is_searched=True)
    session.accept(Question(session.game.snapshot(), session.tree.node, session.multi), report)
