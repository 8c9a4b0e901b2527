"""The state of a session in a few words: its record, its rules, its clock, and what can be done next."""

from collections.abc import Iterable

from darkgo.engine.guessed_game import Guess
from darkgo.engine.session import Session
from darkgo.engine.time_text import clock_text, left_text
from darkgo.engine.words import point_text
from darkgo.go.points import Colour
from darkgo.go.rulesets import USUAL, name_of

COLOURS = (Colour.BLACK, Colour.WHITE)


def place_text(session: Session) -> str:
    """Which game of its file is on the board: "game 2 of 3"; empty if it is the only one."""
    tree = session.tree
    return f"game {tree.number} of {tree.count}" if tree.count > 1 else ""


def record_text(session: Session) -> str:
    """Which game of its file is on the board, and how long it is."""
    moves = session.tree.length
    return ", ".join(filter(None, (place_text(session), f"{moves} move{'' if moves == 1 else 's'}")))


def opened_text(session: Session, remark: str, next_step: str = "r plays the next, guess hides it") -> str:
    """The answer to opening a record: its length, then the remark, or how to go on if there is none."""
    return f"{record_text(session)}; {remark or next_step}"


def rules_text(session: Session) -> str:
    """The rules of the game, and how it is counted: "Japanese rules, by territory, komi 6.5"."""
    rules = session.game.rules
    how = "territory" if rules.territory else "area"
    return f"{USUAL[name_of(rules)]} rules, by {how}, komi {rules.komi:g}"


def time_text(session: Session) -> str:
    """The clock of the game, and the remaining time of both players. In a record they are as noted there."""
    system = session.shown_system
    times = [(one, session.shown_time(one)) for one in COLOURS]
    left = ", ".join(f"{one.name.capitalize()} {left_text(time, system)}" for one, time in times if time)
    if system is None and not left:
        return "the game has no clock; clock 10m 3x30s gives it one"
    return ": ".join(filter(None, (f"clock {clock_text(system)}" if system else "clock", left)))


def variation_text(session: Session, moves: Iterable[int]) -> str:
    """Moves of the players in turn, beginning with the player to move: "Black Q 16, White D 4"."""
    said, colour = [], session.game.to_move
    for point in moves:
        said.append(f"{colour.name.capitalize()} {point_text(point, session.game.size)}")
        colour = colour.other
    return ", ".join(said)


def counting_text(session: Session) -> str:
    """What can be done while the game is counted."""
    on = "u takes the last pass back" if session.game.is_over else "count goes on playing"
    return f"dead A 15 marks stones dead, or alive again; {on}"


def guess_text(guess: Guess, size: int) -> str:
    """Whether a guess was right, and the rank of the move played."""
    played = point_text(guess.played, size)
    rank = f"; the network's choice {guess.rank}" if guess.rank else ""
    if guess.point == guess.played:
        return f"{played} is right{rank}"
    return f"{point_text(guess.point, size)} is wrong: {guess.colour.name.capitalize()} played {played}{rank}"


def no_guess_text(session: Session) -> str:
    """Why there is no move to guess in this position; empty if there is one."""
    if not session.guessing or session.found_moves is None or session.found_moves.move(session.tree.node):
        return ""
    return "Only the main line is guessed" if session.tree.branches else "The record ends here"
