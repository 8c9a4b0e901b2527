"""The nodes of an SGF game tree, and how they are written. The values are bytes as they stand in the file."""

from __future__ import annotations

from collections.abc import Iterator

_WIDTH = 79

Properties = dict[str, list[bytes]]
"""What stands in a node: identifier and raw values, without brackets, in the character set of the file."""


class Node:
    """A node with its variations. Two nodes are never equal."""

    __slots__ = ("children", "parent", "properties")

    def __init__(self, parent: Node | None = None, properties: Properties | None = None) -> None:
        """A node that follows `parent`, as its last variation."""
        self.parent = parent
        self.children: list[Node] = []
        self.properties: Properties = {} if properties is None else properties
        if parent is not None:
            parent.children.append(self)


def one_line(nodes: list[Properties]) -> Node:
    """A tree without variations; returns its root."""
    root = node = Node(properties=nodes[0])
    for properties in nodes[1:]:
        node = Node(node, properties)
    return root


def written(root: Node) -> bytes:
    """A game tree as it stands in a file."""
    return b"".join(lines(root))


def lines(root: Node) -> Iterator[bytes]:
    """The lines of a game tree, each with its newline. They are broken between properties, after 79 bytes at
    most where no property is longer.

    Nodes may be added and properties of the root may change meanwhile, in another thread, too: what is
    written is a whole game, with or without them.
    """
    line = bytearray()
    for piece in _pieces(root):
        if line and len(line) + len(piece) > _WIDTH:
            line += b"\n"
            yield bytes(line)
            line.clear()
        line += piece
    line += b"\n"
    yield bytes(line)


def _pieces(root: Node) -> Iterator[bytes]:
    waiting: list[Node | bytes] = [b")", root, b"("]
    while waiting:
        node = waiting.pop()
        if isinstance(node, bytes):
            yield node
            continue
        yield b";"
        # Copies: another thread may add to both.
        for ident, values in list(node.properties.items()):
            yield ident.encode() + b"[" + b"][".join(values) + b"]"
        children = tuple(node.children)
        if len(children) == 1:
            waiting.append(children[0])
        else:
            for child in reversed(children):
                waiting += b")", child, b"("
