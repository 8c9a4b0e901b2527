"""The texts beside the board: the state of the game, the network's suggestions and the record's comments."""

from rich.style import Style
from rich.text import Text

from darkgo.engine.ahead import lost_text
from darkgo.engine.found_moves import Tally
from darkgo.engine.perform import counting_text, no_guess_text, place_text
from darkgo.engine.session import Session
from darkgo.engine.words import point_text
from darkgo.go.points import PASS, Colour
from darkgo.go.symmetry import NAMES
from darkgo.tui.stones import STONE, WOOD, cell_style

_DIM = Style(dim=True)
_BOLD = Style(bold=True)
_PLAIN = Style.null()


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
            text.append_text(_disc(Colour.BLACK)).append(f" {black or '?'}\n")
            text.append_text(_disc(Colour.WHITE)).append(f" {white or '?'}\n")
        facts = [tree.text(ident) for ident in ("EV", "DT", "RE")]
        text.append("".join(f"{fact}\n" for fact in facts if fact), _DIM)
    if session.result:
        text.append(f"{session.result}\n", _BOLD)
    elif end := no_guess_text(session):
        text.append(f"{end}\n", _BOLD)
    else:
        text.append_text(_disc(game.to_move)).append(f" {_turn(session)}\n", _BOLD)
    if (of_black := session.standing) and session.shows_thoughts:
        text.append(f"Score {_lead(of_black.lead)}, Black wins {100 * of_black.winrate:.0f}%\n")
        if lost := lost_text(session.points_lost):
            text.append(f"The last move {lost}\n", _DIM)
    if breakdown := session.breakdown:
        for name, black, white in (("", "Black", "White"), *breakdown.rows):
            text.append(f"{name:<12}{black:>7}{white:>8}\n")
        text.append(f"Neutral points {breakdown.neutral}\n" if breakdown.neutral else "")
        text.append(f"A click or {counting_text(session)}.\n", _DIM)
    text.append(f"Move {game.move_number}{length}, last {last}\nCaptured by ")
    for colour in (Colour.BLACK, Colour.WHITE):
        text.append_text(_disc(colour)).append(f" {game.captures[colour]}, ")
    text.append(f"komi {game.rules.komi:g}")
    index, count = tree.sibling
    if count > 1:
        text.append(f"\nVariation {index + 1} of {count}", _DIM)
    if tree.branches > 1:
        text.append(f"\n{tree.branches} variations follow", _DIM)
    return text


def _lead(points: float) -> str:
    """Black's lead as a result is written: B+3.5."""
    said = f"{abs(points):.1f}"
    return "even" if said == "0.0" else f"{'B' if points > 0 else 'W'}+{said}"


def _disc(colour: Colour) -> Text:
    """A stone on a wood background, as on the board, so that its colour is visible in any theme."""
    return Text("●", cell_style(STONE[colour], WOOD))


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


def hint(session: Session) -> str:
    """What can be typed, on one line. The effect of Enter alone comes first, to prevent surprises."""
    if not session.suggestions or session.computer_to_move:
        return "A 15, p, u, r, ? help"
    best = session.suggestions[0].point
    enter = "passes" if best == PASS else f"plays {point_text(best, session.game.size)}"
    return f"Enter {enter}; A 15, ? help"


def views_text(session: Session) -> Text:
    """The best move in each of the eight views, and in their mean."""
    text = Text(no_wrap=True)
    known = session.report
    if not session.views or known is None or session.guessing:
        return text
    text.append("Eight views", _BOLD)
    for name, ranking in zip(NAMES, known.views, strict=False):
        best = ranking[0]
        text.append(f"\n{name:<14}{point_text(best.point, session.game.size):<5}")
        text.append(f"{100 * best.probability:6.2f}%")
    return text


def found_moves_text(session: Session) -> Text:
    """The move of the record, the network's rank of it, and how many moves of the record were found.

    While the person guesses, only guessed moves are counted.
    """
    found_moves = session.found_moves
    if found_moves is None:
        return Text()
    lines = []
    move, rank = found_moves.move(session.tree.node), found_moves.rank(session.tree.node)
    if move and not session.guessing:
        choice = f"ranked {rank}" if rank else ""
        lost = lost_text(session.report.points_lost) if session.report and session.shows_thoughts else ""
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
