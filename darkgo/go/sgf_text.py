"""From the bytes of an SGF file to the nodes of its games.

The tokens are sgfmill's; what is added here is patience with the files people have: any encoding, missing
closing parentheses, stray brackets, one broken game among good ones. There are two ways to ask. `main_lines`
keeps only the main line: from the root always into the first variation, which is everything up to the first
closing parenthesis. `game_trees` keeps the variations, too.

For `main_lines` a game of the plain kind (nothing but moves after the root) is cut into nodes by a regular
expression, several times as fast as by tokens and with the same result.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sgfmill import sgf_grammar

Node = dict[bytes, list[bytes]]
"""A node's properties: identifier and raw values (without brackets, escapes as they stand), text in UTF-8."""
Token = tuple[str, bytes]
"""Kind ("I" identifier, "V" value, "D" delimiter) and content."""


@dataclass(frozen=True, slots=True)
class MainLine:
    """The main line of one game tree."""

    nodes: list[Node]
    """At least the root."""
    whole: bool
    """False where the text breaks off or makes no sense before the end of the line."""


def main_lines(data: bytes) -> list[MainLine]:
    """The main line of every game tree in a file. Empty if no tree starts in it. Never raises.

    Where bytes make no sense in one encoding another is tried, and at last brackets are repaired.
    """
    return [
        MainLine(_plain_nodes(piece.plain) if piece.plain else _nodes(piece.tokens), piece.whole)
        for piece in _scanned(data, plainly=True).pieces
    ]


def game_trees(data: bytes) -> tuple[list[sgf_grammar.Coarse_game_tree], str]:
    """Every game tree in a file with all its variations, and in one line what of the file is lost.

    Values are as they stand, in UTF-8, and `sealed`. The trees are those of `main_lines`, with the same main
    lines. The second result is empty if everything was understood. Never raises.
    """
    scan = _scanned(data)
    built = [_tree(piece.tokens) for piece in scan.pieces]
    losses = [
        (scan.repaired, "missing or stray brackets were repaired"),
        (scan.break_line > 0, f"the text makes no sense in line {scan.break_line}: what follows is left out"),
        (not all(sound for _, sound in built), "values that belong to no property are left out"),
    ]
    return [tree for tree, _ in built], "; ".join(text for is_lost, text in losses if is_lost)


# Possessive throughout, so what does not match is given up after one pass.
_PLAIN = re.compile(
    rb"\s*+\(\s*+;\s*+((?:[A-Z]++\s*+(?:\[[^][\\]*+\]\s*+)++)*+)((?:;\s*+[BW]\s*+\[[^][\\]*+\]\s*+)*+)\)"
)
_PROPERTY = re.compile(rb"([A-Z]+)((?:\s*\[[^]]*\])+)")
_VALUE = re.compile(rb"\[([^]]*)\]")
_MOVE = re.compile(rb"([BW])\s*\[([^]]*)\]")


def _plain_nodes(plain: re.Match[bytes]) -> list[Node]:
    root: Node = {}
    for ident, values in _PROPERTY.findall(plain[1]):
        root.setdefault(ident, []).extend(_VALUE.findall(values))
    return [root, *({ident: [value]} for ident, value in _MOVE.findall(plain[2]))]


# Encodings

_CODECS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
    "big5": "cp950",
    "cp950": "cp950",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "cp932": "cp932",
    "windows31j": "cp932",
    "eucjp": "euc_jp",
    "euckr": "cp949",
    "ksc5601": "cp949",
    "cp949": "cp949",
    "iso88591": "latin_1",
    "latin1": "latin_1",
    "windows1252": "cp1252",
}
_DECLARED = re.compile(rb"CA\s*\[([^]]*)\]")
_PAIR_OF_HIGH_BYTES = re.compile(rb"[\x80-\xff]{2}")
_UNLIKELY = re.compile("[\uff61-\uff9f\ue000-\uf8ff]")


