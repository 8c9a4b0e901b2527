"""The settings of a user, stored in a JSON file."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from platformdirs import user_config_path

from darkgo.engine.hints import HintChoice, Hints
from darkgo.engine.lesson import TEACH
from darkgo.engine.limit import Limit
from darkgo.engine.limit_text import read_limit
from darkgo.engine.mistakes import MISTAKE
from darkgo.engine.player import Resigning
from darkgo.engine.time_text import read_clock
from darkgo.errors import BadInput
from darkgo.files import whole
from darkgo.go.points import LARGEST_KOMI, LARGEST_SIZE, handicap_points
from darkgo.go.rulesets import USUAL
from darkgo.go.sgf import PROGRAM
from darkgo.paths import own_folder

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Settings:
    """How the board looks, what the network shows, how strong it plays and how a new game begins."""

    theme: str = "textual-dark"
    stones: str = "plain"
    """How small stones are drawn: `plain`, or `round` for fonts whose half circles meet."""
    level: int = 10
    """How strong the computer plays: 1, the weakest, to 10, always the move it thinks best."""
    count: int = 5
    """How many suggestions are shown."""
    hints: str = "numbers"
    """The hints that are shown: `off`, `numbers`, `heat` or `ownership`."""
    hints_in_play: str = "off"
    """The hints in a game of a person against the computer."""
    multi: bool = False
    """Whether the network looks at eight views of the board."""
    size: int = 19
    handicap: int = 0
    komi: float | None = None
    """Points that White is given; None: the usual ones for the rules and the handicap."""
    computer: str = "white"
    """What the computer plays: `black`, `white`, `both` or `none`."""
    seconds: float = 1.0
    """The pause between two moves of the computer against itself."""
    name: str = ""
    """The person's name in saved games; empty for none."""
    rules: str = "chinese"
    """The rules of a new game: `chinese`, `japanese` or `tromptaylor`."""
    mistake: float = MISTAKE
    """The points that a move must lose to be a mistake."""
    teach: float = TEACH
    """In games against the computer, a move that loses so many points is mentioned; 0 for never."""

    clock: str = ""
    """The time of a new game, as `clock` is typed; empty for none."""
    search: str = ""
    """How long the computer reads ahead at level 10: visits such as `400`, or seconds such as `2s`; empty for
    the usual."""
    resign: float = 5.0
    """The win rate in percent below which the computer resigns, three turns in a row; 0: never."""

    @property
    def resigning(self) -> Resigning:
        """When the computer resigns."""
        return Resigning(self.resign / 100)

    @property
    def limit(self) -> Limit:
        """How long the computer reads ahead."""
        return replace(read_limit(self.search), is_default=True)

    @property
    def hint_choice(self) -> HintChoice:
        """What is shown in the two kinds of games."""
        return HintChoice(against_computer=Hints(self.hints_in_play), otherwise=Hints(self.hints))

    @classmethod
    def load(cls, path: Path | None = None) -> tuple[Self, str]:
        """The settings of the file, and what was wrong with it in a line each ("": nothing).

        Never raises. What cannot be used has its default; a file that is no JSON object at all is renamed
        to end in .bad, so that saving does not write over it.
        """
        try:
            path = path or default_path()
        except BadInput as error:
            return cls(), f"the settings are not kept: {error}"
        try:
            found = json.loads(path.read_bytes())
            if not isinstance(found, dict):
                raise ValueError
        except FileNotFoundError:
            return cls(), ""
        except OSError as error:
            return cls(), f"{path}: cannot be read: {error.strerror}; the usual settings are used"
        except (ValueError, RecursionError):
            return cls(), f"{path}: found no JSON object; the usual settings are used{_put_aside(path)}"
        return cls._from(found, path)

    @classmethod
    def _from(cls, found: dict[str, Any], path: Path) -> tuple[Self, str]:
        values = asdict(cls())
        remarks = [
            f"{path}: there is no setting {json.dumps(name)[:40]}" for name in found.keys() - values.keys()
        ]
        for name, (expected, fits) in EXPECTED.items():
            if name not in found or fits(found[name], values["size"]):
                values[name] = found.get(name, values[name])
            else:
                shown = json.dumps(found[name])[:40]
                remarks.append(
                    f"{path}: {name}: found {shown}, expected {expected}; {json.dumps(values[name])} is used"
                )
        return cls(**values), "\n".join(sorted(remarks))

    def save(self, path: Path | None = None) -> None:
        """Writes the file, all of it or nothing. Raises BadInput if that cannot be done."""
        try:
            path = path or default_path()
        except BadInput as error:
            raise BadInput(f"the settings are not kept: {error}") from None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole(path) as file:
                file.write(json.dumps(asdict(self), indent=2).encode() + b"\n")
        except OSError as error:
            raise BadInput(f"{path}: the settings cannot be saved: {error.strerror}") from None


