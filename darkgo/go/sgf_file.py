"""An SGF file with one or more games. Single games can be read and changed.

Writing keeps the bytes of the file, except for the changed games.
"""

from collections.abc import Iterator

from darkgo.errors import BadInput, shown
from darkgo.go.charset import Charset
from darkgo.go.nodes import Node, lines
from darkgo.go.sgf import Header, SgfError, raw_text
from darkgo.go.sgf_brackets import escaped, with_brackets_escaped
from darkgo.go.sgf_text import Scan, has_loose_values, scanned, tree


class SgfFile:
    """The games of a file. They are numbered from 1."""

    damage: str
    """One line on the parts of the file that were lost; empty if none were."""

    def __init__(self, data: bytes) -> None:
        """Read a file. Raises SgfError if it contains no game tree."""
        scan = scanned(data)
        self._scan: Scan | None = scan
        self._charsets = [piece.charset for piece in scan.pieces]
        self._roots: dict[int, Node] = {}
        self._changed: set[int] = set()
        if not scan.pieces:
            raise SgfError("not SGF", "it contains no game tree")
        losses = [
            (scan.is_lossy, scan.pieces[0].charset.remark),
            (scan.mended, "missing or stray brackets were repaired"),
            (
                scan.break_line > 0,
                f"line {scan.break_line} is not valid SGF: what follows is left out",
            ),
            (any(map(has_loose_values, scan.pieces)), "values that belong to no property are left out"),
        ]
        self.damage = "; ".join(text for is_lost, text in losses if is_lost)

    @classmethod
    def of(cls, root: Node) -> "SgfFile":
        """A new file with one game, in UTF-8."""
        file = cls.__new__(cls)
        file._scan, file.damage = None, ""
        file._charsets, file._roots, file._changed = [Charset()], {1: root}, {1}
        return file

    @property
    def count(self) -> int:
        """The number of games, including games other than Go."""
        return len(self._charsets)

    def root(self, number: int) -> Node:
        """The root of a game. Repeated calls return the same node."""
        if number not in self._roots and self._scan:
            root = tree(self._scan.pieces[number - 1], self._scan.data)
            if self._scan.is_lossy:
                root.properties["CA"] = [b"UTF-8"]
            self._roots[number] = root
        return self._roots[number]

    def header(self, number: int) -> Header:
        """The information in the root of a game."""
        return Header(self.root(number).properties, self._charsets[number - 1])

    def charset(self, number: int) -> Charset:
        """The character set of a game."""
        return self._charsets[number - 1]

    def change(self, number: int) -> None:
        """Mark a game as changed, so that `write` writes its tree instead of the bytes of the file."""
        self._changed.add(number)

    def raw(self, number: int, text: str) -> bytes:
        """Encode a text as a raw value of a game.

        If the character set lacks a character, the file is converted to UTF-8. Raises BadInput if the file
        cannot be converted, because its character set is uncertain or because it has other games.
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
        is_utf8 = charset.codec == "utf-8" and not (self._scan and self._scan.file_codec)
        if is_utf8 and not raw.isascii():
            self.root(number).properties["CA"] = [b"UTF-8"]
        return raw

    def converted(self, value: bytes, number: int, charset: Charset) -> bytes:
        """Convert a raw value from an earlier character set of the game to its present one."""
        return value if charset == self.charset(number) else _in_utf8(value, charset)

    def _become_utf8(self) -> None:
        for number in range(1, self.count + 1):
            charset = self.charset(number)
            nodes = [self.root(number)]
            while nodes:
                node = nodes.pop()
                nodes += node.children
                for ident, values in node.properties.items():
                    node.properties[ident] = [_in_utf8(value, charset) for value in values]
            self.root(number).properties["CA"] = [b"UTF-8"]
            self._charsets[number - 1] = Charset()

    def write(self) -> bytes:
        """The bytes of the file. Of a damaged file, only the parts that could be read."""
        return b"".join(self.lines())

    def write_text(self) -> str:
        """The bytes of `write`, decoded. Bytes that cannot be decoded are replaced."""
        codec = (self._scan and self._scan.file_codec) or self._charsets[0].codec
        return self.write().decode(codec, "replace")

    def lines(self) -> Iterator[bytes]:
        """The bytes of `write`, in pieces. Another thread may continue the game meanwhile."""
        scan = self._scan
        if scan is None:
            yield from lines(self.root(1))
        elif scan.file_codec:
            data = b"".join(self._lines(scan))
            yield data.decode("utf-8", "replace").encode(scan.file_codec, "replace")
        else:
            yield from self._lines(scan)

    def _lines(self, scan: Scan) -> Iterator[bytes]:
        # A game without its last parenthesis ends where the next begins, so its place cannot be replaced.
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
        """All games written from their trees, without the damaged parts."""
        data = self._all_games()
        if any(charset != Charset() for charset in self._charsets):
            # Without the damaged parts the guessed character set may differ, and with it the brackets.
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


def _in_utf8(value: bytes, charset: Charset) -> bytes:
    text = escaped(charset.text(value).encode("utf-8", "replace"))
    return with_brackets_escaped(text, text)
