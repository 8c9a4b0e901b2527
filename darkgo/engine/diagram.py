"""A board, or a part of it, as text."""

from collections.abc import Iterable, Mapping

from darkgo.go.board import Board
from darkgo.go.points import LETTERS, PASS, Colour, star_points

STONES = {Colour.BLACK: "X", Colour.WHITE: "O"}
MARGIN = 3
"""Lines that are shown around the points of interest."""
LEAST = 9
"""The least side of the part that is shown. A smaller board is shown as a whole."""


def diagram(board: Board, marks: Mapping[int, str] | None = None, about: Iterable[int] = ()) -> str:
    """The board with its coordinates: X black, O white, and the marks of points.

    With `about` it is the part of the board around these points. Passes among them are ignored.
    """
    size, marks = board.size, marks or {}
    points = [point for point in about if point != PASS]
    rows = _window([point // size for point in points], size)
    columns = _window([point % size for point in points], size)
    names = "   " + " ".join(LETTERS[column] for column in columns)
    stars = star_points(size)
    lines = [names]
    for row in rows:
        cells = []
        for point in (row * size + column for column in columns):
            stone = board.at(point)
            empty = "+" if point in stars else "."
            cells.append(marks.get(point) or (STONES[stone] if stone else empty))
        lines.append(f"{size - row:2d} {' '.join(cells)}")
    return "\n".join(lines)


def _window(lines: list[int], size: int) -> range:
    """The lines to be shown: those of interest and some around them, or all."""
    if not lines:
        return range(size)
    first, last = min(lines) - MARGIN, max(lines) + MARGIN
    missing = max(0, LEAST - (last - first + 1))
    first, last = first - missing // 2, last + missing - missing // 2
    # At an edge of the board the part is moved, so that it keeps its side.
    shift = max(0, -first) - max(0, last - size + 1)
    return range(max(0, first + shift), min(size, last + shift + 1))