def default_path() -> Path:
    """The file in the user's configuration folder, or in the folder that DARKGO_CONFIG names.

    Raises BadInput if there is neither.
    """
    return own_folder("DARKGO_CONFIG", user_config_path) / "settings.json"


def _put_aside(path: Path) -> str:
    bad = path.with_name(f"{path.name}.bad")
    try:
        path.replace(bad)
    except OSError:
        return ""
    return f", and it is now {bad.name}"


def _whole(low: int, high: int) -> Callable[[Any, int], bool]:
    return lambda value, size: type(value) is int and low <= value <= high


def _one_of(*names: str) -> Callable[[Any, int], bool]:
    return lambda value, size: value in names


def is_name(value: Any) -> bool:
    """Whether a person can be called so in a saved game. None is, too; the program has its own."""
    return isinstance(value, str) and len(value) <= LONGEST_NAME and value.isprintable() and value != PROGRAM


def _number(value: Any, low: float, high: float) -> bool:
    return type(value) in (int, float) and low <= value <= high


def _is_clock(value: Any) -> bool:
    try:
        return isinstance(value, str) and (not value or read_clock(value) is not None)
    except BadInput:
        return False


def _is_limit(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(read_limit(value))
    except BadInput:
        return False


def _is_handicap(value: Any, size: int) -> bool:
    try:
        return type(value) is int and (value == 0 or bool(handicap_points(size, value)))
    except BadInput:
        return False


EXPECTED: dict[str, tuple[str, Callable[[Any, int], bool]]] = {
    "theme": ("a name", lambda value, size: isinstance(value, str)),
    "stones": ("round or plain", _one_of("round", "plain")),
    "level": ("1 to 10", _whole(1, 10)),
    "count": ("1 or more", _whole(1, LARGEST_SIZE**2 + 1)),
    "hints": ("off, numbers, heat or ownership", _one_of(*Hints)),
    "hints_in_play": ("off, numbers, heat or ownership", _one_of(*Hints)),
    "multi": ("true or false", lambda value, size: isinstance(value, bool)),
    "size": (f"2 to {LARGEST_SIZE}", _whole(2, LARGEST_SIZE)),
    "handicap": ("a handicap for that size", _is_handicap),
    "komi": (
        f"null, or a number from -{LARGEST_KOMI} to {LARGEST_KOMI}",
        lambda value, size: value is None or _number(value, -LARGEST_KOMI, LARGEST_KOMI),
    ),
    "computer": ("black, white, both or none", _one_of("black", "white", "both", "none")),
    "seconds": ("0 to 3600", lambda value, size: _number(value, 0, 3600)),
    "name": (f"at most {LONGEST_NAME} letters, not {PROGRAM}", lambda value, size: is_name(value)),
    "rules": ("chinese, japanese or tromptaylor", _one_of(*USUAL)),
    "mistake": ("0.1 to 100", lambda value, size: _number(value, 0.1, 100)),
    "teach": ("0 to 100", lambda value, size: _number(value, 0, 100)),
    "clock": ("a time such as 10m 3x30s", lambda value, size: _is_clock(value)),
    "search": ("visits such as 400, or seconds such as 2s", lambda value, size: _is_limit(value)),
    "resign": ("0 to 50", lambda value, size: _number(value, 0, 50)),
}
"""The values that each setting may have: in words, and as a test of a value. The test also gets the size of
the board, on which the handicap depends."""
