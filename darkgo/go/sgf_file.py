"""An SGF file with one game or many, of which some are looked at and perhaps changed.

Writing gives the file again: the changed games anew, and everything else byte for byte as it was.
"""

from collections.abc import Iterator

from darkgo.errors import BadInput, shown
from darkgo.go.charset import Charset
from darkgo.go.nodes import Node, lines
from darkgo.go.sgf import Header, SgfError, raw_text
from darkgo.go.sgf_brackets import escaped, sealed
from darkgo.go.sgf_text import Scan, has_loose_values, scanned, tree


class SgfFile:
    """The games of a file, by their number from 1."""

    damage: str
    """In one line what of the file could not be kept; empty if all was."""

    def __init__(self, data: bytes) -> None:
        """Reads a file. Raises SgfError if no game tree starts in it."""
        scan = scanned(data)
        self._scan: Scan | None = scan
        self._charsets = [piece.charset for piece in scan.pieces]
        self._roots: dict[int, Node] = {}
        self._changed: set[int] = set()
        if not scan.pieces:
            raise SgfError("not SGF", "no game tree starts in it")
        losses = [
            (scan.spoiled, scan.pieces[0].charset.remark),
            (scan.mended, "missing or stray brackets were repaired"),
            (
                scan.break_line > 0,
                f"the text makes no sense in line {scan.break_line}: what follows is left out",
            ),
            (any(map(has_loose_values, scan.pieces)), "values that belong to no property are left out"),
        ]
        self.damage = "; ".join(text for is_lost, text in losses if is_lost)

    @classmethod
    def of(cls, root: Node) -> "SgfFile":
        """A file that is not written yet: one game, in UTF-8."""
        file = cls.__new__(cls)
        file._scan, file.damage = None, ""
        file._charsets, file._roots, file._changed = [Charset()], {1: root}, {1}
        return file

    @property
    def count(self) -> int:
        """How many games there are, also such as are none of Go."""
        return len(self._charsets)

    def root(self, number: int) -> Node:
        """The root of a game: always the same node."""
        if number not in self._roots and self._scan:
            root = tree(self._scan.pieces[number - 1], self._scan.data)
            if self._scan.spoiled:
                root.properties["CA"] = [b"UTF-8"]
            self._roots[number] = root
        return self._roots[number]

    def header(self, number: int) -> Header:
        """What the root of a game says."""
        return Header(self.root(number).properties, self._charsets[number - 1])

    def charset(self, number: int) -> Charset:
        """The character set of a game."""
        return self._charsets[number - 1]

    def change(self, number: int) -> None:
        """Says that a game is not as it was: it is to be written anew."""
        self._changed.add(number)

    def raw(self, number: int, text: str) -> bytes:
        """A text as it is to stand in a game. The game becomes UTF-8 if its character set has not all of it.

        Raises BadInput where that would spoil what cannot be read with certainty, or the other games.
        """
        charset = self.charset(number)
        try:
            raw = raw_text(text, charset)
        except UnicodeEncodeError:
            if not charset.is_certain or self.count > 1:
                raise BadInput(
                    f'"{shown(text)}" cannot be written in the character set of this file, {charset.codec}: '
                    "use other letters"
                ) from None
            self._become_utf8()
            return raw_text(text)
        is_utf8 = charset.codec == "utf-8" and not (self._scan and self._scan.wrapping)
        if is_utf8 and not raw.isascii():
            self.root(number).properties["CA"] = [b"UTF-8"]
        return raw

    def _become_utf8(self) -> None:
        for number in range(1, self.count + 1):
            charset = self.charset(number)
            nodes = [self.root(number)]
            while nodes:
                node = nodes.pop()
                nodes += node.children
                for ident, values in node.properties.items():
                    texts = [escaped(charset.text(value).encode("utf-8", "replace")) for value in values]
                    node.properties[ident] = [sealed(text, text) for text in texts]
            self.root(number).properties["CA"] = [b"UTF-8"]
            self._charsets[number - 1] = Charset()

    def write(self) -> bytes:
        """The file. Of a damaged one, what was understood."""
        return b"".join(self.lines())

    def lines(self) -> Iterator[bytes]:
        """What `write` gives, in pieces. The game may go on meanwhile, in another thread, too."""
        scan = self._scan
        if scan is None:
            yield from lines(self.root(1))
        elif scan.wrapping:
            data = b"".join(self._lines(scan))
            yield data.decode("utf-8", "replace").encode(scan.wrapping, "replace")
        else:
            yield from self._lines(scan)

    def _lines(self, scan: Scan) -> Iterator[bytes]:
        # Where a parenthesis is missing, one game ends only because another begins.
        if self.damage or (self._changed and not all(piece.closed for piece in scan.pieces)):
            yield self._understood()
            return
        last = 0
        for number in sorted(self._changed):
            piece = scan.pieces[number - 1]
            yield scan.data[last : piece.start]
            *most, end = lines(self.root(number))
            yield from most
            yield end.rstrip(b"\n")
            last = piece.stop
        yield scan.data[last:]

    def _understood(self) -> bytes:
        """All games anew, without what is damaged."""
        data = self._all_games()
        if any(charset != Charset() for charset in self._charsets):
            # Without the damage a guess may come out otherwise, and take other bytes for brackets.
            again = SgfFile(data)
            if again.damage or again.count != self.count or not self._has_the_nodes_of(again):
                self._become_utf8()
                return self._all_games()
        return data

    def _has_the_nodes_of(self, other: "SgfFile") -> bool:
        nodes = [(self.root(number), other.root(number)) for number in range(1, self.count + 1)]
        while nodes:
            one, another = nodes.pop()
            if one.properties != another.properties or len(one.children) != len(another.children):
                return False
            nodes += zip(one.children, another.children, strict=True)
        return True

    def _all_games(self) -> bytes:
        return b"".join(line for number in range(1, self.count + 1) for line in lines(self.root(number)))
