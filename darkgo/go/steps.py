"""From a node of a game record to steps of a game: its setup, then its move."""

from darkgo.errors import BadInput, shown
from darkgo.go.board import Board
from darkgo.go.charset import Charset
from darkgo.go.game import Game, IllegalMove
from darkgo.go.nodes import Node
from darkgo.go.points import Colour
from darkgo.go.sgf import area, named_points, simple_text

Move = tuple[Colour, int]

_COLOURS = {"B": Colour.BLACK, "W": Colour.WHITE}
_SETUP = {"AB": Colour.BLACK, "AW": Colour.WHITE, "AE": None}


def has_move(node: Node) -> bool:
    """Whether a node has a move, which may be invalid."""
    return "B" in node.properties or "W" in node.properties


def has_setup(node: Node) -> bool:
    """Whether a node sets or clears points, or says who is to move without a move of its own."""
    properties = node.properties
    return not properties.keys().isdisjoint(_SETUP) or ("PL" in properties and not has_move(node))


def has_step(node: Node) -> bool:
    """Whether a node has a move or a setup. Otherwise the position is the same as before it."""
    return has_move(node) or has_setup(node)


def has_several_moves(node: Node) -> bool:
    """Whether a node has more than one move. SGF allows one; the first is played."""
    return sum(len(node.properties[ident]) for ident in _moves(node)) > 1


def move_of(node: Node, size: int) -> Move | None:
    """The move of a node on a board of this side; None if there is none, or if it is invalid."""
    moves = _moves(node)
    if not moves:
        return None
    point = named_points(size).get(node.properties[moves[0]][0].strip())
    return None if point is None else (_COLOURS[moves[0]], point)


def _moves(node: Node) -> list[str]:
    """The identifiers of the moves of a node, in the order of the file."""
    return [ident for ident in node.properties if ident in _COLOURS]


def move_out_of_root(root: Node) -> None:
    """Give a move in the root a node of its own, so that the root is the position before it."""
    move = {ident: root.properties.pop(ident) for ident in _moves(root)}
    if not move:
        return
    following, root.children = root.children, []
    first = Node(root, move)
    first.spellings = root.spellings
    first.children = following
    for child in following:
        child.parent = first


def make_steps(game: Game, node: Node, charset: Charset) -> int:
    """Make the setup and the move of a node. Returns the number of steps that the game has made, 0 to 2.

    Raises BadInput with the reason if one of them cannot be made. Then the game is not changed.
    """
    steps = 0
    if node.parent is None or has_setup(node):
        steps += _set_up(game, node)
    if has_move(node):
        try:
            _make_move(game, node, charset)
        except BadInput:
            if steps:
                game.undo()
            raise
        steps += 1
    return steps


def _set_up(game: Game, node: Node) -> bool:
    """Place the setup of a node on the board. Returns whether anything changed, which makes it a step."""
    board = game.board
    try:
        for ident, colour in _SETUP.items():
            for value in node.properties.get(ident, ()):
                for point in area(value, game.size):
                    board = board.put(point, colour)
        to_move = _to_move(game, node, board)
        changed = (board, to_move) != (game.board, game.to_move)
        if changed:
            game.set_up(board, to_move)
    except BadInput as error:
        if node.parent is None:
            raise
        raise BadInput(f"the setup after move {game.move_number}: {error}") from None
    return changed


def _to_move(game: Game, node: Node, board: Board) -> Colour:
    """The player to move after a setup.

    That is the player in PL, else the player of the next move in the tree, else White after a handicap, else
    the player to move before the setup.
    """
    said = _COLOURS.get(node.properties.get("PL", [b""])[0].decode("ascii", "replace").strip()[:1].upper())
    if said:
        return said
    while not has_move(node):
        if not node.children:
            is_handicap = game.handicap >= 2 and not game.move_number and board.black
            return Colour.WHITE if is_handicap else game.to_move
        node = node.children[0]
    return _COLOURS[_moves(node)[0]]


def _make_move(game: Game, node: Node, charset: Charset) -> None:
    number = game.move_number + 1
    move = move_of(node, game.size)
    if move is None:
        ident = _moves(node)[0]
        found = shown(f"{ident}[{simple_text(node.properties[ident][0], charset)}]")
        raise BadInput(f"move {number}, {found}, is not a move on a board of side {game.size}")
    try:
        game.follow(*move)
    except IllegalMove as error:
        name = move[0].name.capitalize()
        raise BadInput(f"{name}'s move {number} cannot be made: {error}") from None
