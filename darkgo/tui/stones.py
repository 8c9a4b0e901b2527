"""How one point is drawn: stones, suggestions, ownership and the lines of the board, in three sizes.

The colours do not depend on the theme. Wood, lines, black and white are chosen so that they stay distinct in
terminals with 256 or 16 colours.
"""

from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from darkgo.go.points import Colour
from darkgo.tui.picture import HEAT_LEVELS, Spot

RGB = tuple[int, int, int]

NO_BREAK = "\N{NO-BREAK SPACE}"
"""A blank whose underline is also kept in a saved picture of the screen."""

WOOD: RGB = (220, 179, 92)
LINES: RGB = (100, 66, 20)
COORDINATES: RGB = (84, 56, 16)
HOT: RGB = (225, 60, 30)
LINES_ON_HOT: RGB = (60, 20, 5)
STONE: dict[Colour, RGB] = {Colour.BLACK: (20, 20, 22), Colour.WHITE: (246, 246, 242)}
LIGHT: RGB = (255, 255, 255)
SHADE: RGB = (0, 0, 0)
LAST: RGB = (212, 40, 30)
CURSOR: RGB = (0, 215, 215)
ANSWER: RGB = (160, 20, 170)
BRANCH: RGB = (20, 50, 150)
THREE = 3
"""The digits of the number of a late move."""
WRONG = "✗"
"""The sign of a wrong guess."""
SHARES: tuple[tuple[float, RGB], ...] = (
    (0.0, (66, 92, 150)),
    (0.3, (22, 118, 134)),
    (0.55, (52, 122, 44)),
    (0.8, (190, 96, 0)),
    (1.0, (196, 30, 30)),
)
"""Colours of the suggestions, from cool to hot, along the square root of their probability."""


class Form(NamedTuple):
    """A size of the points, in cells, and the shape of a stone in it."""

    width: int
    height: int
    stone: tuple[str, ...]
    axis: tuple[int, int]
    """The line and column within a point where the board's lines cross. Coordinates are aligned with them."""


COMPACT = Form(2, 1, ("◖◗",), (0, 0))
PLAIN = Form(2, 1, ("● ",), (0, 0))
MIDDLE = Form(4, 2, ("▟██▙", "▜██▛"), (0, 2))
LARGE = Form(6, 3, ("▗▟██▙▖", "██████", "▝▜██▛▘"), (1, 3))


SQUARES: dict[int, tuple[tuple[tuple[int, str], ...], ...]] = {
    1: (((0, "·"),), ((0, "▪"),), ((0, "■"),)),
    2: (((0, ""), (1, "▝▘")), ((1, "▗▖"), (1, "▝▘")), ((1, "▄▄"), (1, "▀▀"))),
    3: (
        ((0, ""), (2, "▐▌"), (0, "")),
        ((0, ""), (2, "██"), (0, "")),
        ((1, "▄▄▄▄"), (1, "████"), (1, "▀▀▀▀")),
    ),
}
"""The squares that show an owner, by the height of a point: from the least sure to the surest, a text and its
indent on each line."""

MARK = {height: shapes[-1 if height < LARGE.height else -2] for height, shapes in SQUARES.items()}
"""The square that marks the last move, the cursor and dead stones."""


class Crossing(NamedTuple):
    """The directions of the board's lines from a point, and whether it is a star point."""

    up: bool
    down: bool
    left: bool
    right: bool
    star: bool


class Cell(NamedTuple):
    """One character on the screen."""

    sign: str
    ink: RGB
    ground: RGB
    bold: bool = False
    underline: bool = False


@cache
def cell_style(ink: RGB, ground: RGB, bold: bool = False, underline: bool = False) -> Style:
    """The style of a cell."""
    return Style(color=Color.from_rgb(*ink), bgcolor=Color.from_rgb(*ground), bold=bold, underline=underline)


def blend(first: RGB, second: RGB, part: float) -> RGB:
    """The mixture of two colours; `part` is the share of the second, 0 to 1."""
    red, green, blue = (round(a + part * (b - a)) for a, b in zip(first, second, strict=True))
    return red, green, blue


def share_colour(percent: int) -> RGB:
    """The colour of a suggestion of that probability."""
    place = (max(percent, 0) / 100) ** 0.5
    for (start, cool), (end, hot) in pairwise(SHARES):
        if place <= end:
            return blend(cool, hot, (place - start) / (end - start))
    return SHARES[-1][1]


