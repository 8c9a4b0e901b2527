"""SGF properties: read files as game records, and write games. Only this module interprets properties."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from sgfmill import sgf_grammar

from darkgo.errors import BadInput, shown
from darkgo.go.board import Board, grid
from darkgo.go.charset import Charset
from darkgo.go.game import Game, Rules
from darkgo.go.nodes import Node, Properties, one_line, written
from darkgo.go.points import LARGEST_SIZE, PASS, Colour
from darkgo.go.result import read_result
from darkgo.go.rulesets import USUAL, name_of, rules_of_record
from darkgo.go.sgf_brackets import with_brackets_escaped
from darkgo.go.sgf_text import MainLine, main_lines
from darkgo.go.wording import read_komi

PROGRAM = "DarkGo"
"""The program name in the files that DarkGo writes."""
Stone = tuple[Colour, int]
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


class SgfError(BadInput):
    """A game tree that cannot be used. `reason` is one of a few fixed texts, so errors can be counted.

    The reasons: "not SGF", "other game", "board size", "no moves", "bad move", "bad setup", "broken text",
    "handicap stones missing".
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class GameRecord:
    """The main line of one game. A text that is missing in the file is empty."""

    size: int
    setup: tuple[Stone, ...]
    """The stones placed before the first move, in the order of their points."""
    moves: tuple[Stone, ...]
    """The moves, at least one. Their legality is not checked."""
    komi: float | None
    komi_text: str
    handicap: int
    winner: Colour | None
    result: str
    date: str
    black: str
    white: str
    black_rank: str
    white_rank: str
    rules: str
    cut: str
    """Why moves at the end are left out: "setup in mid-game", "bad move" or "broken text"; empty if none
    are."""

    @property
    def to_move(self) -> Colour:
        """Who makes the first move."""
        return self.moves[0][0]

    @property
    def year(self) -> int | None:
        """The year of the date; None if it names no year after 1499."""
        found = _YEAR.search(self.date)
        return int(found[0]) if found else None


def read_games(data: bytes) -> list[GameRecord | SgfError]:
    """Read every game tree of a file. Each result is the game, or the error that explains why it is refused.

    Never raises. A file without any game tree gives a list of one SgfError.
    """
    games: list[GameRecord | SgfError] = []
    for line in main_lines(data):
        try:
            games.append(_game(line))
        except SgfError as error:
            games.append(error)
    return games or [SgfError("not SGF", "it contains no game tree")]


# From nodes to a game

_LETTERS = b"abcdefghijklmnopqrstuvwxy"
_SETUP = {b"AB": Colour.BLACK, b"AW": Colour.WHITE, b"AE": None}


def _game(line: MainLine) -> GameRecord:
    root = {ident.decode(): values for ident, values in line.nodes[0].items()}
    header = Header(root, line.charset)
    size = header.size
    points = named_points(size)
    stones: dict[int, Colour] = {}
    moves: list[Stone] = []
    cut, detail = ("", "the main line has none") if line.whole else ("broken text", "before the first move")
    for node in line.nodes:
        if not _SETUP.keys().isdisjoint(node):
            placed = [(colour, value) for ident, colour in _SETUP.items() for value in node.get(ident, ())]
            if moves and any(value.strip() for _, value in placed):
                cut = "setup in mid-game"
                break
            for colour, value in placed:
                for place in area(value, size):
                    stones.pop(place, None)
                    if colour:
                        stones[place] = colour
        black, white = node.get(b"B", ()), node.get(b"W", ())
        if black or white:
            played = [*black, *white]
            point = points.get(played[0].strip()) if len(played) == 1 else None
            if point is None:
                cut, detail = "bad move", " and ".join(f"[{_quoted(value)}]" for value in played)
                break
            moves.append((Colour.BLACK if black else Colour.WHITE, point))
    if not moves:
        raise SgfError(cut or "no moves", detail)
    handicap = header.handicap
    if handicap >= 2 and not stones and moves[0][0] is Colour.WHITE:
        raise SgfError("handicap stones missing", f"HA[{handicap}], no stones, and White begins")
    _check_liberties(stones, size)
    result = header.text("RE")
    return GameRecord(
        size=size,
        setup=tuple((colour, point) for point, colour in sorted(stones.items())),
        moves=tuple(moves),
        komi=header.komi,
        komi_text=header.komi_text,
        handicap=handicap,
        winner=read_result(result).winner,
        result=result,
        date=header.text("DT"),
        black=header.text("PB"),
        white=header.text("PW"),
        black_rank=header.text("BR"),
        white_rank=header.text("WR"),
        rules=header.text("RU"),
        cut=cut,
    )


