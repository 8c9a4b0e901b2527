"""A game record that arrives as text instead of a file."""

import re

from darkgo.engine.found_moves import FoundMoves
from darkgo.engine.game_file import LARGEST_FILE, Record
from darkgo.errors import BadInput
from darkgo.go.tree import GameTree

_START = re.compile(r"\(\s*;\s*[A-Za-z]+\s*\[|\A\s*\(\s*[A-Z]{1,2}\s*\[")
_BEGINNING = re.compile(r"\s*\(\s*(?:;|\Z)")
_OUTSIDE_A_VALUE = re.compile(r"[\[()]")
_IN_A_VALUE = re.compile(r"\\.|\]", re.DOTALL)
_CHARSET = re.compile(r"\b(?:CA|ca)\s*\[[^\]]*\]")


def is_record(text: str) -> bool:
    """Whether a game record starts anywhere in the text, for example inside a letter or after the brackets of
    a forum."""
    return _START.search(text) is not None


def begins_record(line: str) -> bool:
    """Whether a typed line is a game record, or the first line of one. No command begins with a bracket."""
    return _BEGINNING.match(line) is not None or is_record(line)


class Brackets:
    """The brackets that are open after some lines of a record."""

    def __init__(self) -> None:
        self._depth = 0
        self._is_begun = self._in_value = False

    @property
    def are_open(self) -> bool:
        """Whether the record is incomplete, so that another line belongs to it."""
        return self._depth > 0

    def read(self, text: str) -> None:
        """Adds a line. Text before the record is skipped."""
        place = 0
        if not self._is_begun:
            start = _START.search(text) or _BEGINNING.match(text)
            place = start.start() if start else len(text)
            self._is_begun = start is not None
        while match := (_IN_A_VALUE if self._in_value else _OUTSIDE_A_VALUE).search(text, place):
            place = match.end()
            sign = match[0]
            self._depth += (sign == "(") - (sign == ")")
            self._in_value = self._in_value if len(sign) > 1 else sign == "["
            if not self._depth:
                return


def is_open(text: str) -> bool:
    """Whether this text begins a record that is not complete."""
    brackets = Brackets()
    brackets.read(text)
    return brackets.are_open


def read_record(text: str) -> Record:
    """The first game of the text, at its root, without a path. Raises BadInput if it cannot be used."""
    # The text was decoded by the program that copied it, so the record's own character set is ignored.
    data = _CHARSET.sub("CA[UTF-8]", text, count=1).encode(errors="replace")
    if len(data) > LARGEST_FILE:
        raise BadInput(f"the pasted record: found {len(data):,} bytes; expected {LARGEST_FILE:,} at most")
    try:
        tree = GameTree.read(data)
    except BadInput as error:
        raise BadInput(f"the pasted record: {error}") from None
    return Record(None, tree, FoundMoves(tree))
