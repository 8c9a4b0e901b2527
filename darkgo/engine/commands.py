"""The commands a person types, as the original program reads them and more, for all interfaces with keys.

A line is parsed into one small command; `perform.py` carries it out. Whatever cannot be understood raises
BadInput with one line for the person.
"""

import re
from dataclasses import dataclass
from typing import Literal

from darkgo.engine.clock import TimeSystem
from darkgo.engine.time_text import read_clock
from darkgo.errors import BadInput, shown
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.go.rulesets import Ruleset, rules_of

HELP: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Playing",
        (
            ("Enter", "plays the first suggestion that is shown, or lets the computer move"),
            ("3", "plays the third suggestion"),
            ("A 15, a15", "plays there"),
            ("p", "passes; two passes end the game, and it is counted"),
            ("resign", "gives the game up"),
            ("c A 15", "clears that point"),
            ("b A 15, w A 15", "sets a black or a white stone there"),
            ("new [SIZE] [HANDICAP]", "begins a new game"),
            ("komi 6.5", "changes the komi"),
            ("rules japanese", "how the game is counted: japanese by territory, chinese by area"),
            ("computer white", "who is played by the computer: black, white, both or none"),
            ("level 5", "how well the computer plays: 1 varied, 10 always its best move"),
            ("clock 10m 3x30s", "gives both players ten minutes, then three periods of thirty seconds"),
            ("clock 10m +10s", "adds ten seconds after every move; clock off ends it, clock says it"),
            ("pause", "stops the computer, or lets it go on"),
        ),
    ),
    (
        "Moving about",
        (
            ("u", "takes back"),
            ("r", "plays again what was taken back, or the next move of a record"),
            ("jump 41", "goes to the position after move 41"),
            ("start, end", "goes to the beginning or the end"),
            ("var", "goes to the next variation of the last move"),
            ("numbers", "shows the number of each move on its stone, or no longer"),
            ("info", "all that is known of the game and the position"),
        ),
    ),
    (
        "What the network thinks",
        (
            ("top 9, 0", "shows so many suggestions, or none"),
            ("multi", "looks at eight rotations and reflections and averages, or only at the board"),
            ("heat", "shows the probability of every point, or no longer"),
            ("score", "says who is ahead, if the network knows"),
            ("ownership", "shows the expected owner of every point, or no longer"),
            ("pv 2", "shows the moves expected after the second suggestion; pv hides them"),
            ("add, add 2", "adds the variation that is shown, or the second one, to the game"),
            ("views", "shows what each of the eight views says, or no longer"),
        ),
    ),
    (
        "Mistakes",
        (
            ("sweep", "judges every position of the game; a second time, stops doing so"),
            ("report", "each player's accuracy, and the worst moves"),
            ("mistake, mistake back", "goes to the next mistake, or to the one before"),
        ),
    ),
    (
        "In plain text",
        (
            (
                "board off, board on",
                "says each move in words instead of printing the board, or prints it again",
            ),
            ("board", "prints the board once"),
            ("stones", "names the stones on the board, point by point"),
        ),
    ),
    (
        "Game records",
        (
            ("open FILE.sgf", "opens a record at its beginning"),
            ("game 2, game next", "goes to another game of the same file; game back to the one before"),
            ("guess", "hides the next move, for you to guess, or shows it again"),
            ("s FILE.sgf, s", "saves the game with all its variations"),
            ("resume", "lists the last ten games that were not saved, to go on with one"),
            ("resume 2", "goes on with the second of them"),
        ),
    ),
    (
        "Editing a record",
        (
            ("note Good shape.", "writes a comment on this position, or with nothing behind it removes that"),
            ("mark A 15 square", "marks a point: triangle, square, circle or cross; again takes it away"),
            ("label A 15 x", "writes on a point, or with nothing behind it removes that"),
            ("del", "removes the last move and all that follows it"),
            ("main", "makes this variation the main line"),
            ("u, r", "takes an edit back that was made here, makes it again"),
            ("copy, copy sgf", "the board to the clipboard, or the whole record"),
            ("copy moves", "the moves of this variation to the clipboard"),
        ),
    ),
    (
        "Counting",
        (
            ("count", "counts the board as it stands, or goes on playing"),
            ("dead A 15", "marks the stones there as dead, or alive again"),
        ),
    ),
    ("Leaving", (("?, help", "this list"), ("q", "quits"))),
)
"""All that can be typed, in groups: what, and what it does."""


