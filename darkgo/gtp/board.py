"""The commands that set up a board and show it."""

from collections.abc import Callable

from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import (
    LARGEST_KOMI,
    LETTERS,
    PASS,
    Colour,
    format_point,
    free_handicap_points,
    handicap_points,
    star_points,
)
from darkgo.go.rulesets import exactly, read_rules
from darkgo.go.sgf import setup_node
from darkgo.go.tree import GameTree
from darkgo.gtp import arguments
from darkgo.gtp.state import CommandFunction, EngineState

_SHOWN = {Colour.BLACK: "X", Colour.WHITE: "O"}
_RULES = {"chinese": "chinese-kgs", "aga": "aga", "new_zealand": "new-zealand", "japanese": "japanese"}
"""The rules of the KGS Go Server, and KataGo's names for them."""


def boardsize(state: EngineState, size: str, height: str = "") -> str:
    """Begins a game on a board of this size. Some programs give width and height."""
    try:
        lines = arguments.side(size)
        other = arguments.side(height) if height else lines
    except BadInput as error:
        raise BadInput(f"unacceptable size: {error}") from None
    if lines != other:
        raise BadInput(f"unacceptable size: a board of {lines}x{other} is not square")
    _begin(state, Game(lines, state.session.game.rules))
    return ""


def query_boardsize(state: EngineState) -> str:
    """The size of the board."""
    return str(state.session.game.size)


def clear_board(state: EngineState) -> str:
    """Begins a new game with the same size, komi and rules."""
    _begin(state, Game(state.session.game.size, state.session.game.rules))
    return ""


def _begin(state: EngineState, game: Game) -> None:
    state.session.start(GameTree(game))
    state.prepare(game.size)
    state.session.clock = state.session.clock.reset()
    state.explanation = ""


def komi(state: EngineState, new_komi: str) -> str:
    """Changes the komi."""
    state.session.set_komi(arguments.number(new_komi, -LARGEST_KOMI, LARGEST_KOMI, "komi"))
    return ""


def get_komi(state: EngineState) -> str:
    """The komi."""
    return f"{state.session.game.rules.komi:g}"


def kgs_rules(state: EngineState, rules: str) -> str:
    """Sets rules of the KGS Go Server. The komi stays."""
    if rules.lower() not in _RULES:
        raise BadInput(f'rules: found "{rules}", expected one of {", ".join(_RULES)}')
    session = state.session
    session.set_rules(exactly(read_rules(_RULES[rules.lower()]), session.game.rules.komi))
    return ""


def showboard(state: EngineState) -> str:
    """The board in text: X black, O white, + a star point."""
    game = state.session.game
    board, size, stars = game.board, game.size, star_points(game.size)
    header = "   " + " ".join(LETTERS[:size])
    lines = [header]
    for row in range(size):
        points = range(row * size, (row + 1) * size)
        cells = (_SHOWN[s] if (s := board.at(p)) else "+" if p in stars else "." for p in points)
        lines.append(f"{size - row:2d} {' '.join(cells)} {size - row}")
    lines.append(header)
    last = "none" if game.last_move is None else format_point(game.last_move, size)
    captured = ", ".join(f"{colour.name.capitalize()} {stones}" for colour, stones in game.captures.items())
    lines.append(f"{game.to_move.name.capitalize()} to move; last move {last}; captured by {captured}")
    # The answer starts with "=". An empty first line keeps the columns aligned.
    return "\n" + "\n".join(lines)


def list_stones(state: EngineState, colour: str) -> str:
    """The points where a colour has stones."""
    board = state.session.game.board
    return arguments.names(Board.points(board.stones(arguments.colour(colour))), board.size)


def fixed_handicap(state: EngineState, stones: str) -> str:
    """Black stones on their traditional points."""
    return _placed(state, stones, 9, handicap_points)


def place_free_handicap(state: EngineState, stones: str) -> str:
    """Black stones on points that the program chooses."""
    return _placed(state, stones, state.session.game.size**2 - 1, free_handicap_points)


def set_free_handicap(state: EngineState, *vertices: str) -> str:
    """Black stones on the given points."""
    size = state.session.game.size
    try:
        points = [arguments.vertex(vertex, size) for vertex in vertices]
    except BadInput as error:
        raise BadInput(f"bad vertex list: {error}") from None
    if not 2 <= len(points) < size**2:
        raise BadInput(f"bad vertex list: found {len(points)}, expected 2 to {size**2 - 1} points")
    if PASS in points or len(set(points)) < len(points):
        raise BadInput("bad vertex list: expected different points, and no pass")
    _place(state, points)
    return ""


def _placed(state: EngineState, stones: str, most: int, places: Callable[[int, int], tuple[int, ...]]) -> str:
    size = state.session.game.size
    try:
        points = [*places(size, arguments.whole(stones, 2, most, "handicap"))]
    except BadInput as error:
        raise BadInput(f"invalid number of stones: {error}") from None
    _place(state, points)
    return arguments.names(points, size)


def _place(state: EngineState, points: list[int]) -> None:
    """Begins a game with a handicap, placed at the root of the game tree as in an SGF record."""
    game = state.session.game
    if game.board.occupied:
        raise BadInput("board not empty")
    board = Board.empty(game.size)
    for point in points:
        board = board.put(point, Colour.BLACK)
    root = {"SZ": [b"%d" % game.size], "HA": [b"%d" % len(points)]}
    root |= setup_node(Board.empty(game.size), board, Colour.WHITE)
    properties = (ident.encode() + b"".join(b"[%s]" % value for value in root[ident]) for ident in root)
    tree = GameTree.read(b"(;FF[4]GM[1]CA[UTF-8]" + b"".join(properties) + b")")
    tree.set_rules(game.rules)
    state.session.start(tree)


def gogui_setup(state: EngineState, *stones: str) -> str:
    """Places stones, given as pairs of a colour and a vertex. The colour e clears a point."""
    game = state.session.game
    if len(stones) % 2:
        raise BadInput("syntax error: expected pairs of a colour and a vertex")
    board = game.board
    for colour, vertex in zip(stones[::2], stones[1::2], strict=True):
        point = arguments.vertex(vertex, game.size)
        if point == PASS:
            raise BadInput("syntax error: a pass cannot be set up")
        clear = colour.lower() in ("e", "empty")
        board = board.put(point, None if clear else arguments.colour(colour))
    state.session.set_up(board, game.to_move)
    return ""


def gogui_setup_player(state: EngineState, colour: str) -> str:
    """Sets the player to move."""
    state.session.set_up(state.session.game.board, arguments.colour(colour))
    return ""


COMMANDS: dict[str, CommandFunction] = {
    "boardsize": boardsize,
    "query_boardsize": query_boardsize,
    "clear_board": clear_board,
    "komi": komi,
    "get_komi": get_komi,
    "kgs-rules": kgs_rules,
    "showboard": showboard,
    "list_stones": list_stones,
    "fixed_handicap": fixed_handicap,
    "place_free_handicap": place_free_handicap,
    "set_free_handicap": set_free_handicap,
    "gogui-setup": gogui_setup,
    "gogui-setup_player": gogui_setup_player,
}
