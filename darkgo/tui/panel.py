"""What stands beside the board, as text: the state of the game and the network's suggestions."""

from darkgo.engine.session import MARKS, Session
from darkgo.go.points import PASS, Colour, format_point

BAR = 12
"""Characters of the bar that stands for a probability of one."""


def status_text(session: Session, computer: Colour | None) -> str:
    """Whose turn it is, the last move, the captures and the komi."""
    game = session.game
    black, white = game.captures[Colour.BLACK], game.captures[Colour.WHITE]
    return "\n".join(
        (
            _turn(session, computer),
            f"Move {game.move_number}, last {_name(game.last_move, game.size)}",
            f"Captured by Black {black}, by White {white}",
            f"Komi {game.rules.komi:g}",
        )
    )


def suggestions_text(session: Session) -> str:
    """The suggestions, each with its mark on the board, its probability in percent and a bar."""
    lines = []
    for rank, suggestion in enumerate(session.suggestions):
        mark = MARKS[rank] if rank < len(MARKS) else " "
        bar = "█" * round(BAR * suggestion.probability)
        name = _name(suggestion.point, session.game.size)
        lines.append(f"{mark}: {name:<5}{100 * suggestion.probability:6.2f}% {bar}")
    if not lines and session.question:
        lines.append("The network is thinking ...")
    return "\n".join(lines)


def _turn(session: Session, computer: Colour | None) -> str:
    if session.game.is_over:
        return "The game is over"
    player = session.game.to_move
    owner = "" if computer is None else " (computer)" if player is computer else " (you)"
    return f"{player.name.capitalize()} to move{owner}"


def _name(point: int | None, size: int) -> str:
    if point is None:
        return "none"
    return "Pass" if point == PASS else format_point(point, size, " ")
