"""The present line of a game tree, and the places on it."""

from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple

from darkgo.go.nodes import Node
from darkgo.go.steps import Move, has_move, has_step, move_of


class Place(NamedTuple):
    """A node of a line."""

    node: Hashable
    """The key of the node."""
    number: int
    """The number of moves from the root to the node, including its own."""
    move: Move | None
    """The move of the node; None if it has none, or if its point is not on the board."""
    changes_board: bool
    """Whether the node is the root, or has a move or a setup. Otherwise the position is the same as before
    it."""


def place_of(node: Node, number: int, size: int) -> Place:
    """The place of a node. `number` counts the moves up to it. `size` is the side of the board."""
    return Place(node, number, move_of(node, size), node.parent is None or has_step(node))


def places(nodes: Iterable[Node], size: int) -> Iterator[Place]:
    """The places of the nodes from the root on."""
    number = 0
    for node in nodes:
        number += has_move(node)
        yield place_of(node, number, size)


class Line:
    """Which node follows each node: the child that was visited last, else the first."""

    def __init__(self) -> None:
        """The line of the first children."""
        self._visited: dict[Node, Node] = {}

    def copy(self) -> "Line":
        """A copy, which later visits of this line do not change."""
        line = Line()
        line._visited = dict(self._visited)
        return line

    def visit(self, node: Node) -> None:
        """Let the line go from the parent of a node to the node."""
        if node.parent is not None:
            self._visited[node.parent] = node

    def forget(self, node: Node) -> None:
        """Let the line go on from a node with its first child."""
        self._visited.pop(node, None)

    def next(self, node: Node) -> Node | None:
        """The node that follows; None at the end."""
        following = self._visited.get(node)
        return node.children[0] if following is None and node.children else following

    def after(self, node: Node) -> Iterator[Node]:
        """The nodes after this one, to the end."""
        following = self.next(node)
        while following is not None:
            yield following
            following = self.next(following)

    def to_step(self, node: Node) -> list[Node]:
        """The nodes from this one to the first that has a move or a setup, or to the end."""
        nodes = [node]
        for following in self.after(node):
            if has_step(nodes[-1]):
                break
            nodes.append(following)
        return nodes
