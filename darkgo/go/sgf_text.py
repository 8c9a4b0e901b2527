"""From the bytes of an SGF file to the nodes of its games.

Faulty files are accepted, too: any character set, roots and variations without their semicolon, missing
closing parentheses, stray brackets, one broken game among good ones. `main_lines` returns only the main line,
which follows the first variation from the root and ends at the first closing parenthesis. `scanned` and
`tree` return all variations.

A game that has only moves after its root is called plain. `main_lines` splits a plain game into nodes with a
regular expression. The result is the same as by tokens, several times as fast.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from darkgo.go import sgf_brackets
from darkgo.go.charset import Charset, charset_of, declarations, readable
from darkgo.go.nodes import Node

RawNode = dict[bytes, list[bytes]]
"""A node's properties: from identifier to raw values, without brackets. Escapes are kept."""


Token = tuple[str, bytes, int]
"""A token of an SGF text: kind, content, place. The kind is "I" for an identifier, "V" for a value, "D" for a
delimiter. The content is masked as in `Charset.masked`. The place is its offset in the text, in bytes."""


@dataclass(frozen=True, slots=True)
class MainLine:
    """The main line of one game tree."""

    nodes: list[RawNode]
    """The nodes from the root on, at least one."""
    whole: bool
    """False if the text breaks off or is not valid SGF before the end of the line."""
    charset: Charset


def main_lines(data: bytes) -> list[MainLine]:
    """The main line of every game tree in a file. Empty if there is none. Never raises."""
    plain = _PLAIN.match(data)
    if plain and data.isascii() and b"\x1b" not in data and not data[plain.end() :].strip(_PADDING):
        return [MainLine(_plain_nodes(plain), whole=True, charset=_ASCII)]
    scan = scanned(data, plainly=True)
    return [
        MainLine(
            _plain_nodes(piece.plain) if piece.plain else _main_nodes(piece, scan.data),
            piece.whole,
            piece.charset,
        )
        for piece in scan.pieces
    ]


def _plain_nodes(plain: re.Match[bytes]) -> list[RawNode]:
    root: RawNode = {}
    for ident, values in _PROPERTY.findall(plain[1]):
        root.setdefault(ident, []).extend(_VALUE.findall(values))
    return [root, *({ident: [value]} for ident, value in _MOVE.findall(plain[2]))]


_ASCII = Charset()
# All repeats are possessive, so a text that does not match is rejected in one pass.
_PLAIN = re.compile(
    rb"\s*+\(\s*+(?:;\s*+|(?=[A-Z]{1,2}\s*+\[))((?:[A-Z]++\s*+(?:\[[^][\\]*+\]\s*+)++)*+)"
    rb"((?:;\s*+[BW]\s*+\[[^][\\]*+\]\s*+)*+)\)"
)
_PROPERTY = re.compile(rb"([A-Z]+)((?:\s*\[[^]]*\])+)")
_VALUE = re.compile(rb"\[([^]]*)\]")
_MOVE = re.compile(rb"([BW])\s*\[([^]]*)\]")


# Trees

_TREE_START = re.compile(rb"\(\s*(?:;|(?=[A-Z]{1,2}\s*\[))")
"""The semicolon may be missing, as in official Japanese and Chinese records."""
_TOKEN = re.compile(rb"\s*+(?:\[(?P<V>(?:[^\\\]]++|\\.)*+)\]|(?P<I>[A-Za-z]{1,64})|(?P<D>[;()]))", re.DOTALL)
_LETTERS = re.compile(rb"[A-Za-z]+")
_SMALL_LETTERS = bytes(range(ord("a"), ord("z") + 1))
_KNOWN = frozenset(
    b"AB AE AN AP AR AW B BL BM BR BS BT C CA CH CP CR DD DM DO DT EL EV EX FF FG GB GC GE GM GN GW "
    b"HA HO ID IT KM KO L LB LN LT M MA MN N OB OM ON OP OT OV OW PB PC PL PM PW RE RG RO RU SC SE SI "
    b"SL SO SQ ST SU SZ TB TC TE TM TR TW UC US V VW W WC WL WR WS WT".split()
)
"""The properties of a game of Go in all versions of SGF."""
_ROOT_ONLY = frozenset((b"GM", b"FF", b"SZ"))
_ENDLESS_VALUE = re.compile(rb"\s*\[")
_PADDING = b"\0\x1a\t\r\n "


