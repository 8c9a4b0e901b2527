"""From the nodes of a game to the bytes of its SGF file, piece by piece."""

from collections.abc import Iterator

from sgfmill.sgf import Tree_node

_WIDTH = 79
"""Bytes after which a line is broken, between two properties."""


def sgf_lines(root: Tree_node) -> Iterator[bytes]:
    """The lines of a game, each with its newline. Values are written as they stand.

    Nodes may be added and texts of the root may change meanwhile, in another thread, too: what is written is
    a whole game, with or without them.
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


def _pieces(root: Tree_node) -> Iterator[bytes]:
    waiting: list[Tree_node | bytes] = [b")", root, b"("]
    while waiting:
        node = waiting.pop()
        if isinstance(node, bytes):
            yield node
            continue
        yield b";"
        # Copies: another thread may add to both.
        properties = list(node.get_raw_property_map().items())
        if len(properties) > 1:
            # Programs have been seen that find FF only where it comes first.
            properties.sort(key=lambda named: (named[0] != "FF", named[0]))
        for ident, values in properties:
            yield ident.encode() + b"[" + b"][".join(values) + b"]"
        children = list(node) if len(node) else ()
        if len(children) == 1:
            waiting.append(children[0])
        else:
            for child in reversed(children):
                waiting += b")", child, b"("