def _readings(data: bytes) -> Iterator[bytes]:
    """The data in UTF-8, read in one encoding after the other, the likeliest first. At least one.

    In Shift-JIS and GBK the second byte of a character may be a bracket or a backslash, so the text has to be
    decoded before brackets are counted.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield data.decode("utf-16", "replace").encode()
        return
    try:
        data.decode()
        yield data
        return
    except UnicodeDecodeError:
        pass
    names = ["gb2312", "cp932", "gb18030", "latin_1"]
    if not _PAIR_OF_HIGH_BYTES.search(data):
        names = ["latin_1"]
    declared = _DECLARED.search(data)
    if declared:
        name = re.sub(rb"[^a-z0-9]", b"", declared[1].lower()).decode()
        names = [_CODECS[name], *names] if name in _CODECS else names
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        # Chinese read as Japanese becomes half-width katakana and private characters.
        if name != "cp932" or not _UNLIKELY.search(text):
            yield text.encode()


# Trees

_OPEN, _CLOSE, _NODE = ("D", b"("), ("D", b")"), ("D", b";")
_ROOT_ONLY = frozenset((b"GM", b"FF", b"SZ"))
_ENDLESS_VALUE = re.compile(rb"\s*\[")


class _Piece(NamedTuple):
    """What belongs to one game tree."""

    tokens: list[Token]
    whole: bool
    """Whether the text of its main line made sense to the end."""
    plain: re.Match[bytes] | None = None
    """The whole game in place of its tokens, if it is of the plain kind."""


class _Scan(NamedTuple):
    """What was understood of a text."""

    pieces: list[_Piece]
    sound: bool
    """Whether the text made sense to the end of each tree."""
    break_line: int
    """The line, from 1, where the text first makes no sense; 0 if there is none."""
    repaired: bool = False
    """Whether brackets had to be repaired."""


def _scanned(data: bytes, *, plainly: bool = False) -> _Scan:
    """The trees of a file, read in the first encoding that makes sense, else with repaired brackets."""
    readings = [text.rstrip(b"\0\x1a\t\r\n ") for text in _readings(data)]
    for text in readings:
        scan = _scan(text, plainly)
        if scan.sound:
            return scan
    repaired = _repaired(readings[0])
    return _scan(repaired, plainly)._replace(repaired=repaired != readings[0])


def _scan(text: bytes, plainly: bool) -> _Scan:
    """Cut a text into trees; `plainly` says that tokens of plain games are not needed.

    A tree whose closing parentheses are missing ends where the next root starts or the text ends.
    """
    pieces: list[_Piece] = []
    sound = True
    break_line = 0
    after_break = False
    end = 0
    while True:
        if plainly and not after_break and (plain := _PLAIN.match(text, end)):
            pieces.append(_Piece([], whole=True, plain=plain))
            end = plain.end()
            continue
        tokens, end = sgf_grammar.tokenise(text, end)
        if not tokens:
            return _Scan(pieces, sound, break_line)
        closed = tokens.count(_OPEN) == tokens.count(_CLOSE)
        broken = not closed and end < len(text)
        if broken and not break_line:
            break_line = text.count(b"\n", 0, end) + 1
        sound = sound and not broken and not any(kind == "V" and _swallows(value) for kind, value in tokens)
        trees = [tokens] if closed else _apart(tokens)
        for tree in trees:
            if after_break and not _is_root(tree):
                # A variation of the broken tree before it.
                continue
            pieces.append(_Piece(tree, whole=not broken or tree is not trees[-1] or _CLOSE in tree))
            after_break = False
        after_break = after_break or broken
        if broken and _ENDLESS_VALUE.match(text, end):
            return _Scan(pieces, False, break_line)


def _is_root(tree: list[Token]) -> bool:
    """Whether the first node has a property that only roots have."""
    for kind, content in tree[2:]:
        if kind == "D":
            break
        if kind == "I" and content in _ROOT_ONLY:
            return True
    return False


def _apart(tokens: list[Token]) -> list[list[Token]]:
    """Cut before every "(;" whose node has a property that only roots have."""
    starts = [0]
    opened = 0
    for index, token in enumerate(tokens):
        if token[0] == "D":
            opened = index - 1 if token == _NODE and tokens[index - 1] == _OPEN else 0
        elif opened and token[0] == "I" and token[1] in _ROOT_ONLY:
            starts.append(opened)
            opened = 0
    return [tokens[start:stop] for start, stop in zip(starts, [*starts[1:], None], strict=True)]


def _nodes(tree: list[Token]) -> list[Node]:
    """The nodes of the main line. Values that belong to no property are left out."""
    nodes: list[Node] = []
    values: list[bytes] = []
    for kind, content in tree:
        if kind == "V":
            values.append(content)
        elif kind == "I":
            values = nodes[-1].setdefault(content, [])
        elif content == b")":
            break
        else:
            values = []
            if content == b";":
                nodes.append({})
    return nodes


def _tree(tokens: list[Token]) -> tuple[sgf_grammar.Coarse_game_tree, bool]:
    """All nodes with their variations, and whether every value belongs to a property of one of them."""
    above = tree = sgf_grammar.Coarse_game_tree()
    outer = []
    node: dict[str, list[bytes]] = {}
    ident = ""
    branches = sound = True
    for index, (kind, content) in enumerate(tokens):
        if kind == "I":
            ident = content.decode()
        elif kind == "V":
            if ident:
                node.setdefault(ident, []).append(sealed(content))
            sound = sound and bool(ident)
        else:
            ident = ""
            if content == b";":
                if branches:
                    tree.children.append(sgf_grammar.Coarse_game_tree())
                    tree = tree.children[-1]
                node = {}
                tree.sequence.append(node)
                branches = False
            else:
                branches = True
                if content == b"(":
                    outer.append(tree)
                else:
                    tree = outer.pop()
                    # What follows a closing parenthesis outside any node is lost.
                    node = {}
                    sound = sound and tokens[index + 1 : index + 2] in ([], [_OPEN], [_NODE], [_CLOSE])
                    if not outer:
                        break
    return above.children[0], sound


# Brackets

_PROPERTY_START = rb"(?:;\s*[BW]|AB|AW|BR|CA|DT|EV|GM|GN|HA|KM|PB|PC|PW|RE|RU|SZ|WR)\s*\["
_SWALLOWED = re.compile(_PROPERTY_START + rb"[^][\\]*\Z")
_UNCLOSED = re.compile(rb"(\[[^][\\]*?)(" + _PROPERTY_START + rb"[^][\\]*\])")
# Not after an escape, and not after a move, which ends where it ends.
_CLOSED_TOO_EARLY = re.compile(
    rb"(?<!\\)(?<![^A-Z][BW]\[[a-z][a-z])\](?!\s*(?:[\[;)]|\(\s*;|[A-Za-z]{1,64}\s*\[|\Z))"
)
_ESCAPED_OR_OPEN = re.compile(rb"\\.|(\[)", re.DOTALL)
_CLOSED_TWICE = re.compile(rb"\](?:\s*\])+")


def _swallows(value: bytes) -> bool:
    """Whether a value goes on into the next property because its closing bracket is missing."""
    return b"[" in value and _SWALLOWED.search(value) is not None


def sealed(value: bytes) -> bytes:
    """A value in which no closing bracket seems to be missing when it is read again; its meaning stays."""
    if not _swallows(value):
        return value
    return _ESCAPED_OR_OPEN.sub(lambda match: b"\\[" if match[1] else match[0], value)


def _repaired(text: bytes) -> bytes:
    """Close values that run into the next property, and escape brackets after which nothing can follow."""
    text = _UNCLOSED.sub(rb"\1]\2", text)
    text = _CLOSED_TWICE.sub(b"]", text)
    return _CLOSED_TOO_EARLY.sub(rb"\\]", text)
