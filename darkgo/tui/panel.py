"""What stands beside the board, as text: the state of the game and the network's suggestions."""

from darkgo.engine.commands import point_text
from darkgo.engine.session import MARKS, Session
from darkgo.go.points import Colour

BAR = 12
"""Characters of the bar that stands for a probability of one."""


def status_text(session: Session, computer: Colour | None) -> str:
    """Whose turn it is, the last move, the captures and the komi."""
    game = session.game
    last = "none" if game.last_move is None else point_text(game.last_move, game.size)
    black, white = game.captures[Colour.BLACK], game.captures[Colour.WHITE]
    return "\n".join(
        (
            _turn(session, computer),
            f"Move {game.move_number}, last {last}",
            f"Captured by Black {black}, by White {white}",
            f"Komi {game.rules.komi:g}",
        )
    )


def suggestions_text(session: Session) -> str:
    """The suggestions, each with its number, its probability in percent and a bar.

    From the tenth on the number to type differs from the mark on the board: both are shown.
    """
    lines = []
    many = len(session.suggestions) > 9
    for rank, suggestion in enumerate(session.suggestions, 1):
        mark = MARKS[rank - 1] if 9 < rank <= len(MARKS) else " "
        number = f"{rank:>2} {mark}" if many else f"{rank}"
        bar = "█" * round(BAR * suggestion.probability)
        name = point_text(suggestion.point, session.game.size)
        lines.append(f"{number}: {name:<5}{100 * suggestion.probability:6.2f}% {bar}")
    if not lines and session.question:
        lines.append("The network is thinking ...")
    return "\n".join(lines)


def _turn(session: Session, computer: Colour | None) -> str:
    if session.game.is_over:
        return "The game is over"
    player = session.game.to_move
    owner = "" if computer is None else " (computer)" if player is computer else " (you)"
    return f"{player.name.capitalize()} to move{owner}"