@dataclass(frozen=True, slots=True)
class Play:
    """A move of the player whose turn it is, or a guess at it; PASS passes."""

    point: int


@dataclass(frozen=True, slots=True)
class PlaySuggestion:
    """The suggestion of this rank is played; the first has rank 1."""

    rank: int


@dataclass(frozen=True, slots=True)
class Edit:
    """A stone of the colour is set, or with None the point is cleared; the turn stays."""

    point: int
    colour: Colour | None


@dataclass(frozen=True, slots=True)
class Dead:
    """The stones there are marked dead, or alive again."""

    point: int


@dataclass(frozen=True, slots=True)
class Jump:
    """To the position after so many moves."""

    number: int


@dataclass(frozen=True, slots=True)
class ToMistake:
    """To the next mistake, or with step -1 to the one before."""

    step: Literal[1, -1] = 1


@dataclass(frozen=True, slots=True)
class Note:
    """The comment on the present position; an empty text removes it."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on a point, by SGF's name for it; if it is there, it is taken away."""

    point: int
    ident: str


@dataclass(frozen=True, slots=True)
class Label:
    """A short text on a point; an empty one is taken away."""

    point: int
    text: str


@dataclass(frozen=True, slots=True)
class Copy:
    """The interface puts something on the clipboard."""

    what: Literal["board", "moves", "sgf"] = "board"


@dataclass(frozen=True, slots=True)
class New:
    """Another game; what is None stays as it is in this one."""

    size: int | None = None
    handicap: int = 0


@dataclass(frozen=True, slots=True)
class Komi:
    """The komi becomes this."""

    points: float


@dataclass(frozen=True, slots=True)
class ChangeRules:
    """The game is played and counted by these rules; the komi stays."""

    ruleset: Ruleset


@dataclass(frozen=True, slots=True)
class Level:
    """The computer plays at this level, 1 to 10."""

    number: int


@dataclass(frozen=True, slots=True)
class Top:
    """So many suggestions are shown; with 0 hints are off."""

    count: int


@dataclass(frozen=True, slots=True)
class SetClock:
    """Both players have the time of this system; None: there is no clock."""

    system: TimeSystem | None


@dataclass(frozen=True, slots=True)
class Variation:
    """The variation of the suggestion of this rank is shown; with 0 none is."""

    rank: int = 0


@dataclass(frozen=True, slots=True)
class Add:
    """The variation of the suggestion of this rank is added to the game; with 0 the one that is shown."""

    rank: int = 0


@dataclass(frozen=True, slots=True)
class Players:
    """The program plays these colours."""

    computer: frozenset[Colour]


@dataclass(frozen=True, slots=True)
class Open:
    """A record is opened; an empty path asks for one."""

    path: str


@dataclass(frozen=True, slots=True)
class ChooseGame:
    """Another game of the file that is open: the one of this number, or so many after this one."""

    number: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Save:
    """The game is written to an SGF file; an empty path is the file it came from."""

    path: str


@dataclass(frozen=True, slots=True)
class Resume:
    """The interface goes on with the kept game of this number; the newest is 1. With 0 it lists them."""

    number: int = 0


@dataclass(frozen=True, slots=True)
class Do:
    """One of the commands that are a single word and change the session."""

    what: Literal[
        "undo",
        "redo",
        "resign",
        "count",
        "guess",
        "multi",
        "pause",
        "variation",
        "clock",
        "delete",
        "main",
    ]


@dataclass(frozen=True, slots=True)
class Show:
    """One of the commands that the interface carries out itself."""

    what: Literal[
        "heat",
        "score",
        "ownership",
        "numbers",
        "info",
        "views",
        "help",
        "quit",
        "new",
        "board",
        "board on",
        "board off",
        "stones",
        "sweep",
        "report",
    ]


