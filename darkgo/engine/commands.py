"""The commands a person types, as the original program reads them: shared by every door with a keyboard.

A line is parsed into one small command, and a command is carried out on a session. Whatever cannot be
understood or done raises BadInput with one line for the person; the session is then as it was.
"""

import re
from dataclasses import dataclass

from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.points import PASS, Colour, format_point, parse_point

HINT = "Enter, 3, A 15, p pass, c/b/w A 15, u undo, r redo, s FILE.sgf, q quit"
"""What can be typed, on one line of a terminal."""


@dataclass(frozen=True, slots=True)
class Play:
    """A move of the player whose turn it is; PASS passes."""

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
class Undo:
    """The last move or edit is taken back."""


@dataclass(frozen=True, slots=True)
class Redo:
    """What was taken back last is done again."""


@dataclass(frozen=True, slots=True)
class Save:
    """The game is written to an SGF file."""

    path: str


@dataclass(frozen=True, slots=True)
class Quit:
    """The person leaves; this one is the door's to carry out."""


Action = Play | PlaySuggestion | Edit | Undo | Redo | Save

WORDS: dict[str, Action | Quit] = {
    "": PlaySuggestion(1),
    "p": Play(PASS),
    "pass": Play(PASS),
    "u": Undo(),
    "undo": Undo(),
    "r": Redo(),
    "redo": Redo(),
    "q": Quit(),
    "quit": Quit(),
}
EDITS = {"c": None, "b": Colour.BLACK, "w": Colour.WHITE}

_RANK = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_POINT = re.compile(r"[a-z]\s*-?\d{1,9}", re.ASCII | re.IGNORECASE)
_EDIT = re.compile(r"([cbw])\s*([a-z]\s*-?\d{1,9})", re.ASCII | re.IGNORECASE)
_SAVE = re.compile(r"s(?:ave)?\s+(\S.*)", re.IGNORECASE)


def parse(line: str, size: int) -> Action | Quit:
    """The command a typed line stands for, on a board with `size` lines.

    Raises BadInput for a line that is no command, and for a point that is not on the board.
    """
    text = line.strip()
    if word := WORDS.get(text.lower()):
        return word
    if _RANK.fullmatch(text):
        return PlaySuggestion(int(text))
    if _POINT.fullmatch(text):
        return Play(parse_point(text, size))
    if match := _EDIT.fullmatch(text):
        return Edit(parse_point(match[2], size), EDITS[match[1].lower()])
    if match := _SAVE.fullmatch(text):
        return Save(match[1])
    raise BadInput(f"{_quoted(text)} is no command; try 3, A 15, p, u, s FILE.sgf or q")


def perform(command: Action, session: Session) -> str:
    """Carries the command out and says in a few words what happened.

    Raises BadInput, and changes nothing, when it is impossible in this position.
    """
    size = session.game.size
    match command:
        case Play(point):
            colour = session.game.to_move
            session.play(point)
            return move_text(colour, point, size)
        case PlaySuggestion(rank):
            colour = session.game.to_move
            return move_text(colour, session.play_suggestion(rank), size)
        case Edit(point, None):
            session.edit(point, None)
            return f"cleared {point_text(point, size)}"
        case Edit(point, colour):
            session.edit(point, colour)
            return f"set {colour.name.lower()} {point_text(point, size)}"
        case Undo():
            session.undo()
            return "undone"
        case Redo():
            session.redo()
            return "redone"
        case Save(path):
            return f"saved to {session.save(path)}"


def move_text(colour: Colour, point: int, size: int) -> str:
    """A move in words: "Black plays Q 16", "White passes"."""
    name = colour.name.capitalize()
    return f"{name} passes" if point == PASS else f"{name} plays {point_text(point, size)}"


def point_text(point: int, size: int) -> str:
    """A point as a person reads it: "Q 16", "Pass"."""
    return "Pass" if point == PASS else format_point(point, size, " ")


def _quoted(text: str) -> str:
    """What was typed, short and printable: a pasted page or a stray byte must not spoil the screen."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in text[:24])
    return f'"{shown}{"..." if len(text) > 24 else ""}"'
