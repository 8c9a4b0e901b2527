"""A game record that comes as text and not as a file."""

import re

from darkgo.engine.game_file import LARGEST_FILE, Record
from darkgo.engine.review import Review
from darkgo.errors import BadInput
from darkgo.go.tree import GameTree

_START = re.compile(r"\(\s*;\s*[A-Za-z]+\s*\[|\A\s*\(\s*[A-Z]{1,2}\s*\[")
_CHARSET = re.compile(r"\bCA\s*\[[^\]]*\]")


def is_record(text: str) -> bool:
    """Whether a game record starts somewhere in the text, in a letter or behind a forum's brackets, say."""
    return _START.search(text) is not None


def read_record(text: str) -> Record:
    """The first game of the text, at its root, without a path. Raises BadInput when it cannot be used."""
    # It was decoded by whoever copied it, whatever it says.
    data = _CHARSET.sub("CA[UTF-8]", text, count=1).encode(errors="replace")
    if len(data) > LARGEST_FILE:
        raise BadInput(f"the pasted record: found {len(data):,} bytes; expected {LARGEST_FILE:,} at most")
    try:
        tree = GameTree.read(data)
    except BadInput as error:
        raise BadInput(f"the pasted record: {error}") from None
    return Record(None, tree, Review(tree))
