"""The players: names, ranks, captures and clocks, side by side."""

from rich.text import Text

from darkgo.engine.info import player_text
from darkgo.engine.session import Session
from darkgo.engine.session_text import COLOURS
from darkgo.engine.time_text import left_text
from darkgo.go.points import Colour
from darkgo.tui.panel.words import BOLD, DIM, disc, fitted


def names_text(session: Session, width: int, lines: int) -> Text:
    """The players in one line or two. The name of the player to move is bold."""
    half = (width - 1) // 2
    text = Text(no_wrap=True)
    for colour in COLOURS:
        text.append(" " if text else "").append_text(disc(colour)).append(" ")
        tail = "" if lines > 1 else _tail(session, colour)
        name = player_text(session, colour) or colour.name.capitalize()
        is_turn = colour is session.game.to_move and not session.is_over
        text.append(fitted(name, half - 2 - len(tail)), BOLD if is_turn else "").append(tail)
    if lines > 1:
        for colour, before in zip(COLOURS, ("\n", " "), strict=True):
            said = f"  captured {session.game.captures[colour]}{_clock(session, colour)}"
            if len(said) > half:
                # The clock is never cut off.
                said = f" {_tail(session, colour)}"
            text.append(before).append(fitted(said, half), DIM)
    return text


def _tail(session: Session, colour: Colour) -> str:
    return f" ({session.game.captures[colour]}){_clock(session, colour)}"


def _clock(session: Session, colour: Colour) -> str:
    """The time that the player has left; empty if none is known."""
    left = session.shown_time(colour)
    return f" {left_text(left, session.shown_system)}" if left else ""
