"""The nodes of an SGF game tree: rearranging and writing them. Values are the raw bytes of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

_WIDTH = 79

Properties = dict[str, list[bytes]]
"""The properties of a node: from identifier to raw values, without brackets, in the file's character set."""

TakeBack = Callable[[], None]
"""Takes a change back."""

_NONE: dict[str, bytes] = {}


class Node:
    """A node with its variations. Nodes are compared by identity."""

    __slots__ = ("children", "parent", "properties", "spellings")

    def __init__(self, parent: Node | None = None, properties: Properties | None = None) -> None:
        """A node that follows `parent`, as its last variation."""
        self.parent = parent
        self.children: list[Node] = []
        self.properties: Properties = {} if properties is None else properties
        self.spellings: dict[str, bytes] = _NONE
        """The file's spelling of each identifier that has other letters than capitals."""
        if parent is not None:
            parent.children.append(self)


def remove(node: Node) -> TakeBack:
    """Take a node, with all that follows it, away from its parent."""
    parent = node.parent
    assert parent is not None
    index = parent.children.index(node)
    del parent.children[index]
    return lambda: parent.children.insert(index, node)


def make_first(nodes: Iterable[Node]) -> TakeBack | None:
    """Make each node the first child of its parent. None if all are first already."""
    before = [(node.parent, node, node.parent.children.index(node)) for node in nodes if node.parent]
    if not any(index for _, _, index in before):
        return None

    def place(parent: Node, node: Node, index: int) -> None:
        # The other children stay, and so do those that are added later.
        parent.children.remove(node)
        parent.children.insert(index, node)

    def take_back() -> None:
        for parent, node, index in before:
            place(parent, node, index)

    for parent, node, _ in before:
        place(parent, node, 0)
    return take_back


def one_line(nodes: list[Properties]) -> Node:
    """Make a tree without variations and return its root."""
    root = node = Node(properties=nodes[0])
    for properties in nodes[1:]:
        node = Node(node, properties)
    return root


def written(root: Node) -> bytes:
    """The text of a game tree in a file."""
    return b"".join(lines(root))


def lines(root: Node) -> Iterator[bytes]:
    """The lines of a game tree, each with its newline.

    Lines are broken between properties. A line is at most 79 bytes long unless one property is longer.
    Another thread may add nodes or change properties of the root meanwhile: the result is a valid game with
    or without these changes.
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
        # These are copies, because another thread may add to both.
        for ident, values in list(node.properties.items()):
            yield node.spellings.get(ident, ident.encode()) + b"[" + b"][".join(values) + b"]"
        children = tuple(node.children)
        if len(children) == 1:
            waiting.append(children[0])
        else:
            for child in reversed(children):
                waiting += b")", child, b"("
