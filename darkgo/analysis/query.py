"""The queries of KataGo's analysis protocol: one JSON object per line.

The fields are those of KataGo's docs/Analysis_Engine.md. A query gives a game and some of its turns. Each
turn is one position to evaluate.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from darkgo.engine.limit import MOST_VISITS
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game, IllegalMove, Rules
from darkgo.go.points import LARGEST_SIZE, PASS, Colour, format_point, parse_point
from darkgo.go.rulesets import read_rules, usual

LARGEST_KATAGO_KOMI = 150
"""The largest komi that KataGo accepts."""
SHORTEST = 0.001
"""The least number of seconds between answers during a search."""
SEARCH_FIELDS = frozenset(
    {
        "analysisPVLen",
        "includeMovesOwnershipStdev",
        "includeNoResultValue",
        "includeOwnershipStdev",
        "includePVVisits",
        "rootFpuReductionMax",
        "rootPolicyTemperature",
        "whiteHandicapBonus",
    }
)
"""Fields about a search and about scoring that have no effect."""
KNOWN_FIELDS = SEARCH_FIELDS | {
    "allowMoves",
    "analyzeTurns",
    "avoidMoves",
    "boardXSize",
    "boardYSize",
    "id",
    "includeMovesOwnership",
    "includeOwnership",
    "includePolicy",
    "initialPlayer",
    "initialStones",
    "komi",
    "maxVisits",
    "moves",
    "overrideSettings",
    "priorities",
    "priority",
    "reportDuringSearchEvery",
    "rules",
}
SEEN_BY: dict[str, Colour | None] = {"BLACK": Colour.BLACK, "WHITE": Colour.WHITE, "SIDETOMOVE": None}
"""Values of KataGo's setting `reportAnalysisWinratesAs`."""


