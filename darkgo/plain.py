"""The original program's line mode: a door of plain text, fit for pipes and for a screen reader.

The board and every remark go to stderr; the suggestions, the prompt and the result go to stdout.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from darkgo.engine.commands import HELP, Do, Edit, Komi, Level, Play, PlaySuggestion, Save, Show, parse
from darkgo.engine.perform import move_text, perform, point_text
from darkgo.engine.policy import Suggestion
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.points import LETTERS, PASS, Colour
from darkgo.go.symmetry import NAMES

STONES = {Colour.BLACK: "X", Colour.WHITE: "O"}
AREA = {1: "x", -1: "o", 0: "."}
"""Whose a point is when the game is counted."""


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


def help_text() -> str:
    """All that can be typed."""
    lines = []
    for title, rows in HELP:
        lines += [title, *(f"  {what:<22} {does}" for what, does in rows)]
    return "\n".join(lines)


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


def remarks(session: Session) -> Iterable[str]:
    """What a record says about the position, which variations there are, and how its moves were found."""
    if session.tree.comment:
        yield session.tree.comment
    if session.tree.labels:
        size = session.game.size
        marked = (f"{mark} {point_text(point, size)}" for point, mark in session.tree.labels.items())
        yield f"Marked: {', '.join(marked)}"
    index, count = session.tree.sibling
    if count > 1:
        yield f"Variation {index + 1} of {count}"
    if len(session.tree.variations) > 1:
        yield f"{len(session.tree.variations)} variations follow"
    if session.review is None:
        return
    node = session.tree.node
    move, rank = session.review.move(node), session.review.rank(node)
    if move and not session.guessing:
        choice = f", the network's choice {rank}" if rank else ""
        yield f"The record: {move_text(*move, session.game.size)}{choice}"
    for name, tally in (("The network", session.review.network), ("You", session.review.person)):
        if tally.moves:
            yield f"{name} found {tally.first} of {tally.moves} moves"


def board_text(board: Board, marks: Mapping[int, str]) -> str:
    """The board as the original prints it: X black, O white, the mark of a suggestion, or a blank."""
    cells = (STONES[stone] if (stone := board.at(p)) else marks.get(p, " ") for p in range(board.size**2))
    return grid_text(board.size, [f" {cell}" for cell in cells])


def area_text(session: Session) -> str:
    """The board when it is counted: X and O are living stones, x and o territory and dead stones."""
    game, owner, dead = session.game, session.score().owner, session.dead
    cells = []
    for point in range(game.size**2):
        stone = None if dead >> point & 1 else game.board.at(point)
        cells.append(f" {STONES[stone] if stone else AREA[owner[point]]}")
    return grid_text(game.size, cells)


def heat_text(session: Session) -> str:
    """The network's probability of every point, in percent; stones as they are. Raises BadInput when it has
    not judged the position."""
    known, game = session.judgement, session.game
    if known is None:
        raise BadInput("the network has not judged the position")
    shares = {suggestion.point: suggestion.probability for suggestion in known.ranking}
    cells = []
    for point in range(game.size**2):
        stone = game.board.at(point)
        percent = 100 * shares.get(point, 0)
        cells.append(f" {STONES[stone]:>3}" if stone else f" {percent:3.0f}" if percent >= 0.5 else "   .")
    return f"{grid_text(game.size, cells, width=4)}Pass {100 * shares[PASS]:.2f}%"


def views_text(session: Session) -> str:
    """What each of the eight views thinks best. Raises BadInput when the network cannot be asked, or not
    about the position."""
    session.mind.views = True
    try:
        session.think()
    finally:
        session.mind.views = False
    known = session.judgement
    if known is None or not known.views:
        raise BadInput("the network has not judged the position")
    return "\n".join(
        f"{name:<14} {point_text(ranking[0].point, session.game.size)}, {100 * ranking[0].probability:.2f}%"
        for name, ranking in zip(NAMES, known.views, strict=True)
    )


def grid_text(size: int, cells: Sequence[str], width: int = 2) -> str:
    """N cells, each of `width` characters, as a board with its letters and numbers."""
    lines = [f"{'   ':<{width + 1}}" + "".join(f"{letter:<{width}}" for letter in LETTERS[:size])]
    for row in range(size):
        lines.append(f"{size - row:2d}" + "".join(cells[row * size : (row + 1) * size]))
    return "\n".join(lines) + "\n"


def list_text(suggestions: Iterable[Suggestion], size: int) -> str:
    """One line for each suggestion: its number, the point, and its probability in percent."""
    return "".join(
        f"{rank}: {point_text(suggestion.point, size)}, {100 * suggestion.probability:.2f}%\n"
        for rank, suggestion in enumerate(suggestions, 1)
    )
