"""What a node of a game record says beside its move: a comment, marks on points, labels, and judgements.

Changes return a function that takes them back.
"""

from collections.abc import Callable

from sgfmill import sgf_grammar

from darkgo.go.nodes import Node
from darkgo.go.sgf import SgfError, area, point_name, simple_text
from darkgo.go.sgf_file import SgfFile

TakeBack = Callable[[], None]
"""Takes a change back."""

MARKS = {"TR": "\u25b2", "SQ": "\u25a0", "CR": "\u25cb", "MA": "\u00d7"}
"""The sign of each mark."""
_BLANKS = "\n\t\u00a0\u3000"
"""Blanks that are safe to show, although `str.isprintable` is false for them. The last is East Asian."""


class Annotations:
    """The annotations of one node."""

    def __init__(self, file: SgfFile, number: int, node: Node, size: int) -> None:
        """Of a node of the game with this number, on a board of this side."""
        self._file, self._number, self._node, self._size = file, number, node, size

    @property
    def comment(self) -> str:
        """Printable characters, blanks and newlines."""
        text = "\n".join(self._text(value) for value in self._values("C"))
        return printable(text).strip()

    @property
    def labels(self) -> dict[int, str]:
        """The marks by point: one or two letters, or a symbol."""
        found: dict[int, str] = {}
        for ident, sign in MARKS.items():
            for value in self._values(ident):
                found |= dict.fromkeys(self._area(value), sign)
        for value in self._values("LB"):
            name, raw = sgf_grammar.parse_compose(value)
            charset = self._file.charset(self._number)
            letters = "".join(filter(str.isprintable, simple_text(raw or b"", charset)))
            if letters:
                found |= dict.fromkeys(self._area(name), letters[:2])
        return found

    def has(self, *idents: str) -> bool:
        """Whether the node has one of these properties."""
        return not self._node.properties.keys().isdisjoint(idents)

    def has_mark(self, point: int, ident: str) -> bool:
        """Whether a point has this one of `MARKS`."""
        return any(point in self._area(value) for value in self._values(ident))

    def set_comment(self, text: str) -> TakeBack:
        """Put this comment in the place of the node's own. An empty text removes that.

        Raises BadInput if the text cannot be written in the file's character set.
        """
        return self._set("C", [self._file.raw(self._number, text)] if text else [])

    def add_comment(self, text: str) -> None:
        """Append a text to the comment, whose bytes stay. Raises as `set_comment` does."""
        added = self._file.raw(self._number, text)
        # Only now, for that may have converted the file to another character set.
        before = self._values("C")
        self._set("C", [*before[:-1], before[-1] + b"\n\n" + added] if before else [added])

    def toggle_mark(self, point: int, ident: str) -> TakeBack:
        """Put one of `MARKS` on a point, or take it away if the point has it."""
        values = self._values(ident)
        points = [each for value in values for each in self._area(value)]
        if point not in points:
            return self._set(ident, [*values, point_name(point, self._size)])
        left = dict.fromkeys(each for each in points if each != point)
        return self._set(ident, [point_name(each, self._size) for each in left])

    def set_label(self, point: int, text: str) -> TakeBack:
        """Put a text on a point, in the place of the label there. An empty text removes that.

        Raises as `set_comment` does.
        """
        raw = self._file.raw(self._number, text).replace(b":", b"\\:")
        values = [
            each for each in self._values("LB") if point not in self._area(sgf_grammar.parse_compose(each)[0])
        ]
        if text:
            values.append(point_name(point, self._size) + b":" + raw)
        return self._set("LB", values)

    def add(self, ident: str, value: bytes) -> None:
        """Give the node a property in ASCII."""
        self._set(ident, [value])

    def _set(self, ident: str, values: list[bytes]) -> TakeBack:
        properties, charset = self._node.properties, self._file.charset(self._number)
        before = properties.get(ident)

        def take_back() -> None:
            if before is None:
                properties.pop(ident, None)
            else:
                properties[ident] = [self._file.converted(value, self._number, charset) for value in before]
            self._file.change(self._number)

        if values:
            properties[ident] = values
        else:
            properties.pop(ident, None)
        self._file.change(self._number)
        return take_back

    def _values(self, ident: str) -> list[bytes]:
        return self._node.properties.get(ident, [])

    def _text(self, raw: bytes) -> str:
        plain: bytes = sgf_grammar.text_value(self._file.charset(self._number).text(raw).encode())
        return plain.decode()

    def _area(self, value: bytes) -> list[int]:
        try:
            return area(value, self._size)
        except SgfError:
            return []


def printable(text: str) -> str:
    """The text without control characters, which could change the state of a terminal."""
    return "".join(letter for letter in text if letter.isprintable() or letter in _BLANKS)