@dataclass(frozen=True, slots=True)
class Header:
    """The information in the root of a game."""

    properties: Properties
    charset: Charset

    def text(self, ident: str) -> str:
        """The first value of a property, on one line; empty if the property is missing."""
        values = self.properties.get(ident)
        return simple_text(values[0], self.charset) if values else ""

    @property
    def size(self) -> int:
        """The side of the board. Raises SgfError if the game is not Go on a board of a possible size."""
        return board_size(self.text("GM"), self.text("SZ"))

    @property
    def handicap(self) -> int:
        """The number at the start of HA; 0 if there is none."""
        match = re.match(r"[0-9]{1,2}\b", self.text("HA"))
        return int(match[0]) if match else 0

    @property
    def komi_text(self) -> str:
        """The text of the komi: KM, or KO in official Japanese records."""
        return self.text("KM") or self.text("KO")

    @property
    def komi(self) -> float | None:
        """Points for White; None if unknown. In files by DarkGo the number is taken as it is."""
        text = self.komi_text
        if text and self.text("AP") == PROGRAM and re.fullmatch(r"-?[0-9]{1,3}(?:\.[0-9]+)?", text):
            return float(text)
        return read_komi(text)

    @property
    def rules(self) -> Rules:
        """The rules of the game: those that RU names, else those that fit the komi and the result. The komi
        is 0 if it is unknown."""
        name = self.text("RU")
        if not name and self.text("AP") == PROGRAM:
            # Earlier versions wrote no RU, and always counted area.
            name = USUAL["chinese"]
        return rules_of_record(
            name,
            self.komi,
            in_zi=read_result(self.text("RE")).in_zi,
            is_even=self.handicap < 2 and not self.properties.keys() & {"AB", "AW"},
        )


def simple_text(raw: bytes, charset: Charset) -> str:
    """A raw value as text on one line."""
    # Escapes are resolved in UTF-8. In other sets a backslash may be half of a character.
    plain: bytes = sgf_grammar.simpletext_value(charset.text(raw).encode("utf-8", "replace"))
    return plain.decode().strip()


def _quoted(value: bytes) -> str:
    return shown(simple_text(value, Charset()))


def board_size(kind: str, size: str) -> int:
    """The side of the board from the texts of GM and SZ. Raises SgfError if it is not a possible Go board."""
    if kind not in ("", "1"):
        raise SgfError("other game", f"GM[{shown(kind)}]; Go is GM[1]")
    match = re.fullmatch(r"([0-9]{1,2})(?:\s*:\s*([0-9]{1,2}))?", size or "19")
    if match and match[2] in (None, match[1]) and 1 <= int(match[1]) <= LARGEST_SIZE:
        return int(match[1])
    raise SgfError("board size", f"SZ[{shown(size)}]; expected a square board of side 1 to {LARGEST_SIZE}")


@cache
def named_points(size: int) -> dict[bytes, int]:
    """From SGF's names to points. A pass is the empty name, and up to side 19 also tt, as before FF[4]."""
    names = {point_name(point, size): point for point in (PASS, *range(size * size))}
    return names | ({b"tt": PASS} if size <= 19 else {})


