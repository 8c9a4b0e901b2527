"""What `copy` puts on the clipboard, as text."""

from darkgo.engine.commands import Copy
from darkgo.engine.diagram import diagram
from darkgo.engine.session import Session
from darkgo.engine.words import point_text
from darkgo.go.line import Place
from darkgo.go.points import Colour

IF_ALLOWED = ", if the terminal allows it"
"""A terminal does not answer whether it has put a text on its clipboard."""
_LETTERS = {Colour.BLACK: "B", Colour.WHITE: "W"}


def clipboard_text(command: Copy, session: Session) -> tuple[str, str]:
    """The text, and the message about it."""
    match command.what:
        case "board":
            return _board(session), f"the board is copied{IF_ALLOWED}"
        case "moves":
            moves = _moves(session)
            is_short = len(moves) < 60
            return moves, f"copied{IF_ALLOWED}: {moves}" if is_short else f"the moves are copied{IF_ALLOWED}"
        case "sgf":
            session.note_result()
            return session.tree.write_text(), f"the record is copied{IF_ALLOWED}"


def _board(session: Session) -> str:
    """The board with whose turn it is, the captures and the komi."""
    game = session.game
    taken = game.captures
    return (
        f"{diagram(game.board)}\n"
        f"{game.to_move.name.capitalize()} to move, after move {game.move_number}; "
        f"captured by Black {taken[Colour.BLACK]}, by White {taken[Colour.WHITE]}; komi {game.rules.komi:g}\n"
    )


def _moves(session: Session) -> str:
    """The moves of the present variation, from where it leaves the main line; those of the main line from the
    beginning: "41 B F12, 42 W E12"."""
    tree, size = session.tree, session.game.size
    first = tree.leaves_main_line_at
    moves = [place for place in tree.line if place.move and place.number >= first]
    return ", ".join(_move(place, size) for place in moves)


def _move(place: Place, size: int) -> str:
    assert place.move
    colour, point = place.move
    return f"{place.number} {_LETTERS[colour]} {point_text(point, size).replace(' ', '')}"