@dataclass(slots=True)
class Piece:
    """The part of a text that belongs to one game tree."""

    tokens: list[Token]
    whole: bool
    """Whether the main line is valid SGF to its end."""
    stop: int
    """The offset at which the text of the tree ends, in bytes."""
    charset: Charset = _ASCII
    plain: re.Match[bytes] | None = None
    """For a plain tree: the match of the whole tree. Then `tokens` is empty."""

    @property
    def closed(self) -> bool:
        """Whether each of its opening parentheses has a closing one."""
        delimiters = [content for kind, content, _ in self.tokens if kind == "D"]
        return delimiters.count(b"(") == delimiters.count(b")")

    @property
    def start(self) -> int:
        """The offset at which the text of the tree begins, in bytes."""
        return self.plain.start() if self.plain else self.tokens[0][2]


class Scan(NamedTuple):
    """The game trees found in a file."""

    data: bytes
    """The text that the tokens refer to."""
    pieces: list[Piece]
    sound: bool
    """Whether each tree is valid SGF to its end."""
    break_line: int
    """The first line that is not valid SGF, counted from 1; 0 if there is none."""
    mended: bool = False
    """Whether brackets were repaired."""
    file_codec: str = ""
    """The codec to encode the data in when the file is written; empty if `data` is as in the file."""
    is_lossy: bool = False
    """Whether the bytes of the file cannot be restored from `data`."""


def scanned(data: bytes, *, plainly: bool = False) -> Scan:
    """The trees of a file. With `plainly`, plain games have no tokens.

    Brackets are repaired if the text is not valid SGF. Never raises.
    """
    source = readable(data)
    data, charset = source.data, source.charset
    masks = dict.fromkeys((charset.masked(data), charset.masked(data, cut=True), data))
    for masked in masks:
        scan = _scan(masked.rstrip(_PADDING), data, plainly and masked is data)
        if scan.sound:
            break
    else:
        masked = next(iter(masks)).rstrip(_PADDING)
        mended, mended_data = sgf_brackets.mended(masked, data.rstrip(_PADDING))
        is_changed = mended != masked
        data = mended_data if is_changed else data
        scan = _scan(mended, data, False)._replace(mended=is_changed)
    several = len(declarations(data)) > 1
    for piece in scan.pieces:
        piece.charset = charset_of(data[piece.start : piece.stop]) if several else charset
    return scan._replace(file_codec=source.file_codec, is_lossy=source.is_lossy)


def _scan(masked: bytes, data: bytes, plainly: bool) -> Scan:
    """Cut a text into trees.

    A tree whose closing parentheses are missing ends where the next root starts or the text ends.
    """
    pieces: list[Piece] = []
    sound = True
    break_line = 0
    after_break = False
    end = 0
    while True:
        if plainly and not after_break and (plain := _PLAIN.match(masked, end)):
            end = plain.end()
            pieces.append(Piece([], whole=True, stop=end, plain=plain))
            continue
        tokens, end, depth = _tokens(masked, end)
        if not tokens:
            return Scan(data, pieces, sound, break_line)
        broken = depth > 0 and end < len(masked)
        if broken and not break_line:
            break_line = masked.count(b"\n", 0, end) + 1
        sound = sound and not broken
        sound = sound and not any(
            kind == "V" and sgf_brackets.includes_property(value) for kind, value, _ in tokens
        )
        trees = _apart(tokens) if depth else [tokens]
        stops = [*(tree[0][2] for tree in trees[1:]), end]
        for tree, stop in zip(trees, stops, strict=True):
            if after_break and not _is_root(tree):
                # This is a variation of the broken tree before it, not a game.
                continue
            closed = any(kind == "D" and content == b")" for kind, content, _ in tree)
            pieces.append(Piece(tree, whole=not broken or tree is not trees[-1] or closed, stop=stop))
            after_break = False
        after_break = after_break or broken
        if broken and _ENDLESS_VALUE.match(masked, end):
            return Scan(data, pieces, False, break_line)