def two_cells(text: str) -> str:
    """The part of a text that fits two cells, padded with blanks. Unprintable characters are removed."""
    return set_cell_size("".join(sign for sign in text if sign.isprintable() and cell_len(sign)), 2)


@lru_cache(maxsize=1 << 14)
def draw(spot: Spot, crossing: Crossing, form: Form) -> tuple[tuple[Segment, ...], ...]:
    """The point as `form.height` lines, each `form.width` cells wide."""
    cells = _Point(spot, crossing, form).cells
    return tuple(
        tuple(
            Segment(cell.sign, cell_style(cell.ink, cell.ground, cell.bold, cell.underline)) for cell in line
        )
        for line in cells
    )


class _Point:
    """A point while it is drawn, one layer over the other."""

    def __init__(self, spot: Spot, crossing: Crossing, form: Form) -> None:
        self.spot = spot
        self.form = form
        self.large = form.height > 1
        self.middle = (1 if form is LARGE else 0), form.width // 2 - 1
        warmth = spot.heat / HEAT_LEVELS
        self.ground = CURSOR if spot.cursor else blend(WOOD, HOT, warmth)
        self.lines = blend(LINES, LINES_ON_HOT, warmth)
        blank = Cell(" ", self.lines, self.ground)
        self.cells = [[blank] * form.width for _ in range(form.height)]
        if spot.stone is not None:
            self.stone(spot.stone)
            self.line_on(crossing)
        elif spot.ghost is not None:
            self.disc(blend(STONE[spot.ghost], WOOD, 0.5))
            if spot.label or spot.mark:
                ink = STONE[Colour.BLACK] if spot.ghost is Colour.WHITE else STONE[Colour.WHITE]
                self.text(spot.label or spot.mark, ink)
            self.line_on(crossing)
        elif spot.wrong is not None:
            self.disc(blend(STONE[spot.wrong], WOOD, 0.5))
            self.text(WRONG, LAST)
            self.line_on(crossing)
        elif spot.mark:
            self.suggestion()
        else:
            self.crossing(crossing)
            self.empty()

    def put(self, line: int, column: int, text: str, ink: RGB, ground: RGB, bold: bool = False) -> None:
        """Writes a line of text over what is there."""
        for sign in text:
            self.cells[line][column] = Cell(sign, ink, ground, bold)
            column += 1
            if cell_len(sign) == 2:
                self.cells[line][column] = Cell("", ink, ground)
                column += 1

    def disc(self, colour: RGB, ground: RGB | None = None) -> None:
        """A stone of any colour. Large stones are lighter at the top."""
        self.fills = [colour]
        if self.large:
            bottom = self.form.height - 1
            self.fills = [
                blend(blend(colour, LIGHT, 0.08), blend(colour, SHADE, 0.06), line / bottom)
                for line in range(bottom + 1)
            ]
        for line, shape in enumerate(self.form.stone):
            self.put(line, 0, shape, self.fills[line], ground or self.ground)

    def text(self, text: str, ink: RGB, below: str = "") -> None:
        """Writes on the stone: a mark of at most two cells, and in large forms a text below it."""
        line, column = self.middle
        if not below and len(text) == THREE and text.isdigit():
            # A small stone has room for the last two digits of a number.
            shown, column = (text, column - (self.form is MIDDLE)) if self.large else (text[1:], column)
            self.put(line, column, shown, ink, self.fills[line], bold=True)
        elif not below:
            self.put(line, column, two_cells(text), ink, self.fills[line], bold=True)
            if self.spot.cursor and not self.large:
                self.cells[0][1] = self.cells[0][1]._replace(ink=STONE[Colour.BLACK], ground=CURSOR)
        else:
            self.put(0, column, two_cells(text), ink, self.fills[0], bold=True)
            indent = 1 if self.form is LARGE else 0
            self.put(1, column - indent, f"{below:^{2 + 2 * indent}}", ink, self.fills[1])

    def stone(self, colour: Colour) -> None:
        """A stone with its marks."""
        spot = self.spot
        if spot.dead:
            self.disc(blend(STONE[colour], WOOD, 0.5))
            if self.large:
                self.square(STONE[colour.other], self.fills)
            else:
                self.text("■", STONE[colour.other])
            return
        ring = ANSWER if spot.answer else LAST if spot.last and not self.large else self.ground
        self.disc(STONE[colour], self.ground if spot.cursor else ring)
        if text := spot.label or spot.mark or spot.number:
            self.text(text, LAST if spot.last else STONE[colour.other])
        elif self.large and (spot.last or spot.cursor):
            self.square(LAST if spot.last else CURSOR, self.fills)

    def line_on(self, crossing: Crossing) -> None:
        """The board's line beside a plain stone. A plain stone fills half of its point."""
        spot = self.spot
        is_marked = spot.label or spot.mark or (spot.number and spot.stone)
        if self.form is PLAIN and crossing.right and not is_marked:
            self.put(0, 1, "─", self.lines, self.ground)

    def square(self, colour: RGB, grounds: list[RGB], sure: int | None = None) -> None:
        """A square in the middle of the point: of a fixed size, or larger the surer it is."""
        height = self.form.height
        for line, (indent, signs) in enumerate(MARK[height] if sure is None else SQUARES[height][sure - 1]):
            if signs:
                self.put(line, indent, signs, colour, grounds[line])

    def suggestion(self) -> None:
        """A suggested point: a stone in the colour of its probability.

        If the record has a label here, it is shown in black in place of the mark.
        """
        spot = self.spot
        colour, ink = share_colour(spot.percent), STONE[Colour.WHITE]
        if spot.grade:
            colour = spot.grade.colour
        if spot.label:
            colour, ink = blend(colour, WOOD, 0.5), STONE[Colour.BLACK]
        if spot.cursor and self.large:
            colour, ink = ink, colour
        ring = ANSWER if spot.answer and not spot.cursor else self.ground
        self.disc(colour, ring)
        mark = (spot.label or spot.mark) + (spot.branch or ("○" if spot.answer else ""))
        unit = "%" if self.form is LARGE else ""
        self.text(mark, ink, f"{spot.percent or '<1'}{unit}" if self.large else "")

    def empty(self) -> None:
        """The marks of a point without a stone."""
        spot, (line, column) = self.spot, self.middle
        if spot.owner is not None and not (spot.label or spot.branch):
            self.square(STONE[spot.owner], [self.ground] * self.form.height, spot.sure)
        elif self.large and spot.percent > 0:
            self.put(self.form.height - 1, column, f"{spot.percent:>2}", LINES_ON_HOT, self.ground)
        if spot.answer:
            self.ring(ANSWER)
        if spot.label or spot.branch:
            ink = STONE[Colour.BLACK] if spot.label else BRANCH
            self.put(line, column, two_cells(spot.label or spot.branch), ink, self.ground, bold=True)

    def ring(self, colour: RGB) -> None:
        """A ring around the point."""
        if not self.large:
            self.put(0, 0, "()", colour, self.ground, bold=True)
            return
        width, bottom = self.form.width, self.form.height - 1
        self.put(0, 0, f"╭{'─' * (width - 2)}╮", colour, self.ground, bold=True)
        self.put(bottom, 0, f"╰{'─' * (width - 2)}╯", colour, self.ground, bold=True)
        for line in range(1, bottom):
            self.put(line, 0, "│", colour, self.ground, bold=True)
            self.put(line, width - 1, "│", colour, self.ground, bold=True)

    def crossing(self, crossing: Crossing) -> None:
        """The lines of the board.

        In the middle form, whose centre lies between two lines of text, the horizontal is an underline and
        the vertical the left edge of a cell.
        """
        up, down, left, right, star = crossing
        if self.form is MIDDLE:
            rule = Cell(NO_BREAK, self.lines, self.ground, underline=True)
            edge = Cell("▏", self.lines, self.ground)
            above, below = self.cells
            if left:
                above[0] = above[1] = rule
            if right:
                above[2] = above[3] = rule
            if up:
                above[2] = edge._replace(underline=right)
            if down:
                below[2] = edge
            if star:
                above[1], above[2] = rule._replace(sign="▗"), rule._replace(sign="▖")
            return
        row = 1 if down and not up else 7 if up and not down else 4
        column = -1 if right and not left else 1 if left and not right else 0
        sign = "┌┬┐├┼┤└┴┘"[row + column]
        line, across = self.form.axis
        self.put(line, 0, ("─" if left else " ") * across, self.lines, self.ground)
        after = self.form.width - across - 1
        self.put(line, across + 1, ("─" if right else " ") * after, self.lines, self.ground)
        self.put(line, across, ("●" if self.large else "•") if star else sign, self.lines, self.ground)
        if self.large and up:
            self.put(0, across, "│", self.lines, self.ground)
        if self.large and down:
            self.put(2, across, "│", self.lines, self.ground)
