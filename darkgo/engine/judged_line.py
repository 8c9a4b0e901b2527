"""The judged line of a game: who is ahead in each position, and what each move lost."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from darkgo.engine.report import Candidate, Report
from darkgo.engine.standing import Standing
from darkgo.go.line import Place
from darkgo.go.points import Colour
from darkgo.go.steps import Move


@dataclass(frozen=True)
class Judged:
    """What is known of a position, and whose turn it is there."""

    report: Report
    to_move: Colour

    @cached_property
    def black(self) -> Standing | None:
        """Who is ahead, seen by Black; None if the network has no value heads."""
        if not self.report.has_value:
            return None
        # Kept, because the line of a long game is drawn after every key.
        standing = self.report.standing
        return standing if self.to_move is Colour.BLACK else standing.turned()


class JudgedMove(NamedTuple):
    """A position of a line, and the move that led to it. What is not known is None."""

    number: int
    """The moves made before it, 0 for the root."""
    move: Move | None
    """The move that led to it; None at the root and after a setup."""
    black: Standing | None
    """Who is ahead in it, seen by Black."""
    lost: float | None
    """The points that the move lost, compared with the best candidate. A number below 0 is a gain."""
    rank: int | None
    """The network's rank of the move, 1 for its first choice."""
    best: int | None
    """The best candidate before the move; None if that has no value."""
    node: Hashable
    """Its node of the tree."""
    better: tuple[int, ...] = ()
    """The moves that a search expected instead of the move, the best candidate first; else empty."""


def judged_line(
    places: Iterable[Place], known: Callable[[Hashable], Judged | None]
) -> tuple[JudgedMove, ...]:
    """The positions of a line, from the root on. `known` gives what is known of a node.

    Nodes that have only comments are left out, because they have the position of the node before.
    """
    groups: list[tuple[Place, list[Hashable]]] = []
    for place in places:
        if groups and not place.changes_board:
            groups[-1][1].append(place.node)
        else:
            groups.append((place, [place.node]))
    found: list[JudgedMove] = []
    before: Judged | None = None
    for place, nodes in groups:
        now = next(filter(None, map(known, nodes)), None)
        lost = rank = best = None
        better: tuple[int, ...] = ()
        if before and place.move:
            lost, rank = points_lost(before, place.move, now), rank_of(before, place.move)
            first = before.report.candidates[:1]
            best = first[0].point if first and first[0].has_value else None
            better = first[0].variation if best is not None and before.report.is_searched else ()
        black = now.black if now else None
        found.append(JudgedMove(place.number, place.move, black, lost, rank, best, place.node, better))
        before = now
    return tuple(found)


def points_lost(before: Judged, move: Move, after: Judged | None = None) -> float | None:
    """How many points a move lost: the lead of the best candidate minus that of the move, by the report
    before it. A number below 0 is a gain. None if the loss is not known.

    If that report has no value for the move, the standing after the move is taken. Without a search it is the
    same number. With searches before and after the move, the one that visited it more is taken.
    """
    colour, point = move
    report = before.report
    if before.to_move is not colour or not report.candidates or not report.candidates[0].has_value:
        return None
    best = report.candidates[0]
    if best.point == point:
        return 0.0
    moves = (report.played, *report.candidates)
    made = next((one for one in moves if one and one.point == point and one.has_value), None)
    later = after.report if after and after.report.has_value and after.to_move is colour.other else None
    if later and (made is None or _visited_more(later, report, made)):
        return best.lead + later.standing.lead
    return best.lead - made.lead if made else None


def _visited_more(later: Report, report: Report, made: Candidate) -> bool:
    """Whether a move has fewer visits in a report than its own position has in a later one."""
    return report.is_searched and later.is_searched and later.visits > made.visits


def rank_of(before: Judged, move: Move) -> int | None:
    """The network's rank of a move among the legal moves; None if it is not one of them."""
    colour, point = move
    if before.to_move is not colour:
        return None
    ranks = (rank for rank, one in enumerate(before.report.ranking, 1) if one.point == point)
    return next(ranks, None)
