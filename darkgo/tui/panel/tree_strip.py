"""A strip of the game's tree around the present move. A click goes to a move."""

from collections.abc import Hashable

from rich.color import Color
from rich.style import Style
from rich.text import Text
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from darkgo.engine.session import Session
from darkgo.engine.tree_map import TreeMap, tree_map
from darkgo.go.points import Colour
from darkgo.tui.stones import LAST, LINES, STONE, WOOD, cell_style

WIDTH = 2
"""Columns of a node, with the line before it."""
NODES = {
    Colour.BLACK: Text("●", cell_style(STONE[Colour.BLACK], WOOD)),
    Colour.WHITE: Text("●", cell_style(STONE[Colour.WHITE], WOOD)),
    None: Text("·", cell_style(LINES, WOOD)),
}
_HERE = Style(bgcolor=Color.from_rgb(*LAST))
_HIDDEN = Style(underline=True)
_LINE = cell_style(LINES, WOOD)
_DOWN = {"─": "┬", " ": "┐", "┬": "┬", "┐": "┐"}
_PASSED = {"└": "├", " ": "│", "│": "│", "├": "├"}
_ENDED = {"│": "├", " ": "└", "├": "├", "└": "└"}


class TreeStrip(Static):
    """Shows the tree of a session. A node whose variations have no room is underlined."""

    ALLOW_SELECT = False

    class Visited(Message):
        """A node of the tree was clicked."""

        def __init__(self, node: Hashable) -> None:
            super().__init__()
            self.node = node

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._map: TreeMap | None = None

    def show(self, session: Session, width: int, rows: int) -> None:
        """Shows the part around the present node in `width` columns and at most `rows` lines."""
        self.display = rows > 0 and width >= WIDTH and not session.tree.is_bare
        self._map = tree_map(session.tree, width // WIDTH, rows) if self.display else None
        self.update(strip_text(self._map) if self._map else "")

    def on_click(self, event: Click) -> None:
        """Goes to the node."""
        offset = event.get_content_offset(self)
        if offset is not None and self._map and event.button == 1:
            spot = self._map.spots.get((offset.x // WIDTH, offset.y))
            if spot:
                self.post_message(self.Visited(spot.node))


def strip_text(shown: TreeMap) -> Text:
    """The map as text: black and white discs, joined by lines."""
    columns = 1 + max(column for column, _ in shown.spots)
    rows = 1 + max(row for _, row in shown.spots)
    lines = [[" "] * columns for _ in range(rows)]
    for (column, row), spot in shown.spots.items():
        if spot.parent is None or spot.parent[1] == row:
            lines[row][column] = "─" if spot.parent or column == 0 else " "
    for (column, row), spot in sorted(shown.spots.items()):
        if spot.parent and spot.parent[1] != row:
            above = spot.parent[1]
            lines[above][column] = _DOWN.get(lines[above][column], "┬")
            for passed in range(above + 1, row):
                lines[passed][column] = _PASSED.get(lines[passed][column], "│")
            lines[row][column] = _ENDED.get(lines[row][column], "└")
    text = Text(no_wrap=True)
    for row in range(rows):
        text.append("\n" if row else "")
        for column in range(columns):
            place = column, row
            sign = lines[row][column]
            text.append(sign, _LINE if sign != " " else "")
            if place not in shown.spots:
                text.append(" ")
                continue
            node = NODES[shown.spots[place].colour].copy()
            if place == shown.here:
                node.stylize(_HERE)
            if place in shown.hidden:
                node.stylize(_HIDDEN)
            text.append_text(node)
    return text
