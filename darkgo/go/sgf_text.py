"""From the bytes of an SGF file to the nodes of its games.

The tokens are sgfmill's; what is added here is patience with the files people have: any encoding, missing
closing parentheses, stray brackets, one broken game among good ones. Only the main line is kept: from the
root always into the first variation, which is everything up to the first closing parenthesis.

A file of the plain kind (one game, nothing but moves after the root) is cut into nodes by a regular
expression, several times as fast as by tokens and with the same result.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

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
    plain = _PLAIN.fullmatch(data)
    if plain:
        root: Node = {}
        for ident, values in _PROPERTY.findall(plain[1]):
            root.setdefault(ident, []).extend(_VALUE.findall(values))
        return [MainLine([root, *({ident: [value]} for ident, value in _MOVE.findall(plain[2]))], whole=True)]
    readings = [text.rstrip(b"\0\x1a\t\r\n ") for text in _readings(data)]
    for text in readings:
        lines, sound = _scan(text)
        if sound:
            return lines
    return _scan(_repaired(readings[0]))[0]


# Possessive throughout, so what does not match is given up after one pass.
_PLAIN = re.compile(
    rb"\s*+\(\s*+;\s*+((?:[A-Z]++\s*+(?:\[[^][\\\x80-\xff]*+\]\s*+)++)*+)"
    rb"((?:;\s*+[BW]\s*+\[[^][\\\x80-\xff]*+\]\s*+)*+)\)\s*+"
)
_PROPERTY = re.compile(rb"([A-Z]+)((?:\s*\[[^]]*\])+)")
_VALUE = re.compile(rb"\[([^]]*)\]")
_MOVE = re.compile(rb"([BW])\s*\[([^]]*)\]")


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


def _scan(text: bytes) -> tuple[list[MainLine], bool]:
    """The main lines of all trees, and whether the text made sense to the end of each.

    A tree whose closing parentheses are missing ends where the next root starts or the text ends.
    """
    lines: list[MainLine] = []
    sound = True
    after_break = False
    end = 0
    while True:
        tokens, end = sgf_grammar.tokenise(text, end)
        if not tokens:
            return lines, sound
        closed = tokens.count(_OPEN) == tokens.count(_CLOSE)
        broken = not closed and end < len(text)
        sound = sound and not broken and not any(kind == "V" and _swallows(value) for kind, value in tokens)
        trees = [tokens] if closed else _apart(tokens)
        for tree in trees:
            nodes = _nodes(tree)
            if after_break and _ROOT_ONLY.isdisjoint(nodes[0]):
                # A variation of the broken tree before it.
                continue
            lines.append(MainLine(nodes, whole=not broken or tree is not trees[-1] or _CLOSE in tree))
            after_break = False
        after_break = after_break or broken
        if broken and _ENDLESS_VALUE.match(text, end):
            return lines, False


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


# Brackets

_PROPERTY_START = rb"(?:;\s*[BW]|AB|AW|BR|CA|DT|EV|GM|GN|HA|KM|PB|PC|PW|RE|RU|SZ|WR)\s*\["
_SWALLOWED = re.compile(_PROPERTY_START + rb"[^][\\]*\Z")
_UNCLOSED = re.compile(rb"(\[[^][\\]*?)(" + _PROPERTY_START + rb"[^][\\]*\])")
# Not after an escape, and not after a move, which ends where it ends.
_CLOSED_TOO_EARLY = re.compile(
    rb"(?<!\\)(?<![^A-Z][BW]\[[a-z][a-z])\](?!\s*(?:[\[;)]|\(\s*;|[A-Za-z]{1,64}\s*\[|\Z))"
)
_CLOSED_TWICE = re.compile(rb"\](?:\s*\])+")


def _swallows(value: bytes) -> bool:
    """Whether a value goes on into the next property because its closing bracket is missing."""
    return b"[" in value and _SWALLOWED.search(value) is not None


def _repaired(text: bytes) -> bytes:
    """Close values that run into the next property, and escape brackets after which nothing can follow."""
    text = _UNCLOSED.sub(rb"\1]\2", text)
    text = _CLOSED_TWICE.sub(b"]", text)
    return _CLOSED_TOO_EARLY.sub(rb"\\]", text)
