"""The board as one widget, drawn line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Self

from rich.segment import Segment
from rich.style import Style
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.events import Click, Leave, MouseEvent, MouseMove, MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from darkgo.go.points import LETTERS, Colour, star_points
from darkgo.tui.picture import Picture, Spot
from darkgo.tui.stones import (
    COMPACT,
    COORDINATES,
    LARGE,
    MIDDLE,
    PLAIN,
    WOOD,
    Crossing,
    Form,
    cell_style,
    draw,
)

RIGHT = 3
"""The number of the right mouse button."""
NUMBERS = 3
"""Columns of the row numbers on one side."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which points are shown, and in which cells of the widget.

    `top` and `left` are the first shown row and column. Both are 0 unless the board does not fit.
    """

    form: Form
    corner: Offset
    """The place of the first point's first cell."""
    top: int
    left: int
    rows: int
    columns: int
    right: bool
    """Whether the numbers stand to the right, too."""
    below: bool
    """Whether the letters stand below, too."""

    @classmethod
    def fit(cls, side: int, room: Size, stones: str, focus: int | None) -> Self:
        """The largest form in which the board fits; if none does, the part of it around `focus`."""
        form = form_for(side, room, stones)
        columns = max(1, min(side, (room.width - NUMBERS - 1) // form.width))
        rows = max(1, min(side, (room.height - 1) // form.height))
        row, column = divmod(_centre(side) if focus is None else focus, side)
        top = max(0, min(row - rows // 2, side - rows))
        left = max(0, min(column - columns // 2, side - columns))
        width, height = NUMBERS + columns * form.width, 1 + rows * form.height
        right, below = room.width >= width + NUMBERS, room.height > height
        corner = Offset(
            NUMBERS + max(0, room.width - width - (NUMBERS if right else 1)) // 2,
            1 + max(0, room.height - height - below) // 2,
        )
        return cls(form, corner, top, left, rows, columns, right, below)

    def region(self, row: int, column: int) -> Region:
        """The cells of a point: none if it is not shown."""
        if not (0 <= row - self.top < self.rows and 0 <= column - self.left < self.columns):
            return Region()
        width, height = self.form.width, self.form.height
        x, y = self.corner
        return Region(x + (column - self.left) * width, y + (row - self.top) * height, width, height)

    def find(self, x: int, y: int) -> tuple[int, int] | None:
        """Row and column of the point that has a cell; None beside the points."""
        row = (y - self.corner.y) // self.form.height
        column = (x - self.corner.x) // self.form.width
        if 0 <= row < self.rows and 0 <= column < self.columns:
            return self.top + row, self.left + column
        return None


def form_for(side: int, room: Size, stones: str) -> Form:
    """The largest form in which a board with its numbers and letters fits; else the smallest."""
    for form in (LARGE, MIDDLE):
        if side * form.width + NUMBERS + 1 <= room.width and side * form.height + 1 <= room.height:
            return form
    return PLAIN if stones == "plain" else COMPACT


@cache
def crossings(side: int) -> list[Crossing]:
    """The lines that meet at every point."""
    stars, last = star_points(side), side - 1
    return [
        Crossing(row > 0, row < last, column > 0, column < last, row * side + column in stars)
        for row in range(side)
        for column in range(side)
    ]


class BoardView(Widget, can_focus=True):
    """Shows one picture in the largest form that fits. Points are chosen with the mouse, or arrows and Enter.

    If even the smallest form does not fit, the part around the cursor or the last move is shown. A new
    picture repaints only the points that changed.
    """

    BESIDE = 36
    """Columns that a board of automatic width leaves free beside it, if possible."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", "Cursor up", show=False),
        Binding("down", "move(1, 0)", "Cursor down", show=False),
        Binding("left", "move(0, -1)", "Cursor left", show=False),
        Binding("right", "move(0, 1)", "Cursor right", show=False),
        Binding("enter,ctrl+j", "choose", "Play at the cursor", show=False),
        Binding("escape", "hide", "Hide the cursor", show=False),
    ]
    DEFAULT_CSS = """
    BoardView {
        width: auto;
        height: 1fr;
    }
    """
    ALLOW_SELECT = False

    class Chosen(Message):
        """A point was chosen; None by Enter without a cursor."""

        def __init__(self, point: int | None) -> None:
            super().__init__()
            self.point = point

    class Pointed(Message):
        """The mouse or the cursor is on another point; None for no point."""

        def __init__(self, point: int | None) -> None:
            super().__init__()
            self.point = point

    class Asked(Message):
        """A point was clicked with the right button."""

        def __init__(self, point: int) -> None:
            super().__init__()
            self.point = point

    class Wheeled(Message):
        """The mouse wheel was turned on the board: -1 up, 1 down."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self, picture: Picture, *, style: str = "round") -> None:
        """`style` is "round", or "plain" where the font has no half circles."""
        super().__init__()
        self._picture = picture
        self._style = style
        self._cursor: int | None = None
        self._hover: int | None = None
        self._ghost: Colour | None = None
        self._spots = self._seen()
        self._window = self._fitted()

    @property
    def picture(self) -> Picture:
        """The picture that is shown."""
        return self._picture

    def show(self, picture: Picture) -> None:
        """Shows another picture."""
        resized = picture.board.size != self._picture.board.size
        self._picture = picture
        if resized:
            self._cursor = self._hover = None
            self._spots = self._seen()
            self._window = self._fitted()
            self.refresh(layout=True)
        else:
            self._update()

    @property
    def cursor(self) -> int | None:
        """The point the cursor is on, None while it is hidden."""
        return self._cursor

    @cursor.setter
    def cursor(self, point: int | None) -> None:
        if point != self._cursor:
            self._cursor = point
            self.post_message(self.Pointed(self.pointed))
        self._update()

    @property
    def ghost(self) -> Colour | None:
        """The colour of the stone that is shown under the mouse; None for none."""
        return self._ghost

    @ghost.setter
    def ghost(self, colour: Colour | None) -> None:
        self._ghost = colour
        self._update()

    @property
    def style(self) -> str:
        """How small stones are drawn: "round" or "plain"."""
        return self._style

    @style.setter
    def style(self, style: str) -> None:
        self._style = style
        self._update()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The width of the largest form that leaves enough columns beside the board."""
        window = self._fitted(Size(container.width - self.BESIDE, container.height))
        numbers = 2 * NUMBERS if window.right else NUMBERS + 1
        return min(container.width, numbers + self._picture.board.size * window.form.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The height of the largest form that fits."""
        window = self._fitted(Size(width, container.height))
        return min(container.height, 1 + window.below + window.rows * window.form.height)

    def point_at(self, x: int, y: int) -> int | None:
        """The point that a cell of the widget belongs to."""
        place = self._window.find(x, y)
        return None if place is None else place[0] * self._picture.board.size + place[1]

    def region_of(self, point: int) -> Region:
        """The cells of a point in the widget; empty if the point is not shown."""
        return self._window.region(*divmod(point, self._picture.board.size))

    def render_line(self, y: int) -> Strip:
        """One line of the widget."""
        window, side = self._window, self._picture.board.size
        form, (x, first) = window.form, window.corner
        row, line = divmod(y - first, form.height)
        margin = 1 + window.right * (NUMBERS - 1)
        if y == first - 1 or (window.below and y == first + window.rows * form.height):
            letters = LETTERS[window.left : window.left + window.columns]
            before, after = " " * form.axis[1], " " * (form.width - form.axis[1] - 1)
            text = "".join(f"{before}{letter}{after}" for letter in letters)
            segments = [_wood(" " * NUMBERS + text + " " * margin)]
        elif 0 <= row < window.rows:
            row += window.top
            number = f"{side - row if line == form.axis[0] else '':>{NUMBERS - 1}}"
            segments = [_wood(f"{number} ")]
            start = row * side + window.left
            kinds = crossings(side)
            for point in range(start, start + window.columns):
                segments += draw(self._spots[point], kinds[point], form)[line]
            segments.append(_wood(f" {number.strip():<{margin - 1}}" if window.right else " "))
        else:
            return Strip.blank(self.size.width, self.rich_style)
        width = NUMBERS + window.columns * form.width + margin
        strip = Strip(_joined(segments), width)
        if width == self.size.width:
            return strip
        outside = self.rich_style
        beside = Strip([Segment(" " * (x - NUMBERS), outside)], x - NUMBERS)
        return Strip.join([beside, strip]).adjust_cell_length(self.size.width, outside)

    def on_resize(self, event: Resize) -> None:
        """Changes to the largest form that fits the new size."""
        self._window = self._fitted()
        self.refresh()

    def on_mouse_move(self, event: MouseMove) -> None:
        """Shows the stone that a click would play."""
        self._point_to(self._under(event))

    def on_leave(self, event: Leave) -> None:
        """Removes the stone under the mouse."""
        self._point_to(None)

    def on_click(self, event: Click) -> None:
        """Chooses the point that was clicked."""
        point = self._under(event)
        if point is not None and event.button == 1:
            self.post_message(self.Chosen(point))
        elif point is not None and event.button == RIGHT:
            self.post_message(self.Asked(point))

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Goes back in the game."""
        event.stop()
        self.post_message(self.Wheeled(-1))

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Goes on in the game."""
        event.stop()
        self.post_message(self.Wheeled(1))

    def action_move(self, down: int, right: int) -> None:
        """Moves the cursor; it appears at the last move, or in the middle."""
        side = self._picture.board.size
        if self._cursor is None:
            self.cursor = _centre(side) if self._picture.last is None else self._picture.last
            return
        row, column = divmod(self._cursor, side)
        row, column = (max(0, min(place, side - 1)) for place in (row + down, column + right))
        self.cursor = row * side + column

    def action_choose(self) -> None:
        """Chooses the point under the cursor."""
        self.post_message(self.Chosen(self._cursor))

    def action_hide(self) -> None:
        """Hides the cursor. If it is hidden already, the key goes to other widgets."""
        if self._cursor is None:
            raise SkipAction
        self.cursor = None

    def _under(self, event: MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        return None if offset is None else self.point_at(*offset)

    def _point_to(self, point: int | None) -> None:
        if point != self._hover:
            self._hover = point
            self.post_message(self.Pointed(self.pointed))
            self._update()

    @property
    def pointed(self) -> int | None:
        """The point under the mouse, or else under the cursor; None for none."""
        return self._cursor if self._hover is None else self._hover

    def _fitted(self, room: Size | None = None) -> Window:
        focus = self._picture.last if self._cursor is None else self._cursor
        return Window.fit(self._picture.board.size, room or self.size, self._style, focus)

    def _seen(self) -> list[Spot]:
        spots = self._picture.spots()
        hover = self._hover
        if hover is not None and self._ghost and spots[hover].stone is None and not spots[hover].ghost:
            spots[hover] = spots[hover]._replace(ghost=self._ghost)
        if self._cursor is not None:
            spots[self._cursor] = spots[self._cursor]._replace(cursor=True)
        return spots

    def _update(self) -> None:
        """Repaints what has changed."""
        before, self._spots = self._spots, self._seen()
        window = self._fitted()
        if window != self._window:
            self._window = window
            self.refresh()
            return
        changed = [point for point, spot in enumerate(self._spots) if spot != before[point]]
        if changed:
            self.refresh(*(self.region_of(point) for point in changed))


def _joined(segments: Iterable[Segment]) -> list[Segment]:
    """Join neighbouring segments of the same style. Styles are cached, so equal styles are the same
    object."""
    joined: list[Segment] = []
    texts: list[str] = []
    style: Style | None = None
    for segment in segments:
        if segment.style is not style and texts:
            joined.append(Segment("".join(texts), style))
            texts = []
        style = segment.style
        texts.append(segment.text)
    joined.append(Segment("".join(texts), style))
    return joined


def _centre(side: int) -> int:
    return side // 2 * (side + 1)


@cache
def _wood(text: str) -> Segment:
    return Segment(text, cell_style(COORDINATES, WOOD))