def area(value: bytes, size: int) -> list[int]:
    """The point, or all points of the rectangle, that a value names; none if the value is blank.

    A rectangle is given by any two opposite corners, such as aa:cc. Raises SgfError if a point is not on the
    board.
    """
    if not value.strip():
        return []
    points = named_points(size)
    first, _, last = value.replace(b" ", b"").strip().partition(b":")
    corners = points.get(first, PASS), points.get(last or first, PASS)
    if PASS in corners:
        raise SgfError("bad setup", f"[{_quoted(value)}] is not on a board of side {size}")
    lines = zip(*(divmod(corner, size) for corner in corners), strict=True)
    (top, bottom), (left, right) = map(sorted, lines)
    return [row * size + column for row in range(top, bottom + 1) for column in range(left, right + 1)]


def _check_liberties(stones: dict[int, Colour], size: int) -> None:
    board = Board.empty(size)
    for point, colour in stones.items():
        board = board.put(point, colour)
    for colour in Colour:
        for chain in board.chains(colour):
            if not grid(size).around(chain) & board.free:
                raise SgfError("bad setup", f"a chain of {colour.name.lower()} stones has no liberty")


# From a game to a file

_IDENT = {Colour.BLACK: "B", Colour.WHITE: "W"}


def write_game(game: Game, **headers: str) -> bytes:
    """The game as SGF, version FF[4]: its handicap, moves, passes and edits up to the present step.

    `headers` are further root properties, such as ``PB="Shusaku", RE="B+2"``. Raises ValueError if a name is
    not an SGF identifier.
    """
    for ident in headers:
        if not sgf_grammar.is_valid_property_identifier(ident):
            raise ValueError(f"{ident} is not an SGF property: expected capital letters only")
    root = root_of(game)
    root.properties.update((ident, [raw_text(text)]) for ident, text in headers.items())
    return written(root)


def root_of(game: Game) -> Node:
    """The root of a tree without variations: the game up to the present step, in UTF-8."""
    start = game.history[0].board
    texts = {"FF": "4", "GM": "1", "CA": "UTF-8", "AP": PROGRAM}
    texts |= {"SZ": f"{game.size}", "KM": f"{game.rules.komi:g}", "RU": USUAL[name_of(game.rules)]}
    if game.handicap:
        texts["HA"] = f"{game.handicap}"
    root = {ident: [raw_text(text)] for ident, text in texts.items()}
    nodes: list[Properties] = [root | _changes(Board.empty(game.size), start)]
    shown = start
    for is_edit, group in groupby(game.history[1:], lambda step: not step.move):
        run = list(group)
        if is_edit:
            # Consecutive edits share one node.
            nodes.append(setup_node(shown, run[-1].board, run[-1].to_move))
        else:
            nodes += [move_node(*step.move, game.size) for step in run if step.move]
        shown = run[-1].board
    return one_line(nodes)


def raw_text(text: str, charset: Charset | None = None) -> bytes:
    """Encode and escape a text as the raw value between brackets, in UTF-8 or another character set.

    Raises UnicodeEncodeError if the character set lacks one of its characters.
    """
    raw: bytes = sgf_grammar.escape_text(text.encode("utf-8", "replace"))
    raw = with_brackets_escaped(raw, raw)
    return raw if charset is None else raw.decode().encode(charset.codec)


def move_node(colour: Colour, point: int, size: int) -> Properties:
    """The properties of a node that makes a move or a pass."""
    return {_IDENT[colour]: [point_name(point, size)]}


def setup_node(before: Board, after: Board, to_move: Colour) -> Properties:
    """The properties of a node that changes the position `before` into `after`."""
    return _changes(before, after) | {"PL": [_IDENT[to_move].encode()]}


def _changes(before: Board, after: Board) -> Properties:
    """The setup properties for the difference of two positions."""
    changed = {
        "AB": after.black & ~before.black,
        "AW": after.white & ~before.white,
        "AE": before.occupied & ~after.occupied,
    }
    points = {ident: Board.points(mask) for ident, mask in changed.items() if mask}
    return {ident: [point_name(point, after.size) for point in there] for ident, there in points.items()}


def point_name(point: int, size: int) -> bytes:
    """SGF's name of a point; empty for a pass."""
    if point == PASS:
        return b""
    row, column = divmod(point, size)
    return bytes((_LETTERS[column], _LETTERS[row]))