Action = (
    Play
    | PlaySuggestion
    | Edit
    | Dead
    | Jump
    | ToMistake
    | Note
    | Mark
    | Label
    | New
    | Komi
    | ChangeRules
    | Level
    | Top
    | SetClock
    | Variation
    | Add
    | Players
    | Open
    | ChooseGame
    | Save
    | Do
)
"""What a session can carry out."""

COMPUTER = {
    "black": frozenset({Colour.BLACK}),
    "white": frozenset({Colour.WHITE}),
    "both": frozenset(Colour),
    "none": frozenset[Colour](),
}
"""Who is played by the program, in words."""

_LAST = 10**9
MARKS = {"triangle": "TR", "square": "SQ", "circle": "CR", "cross": "MA"}
"""SGF's names of the marks."""
LONGEST_LABEL = 8
"""Letters."""
_WORDS: dict[str, Action | Show | Resume | Copy] = {
    "": PlaySuggestion(1),
    "0": Top(0),
    "p": Play(PASS),
    "pass": Play(PASS),
    "u": Do("undo"),
    "undo": Do("undo"),
    "r": Do("redo"),
    "redo": Do("redo"),
    "q": Show("quit"),
    "quit": Show("quit"),
    "?": Show("help"),
    "h": Show("help"),
    "help": Show("help"),
    "heat": Show("heat"),
    "score": Show("score"),
    "ownership": Show("ownership"),
    "territory": Show("ownership"),
    "numbers": Show("numbers"),
    "info": Show("info"),
    "clock": Do("clock"),
    "pv": Variation(),
    "add": Add(),
    "views": Show("views"),
    "new": Show("new"),
    "board": Show("board"),
    "board on": Show("board on"),
    "board off": Show("board off"),
    "stones": Show("stones"),
    "sweep": Show("sweep"),
    "report": Show("report"),
    "mistake": ToMistake(),
    "mistake back": ToMistake(-1),
    "resume": Resume(),
    "s": Save(""),
    "save": Save(""),
    "o": Open(""),
    "open": Open(""),
    "game": ChooseGame(),
    "game next": ChooseGame(step=1),
    "game back": ChooseGame(step=-1),
    "start": Jump(0),
    "end": Jump(_LAST),
    "var": Do("variation"),
    "resign": Do("resign"),
    "count": Do("count"),
    "guess": Do("guess"),
    "multi": Do("multi"),
    "pause": Do("pause"),
    "note": Note(),
    "del": Do("delete"),
    "main": Do("main"),
    "copy": Copy(),
    "copy board": Copy(),
    "copy moves": Copy("moves"),
    "copy sgf": Copy("sgf"),
}
_EDITS = {"c": None, "b": Colour.BLACK, "w": Colour.WHITE}

_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_POINT = re.compile(r"[a-z]\s*-?\d{1,9}", re.ASCII | re.IGNORECASE)
_EDIT = re.compile(r"([cbw])\s*([a-z]\s*-?\d{1,9})", re.ASCII | re.IGNORECASE)
_POINT_AND_WORD = re.compile(r"([a-z]\s*\d{1,2})(?:\s+(.*))?", re.ASCII | re.IGNORECASE)
_NEW = re.compile(r"(\d{1,3})(?:\s*x\s*\1)?(?:\s+(?:h|handicap\s+)?(\d{1,3}))?", re.ASCII | re.IGNORECASE)


def parse(line: str, size: int) -> Action | Show | Resume | Copy:
    """The command a typed line stands for, on a board with `size` lines.

    Raises BadInput for a line that is no command, and for a point that is not on the board.
    """
    text = line.strip()
    if word := _WORDS.get(text.lower()):
        return word
    if _NUMBER.fullmatch(text):
        return PlaySuggestion(int(text))
    if _POINT.fullmatch(text):
        return Play(parse_point(text, size))
    if match := _EDIT.fullmatch(text):
        return Edit(parse_point(match[2], size), _EDITS[match[1].lower()])
    name, _, rest = text.partition(" ")
    if rest.strip() and (command := _with_argument(name.lower(), rest.strip(), size)):
        return command
    if not rest and (example := _example(name.lower())):
        raise BadInput(f"{_quoted(text)} alone is not enough; {example}")
    raise BadInput(f"{_quoted(text)} is no command; try 3, A 15, p, u, s FILE.sgf, q, or ? for all of them")


