"""The parameters that can be changed while the engine runs, such as level and views."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf

from darkgo.engine.limit import ALONE, MOST_SECONDS, MOST_VISITS, Limit
from darkgo.engine.strength import LEVELS
from darkgo.errors import BadInput
from darkgo.go.points import LARGEST_SIZE
from darkgo.gtp import arguments
from darkgo.gtp.state import CommandFunction, EngineState


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: how to read it, and how to set it."""

    read: Callable[[EngineState], str]
    write: Callable[[EngineState, str], None]


def _level(state: EngineState) -> str:
    strength = state.session.strength
    return str(LEVELS.index(strength) + 1) if strength in LEVELS else "own"


def _set_level(state: EngineState, value: str) -> None:
    state.session.strength = LEVELS[arguments.whole(value, 1, len(LEVELS), "level") - 1]


def _set_temperature(state: EngineState, value: str) -> None:
    found = arguments.number(value, 0, 100, "temperature")
    state.session.strength = replace(state.session.strength, temperature=found)


def _set_top(state: EngineState, value: str) -> None:
    top = None if value.lower() == "all" else arguments.whole(value, 1, LARGEST_SIZE**2, "top")
    state.session.strength = replace(state.session.strength, top=top)


def _set_share(state: EngineState, value: str) -> None:
    found = arguments.number(value, 0, 1, "share")
    state.session.strength = replace(state.session.strength, share=found)


def _set_multi(state: EngineState, value: str) -> None:
    state.session.multi = _truth("multi", value)


def _set_ponder(state: EngineState, value: str) -> None:
    state.ponders = _truth("ponder", value)


def _truth(name: str, value: str) -> bool:
    words = {"true": True, "1": True, "on": True, "false": False, "0": False, "off": False}
    if value.lower() not in words:
        raise BadInput(f'{name}: found "{value}", expected true or false')
    return words[value.lower()]


def _set_seed(state: EngineState, value: str) -> None:
    state.seed = arguments.whole(value, 0, 2**31 - 1, "seed")
    state.random.seed(state.seed)


def _set_resign(state: EngineState, value: str) -> None:
    rate = arguments.number(value, 0, LARGEST_SIZE**2, "resign")
    if rate >= 1:
        raise BadInput(f"resign: found {rate:g}, expected a win rate below 1; resign-points is in points")
    state.resign = replace(state.resign, rate=rate)


def _set_resign_points(state: EngineState, value: str) -> None:
    points = arguments.number(value, 0, LARGEST_SIZE**2, "resign-points")
    state.resign = replace(state.resign, points=points)


def _set_count(state: EngineState, value: str) -> None:
    state.session.count = arguments.whole(value, 1, LARGEST_SIZE**2 + 1, "count")


def _set_visits(state: EngineState, value: str) -> None:
    visits = arguments.whole(value, 1, MOST_VISITS, "visits")
    state.session.limit = replace(_own_limit(state), visits=visits)
    state.prepare(state.session.game.size)


def _set_seconds(state: EngineState, value: str) -> None:
    seconds = arguments.number(value, 0, MOST_SECONDS, "seconds") or inf
    limit = _own_limit(state)
    visits = inf if limit == ALONE and seconds < inf else limit.visits
    state.session.limit = replace(limit, visits=visits, seconds=seconds)
    state.prepare(state.session.game.size)


def _own_limit(state: EngineState) -> Limit:
    """The limit that the user set."""
    return ALONE if state.session.limit.is_default else state.session.limit


def _present_limit(state: EngineState) -> Limit:
    """The limit in effect. At a level that draws moves, the default is the network alone."""
    return state.session.limit if state.session.searches else ALONE


def _or_none(number: float) -> str:
    return f"{number:.10g}" if number < inf else "none"


PARAMETERS = {
    "level": Parameter(_level, _set_level),
    "temperature": Parameter(lambda state: f"{state.session.strength.temperature:g}", _set_temperature),
    "top": Parameter(lambda state: str(state.session.strength.top or "all"), _set_top),
    "share": Parameter(lambda state: f"{state.session.strength.share:g}", _set_share),
    "seed": Parameter(lambda state: "none" if state.seed is None else str(state.seed), _set_seed),
    "multi": Parameter(lambda state: str(state.session.multi).lower(), _set_multi),
    "resign": Parameter(lambda state: f"{state.resign.rate:g}", _set_resign),
    "resign-points": Parameter(lambda state: f"{state.resign.points:g}", _set_resign_points),
    "count": Parameter(lambda state: str(state.session.count), _set_count),
    "visits": Parameter(lambda state: _or_none(_present_limit(state).visits), _set_visits),
    "seconds": Parameter(lambda state: _or_none(_present_limit(state).seconds), _set_seconds),
    "ponder": Parameter(lambda state: str(state.ponders).lower(), _set_ponder),
}
"""level: 1 to 10, sets temperature, top and share. temperature, top, share: as in engine/strength.py. seed:
restarts the random draws. multi: whether to use eight views. resign: the win rate below which the program
resigns, 0 for never. resign-points: how many points behind it resigns, 0 for never. count: how many
suggestions are shown. visits: of the search for a move, 1 for the network alone. seconds: the time for a
move, 0 for no such limit; if no visits are set, it begins a search. ponder: whether the search goes on while
the opponent thinks."""


def darkgo_list(state: EngineState) -> str:
    """Every parameter and its value."""
    return "\n".join(f"{name} {parameter.read(state)}" for name, parameter in PARAMETERS.items())


def darkgo_set(state: EngineState, name: str, value: str) -> str:
    """Changes a parameter."""
    if name.lower() not in PARAMETERS:
        raise BadInput(f'found no parameter "{name}", expected one of {", ".join(PARAMETERS)}')
    PARAMETERS[name.lower()].write(state, value)
    return ""


def gomill_describe_engine(state: EngineState) -> str:
    """A description of the program and its parameters."""
    search = "with a search" if state.session.searches else "without a search"
    return f"DarkGo, a network {search}\n{darkgo_list(state)}"


COMMANDS: dict[str, CommandFunction] = {
    "darkgo-list": darkgo_list,
    "darkgo-set": darkgo_set,
    "gomill-describe_engine": gomill_describe_engine,
}