def _tokens(text: bytes, place: int) -> tuple[list[Token], int, int]:
    """The tokens of the next tree, the offset at which they end, and the number of open parentheses there.

    They end with the tree, or where the text is not valid SGF. A missing semicolon after an opening
    parenthesis is inserted.
    """
    found = _TREE_START.search(text, place)
    if not found:
        return [], len(text), 0
    tokens: list[Token] = []
    place, depth, opened = found.start(), 0, False
    while match := _TOKEN.match(text, place):
        kind = match.lastgroup or ""
        content = match[kind]
        place = match.end()
        if kind == "D":
            opened = content == b"("
            depth += opened - (content == b")")
        elif kind == "I":
            if opened:
                tokens.append(("D", b";", match.start(kind)))
                opened = False
            content = _identifier(content)
        tokens.append((kind, content, match.start(kind)))
        if not depth:
            break
    return tokens, place, depth


def _identifier(name: bytes) -> bytes:
    """The identifier that a name in a file stands for: its capital letters, as in versions FF[1] to FF[3].

    A name without capital letters stands for the property of these letters, if SGF has one, else for itself.
    """
    if name.isupper():
        return name
    found = name.translate(None, _SMALL_LETTERS) or name.upper()
    return found if found in _KNOWN or not name.islower() else name


def _is_root(tree: list[Token]) -> bool:
    """Whether the first node has a property that only roots have."""
    for kind, content, _ in tree[2:]:
        if kind == "D":
            break
        if kind == "I" and content in _ROOT_ONLY:
            return True
    return False


def _apart(tokens: list[Token]) -> list[list[Token]]:
    """Split the tokens before every "(;" whose node has a property that only roots have."""
    starts = [0]
    opened = 0
    for index, (kind, content, _) in enumerate(tokens):
        if kind == "D":
            opened = index - 1 if content == b";" and index and tokens[index - 1][1] == b"(" else 0
        elif opened and kind == "I" and content in _ROOT_ONLY:
            starts.append(opened)
            opened = 0
    return [tokens[start:stop] for start, stop in zip(starts, [*starts[1:], None], strict=True)]


def _main_nodes(piece: Piece, data: bytes) -> list[RawNode]:
    """The nodes of the main line. Values that belong to no property are left out."""
    nodes: list[RawNode] = []
    values: list[bytes] = []
    for kind, content, start in piece.tokens:
        if kind == "V":
            values.append(data[start : start + len(content)])
        elif kind == "I":
            values = nodes[-1].setdefault(content, [])
        elif content == b")":
            break
        else:
            values = []
            if content == b";":
                nodes.append({})
    return nodes


def tree(piece: Piece, data: bytes) -> Node:
    """The root of a game tree with all its variations. Values that belong to no property are left out.

    Values are escaped where needed, so that no closing bracket seems to be missing when they are read again.
    """
    top = above = Node()
    outer: list[Node] = []
    node: Node | None = None
    ident = ""
    for kind, content, start in piece.tokens:
        if kind == "I":
            ident = content.decode()
            end = start + len(content)
            is_other = data[start:end] != content or data[end : end + 1].isalpha()
            if node is not None and is_other and (spelled := _LETTERS.match(data, start)):
                node.spellings = {ident: spelled[0], **node.spellings}
        elif kind == "V":
            if ident and node is not None:
                value = sgf_brackets.with_brackets_escaped(content, data[start : start + len(content)])
                node.properties.setdefault(ident, []).append(value)
        else:
            ident = ""
            if content == b";":
                node = above = Node(above)
            elif content == b"(":
                outer.append(above)
            else:
                above = outer.pop()
                node = None
                if not outer:
                    break
    root = top.children[0]
    root.parent = None
    return root


def has_loose_values(piece: Piece) -> bool:
    """Whether a tree has values outside of a property, or properties outside of a node. These are lost."""
    before = ""
    for kind, content, _ in piece.tokens:
        if kind == "D":
            before = content.decode()
        elif before == ")" or (kind == "V" and before != "I"):
            return True
        elif kind == "I":
            before = "I"
    return False
