"""The original program's line mode: a door of plain text, fit for pipes and for a screen reader.

The board and every remark go to stderr; the suggestions, the prompt and the result go to stdout.
"""

from collections.abc import Iterable, Mapping
from typing import TextIO

from darkgo.engine.commands import Quit, Save, parse, perform, point_text
from darkgo.engine.policy import Suggestion
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.points import LETTERS, Colour

STONES = {Colour.BLACK: "X", Colour.WHITE: "O"}


def run(session: Session, stdin: TextIO, stdout: TextIO, stderr: TextIO) -> None:
    """Plays until the person quits or the input ends.

    Raises BadInput when the network cannot be loaded; every other fault is answered with one line, after
    which the same player is asked again.
    """
    session.think()
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
            command = parse(line, session.game.size)
            if isinstance(command, Quit):
                return
            remark, changed = perform(command, session), not isinstance(command, Save)
        except BadInput as refusal:
            remark, changed = str(refusal), False
        if changed:
            session.think()
            show_position(session, stdout, stderr)
        else:
            stderr.write(f"{remark}\n")
            stderr.flush()


def show_position(session: Session, stdout: TextIO, stderr: TextIO) -> None:
    """The board, then the suggestions or, when the game is over, its result."""
    stderr.write(board_text(session.game.board, session.marks))
    stderr.flush()
    if session.result:
        stdout.write(f"{session.result}\n")
    stdout.write(list_text(session.suggestions, session.game.size))


def board_text(board: Board, marks: Mapping[int, str]) -> str:
    """The board as the original prints it: X black, O white, the mark of a suggestion, or a blank."""
    size = board.size
    lines = ["   " + "".join(f"{letter} " for letter in LETTERS[:size])]
    for row in range(size):
        points = range(row * size, (row + 1) * size)
        cells = (STONES[stone] if (stone := board.at(p)) else marks.get(p, " ") for p in points)
        lines.append(f"{size - row:2d}" + "".join(f" {cell}" for cell in cells))
    return "\n".join(lines) + "\n"


def list_text(suggestions: Iterable[Suggestion], size: int) -> str:
    """One line for each suggestion: its number, the point, and its probability in percent."""
    return "".join(
        f"{rank}: {point_text(suggestion.point, size)}, {100 * suggestion.probability:.2f}%\n"
        for rank, suggestion in enumerate(suggestions, 1)
    )
