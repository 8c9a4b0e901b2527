"""What stands beside the board: the state of the game, what the network thinks, and the record's comments."""

from rich.color import Color
from rich.style import Style
from rich.text import Text

from darkgo.engine.perform import point_text
from darkgo.engine.policy import Suggestion
from darkgo.engine.review import Review, Tally
from darkgo.engine.session import MARKS, Session
from darkgo.go.points import Colour
from darkgo.go.symmetry import NAMES
from darkgo.tui.stones import share_colour

BAR = 12
"""Characters of the bar that stands for a probability of one."""
_DIM = Style(dim=True)
_BOLD = Style(bold=True)


def status_text(session: Session) -> Text:
    """Who plays whom, whose turn it is, the last move, the captures and the komi."""
    game, tree = session.game, session.tree
    last = "none" if game.last_move is None else point_text(game.last_move, game.size)
    length = "" if game.move_number == tree.length else f" of {tree.length}"
    text = Text()
    if session.review:
        black, white = _player(session, "PB", "BR"), _player(session, "PW", "WR")
        text.append(f"● {black or '?'}\n○ {white or '?'}\n" if black or white else "")
        facts = [tree.text(ident) for ident in ("EV", "DT", "RE")]
        text.append("".join(f"{fact}\n" for fact in facts if fact), _DIM)
    text.append(f"{session.result or _turn(session)}\n", _BOLD)
    text.append(f"Move {game.move_number}{length}, last {last}\n")
    text.append(f"● captured {game.captures[Colour.BLACK]}, ○ {game.captures[Colour.WHITE]}, ")
    text.append(f"komi {game.rules.komi:g}")
    index, count = tree.sibling
    if count > 1:
        text.append(f"\nVariation {index + 1} of {count}", _DIM)
    if len(tree.variations) > 1:
        text.append(f"\n{len(tree.variations)} variations follow", _DIM)
    return text


def _player(session: Session, name: str, rank: str) -> str:
    return " ".join(filter(None, (session.tree.text(name), session.tree.text(rank))))


def _turn(session: Session) -> str:
    player = session.game.to_move
    stone = "●" if player is Colour.BLACK else "○"
    owner = ""
    if session.computer:
        owner = " (computer)" if player in session.computer else " (you)"
    elif session.guessing:
        owner = ": where?"
    pause = ", waiting" if session.paused and session.computer else ""
    return f"{stone} {player.name.capitalize()} to move{owner}{pause}"


def suggestions_text(session: Session) -> Text:
    """The suggestions, each with its number, its probability in percent and a bar.

    From the tenth on the number to type differs from the mark on the board: both are shown.
    """
    text = Text(no_wrap=True)
    shown = session.suggestions
    for rank, suggestion in enumerate(shown, 1):
        mark = MARKS[rank - 1] if 9 < rank <= len(MARKS) else " "
        mark = f"{rank:>2} {mark}" if len(shown) > 9 else f"{rank}"
        _suggestion_line(text, mark, suggestion, session.game.size)
    if not shown and session.question and not session.counting:
        text.append("The network is thinking ...", _DIM)
    return text


def _suggestion_line(text: Text, mark: str, suggestion: Suggestion, size: int) -> None:
    share = suggestion.probability
    text.append("\n" if text else "")
    text.append(f"{mark}: ", _BOLD)
    text.append(f"{point_text(suggestion.point, size):<5}{100 * share:6.2f}% ")
    colour = Color.from_rgb(*share_colour(round(100 * share)))
    text.append("█" * round(BAR * share) or "▏", Style(color=colour))


def views_text(session: Session) -> Text:
    """What each of the eight views thinks best, and how their mean has it."""
    text = Text(no_wrap=True)
    known = session.judgement
    if not session.mind.views or known is None or session.guessing:
        return text
    text.append("Eight views", _BOLD)
    for name, ranking in zip(NAMES, known.views, strict=False):
        best = ranking[0]
        text.append(f"\n{name:<14}{point_text(best.point, session.game.size):<5}")
        text.append(f"{100 * best.probability:6.2f}%")
    return text


def review_text(session: Session) -> Text:
    """What was played in the record, how the network ranks it, and the score so far."""
    text = Text(no_wrap=True)
    review = session.review
    if review is None:
        return text
    move, rank = review.move(session.tree.node), review.rank(session.tree.node)
    if move and not session.guessing:
        text.append(f"Played: {point_text(move[1], session.game.size)}", _BOLD)
        text.append(f", ranked {rank}" if rank else "")
        text.append("\n")
    text.append_text(_score(review))
    return text


def _score(review: Review) -> Text:
    text = Text("Found     of  first  in five", _DIM)
    for name, tally in (("Network", review.network), ("You", review.person)):
        if tally.moves:
            text.append(f"\n{_tally(name, tally)}", Style.null())
    return text


def _tally(name: str, tally: Tally) -> str:
    first, listed = (100 * found / tally.moves for found in (tally.first, tally.listed))
    return f"{name:<8}{tally.moves:>4}{first:6.0f}%{listed:8.0f}%"
