"""The loop of the line mode: a line is read, carried out, and answered.

The board and every remark go to stderr; the suggestions, the prompt and the result go to stdout.
"""

from typing import TextIO

from darkgo.engine.commands import Do, Edit, Komi, Level, Play, PlaySuggestion, Save, Show, parse
from darkgo.engine.perform import move_text, perform
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.plain.text import (
    STONES,
    area_text,
    board_text,
    heat_text,
    help_text,
    list_text,
    remarks,
    views_text,
)


class Quit(Exception):
    """The person leaves."""


def run(session: Session, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> None:
    """Plays until the person quits or the input ends.

    Raises BadInput when the network cannot be used at the start; later the game goes on without it. Every
    other fault is answered with one line, after which the same player is asked again.
    """
    show_position(session, stdout, stderr)
    while True:
        stdout.write(f"{STONES[session.game.to_move]} Enter move: ")
        stdout.flush()
        line = stdin.readline()
        if not line:
            if stdin.isatty():
                stdout.write("\n")
            return
        try:
            remark, changed = answer(line, session)
        except BadInput as refusal:
            remark, changed = str(refusal), False
        except Quit:
            return
        if remark:
            stderr.write(f"{remark}\n")
            stderr.flush()
        if changed:
            try:
                show_position(session, stdout, stderr)
            except BadInput as error:
                session.dismiss_network()
                stderr.write(f"{error}\nThere is no network: both colours are yours.\n")
                show_position(session, stdout, stderr)


def answer(line: str, session: Session) -> tuple[str, bool]:
    """Does what a typed line says: a remark, and whether the position is to be shown again.

    Raises BadInput when it cannot be done, and Quit.
    """
    command = parse(line, session.game.size)
    if isinstance(command, Show):
        return show(command, session), False
    if isinstance(command, PlaySuggestion) and session.computer_to_move:
        session.think()
        colour = session.game.to_move
        # Enter is the computer's own choice; a number, even 1, is the person's for it.
        point = session.play_suggestion(command.rank) if line.strip() else session.play_best()
        return move_text(colour, point, session.game.size), True
    remark = perform(command, session)
    seen_on_the_board = isinstance(command, Play | PlaySuggestion | Edit) and not session.guessing
    seen_on_the_board |= command in (Do("undo"), Do("redo"))
    return "" if seen_on_the_board else remark, not isinstance(command, Save | Level | Komi)


def show(command: Show, session: Session) -> str:
    """What a command only prints. Raises Quit for the one that ends the program."""
    match command.what:
        case "quit":
            raise Quit
        case "help":
            return help_text()
        case "new":
            raise BadInput("new which game? new 19, new 13, new 9, or with a handicap: new 19 4")
        case "heat":
            session.think()
            return heat_text(session)
        case "views":
            return views_text(session)


def show_position(session: Session, stdout: TextIO, stderr: TextIO) -> None:
    """The board, then the suggestions or, when the game is over, its result. First the computer may move.

    Raises BadInput when the network cannot be used.
    """
    session.think()
    while session.computer_to_move and len(session.computer) == 1:
        colour = session.game.to_move
        stderr.write(f"{move_text(colour, session.play_best(), session.game.size)}\n")
        session.think()
    stderr.write(board_text(session.game.board, session.marks))
    for remark in remarks(session):
        stderr.write(f"{remark}\n")
    stderr.flush()
    if session.counting:
        stdout.write(area_text(session))
    if session.result:
        stdout.write(f"{session.result}\n")
    stdout.write(list_text(session.suggestions, session.game.size))
