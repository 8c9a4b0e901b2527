"""One game of an SGF file: its texts, and how it is written."""

from collections.abc import Iterator

from sgfmill import sgf_grammar

from darkgo.errors import shown
from darkgo.go.charset import Charset
from darkgo.go.nodes import Node
from darkgo.go.result import read_result, says_no_winner
from darkgo.go.sgf import Header
from darkgo.go.sgf_file import SgfFile
from darkgo.go.steps import has_several_moves

_BLANKS = "\n\t\u00a0\u3000"
"""Blanks that are safe to show, although `str.isprintable` is false for them. The last is East Asian."""


class SgfGame:
    """One game of a file. Games that were changed are written anew; the others keep their bytes."""

    number: int
    """The number of the game in its file, from 1."""

    def __init__(self, file: SgfFile, number: int) -> None:
        self._file = file
        self.number = number

    @property
    def count(self) -> int:
        """The number of games in its file."""
        return self._file.count

    @property
    def root(self) -> Node:
        """The root of its nodes."""
        return self._file.root(self.number)

    @property
    def header(self) -> Header:
        """The information in its root."""
        return self._file.header(self.number)

    @property
    def charset(self) -> Charset:
        """The character set of its texts."""
        return self._file.charset(self.number)

    # What could not be read

    @property
    def damage(self) -> str:
        """One line on the parts of the file that were lost; empty if none were."""
        return self._file.damage

    @property
    def remarks(self) -> list[str]:
        """One line on each property of the game that is kept but could not be interpreted."""
        header = self.header
        found = [header.charset.remark] if header.charset.remark not in self.damage else []
        if header.komi is None and header.komi_text:
            ident = "KM" if header.text("KM") else "KO"
            found.append(f"{ident}[{shown(header.komi_text)}] is not understood: no komi")
        result = header.text("RE")
        if read_result(result).winner is None and not says_no_winner(result):
            found.append(f"RE[{shown(result)}] is not understood")
        if several := sum(map(has_several_moves, self._nodes())):
            nodes = "1 node has" if several == 1 else f"{several} nodes have"
            found.append(f"{nodes} more than one move: the first is played")
        return found

    def _nodes(self) -> Iterator[Node]:
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            waiting += node.children
            yield node

    # Its texts

    def text(self, ident: str) -> str:
        """A text of the root, such as PB, Black's name. Only printable characters and blanks; empty if
        missing."""
        return printable(self.header.text(ident))

    def set_text(self, ident: str, text: str) -> None:
        """Change a text of the root; an empty text removes the property. An unchanged text keeps its bytes.

        Raises ValueError if `ident` is not an SGF identifier, and BadInput if the text cannot be written in
        the file's character set.
        """
        if not sgf_grammar.is_valid_property_identifier(ident):
            raise ValueError(f"{ident} is not an SGF identifier")
        if text == self.header.text(ident):
            return
        if text:
            self.root.properties[ident] = [self.raw(text)]
        else:
            self.root.properties.pop(ident, None)
        self.mark_changed()

    def raw(self, text: str) -> bytes:
        """A text as a raw value. Like `SgfFile.raw`, it may convert the file, and raises BadInput."""
        return self._file.raw(self.number, text)

    def converted(self, value: bytes, charset: Charset) -> bytes:
        """Convert a raw value from an earlier character set of the game to its present one."""
        return self._file.converted(value, self.number, charset)

    # Writing

    def mark_changed(self) -> None:
        """Let `write` write the nodes of the game, and not its bytes in the file."""
        self._file.change(self.number)

    def write(self) -> bytes:
        """The bytes of the file. Changed games are written with all their variations, the rest is kept."""
        return self._file.write()

    def write_text(self) -> str:
        """The text of the file, as `SgfFile.write_text` gives it."""
        return self._file.write_text()

    def lines(self) -> Iterator[bytes]:
        """The bytes of `write`, in pieces. Another thread may continue the game meanwhile."""
        return self._file.lines()


def printable(text: str) -> str:
    """The text without control characters, which could change the state of a terminal."""
    return "".join(letter for letter in text if letter.isprintable() or letter in _BLANKS)