def _example(name: str) -> str:
    """How a command of this name is typed and what it does, from the help; empty if there is none."""
    name = {"move": "jump", "handicap": "new"}.get(name, name)
    for _, rows in HELP:
        for what, does in rows:
            for example in what.split(", "):
                if example.startswith(f"{name} "):
                    return f"{example}: {does}"
    return ""


def _with_argument(name: str, rest: str, size: int) -> Action | Resume | Copy | None:
    match name:
        case "b" | "w" | "c":
            return Edit(_point(rest, size), _EDITS[name])
        case "s" | "save":
            return Save(rest)
        case "o" | "open":
            return Open(rest)
        case "game":
            return ChooseGame(_integer(name, rest))
        case "resume":
            return Resume(_integer(name, rest))
        case "jump" | "move":
            return Jump(_integer(name, rest))
        case "level":
            return Level(_integer(name, rest))
        case "top":
            return Top(_integer(name, rest))
        case "clock":
            return SetClock(read_clock(rest))
        case "pv":
            return Variation(_integer(name, rest))
        case "add":
            return Add(_integer(name, rest))
        case "dead":
            return Dead(parse_point(rest, size))
        case "komi":
            return Komi(_komi(rest))
        case "rules":
            return ChangeRules(_ruleset(rest))
        case "computer" if rest.lower() in COMPUTER:
            return Players(COMPUTER[rest.lower()])
        case "computer":
            raise BadInput(f"computer {_quoted(rest)}: expected {', '.join(COMPUTER)}")
        case "note":
            return Note(rest)
        case "mark":
            return _mark(rest, size)
        case "label":
            return _label(rest, size)
        case "copy":
            raise BadInput(f"copy {_quoted(rest)}: expected board, moves or sgf")
        case "handicap":
            return New(handicap=_integer(name, rest))
        case "new" if match := _NEW.fullmatch(rest):
            return New(int(match[1]), int(match[2] or 0))
        case "new":
            raise BadInput(f"new {_quoted(rest)}: expected a size, and perhaps a handicap: new 13, new 19 4")
        case _:
            return None


def _mark(rest: str, size: int) -> Mark:
    match = _POINT_AND_WORD.fullmatch(rest)
    word = ((match and match[2]) or "triangle").lower()
    if match is None or word not in MARKS:
        raise BadInput(f"mark {_quoted(rest)}: expected a point, and perhaps one of {', '.join(MARKS)}")
    return Mark(_point(match[1], size), MARKS[word])


def _label(rest: str, size: int) -> Label:
    match = _POINT_AND_WORD.fullmatch(rest)
    text = (match and match[2]) or ""
    if match is None or len(text) > LONGEST_LABEL:
        raise BadInput(f"label {_quoted(rest)}: expected a point and {LONGEST_LABEL} letters at most")
    return Label(_point(match[1], size), text)


def _point(text: str, size: int) -> int:
    point = parse_point(text, size)
    if point == PASS:
        raise BadInput("a pass is not a point: type one such as A 15")
    return point


def _integer(name: str, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise BadInput(f"{name} {_quoted(text)}: expected a whole number")
    return int(text)


def _komi(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise BadInput(f"komi {_quoted(text)}: expected a number such as 6.5") from None


def _ruleset(text: str) -> Ruleset:
    found = rules_of(text)
    if found is None or not found.is_scored:
        raise BadInput(f"rules {_quoted(text)}: expected a name such as japanese, korean, chinese or aga")
    return found


def _quoted(text: str) -> str:
    return f'"{shown(text)}"'
