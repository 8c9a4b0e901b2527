"""The lead over the whole game, with the present move and the losses. A click goes to a move."""

from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import NamedTuple

from rich.color import Color
from rich.style import Style
from rich.text import Text
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from darkgo.engine.judged_line import JudgedMove
from darkgo.tui.grades import grade
from darkgo.tui.panel.plot import BRAILLE, block, braille
from darkgo.tui.panel.words import DIM

SHORTEST = 30
"""Moves that a graph has room for at least."""
SMALLEST = 5.0
"""The least lead that reaches the edge of the graph."""
USUAL = 0.95
"""The share of the positions whose leads fit into the graph; the others reach its edge."""
NOW = "│"
LOSS = "▾"
_HERE = Style(bold=True)


class Scale:
    """Which moves each column of a graph stands for."""

    def __init__(self, length: int, width: int) -> None:
        self.moves = max(length, SHORTEST)
        self.width = max(1, width)

    def column(self, number: int) -> int:
        """The column of the position after so many moves."""
        return min(self.width - 1, number * self.width // (self.moves + 1))

    def numbers(self, column: int) -> range:
        """The move numbers that a column stands for; there may be none."""
        first = -(-column * (self.moves + 1) // self.width)
        return range(first, -(-(column + 1) * (self.moves + 1) // self.width))


class Graph(Static):
    """The graph of a line of the game. Black's lead is above the middle."""

    ALLOW_SELECT = False

    class Jumped(Message):
        """A move was clicked: the position after so many moves."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._line: Sequence[JudgedMove] = ()
        self._least_loss = 0.0
        self._width = 1

    def show(self, line: Sequence[JudgedMove], here: int, width: int, height: int, least_loss: float) -> None:
        """Shows a line of the game at the position after `here` moves. Losses of at least `least_loss` points
        are marked."""
        self._line, self._width, self._least_loss = line, width, least_loss
        self.update(graph_text(line, here, width, height, least_loss))

    def on_click(self, event: Click) -> None:
        """Goes to the move of the column; if it has a marked loss, to the position after the largest."""
        offset = event.get_content_offset(self)
        if offset is None or not self._line or event.button != 1:
            return
        length = self._line[-1].number
        scale = Scale(length, self._width)
        numbers = [number for number in scale.numbers(offset.x) if number <= length]
        losses = {one.number: one.lost for one in self._line if one.lost and one.lost >= self._least_loss}
        marked = [number for number in numbers if number in losses]
        number = max(marked, key=lambda one: losses[one]) if marked else min(numbers, default=length)
        self.post_message(self.Jumped(number))


class Curve(NamedTuple):
    """What a graph shows, by columns."""

    scale: Scale
    leads: Mapping[int, float]
    """Black's lead after so many moves, where it is known."""
    largest: float
    """The lead at the edge of the graph."""
    losses: Mapping[int, float]
    """The largest marked loss of each column that has one."""
    here: int
    """The column of the present position."""

    @classmethod
    def of(cls, line: Sequence[JudgedMove], here: int, width: int, least_loss: float) -> "Curve":
        """The curve of a line of the game."""
        scale = Scale(line[-1].number if line else 0, width)
        leads = {one.number: one.black.lead for one in line if one.black}
        losses: dict[int, float] = {}
        for one in line:
            if one.lost is not None and one.lost >= least_loss:
                column = scale.column(one.number)
                losses[column] = max(losses.get(column, 0), one.lost)
        usual = sorted(map(abs, leads.values()))[: ceil(USUAL * len(leads))]
        largest = max([SMALLEST, *usual])
        return cls(scale, leads, largest, losses, scale.column(here))

    def at(self, place: float) -> float | None:
        """The lead at a place between two moves; None if it is not known."""
        before = floor(place)
        first, second = self.leads.get(before), self.leads.get(before + 1)
        if first is None or second is None:
            return second if first is None else first
        return first + (place - before) * (second - first)


def graph_text(line: Sequence[JudgedMove], here: int, width: int, height: int, least_loss: float) -> Text:
    """The graph in `width` columns and `height` lines: of braille dots, in two lines of blocks."""
    curve = Curve.of(line, here, width, least_loss)
    rows = _blocks(curve) if height <= 2 else _braille(curve, height)
    return Text("\n", no_wrap=True).join(rows)


def _braille(curve: Curve, height: int) -> list[Text]:
    """The losses above a line of dots."""
    halves = 2 * curve.scale.width
    step = (curve.scale.moves + 1) / halves
    values = [curve.at((half + 0.5) * step - 0.5) for half in range(halves)]
    limit = f"±{curve.largest:.0f}"
    marked = {*curve.losses, curve.here}
    ends = {"<": range(len(limit)), ">": range(curve.scale.width - len(limit), curve.scale.width)}
    side = next((side for side, columns in ends.items() if marked.isdisjoint(columns)), "")
    top = Text(f"{limit if side else '':{side}{curve.scale.width}}", DIM)
    for column in range(curve.scale.width):
        if column in curve.losses:
            top = _replaced(top, column, LOSS, _loss_style(curve.losses[column]))
        elif column == curve.here:
            top = _replaced(top, column, NOW, _HERE)
    rows = [top]
    for drawn in braille(values, curve.largest, height - 1):
        sign = drawn[curve.here]
        # The dots of the line are more than the one of the middle.
        shown = sign if (ord(sign) - BRAILLE).bit_count() > 1 else NOW
        rows.append(_replaced(Text(drawn), curve.here, shown, _HERE))
    return rows


def _blocks(curve: Curve) -> list[Text]:
    """Black's leads grow up from the middle, and White's down. Losses stand in the half that is free."""
    above, below = Text(), Text()
    for column in range(curve.scale.width):
        known = [curve.leads[number] for number in curve.scale.numbers(column) if number in curve.leads]
        place = (column + 0.5) * (curve.scale.moves + 1) / curve.scale.width - 0.5
        lead = known[-1] if known else curve.at(place)
        share = (lead or 0) / curve.largest
        loss = curve.losses.get(column)
        style = _HERE if column == curve.here else _loss_style(loss) if loss else ""
        free = (LOSS, _loss_style(loss)) if loss else (NOW, _HERE) if column == curve.here else (" ", "")
        if share >= 0:
            above.append(block(share), style) if share else above.append(*free)
            below.append(*free)
        else:
            above.append(*free)
            # In reverse the block stands for what is left free below.
            below.append(block(1 + share), Style(reverse=True) + Style.parse(str(style)))
    return [above, below]


def _replaced(text: Text, at: int, sign: str, style: Style) -> Text:
    """The text with another sign in one place."""
    return Text.assemble(text[:at], (sign, style), text[at + 1 :])


def _loss_style(points: float) -> Style:
    return Style(color=Color.from_rgb(*grade(points).colour), bold=True)
