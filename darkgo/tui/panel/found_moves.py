"""How a record, the network and a person who guesses agree."""

from rich.style import Style
from rich.text import Text

from darkgo.engine.ahead import lost_text
from darkgo.engine.found_moves import Tally
from darkgo.engine.session import Session
from darkgo.engine.words import point_text

_DIM = Style(dim=True)
_BOLD = Style(bold=True)
_PLAIN = Style.null()


def found_moves_text(session: Session) -> Text:
    """The move of the record, the network's rank of it, and how many moves of the record were found.

    While the person guesses, only guessed moves are counted.
    """
    found_moves = session.found_moves
    if found_moves is None or session.is_problem:
        return Text()
    lines = []
    move, rank = found_moves.move(session.tree.node), found_moves.rank(session.tree.node)
    if move and not session.guessing:
        choice = f"ranked {rank}" if rank else ""
        lost = lost_text(session.next_lost(move)) if session.shows_thoughts else ""
        played = f"Played: {point_text(move[1], session.game.size)}"
        lines.append((", ".join(filter(None, (played, choice, lost))), _BOLD))
    if found_moves.network.moves and not session.guessing:
        lines.append((f"{found_moves.network.moves} of {found_moves.moves} moves looked at", _DIM))
        lines.append((_tally("Network", found_moves.network), _PLAIN))
    if found_moves.person.moves:
        lines.append((f"{found_moves.person.moves} of {found_moves.moves} moves guessed", _DIM))
        lines += [
            (_tally(name, tally), _PLAIN)
            for name, tally in (("You", found_moves.person), ("Network", found_moves.rival))
            if tally.moves
        ]
    return Text("\n", no_wrap=True).join(Text(line, style) for line, style in lines)


def _tally(name: str, tally: Tally) -> str:
    text = f"{name + ':':<9}first {100 * tally.first / tally.moves:.0f}%"
    return text if tally.listed is None else f"{text}, in five {100 * tally.listed / tally.moves:.0f}%"
