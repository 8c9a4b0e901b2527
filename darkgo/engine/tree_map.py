"""A map of a part of a game's tree: the present line, and below it the variations that leave it."""

from collections.abc import Hashable
from typing import NamedTuple

from darkgo.go.points import Colour
from darkgo.go.tree import GameTree


class MapNode(NamedTuple):
    """A node in the map."""

    node: Hashable
    column: int
    row: int
    colour: Colour | None
    """Who moved; None for a node without a move."""
    parent: tuple[int, int] | None
    """Column and row of the node before it; None if that is not in the map."""


class TreeMap(NamedTuple):
    """Nodes in columns, by their distance from the first one shown. The present line is in row 0."""

    spots: dict[tuple[int, int], MapNode]
    """The nodes by column and row."""
    here: tuple[int, int]
    hidden: frozenset[tuple[int, int]]
    """The nodes with variations for which there is no row."""


def tree_map(tree: GameTree, columns: int, rows: int) -> TreeMap:
    """The part around the present node that fits into so many columns and rows."""
    line = [place.node for place in tree.line]
    here = line.index(tree.node)
    first = max(0, min(here - columns // 2, len(line) - columns))
    shown = line[first : first + columns]
    builder = _Map(tree, columns, rows)
    builder.add_row(shown, [_mover(tree, line, first + place) for place in range(len(shown))])
    for column in range(len(shown) - 1, -1, -1):
        following = shown[column + 1] if column + 1 < len(shown) else None
        beyond = line[first + column + 1] if first + column + 1 < len(line) else None
        for node, move in tree.following(shown[column]):
            if node not in (following, beyond):
                builder.branch(node, move[0] if move else None, (column, 0))
    return TreeMap(builder.spots, (here - first, 0), frozenset(builder.hidden))


def _mover(tree: GameTree, line: list[Hashable], at: int) -> Colour | None:
    if not at:
        return None
    moves = dict(tree.following(line[at - 1]))
    move = moves[line[at]]
    return move[0] if move else None


class _Map:
    def __init__(self, tree: GameTree, columns: int, rows: int) -> None:
        self._tree, self._columns, self._rows = tree, columns, rows
        self.spots: dict[tuple[int, int], MapNode] = {}
        self.hidden: set[tuple[int, int]] = set()
        self._taken = [columns + 1] * rows
        """For each row the first column that is taken. Lines that are added later must end before it."""

    def add_row(self, nodes: list[Hashable], colours: list[Colour | None]) -> None:
        """Adds the present line in row 0."""
        for column, (node, colour) in enumerate(zip(nodes, colours, strict=True)):
            parent = (column - 1, 0) if column else None
            self.spots[column, 0] = MapNode(node, column, 0, colour, parent)

    def branch(self, node: Hashable, colour: Colour | None, parent: tuple[int, int]) -> None:
        """Adds the first line of a variation in the first row that has room, and below it its branches."""
        column = parent[0] + 1
        below = range(parent[1] + 1, self._rows)
        # A record may have thousands of variations: their moves are looked at only if one fits at all.
        if column >= self._columns or all(self._taken[row] <= column + 1 for row in below):
            self.hidden.add(parent)
            return
        line = [(node, colour)]
        while (children := self._tree.following(line[-1][0])) and column + len(line) < self._columns:
            child, move = children[0]
            line.append((child, move[0] if move else None))
        end = column + len(line)
        row = next((row for row in below if self._taken[row] > end), None)
        # The way down from the parent passes through the rows between.
        if row is None or any(self._taken[passed] < column for passed in range(parent[1] + 1, row)):
            self.hidden.add(parent)
            return
        for used in range(parent[1] + 1, row + 1):
            self._taken[used] = min(self._taken[used], column)
        for place, (each, mover) in enumerate(line):
            before = parent if not place else (column + place - 1, row)
            self.spots[column + place, row] = MapNode(each, column + place, row, mover, before)
        for place in range(len(line) - 2, -1, -1):
            for child, move in self._tree.following(line[place][0])[1:]:
                self.branch(child, move[0] if move else None, (column + place, row))
