"""The tree: positions and the moves between them, as arrays.

A node is a position, an edge is a move in it. Both are numbers: indices of the arrays. Node 0 is the root.
The edges of a node are consecutive. First come its open edges, which lead to a child, then the others, the
most probable first. All moves without visits have the same value, so the first of them is always opened next.
A selection compares only the open edges and this one.
"""

from collections.abc import Sequence
from sys import getsizeof

import numpy as np
from numpy.typing import NDArray

from darkgo.go.board import Board

ROOT = 0
_SMALLEST = 1024
"""The nodes that there is room for at first."""
_EDGES = 16
"""The edges per node that there is room for at first."""


class Tree:
    """The arrays of a tree. Sums are seen by the player who moved into a node. A mean is a sum divided by the
    visits."""

    def __init__(self, board: Board, mover: int, passes: int, surplus: int) -> None:
        """A tree that has only its root. The arguments are those of `add`."""
        self.boards: list[Board] = []
        self.visits = np.zeros(_SMALLEST, np.int32)
        """How often a node was visited. A visit counts before its evaluation, with a value of 0 (virtual
        loss)."""
        self.utility = np.zeros(_SMALLEST)
        """The sum of the values of its visits, 0 to 1 each."""
        self.win = np.zeros(_SMALLEST)
        """The sum of the win rates."""
        self.squares = np.zeros(_SMALLEST)
        """The sum of their squares."""
        self.lead = np.zeros(_SMALLEST)
        """The sum of the leads, in points."""
        self.first = np.zeros(_SMALLEST, np.int64)
        """The first edge of a node."""
        self.width = np.zeros(_SMALLEST, np.int16)
        """The number of its edges; 0 before its evaluation."""
        self.opened = np.zeros(_SMALLEST, np.int16)
        """The number of its edges that lead to a node."""
        self.mover = np.zeros(_SMALLEST, np.int8)
        """Who is to move: +1 Black, -1 White."""
        self.passes = np.zeros(_SMALLEST, np.int8)
        """How many passes in a row led to it; at 2 the game is over."""
        self.surplus = np.zeros(_SMALLEST, np.int16)
        """Black's stones placed minus White's, as `darkgo.go.score.surplus` counts them."""
        self.point = np.zeros(_EDGES * _SMALLEST, np.int16)
        """The move of an edge, PASS for a pass."""
        self.prior = np.zeros(_EDGES * _SMALLEST, np.float32)
        """The network's probability of the move among the edges of its node."""
        self.child = np.zeros(_EDGES * _SMALLEST, np.int32)
        """The node that an open edge leads to."""
        self.edges = 0
        """Edges in use."""
        self.add(board, mover, passes, surplus)

    @property
    def nodes(self) -> int:
        """The number of nodes."""
        return len(self.boards)

    @property
    def bytes(self) -> int:
        """The memory of the arrays."""
        arrays = (each for each in vars(self).values() if isinstance(each, np.ndarray))
        return sum(array.nbytes for array in arrays)

    @property
    def bytes_in_use(self) -> int:
        """The memory of the nodes and edges in use."""
        node: int = sum(getattr(self, name).itemsize for name in _NODE_ARRAYS)
        edge: int = sum(getattr(self, name).itemsize for name in _EDGE_ARRAYS)
        return self.nodes * (node + _board_bytes(self.boards[0])) + self.edges * edge

    def add(self, board: Board, mover: int, passes: int, surplus: int) -> int:
        """Adds a node. Raises MemoryError, and changes nothing, if there is no room."""
        node = len(self.boards)
        if node == len(self.visits):
            self._grow(_NODE_ARRAYS)
        self.boards.append(board)
        self.mover[node], self.passes[node], self.surplus[node] = mover, passes, surplus
        return node

    def expand(self, node: int, points: NDArray[np.int16], priors: NDArray[np.float32]) -> None:
        """Gives a node its edges, the most probable first. Raises MemoryError as `add` does."""
        first, count = self.edges, len(points)
        while first + count > len(self.point):
            self._grow(_EDGE_ARRAYS)
        self.point[first : first + count] = points
        self.prior[first : first + count] = priors
        self.first[node], self.width[node], self.opened[node] = first, count, 0
        self.edges += count

    def open(self, node: int, child: int) -> None:
        """Opens the next edge of a node: it leads to this child."""
        self.child[self.first[node] + self.opened[node]] = child
        self.opened[node] += 1

    def drop(self, node: int) -> None:
        """Removes the next edge of a node, whose move is forbidden."""
        first, end = int(self.first[node] + self.opened[node]), int(self.first[node] + self.width[node])
        for array in (self.point, self.prior):
            array[first : end - 1] = array[first + 1 : end]
        self.width[node] -= 1

    def children(self, node: int) -> NDArray[np.int32]:
        """The nodes that the open edges of a node lead to, in the order of the edges."""
        first = self.first[node]
        return self.child[first : first + self.opened[node]]

    def points(self, node: int) -> NDArray[np.int16]:
        """The moves of a node's edges, the open ones first."""
        first = self.first[node]
        return self.point[first : first + self.width[node]]

    def priors(self, node: int) -> NDArray[np.float32]:
        """The priors of a node's edges, in the same order."""
        first = self.first[node]
        return self.prior[first : first + self.width[node]]

    def child_by(self, node: int, point: int) -> int | None:
        """The node after a move; None if its edge is not open."""
        opened = self.points(node)[: self.opened[node]].tolist()
        return int(self.children(node)[opened.index(point)]) if point in opened else None

    def replace_edges(self, node: int, points: Sequence[int], priors: Sequence[float]) -> None:
        """Gives a node other edges. Open edges whose moves are among them stay open."""
        known = dict(zip(self.points(node).tolist(), self.children(node).tolist(), strict=False))
        order = sorted(range(len(points)), key=lambda at: (points[at] not in known, -priors[at]))
        self.expand(
            node,
            np.array([points[at] for at in order], np.int16),
            np.array([priors[at] for at in order], np.float32),
        )
        for at in order:
            if points[at] in known:
                self.open(node, known[points[at]])

    def keep(self, root: int) -> None:
        """Makes a node the root, and removes all nodes that are not below it."""
        kept = np.concatenate(list(self._levels(root)))
        edges, lengths = _ranges(self.first[kept], self.width[kept])
        names = np.zeros(self.nodes, np.int32)
        names[kept] = np.arange(len(kept), dtype=np.int32)
        room = _room(len(kept), _SMALLEST)
        for name in _NODE_ARRAYS:
            setattr(self, name, _filled_up(getattr(self, name)[kept], room))
        room = _room(len(edges), _EDGES * _SMALLEST)
        for name in _EDGE_ARRAYS:
            setattr(self, name, _filled_up(getattr(self, name)[edges], room))
        # Edges that are not open get a number here, too. It is never read.
        self.child[: len(edges)] = names[self.child[: len(edges)] % len(names)]
        self.first[: len(kept)] = np.cumsum(lengths) - lengths
        self.boards = [self.boards[node] for node in kept.tolist()]
        self.edges = len(edges)

    def _levels(self, root: int) -> "list[NDArray[np.int64]]":
        """The root and the nodes below it, one array per level."""
        level = np.array([root], np.int64)
        found = []
        while len(level):
            found.append(level)
            edges, _ = _ranges(self.first[level], self.opened[level])
            level = self.child[edges].astype(np.int64)
        return found

    def _grow(self, names: Sequence[str]) -> None:
        longer = {name: _filled_up(array := getattr(self, name), 2 * len(array)) for name in names}
        for name, array in longer.items():
            setattr(self, name, array)


_NODE_ARRAYS = (
    "visits",
    "utility",
    "win",
    "squares",
    "lead",
    "first",
    "width",
    "opened",
    "mover",
    "passes",
    "surplus",
)
_EDGE_ARRAYS = ("point", "prior", "child")


def _board_bytes(board: Board) -> int:
    """The memory of a board and its two masks, and of its place in a list."""
    mask = (1 << board.size**2) - 1
    return getsizeof(board) + 2 * getsizeof(mask) + 8


def _ranges(
    first: NDArray[np.int64], lengths: NDArray[np.int16]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers first, first + 1 ... of all ranges, one range after another, and their lengths."""
    long = lengths.astype(np.int64)
    ends = np.cumsum(long)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(first - (ends - long), long) + np.arange(total), long


def _room(used: int, least: int) -> int:
    """The new length of an array that has so many elements in use."""
    room = least
    while room < 2 * used:
        room *= 2
    return room


def _filled_up(array: NDArray[np.generic], room: int) -> NDArray[np.generic]:
    """The array, extended by zeros to this length."""
    longer = np.zeros(room, array.dtype)
    longer[: len(array)] = array
    return longer