class QueryError(BadInput):
    """A query that cannot be answered, with the faulty field and the id of the query if they are known."""

    def __init__(self, message: str, field: str | None = None, id: str | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.id = id


@dataclass(frozen=True, slots=True)
class Turn:
    """One position to evaluate."""

    number: int
    """The number of moves of the query made before this position."""
    game: Game
    priority: int = 0
    """Turns of a higher priority come first."""


@dataclass(frozen=True, slots=True)
class Query:
    """A game and the positions of it that are asked for."""

    id: str
    turns: tuple[Turn, ...]
    include_policy: bool
    include_ownership: bool
    include_moves_ownership: bool
    """Whether the ownership after each move is asked for."""
    seen_by: Colour | None
    """The player by whom win rate, lead and ownership are seen; None for the player to move."""
    avoided: Mapping[Colour, frozenset[int]]
    """For each player, points that are not suggested."""
    allowed: Mapping[Colour, frozenset[int]]
    """For each player in it, the only points that are suggested."""
    visits: int | None
    """The visits of a search in each position; 1: the network alone. None: as the program was started."""
    every: float
    """Seconds between the answers during a search; infinite for no such answers."""
    unused: tuple[str, ...]
    """Unknown fields, which get a warning."""


@dataclass(frozen=True, slots=True)
class ActionQuery:
    """A line that asks for an action: its name and all fields of the line."""

    id: str
    name: str
    fields: Mapping[str, Any]


def parse(line: str) -> Query | ActionQuery:
    """Reads one line. Raises QueryError."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"could not parse as JSON: {error}") from None
    if not isinstance(found, dict):
        raise QueryError("a query is a JSON object")
    name = found.get("id")
    if not isinstance(name, str):
        raise QueryError("must be a string", "id")
    try:
        action = found.get("action")
        if action is not None:
            _expect(isinstance(action, str), "action", "must be a string")
            return ActionQuery(name, action, found)
        return _query(name, found)
    except QueryError as error:
        raise QueryError(str(error), error.field, name) from None


def _query(name: str, found: dict[str, Any]) -> Query:
    size = _whole(found, "boardXSize", 2, LARGEST_SIZE)
    height = _whole(found, "boardYSize", 2, LARGEST_SIZE)
    _expect(size == height, "boardYSize", f"must equal boardXSize {size}: boards are square here")
    komi = found.get("komi", 7.5)
    is_number = type(komi) in (int, float) and abs(komi) <= LARGEST_KATAGO_KOMI
    _expect(is_number, "komi", f"must be a number from -{LARGEST_KATAGO_KOMI} to {LARGEST_KATAGO_KOMI}")
    game = Game(size, _rules(found.get("rules", "tromp-taylor"), float(komi)))
    _set_up(game, found)
    moves = [_move(size, move, "moves") for move in _list(found, "moves")]
    numbers = found.get("analyzeTurns", [len(moves)])
    _expect(
        isinstance(numbers, list) and all(type(n) is int and 0 <= n <= len(moves) for n in numbers),
        "analyzeTurns",
        f"must be a list of numbers from 0 to {len(moves)}",
    )
    asked, positions = {*numbers}, {0: game.snapshot()}
    for number, (colour, point) in enumerate(moves, 1):
        try:
            game.follow(colour, point)
        except IllegalMove as error:
            raise QueryError(f"Illegal move {number}: {error}", "moves") from None
        if number in asked:
            positions[number] = game.snapshot()
    return Query(
        name,
        tuple(
            map(Turn, numbers, (positions[number] for number in numbers), _priorities(found, len(numbers)))
        ),
        _flag(found, "includePolicy"),
        _flag(found, "includeOwnership"),
        _flag(found, "includeMovesOwnership"),
        _seen_by(found),
        _restrictions(found, "avoidMoves", size),
        _restrictions(found, "allowMoves", size),
        _whole(found, "maxVisits", 1, MOST_VISITS) if "maxVisits" in found else None,
        _every(found),
        tuple(sorted(found.keys() - KNOWN_FIELDS)),
    )


def _priorities(found: dict[str, Any], count: int) -> list[int]:
    """The priority of each turn."""
    if "priorities" in found:
        given = _list(found, "priorities")
        are_whole = all(type(each) is int for each in given) and len(given) == count
        _expect(are_whole, "priorities", f"must be a list of {count} whole numbers, one for each turn")
        return given
    given_one = found.get("priority", 0)
    _expect(type(given_one) is int, "priority", "must be a whole number")
    return [given_one] * count


def _every(found: dict[str, Any]) -> float:
    every = found.get("reportDuringSearchEvery", inf)
    is_number = type(every) in (int, float) and every >= SHORTEST
    _expect(is_number, "reportDuringSearchEvery", f"must be a number of seconds, {SHORTEST} or more")
    return float(every)


def _rules(value: object, komi: float) -> Rules:
    """The rules of a query. Only simple ko is checked; the client takes care of longer cycles. Taxes and
    buttons are ignored."""
    try:
        return replace(usual(read_rules(value), komi), superko=False)
    except BadInput as error:
        raise QueryError(str(error), "rules") from None


def _set_up(game: Game, found: dict[str, Any]) -> None:
    stones = [_move(game.size, stone, "initialStones") for stone in _list(found, "initialStones", [])]
    board = Board.empty(game.size)
    for colour, point in stones:
        _expect(point != PASS, "initialStones", "a pass is not a stone")
        _expect(board.at(point) is None, "initialStones", f"{format_point(point, game.size)} is occupied")
        board = board.put(point, colour)
    first = found.get("initialPlayer")
    first_moves = _list(found, "moves")
    if first is not None:
        to_move = _colour(first, "initialPlayer")
    elif first_moves:
        to_move = _move(game.size, first_moves[0], "moves")[0]
    else:
        to_move = Colour.WHITE if stones and not board.white else Colour.BLACK
    if (board, to_move) != (game.board, game.to_move):
        try:
            game.set_up(board, to_move)
        except IllegalMove as error:
            raise QueryError(str(error), "initialStones") from None


def _restrictions(found: dict[str, Any], field: str, size: int) -> dict[Colour, frozenset[int]]:
    """The points of a list of {"player", "moves", "untilDepth"}. The depth is ignored: only the first move is
    restricted."""
    points: dict[Colour, frozenset[int]] = {}
    for entry in _list(found, field, []):
        _expect(
            isinstance(entry, dict) and isinstance(entry.get("moves"), list),
            field,
            "must have player and moves",
        )
        colour = _colour(entry.get("player"), field)
        named = frozenset(_point(size, move, field) for move in entry["moves"])
        points[colour] = points.get(colour, frozenset()) | named
    return points


def _seen_by(found: dict[str, Any]) -> Colour | None:
    """The player of `reportAnalysisWinratesAs`; Black by default, as in KataGo's own configuration.

    The other settings concern the search and are ignored.
    """
    settings = found.get("overrideSettings", {})
    _expect(isinstance(settings, dict), "overrideSettings", "must be an object")
    value = settings.get("reportAnalysisWinratesAs", "BLACK")
    name = value.upper() if isinstance(value, str) else ""
    _expect(
        name in SEEN_BY,
        "overrideSettings",
        f"reportAnalysisWinratesAs: found {json.dumps(value)[:40]}, expected one of {', '.join(SEEN_BY)}",
    )
    return SEEN_BY[name]


def _move(size: int, value: object, field: str) -> tuple[Colour, int]:
    _expect(isinstance(value, list) and len(value) == 2, field, 'must hold pairs such as ["B", "Q16"]')
    assert isinstance(value, list)
    return _colour(value[0], field), _point(size, value[1], field)


def _colour(value: object, field: str) -> Colour:
    colours = {"b": Colour.BLACK, "black": Colour.BLACK, "w": Colour.WHITE, "white": Colour.WHITE}
    found = colours.get(value.lower()) if isinstance(value, str) else None
    if found is None:
        raise QueryError(f"{json.dumps(value)[:40]} is not a player: expected B or W", field)
    return found


def _point(size: int, value: object, field: str) -> int:
    _expect(isinstance(value, str), field, "must name points such as Q16, or pass")
    try:
        return parse_point(str(value)[:40], size)
    except BadInput as error:
        raise QueryError(str(error), field) from None


def _list(found: dict[str, Any], field: str, default: list[Any] | None = None) -> list[Any]:
    value = found.get(field, default)
    _expect(isinstance(value, list), field, "must be a list")
    assert isinstance(value, list)
    return value


def _flag(found: dict[str, Any], field: str) -> bool:
    value = found.get(field, False)
    _expect(isinstance(value, bool), field, "must be true or false")
    return bool(value)


def _whole(found: dict[str, Any], field: str, low: int, high: int) -> int:
    value = found.get(field)
    _expect(
        type(value) is int and low <= value <= high, field, f"must be a whole number from {low} to {high}"
    )
    assert isinstance(value, int)
    return value


def _expect(fits: bool, field: str, message: str) -> None:
    if not fits:
        raise QueryError(message, field)
