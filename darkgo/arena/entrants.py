"""The two sides of a match as they are named on the command line."""

import re
from dataclasses import asdict, dataclass, field
from math import inf
from pathlib import Path
from typing import Any

from darkgo.arena.players import NetworkPlayer, Player, ProgramPlayer
from darkgo.arena.program import Fault
from darkgo.data.sources import fingerprint
from darkgo.engine.limit import ALONE, Limit, limit_of
from darkgo.engine.searching import NO_SEARCH_TEXT
from darkgo.engine.strength import LEVELS, Strength
from darkgo.errors import BadInput
from darkgo.model.evaluation import Position
from darkgo.model.evaluator import NetworkEvaluator, network_evaluator
from darkgo.paths import default_network, find

DEFAULT = "default"
OPTIONS = (
    "multi, visits=N, seconds=S, share=S, temperature=T, top=N, level=1 to 10 (without the three before), "
    "name=NAME (last)"
)

_DRAWS = {"temperature", "top", "share"}
_GNU_GO = "GNU Go"
_LEVEL = re.compile(r"--level[= ]+([0-9]+)")


@dataclass(slots=True)
class NetworkEntrant:
    """A network and how it draws its moves."""

    cfg: Path
    weights: Path
    multi: bool
    strength: Strength
    limit: Limit
    """How long it thinks about a move."""
    name: str
    evaluator: NetworkEvaluator = field(init=False)

    def __post_init__(self) -> None:
        self.evaluator = network_evaluator(self.cfg, self.weights)

    @property
    def is_timed(self) -> bool:
        """Whether it thinks for a time, so that games at the same time would take it from each other."""
        return self.limit.seconds < inf

    @property
    def may_vary(self) -> bool:
        """Whether it may play different moves in the same position."""
        return self.strength.draws or self.is_timed

    @property
    def identity(self) -> Any:
        """What must not change while a match is in progress, for JSON."""
        # So written, a player that sees all moves has the identity that it had before there were shares.
        strength = [self.strength.temperature, self.strength.top, 1 - self.strength.share]
        limit = [] if self.limit == ALONE else [asdict(self.limit)]
        return [self.name, fingerprint(self.cfg), fingerprint(self.weights), self.multi, strength, *limit]

    def check(self, size: int, seconds: float) -> None:
        """Raises BadInput unless it can play on a board of that size, with a search if it has one.

        Afterwards the network is compiled for its searches, which takes time from no move."""
        self.evaluator.prepare(size, self.limit.boards).result()
        (found,) = self.evaluator.evaluate([Position(bytes(size * size))])
        if self.limit != ALONE and not found.has_value:
            raise BadInput(f"{self.name}: {NO_SEARCH_TEXT}")

    def player(self, seconds: float, seed: int) -> Player:
        """A player for one game after another."""
        return NetworkPlayer(self.evaluator, self.multi, self.strength, f"{seed} {self.name}", self.limit)


@dataclass(slots=True)
class ProgramEntrant:
    """Another program. Without a name it is asked for one when it is checked."""

    command: str
    name: str = ""
    evaluator: None = field(default=None, init=False)
    may_vary: bool = field(default=True, init=False)
    is_timed: bool = field(default=False, init=False)

    @property
    def identity(self) -> Any:
        """What must not change while a match is in progress, for JSON."""
        return [self.name, self.command]

    def check(self, size: int, seconds: float) -> None:
        """Raises BadInput unless it can be started and takes a board of that size."""
        program = ProgramPlayer(self.command, seconds, 0)
        try:
            name = program.introduce(size)
        except Fault as fault:
            raise BadInput(f"{self.command}: the program {fault}") from None
        finally:
            program.close()
        self.name = self.name or _with_level(name, self.command)

    def player(self, seconds: float, seed: int) -> Player:
        """A player for one game after another, with a process of its own."""
        return ProgramPlayer(self.command, seconds, seed)


Entrant = NetworkEntrant | ProgramEntrant


def _with_level(name: str, command: str) -> str:
    """The name with the level that the command line sets; GNU Go's own is 10."""
    match = _LEVEL.search(command)
    level = match[1] if match else "10" if name.startswith(_GNU_GO) else ""
    return f"{name} level {level}" if level else name


def parse(spec: str) -> Entrant:
    """The side that a text names: a network if up to the first comma it is ``default`` or the name of a .cfg
    file, else the command line of a program. Either may end in ``,name=NAME``.

    Raises BadInput for options that there are not, and files that are not there.
    """
    spec, _, name = spec.partition(",name=")
    first, *rest = (part.strip() for part in spec.split(","))
    if first == DEFAULT:
        cfg, weights = default_network()
    elif first.lower().endswith(".cfg") and (" " not in first or Path(first).is_file()):
        if not rest:
            raise BadInput(f"{spec}: found a cfg alone; expected CFG,WEIGHTS")
        cfg, weights = find(Path(first), "cfg"), find(Path(rest.pop(0)), "weights")
    else:
        return ProgramEntrant(spec, name)
    for path in (cfg, weights):
        if not path.is_file():
            raise BadInput(f"{path}: cannot be read: there is no such file")
    multi, strength, limit = _options(spec, rest)
    shown = " ".join([weights.stem, *(option.replace("=", " ") for option in rest)])
    return NetworkEntrant(cfg, weights, multi, strength, limit, name or shown)


def _options(spec: str, options: list[str]) -> tuple[bool, Strength, Limit]:
    """Whether to look at eight views, how moves are drawn, and how long is thought about one."""
    refused = BadInput(f'{spec}: found "{",".join(options)}"; expected some of {OPTIONS}')
    values = dict(option.partition("=")[::2] for option in options)
    is_doubled = len(values) < len(options)
    multi = values.pop("multi", None)
    try:
        visits = int(values.pop("visits")) if "visits" in values else None
        seconds = float(values.pop("seconds")) if "seconds" in values else None
        limit = limit_of(visits, seconds)
        level = int(values.get("level", 0))
        top = int(values["top"]) if "top" in values else None
        temperature = float(values.get("temperature", 0 if top is None else 1))
        share = float(values.get("share", 1))
    except ValueError:
        raise refused from None
    if is_doubled or multi or not (values.keys() <= {"level"} or values.keys() <= _DRAWS):
        raise refused
    if "level" not in values:
        return multi is not None, Strength(temperature, top, share), limit
    if not 1 <= level <= len(LEVELS):
        raise refused
    return multi is not None, LEVELS[level - 1], limit
