"""Typed lines are read as commands. A line that is not one raises BadInput, which says what can be typed."""

import re

from darkgo.engine.commands import (
    AddVariation,
    ChangeRules,
    ChooseGame,
    Command,
    Copy,
    Dead,
    Do,
    Edit,
    JudgeAll,
    Jump,
    Komi,
    Label,
    Level,
    Mark,
    New,
    Note,
    Open,
    Play,
    Players,
    PlaySuggestion,
    Resume,
    Save,
    SetClock,
    Show,
    ShowVariation,
    ToMistake,
    Top,
)
from darkgo.engine.help import example
from darkgo.engine.limit_text import read_limit
from darkgo.engine.setup import COMPUTER
from darkgo.engine.time_text import read_clock
from darkgo.errors import BadInput, shown
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.go.rulesets import Ruleset, rules_of

_END = 10**9
"""A move number past the end of every game."""
_MARKS = {"triangle": "TR", "square": "SQ", "circle": "CR", "cross": "MA"}
"""SGF's names of the marks."""
_LONGEST_LABEL = 8
"""Letters."""
_LINES: dict[str, Command] = {
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
    "pv": ShowVariation(),
    "add": AddVariation(),
    "views": Show("views"),
    "new": Show("new"),
    "board": Show("board"),
    "board on": Show("board on"),
    "board off": Show("board off"),
    "stones": Show("stones"),
    "analyse": Show("analyse"),
    "analyze": Show("analyse"),
    "sweep": JudgeAll(),
    "report": Show("report"),
    "problems": Show("problems"),
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
    "end": Jump(_END),
    "var": Do("next variation"),
    "resign": Do("resign"),
    "count": Do("count"),
    "guess": Do("guess"),
    "multi": Do("multi"),
    "pause": Do("pause"),
    "note": Note(),
    "del": Do("delete"),
    "main": Do("main"),
    "annotate": Do("annotate"),
    "copy": Copy(),
    "copy board": Copy(),
    "copy moves": Copy("moves"),
    "copy sgf": Copy("sgf"),
}
"""The lines that are a command as they are."""
_EDITED = {"c": None, "b": Colour.BLACK, "w": Colour.WHITE}
"""What an edit puts on a point; None clears it."""
_OTHER_NAMES = {"move": "jump", "handicap": "new"}
"""Commands that the help lists under another name."""

_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_POINT = re.compile(r"[a-z]\s*-?\d{1,9}", re.ASCII | re.IGNORECASE)
_EDIT = re.compile(r"([cbw])\s*([a-z]\s*-?\d{1,9})", re.ASCII | re.IGNORECASE)
_POINT_AND_WORD = re.compile(r"([a-z]\s*\d{1,2})(?:\s+(.*))?", re.ASCII | re.IGNORECASE)
_NEW = re.compile(r"(\d{1,3})(?:\s*x\s*\1)?(?:\s+(?:h|handicap\s+)?(\d{1,3}))?", re.ASCII | re.IGNORECASE)


def parse(line: str, size: int) -> Command:
    """The command that a typed line means on a board of this side.

    Raises BadInput if the line is not a command, or if its point is not on the board.
    """
    text = line.strip()
    if word := _LINES.get(text.lower()):
        return word
    if _NUMBER.fullmatch(text):
        return PlaySuggestion(int(text))
    if _POINT.fullmatch(text):
        return Play(parse_point(text, size))
    if match := _EDIT.fullmatch(text):
        return Edit(parse_point(match[2], size), _EDITED[match[1].lower()])
    name, _, rest = text.partition(" ")
    name = name.lower()
    if rest.strip() and (command := _with_argument(name, rest.strip(), size)):
        return command
    if not rest and (help_line := example(_OTHER_NAMES.get(name, name))):
        raise BadInput(f"{_quoted(text)} alone is not enough; {help_line}")
    raise BadInput(f"{_quoted(text)} is no command; try 3, A 15, p, u, s FILE.sgf, q, or ? for all of them")


def _with_argument(name: str, rest: str, size: int) -> Command | None:
    """A command that has an argument, which is the rest of its line; None if there is none of this name."""
    match name:
        case "b" | "w" | "c":
            return Edit(_point(rest, size), _EDITED[name])
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
        case "sweep":
            return JudgeAll(read_limit(rest))
        case "clock":
            return SetClock(read_clock(rest))
        case "pv":
            return ShowVariation(_integer(name, rest))
        case "add":
            return AddVariation(_integer(name, rest))
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
    if match is None or word not in _MARKS:
        raise BadInput(f"mark {_quoted(rest)}: expected a point, and perhaps one of {', '.join(_MARKS)}")
    return Mark(_point(match[1], size), _MARKS[word])


def _label(rest: str, size: int) -> Label:
    match = _POINT_AND_WORD.fullmatch(rest)
    text = (match and match[2]) or ""
    if match is None or len(text) > _LONGEST_LABEL:
        raise BadInput(f"label {_quoted(rest)}: expected a point and {_LONGEST_LABEL} letters at most")
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
