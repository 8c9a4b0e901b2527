"""The nodes of an SGF game tree, and how they are written. The values are bytes as they stand in the file."""

from __future__ import annotations

from sgfmill import sgf_grammar

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
    """A game tree as it stands in a file, in lines of at most 79 bytes where no value is longer."""
    pieces: list[bytes] = [b"("]
    todo: list[Node | bytes] = [b")", root]
    while todo:
        node = todo.pop()
        if isinstance(node, bytes):
            pieces.append(node)
            continue
        pieces.append(b";")
        for ident, values in node.properties.items():
            pieces.append(ident.encode() + b"".join(b"[%b]" % value for value in values))
        if len(node.children) == 1:
            todo.append(node.children[0])
        else:
            for child in reversed(node.children):
                todo += b")", child, b"("
    pieces.append(b"\n")
    data: bytes = sgf_grammar.block_format(pieces)
    return data
