"""The board as one widget, drawn line by line."""

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from darkgo.go.board import Board
from darkgo.go.points import LETTERS, Colour, star_points

Cell = tuple[str, str]
"""One character on the screen and the component class that colours it."""


class BoardView(Widget):
    """Shows one position, two characters wide for each point so that the board is square.

    Line 0 of the widget carries the letters; line r + 1 carries row r of the board. A new position repaints
    only the lines that changed.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "board--label",
        "board--grid",
        "board--black",
        "board--white",
        "board--mark",
    }
    DEFAULT_CSS = """
    BoardView {
        width: auto;
        height: auto;
        background: #dcb35c;
        .board--label { color: #5c4413; }
        .board--grid { color: #8a6a25; }
        .board--black { color: #000000; }
        .board--white { color: #ffffff; }
        .board--mark { color: #9c1010; text-style: bold; }
    }
    """
    ALLOW_SELECT = False

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._side = board.size
        self._stars = frozenset(star_points(board.size))
        self._rows = self._drawn(board, {}, None)

    def show(self, board: Board, marks: Mapping[int, str], last: int | None) -> None:
        """Shows a position: the stones, marks on empty points, and which point was played last."""
        rows = self._drawn(board, marks, last)
        changed = [row for row in range(self._side) if rows[row] != self._rows[row]]
        self._rows = rows
        for row in changed:
            self.refresh(Region(0, row + 1, self.size.width, 1))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Three characters for the row's number, two for each point."""
        return 3 + 2 * self._side

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for the letters, one for each row."""
        return 1 + self._side

    def render_line(self, y: int) -> Strip:
        """One line of the widget."""
        if y > self._side:
            return Strip.blank(self.size.width, self.rich_style)
        if y == 0:
            label, cells = "   ", [(f"{letter} ", "board--label") for letter in LETTERS[: self._side]]
        else:
            label, cells = f"{self._side - y + 1:2d} ", self._rows[y - 1]
        line = [(label, "board--label"), *cells]
        return Strip(Segment(text, self.get_component_rich_style(name)) for text, name in line).simplify()

    def _drawn(self, board: Board, marks: Mapping[int, str], last: int | None) -> list[list[Cell]]:
        side = self._side
        rows = []
        for row in range(side):
            cells = []
            for column in range(side):
                point = row * side + column
                cells.append(self._point(board.at(point), point, marks.get(point), point == last))
                cells.append(("─" if column < side - 1 else " ", "board--grid"))
            rows.append(cells)
        return rows

    def _point(self, stone: Colour | None, point: int, mark: str | None, is_last: bool) -> Cell:
        if stone is not None:
            return ("◉" if is_last else "●"), f"board--{stone.name.lower()}"
        if mark is not None:
            return mark, "board--mark"
        return ("•" if point in self._stars else self._crossing(point)), "board--grid"

    def _crossing(self, point: int) -> str:
        row, column = divmod(point, self._side)
        last = self._side - 1
        line = "┌┬┐" if row == 0 else "└┴┘" if row == last else "├┼┤"
        return line[0 if column == 0 else 2 if column == last else 1]
