"""The commands that a person can give, in all interfaces with keys.

`parse.py` reads them from typed lines, and `perform.py` carries them out.
"""

from dataclasses import dataclass
from typing import Literal

from darkgo.engine.clock import TimeSystem
from darkgo.engine.limit import ALONE, Limit
from darkgo.go.points import Colour
from darkgo.go.rulesets import Ruleset


@dataclass(frozen=True, slots=True)
class Play:
    """The player to move plays here, or passes with PASS. Who guesses at a record guesses this move."""

    point: int


@dataclass(frozen=True, slots=True)
class PlaySuggestion:
    """The player to move plays the suggestion of this rank. The first has rank 1."""

    rank: int


@dataclass(frozen=True, slots=True)
class Edit:
    """A stone of this colour is set; with None the point is cleared. The player to move stays the same."""

    point: int
    colour: Colour | None


@dataclass(frozen=True, slots=True)
class Dead:
    """The stones there are marked as dead, or as alive if they were dead."""

    point: int


@dataclass(frozen=True, slots=True)
class Jump:
    """The game goes to the position after this many moves."""

    number: int


@dataclass(frozen=True, slots=True)
class ToMistake:
    """The game goes to the next mistake, or with step -1 to the one before."""

    step: Literal[1, -1] = 1


@dataclass(frozen=True, slots=True)
class Note:
    """The present position gets this comment. An empty text removes the comment."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A point gets the mark of this name in SGF, or loses it if it has it."""

    point: int
    ident: str


@dataclass(frozen=True, slots=True)
class Label:
    """A point gets this short text. An empty text removes the label."""

    point: int
    text: str


@dataclass(frozen=True, slots=True)
class JudgeAll:
    """The interface judges every position of the game, each within this limit, or stops doing so."""

    limit: Limit = ALONE


@dataclass(frozen=True, slots=True)
class Copy:
    """The interface puts something on the clipboard."""

    what: Literal["board", "moves", "sgf"] = "board"


@dataclass(frozen=True, slots=True)
class New:
    """A new game begins. With None it has the size of this one."""

    size: int | None = None
    handicap: int = 0


@dataclass(frozen=True, slots=True)
class Komi:
    """The komi of the game changes."""

    points: float


@dataclass(frozen=True, slots=True)
class ChangeRules:
    """The rules of the game change. The komi stays the same."""

    ruleset: Ruleset


@dataclass(frozen=True, slots=True)
class Level:
    """The computer plays at this level, 1 to 10."""

    number: int


@dataclass(frozen=True, slots=True)
class Top:
    """This many suggestions are shown. With 0 hints are off."""

    count: int


@dataclass(frozen=True, slots=True)
class SetClock:
    """Both players get the time of this system. With None the game has no clock."""

    system: TimeSystem | None


@dataclass(frozen=True, slots=True)
class ShowVariation:
    """The moves expected after the suggestion of this rank are shown. With 0 they are hidden."""

    rank: int = 0


@dataclass(frozen=True, slots=True)
class AddVariation:
    """The moves expected after the suggestion of this rank become a variation of the game.

    With 0 they are those that are shown.
    """

    rank: int = 0


@dataclass(frozen=True, slots=True)
class Players:
    """The program plays these colours."""

    computer: frozenset[Colour]


@dataclass(frozen=True, slots=True)
class Open:
    """A record is opened. With an empty path the interface asks for one."""

    path: str


@dataclass(frozen=True, slots=True)
class ChooseGame:
    """Another game of the file is shown: the one with this number, or the one `step` games after this."""

    number: int = 0
    step: int = 0


@dataclass(frozen=True, slots=True)
class Save:
    """The game is saved as SGF. With an empty path it goes to the file that it came from."""

    path: str


@dataclass(frozen=True, slots=True)
class Resume:
    """The interface resumes the kept game of this number. The newest is 1. With 0 it lists them."""

    number: int = 0


@dataclass(frozen=True, slots=True)
class Do:
    """A command without arguments that a session carries out."""

    what: Literal[
        "undo",
        "redo",
        "resign",
        "count",
        "guess",
        "multi",
        "pause",
        "next variation",
        "clock",
        "delete",
        "main",
        "annotate",
    ]


@dataclass(frozen=True, slots=True)
class Show:
    """A command without arguments that the interface carries out."""

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
        "analyse",
        "report",
        "problems",
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
    | ShowVariation
    | AddVariation
    | Players
    | Open
    | ChooseGame
    | Save
    | Do
)
"""What a session can carry out."""

Command = Action | Show | Resume | Copy | JudgeAll
"""What a typed line can mean."""
