"""The mistakes of a judged line: the moves that lost many points."""

from collections.abc import Iterable, Sequence

from darkgo.engine.judged_line import JudgedMove
from darkgo.engine.words import move_text, point_text, points_text
from darkgo.go.points import PASS, format_point

MISTAKE = 2.0
"""The points that a move must lose to be a mistake, unless the settings say otherwise."""
WORST = 5
"""The mistakes of a report."""


def mistakes(line: Iterable[JudgedMove], least: float = MISTAKE) -> list[JudgedMove]:
    """The moves that lost at least so many points, in the order of the game."""
    return [one for one in line if one.lost is not None and one.lost >= least]


def worst(line: Iterable[JudgedMove], count: int = WORST) -> list[JudgedMove]:
    """The moves that lost most, the worst first, the earlier one on a tie. Moves that lost nothing are left
    out."""
    lost = [one for one in line if one.lost is not None and one.lost > 0]
    return sorted(lost, key=lambda one: (-(one.lost or 0), one.number))[:count]


def neighbour(found: Sequence[JudgedMove], number: int, step: int) -> JudgedMove | None:
    """One of some moves in the order of the game: the next move after `number` moves, or with a negative step
    the last one up to there. None if there is none."""
    if step > 0:
        return next((one for one in found if one.number - 1 > number), None)
    return next((one for one in reversed(found) if one.number - 1 < number), None)


def better_text(one: JudgedMove, size: int) -> str:
    """The moves that a search expected instead: "expected E6 F3 C6"; empty if only one is known."""
    moves = " ".join("pass" if point == PASS else format_point(point, size) for point in one.better)
    return f"expected {moves}" if len(one.better) > 1 and one.better[:1] == (one.best,) else ""


def mistake_text(one: JudgedMove, size: int) -> str:
    """A move and what it lost, in words: "Move 80, Black plays F 11, lost 3.1 points, choice 7; E 6 is
    better"."""
    assert one.move
    said = [f"Move {one.number}", move_text(*one.move, size)]
    if one.lost is not None:
        said.append(f"lost {points_text(one.lost)}")
    if one.rank:
        said.append(f"choice {one.rank} of the network")
    better = "" if one.best in (None, one.move[1]) else f"; better {point_text(one.best, size)}"
    return ", ".join(said) + better
