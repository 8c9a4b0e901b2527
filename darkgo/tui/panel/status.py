"""Whose turn it is and what the count says; the rules, and what a record says of its game."""

from rich.text import Text

from darkgo.engine.session import Session
from darkgo.engine.session_text import counting_text, no_guess_text, place_text
from darkgo.engine.words import point_text
from darkgo.go.rulesets import USUAL, name_of
from darkgo.tui.panel.words import BOLD, DIM, disc


def status_text(session: Session) -> Text:
    """The state of the game. The parts above the page have the players and who is ahead."""
    game, tree = session.game, session.tree
    last = "none" if game.last_move is None else point_text(game.last_move, game.size)
    length = "" if game.move_number == tree.length else f" of {tree.length}"
    text = Text()
    if place := place_text(session):
        text.append(f"{place[0].upper()}{place[1:]}\n", DIM)
    if session.result:
        text.append(f"{session.result}\n", BOLD)
    elif end := no_guess_text(session):
        text.append(f"{end}\n", BOLD)
    else:
        text.append_text(disc(game.to_move)).append(f" {_turn(session)}\n", BOLD)
    if breakdown := session.breakdown:
        for name, black, white in (("", "Black", "White"), *breakdown.rows):
            text.append(f"{name:<12}{black:>7}{white:>8}\n")
        text.append(f"Neutral points {breakdown.neutral}\n" if breakdown.neutral else "")
        text.append(f"A click or {counting_text(session)}.\n", DIM)
    text.append(f"Move {game.move_number}{length}, last {last}\n")
    index, count = tree.sibling
    if count > 1:
        text.append(f"Variation {index + 1} of {count}\n", DIM)
    if tree.branches > 1:
        text.append(f"{tree.branches} variations follow\n", DIM)
    text.rstrip()
    return text


def facts_text(session: Session) -> Text:
    """The rules, and what a record says of its game."""
    rules = session.game.rules
    how = "territory" if rules.territory else "area"
    lines = [f"{USUAL[name_of(rules)]}, by {how}, komi {rules.komi:g}"]
    if session.found_moves:
        lines += filter(None, (session.tree.text(ident) for ident in ("EV", "DT", "RE")))
    return Text("\n".join(lines), DIM)


def _turn(session: Session) -> str:
    player = session.game.to_move
    owner = ""
    if session.computer:
        owner = " (computer)" if player in session.computer else " (you)"
    elif session.guessing:
        owner = ": where?"
    pause = ", waiting" if session.paused and session.computer else ""
    return f"{player.name.capitalize()} to move{owner}{pause}"
