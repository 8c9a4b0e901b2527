"""Who plays whom, whose turn it is, and what the count says."""

from rich.style import Style
from rich.text import Text

from darkgo.engine.ahead import lost_text
from darkgo.engine.perform import counting_text, no_guess_text, place_text, point_text
from darkgo.engine.session import Session
from darkgo.go.points import Colour
from darkgo.tui.panel.words import disc, lead_text

_DIM = Style(dim=True)
_BOLD = Style(bold=True)


def status_text(session: Session) -> Text:
    """Who plays whom, whose turn it is, the last move, the captures and the komi."""
    game, tree = session.game, session.tree
    last = "none" if game.last_move is None else point_text(game.last_move, game.size)
    length = "" if game.move_number == tree.length else f" of {tree.length}"
    text = Text()
    if place := place_text(session):
        text.append(f"{place[0].upper()}{place[1:]}\n", _DIM)
    if session.found_moves:
        black, white = _player(session, "PB", "BR"), _player(session, "PW", "WR")
        if black or white:
            text.append_text(disc(Colour.BLACK)).append(f" {black or '?'}\n")
            text.append_text(disc(Colour.WHITE)).append(f" {white or '?'}\n")
        facts = [tree.text(ident) for ident in ("EV", "DT", "RE")]
        text.append("".join(f"{fact}\n" for fact in facts if fact), _DIM)
    if session.result:
        text.append(f"{session.result}\n", _BOLD)
    elif end := no_guess_text(session):
        text.append(f"{end}\n", _BOLD)
    else:
        text.append_text(disc(game.to_move)).append(f" {_turn(session)}\n", _BOLD)
    if (of_black := session.standing) and session.shows_thoughts:
        text.append(f"Score {lead_text(of_black.lead)}, Black wins {100 * of_black.winrate:.0f}%\n")
        if lost := lost_text(session.points_lost):
            text.append(f"The last move {lost}\n", _DIM)
    if breakdown := session.breakdown:
        for name, black, white in (("", "Black", "White"), *breakdown.rows):
            text.append(f"{name:<12}{black:>7}{white:>8}\n")
        text.append(f"Neutral points {breakdown.neutral}\n" if breakdown.neutral else "")
        text.append(f"A click or {counting_text(session)}.\n", _DIM)
    text.append(f"Move {game.move_number}{length}, last {last}\nCaptured by ")
    for colour in (Colour.BLACK, Colour.WHITE):
        text.append_text(disc(colour)).append(f" {game.captures[colour]}, ")
    text.append(f"komi {game.rules.komi:g}")
    index, count = tree.sibling
    if count > 1:
        text.append(f"\nVariation {index + 1} of {count}", _DIM)
    if tree.branches > 1:
        text.append(f"\n{tree.branches} variations follow", _DIM)
    return text


def _player(session: Session, name: str, rank: str) -> str:
    return " ".join(filter(None, (session.tree.text(name), session.tree.text(rank))))


def _turn(session: Session) -> str:
    player = session.game.to_move
    owner = ""
    if session.computer:
        owner = " (computer)" if player in session.computer else " (you)"
    elif session.guessing:
        owner = ": where?"
    pause = ", waiting" if session.paused and session.computer else ""
    return f"{player.name.capitalize()} to move{owner}{pause}"
