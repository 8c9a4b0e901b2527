"""What a node of a game record says besides its move: a comment, marks on points, labels, and judgements.

A method that changes them returns a function that takes the change back.
"""

from sgfmill import sgf_grammar

from darkgo.go.nodes import Node, TakeBack
from darkgo.go.sgf import SgfError, area, point_name, simple_text
from darkgo.go.sgf_game import SgfGame, printable

MARKS = {"TR": "\u25b2", "SQ": "\u25a0", "CR": "\u25cb", "MA": "\u00d7"}
"""The sign of each mark."""


class Annotations:
    """The annotations of one node."""

    def __init__(self, game: SgfGame, node: Node, size: int) -> None:
        """`size` is the side of the board."""
        self._game, self._node, self._size = game, node, size

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
            charset = self._game.charset
            letters = "".join(filter(str.isprintable, simple_text(raw or b"", charset)))
            if letters:
                found |= dict.fromkeys(self._area(name), letters[:2])
        return found

    def text(self, ident: str) -> str:
        """The first value of a property. Printable characters and blanks; empty if there is none."""
        return "".join(printable(self._text(value)) for value in self._values(ident)[:1])

    def has(self, *idents: str) -> bool:
        """Whether the node has one of these properties."""
        return not self._node.properties.keys().isdisjoint(idents)

    def has_mark(self, point: int, ident: str) -> bool:
        """Whether a point has this mark, one of `MARKS`."""
        return any(point in self._area(value) for value in self._values(ident))

    def set_comment(self, text: str) -> TakeBack:
        """Replace the comment. An empty text removes it.

        Raises BadInput if the text cannot be written in the file's character set.
        """
        return self._set("C", [self._game.raw(text)] if text else [])

    def add_comment(self, text: str) -> TakeBack:
        """Append a text to the comment, whose bytes stay. Raises as `set_comment` does."""
        added = self._game.raw(text)
        # This comes after `raw`, which may convert the file to another character set.
        before = self._values("C")
        return self._set("C", [*before[:-1], before[-1] + b"\n\n" + added] if before else [added])

    def toggle_mark(self, point: int, ident: str) -> TakeBack:
        """Put a mark, one of `MARKS`, on a point. If the point has it already, remove it."""
        values = self._values(ident)
        points = [each for value in values for each in self._area(value)]
        if point not in points:
            return self._set(ident, [*values, point_name(point, self._size)])
        left = dict.fromkeys(each for each in points if each != point)
        return self._set(ident, [point_name(each, self._size) for each in left])

    def set_label(self, point: int, text: str) -> TakeBack:
        """Give a point a label, in place of any other. An empty text removes the label.

        Raises as `set_comment` does.
        """
        raw = self._game.raw(text).replace(b":", b"\\:")
        values = [
            each for each in self._values("LB") if point not in self._area(sgf_grammar.parse_compose(each)[0])
        ]
        if text:
            values.append(point_name(point, self._size) + b":" + raw)
        return self._set("LB", values)

    def add(self, ident: str, value: bytes) -> TakeBack:
        """Give the node a property in ASCII."""
        return self._set(ident, [value])

    def _set(self, ident: str, values: list[bytes]) -> TakeBack:
        properties, charset = self._node.properties, self._game.charset
        before = properties.get(ident)

        def take_back() -> None:
            if before is None:
                properties.pop(ident, None)
            else:
                properties[ident] = [self._game.converted(value, charset) for value in before]
            self._game.mark_changed()

        if values:
            properties[ident] = values
        else:
            properties.pop(ident, None)
        self._game.mark_changed()
        return take_back

    def _values(self, ident: str) -> list[bytes]:
        return self._node.properties.get(ident, [])

    def _text(self, raw: bytes) -> str:
        plain: bytes = sgf_grammar.text_value(self._game.charset.text(raw).encode())
        return plain.decode()

    def _area(self, value: bytes) -> list[int]:
        try:
            return area(value, self._size)
        except SgfError:
            return []
