"""The texts of the line mode: boards, lists and remarks."""

from collections.abc import Iterable, Mapping, Sequence

from darkgo.engine.ahead import ahead_text, known_report, lost_text, refuse_without_standing, territory
from darkgo.engine.count import Breakdown
from darkgo.engine.help import HELP
from darkgo.engine.info import info
from darkgo.engine.ranking import Suggestion
from darkgo.engine.session import Session
from darkgo.engine.session_text import counting_text, no_guess_text, place_text
from darkgo.engine.words import move_text, point_text
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import LETTERS, PASS, Colour
from darkgo.go.symmetry import NAMES

STONES = {Colour.BLACK: "X", Colour.WHITE: "O"}
AREA = {1: "x", -1: "o", 0: "."}
"""When the game is counted: the character of an empty point or a dead stone, by its owner."""


def help_text() -> str:
    """The list of all commands."""
    lines = []
    for title, rows in HELP:
        lines += [title, *(f"  {what:<22} {does}" for what, does in rows)]
    return "\n".join(lines)


def info_text(session: Session) -> str:
    """All that is known of the game and the position."""
    lines = []
    for title, rows in info(session):
        lines += [title, *(f"  {name:<13}{value}" for name, value in rows)]
    return "\n".join(lines)


def moves_text(game: Game) -> str:
    """All moves of the game, each with its number."""
    moves = (move_text(*move, game.size) for move in game.moves)
    return "\n".join(f"{number} {move}" for number, move in enumerate(moves, 1)) or "no move was made yet"


def original_prompt(session: Session) -> str:
    """The prompt of the original program: X for Black, O for White."""
    return f"{STONES[session.game.to_move]} Enter move: "


def turn_prompt(session: Session) -> str:
    """Whose turn it is, in words."""
    if session.result:
        return "The game is over: "
    return f"{session.game.to_move.name.capitalize()} to move: "


def captures_text(game: Game) -> str:
    """How many stones each player has captured; empty while nobody has captured any."""
    captures = game.captures
    if not any(captures.values()):
        return ""
    return f"Captured: Black {captures[Colour.BLACK]}, White {captures[Colour.WHITE]}"


def remarks(session: Session) -> Iterable[str]:
    """Remarks on the position: who is ahead. In a record, also its comments, its variations, and how many
    moves were found."""
    if session.shows_thoughts and (ahead := ahead_text(session)):
        yield ahead
    if session.breakdown:
        yield counting_text(session)
    if (place := place_text(session)) and not session.game.move_number:
        yield f"This is {place} in the file; game next, game back and game N go to the others"
    if session.tree.comment:
        yield session.tree.comment
    if session.tree.labels:
        size = session.game.size
        marked = (f"{mark} {point_text(point, size)}" for point, mark in session.tree.labels.items())
        yield f"Marked: {', '.join(marked)}"
    index, count = session.tree.sibling
    if count > 1:
        yield f"Variation {index + 1} of {count}"
    if session.tree.branches > 1:
        yield f"{session.tree.branches} variations follow"
    if end := no_guess_text(session):
        yield end
    if session.found_moves is None or session.is_problem:
        return
    node = session.tree.node
    move, rank = session.found_moves.move(node), session.found_moves.rank(node)
    if move and not session.guessing:
        choice = f", the network's choice {rank}" if rank else ""
        lost = lost_text(session.next_lost(move)) if session.shows_thoughts else ""
        said = f"{move_text(*move, session.game.size)}{choice}"
        yield f"The record: {', '.join(filter(None, (said, lost)))}"
    found_moves = session.found_moves
    if not session.guessing and found_moves.network.moves:
        yield f"The network found {found_moves.network.first} of {found_moves.network.moves} moves looked at"
    for name, tally in (("The network", found_moves.rival), ("You", found_moves.person)):
        if tally.moves:
            yield f"{name} found {tally.first} of {tally.moves} moves guessed"


def breakdown_text(breakdown: Breakdown) -> str:
    """The parts of a score, one line per player."""
    lines = []
    for number, name in enumerate(("Black", "White"), 1):
        parts = [f"{row[0].lower()} {row[number]}" for row in breakdown.rows if row[number]]
        lines.append(f"{name}: {', '.join(parts)}\n")
    if breakdown.neutral:
        lines.append(f"Neutral points: {breakdown.neutral}\n")
    return "".join(lines)


def board_text(board: Board, marks: Mapping[int, str]) -> str:
    """The board in the original's form: X black, O white, the mark of a suggestion, or a blank."""
    cells = (STONES[stone] if (stone := board.at(p)) else marks.get(p, " ") for p in range(board.size**2))
    return grid_text(board.size, [f" {cell}" for cell in cells])


def area_text(session: Session) -> str:
    """The board when it is counted. X and O are living stones; x and o are territory and dead stones."""
    return _owners_text(session.game, session.score().owner, session.dead)


def territory_text(session: Session) -> str:
    """The board with the owners that the network expects, in the form of `area_text`. A dot is a point
    without a sure owner. Raises BadInput if there is no such evaluation."""
    refuse_without_standing(session)
    found = territory(session)
    assert found
    return _owners_text(session.game, found.owner, found.dead).rstrip("\n")


def _owners_text(game: Game, owner: Sequence[int], dead: int) -> str:
    cells = []
    for point in range(game.size**2):
        stone = None if dead >> point & 1 else game.board.at(point)
        cells.append(f" {STONES[stone] if stone else AREA[owner[point]]}")
    return grid_text(game.size, cells)


def heat_text(session: Session) -> str:
    """The network's probability of every point, in percent, and the stones. Raises BadInput if the position
    is not judged yet."""
    known, game = known_report(session), session.game
    shares = {suggestion.point: suggestion.probability for suggestion in known.ranking}
    cells = []
    for point in range(game.size**2):
        stone = game.board.at(point)
        percent = 100 * shares.get(point, 0)
        cells.append(f" {STONES[stone]:>3}" if stone else f" {percent:3.0f}" if percent >= 0.5 else "   .")
    return f"{grid_text(game.size, cells, width=4)}Pass {100 * shares[PASS]:.2f}%"


def views_text(session: Session) -> str:
    """The best move in each of the eight views. Raises BadInput if the network cannot evaluate the
    position."""
    session.views = True
    try:
        session.think()
    finally:
        session.views = False
    known = known_report(session)
    return "\n".join(
        f"{name:<14} {point_text(ranking[0].point, session.game.size)}, {100 * ranking[0].probability:.2f}%"
        for name, ranking in zip(NAMES, known.views, strict=True)
    )


def grid_text(size: int, cells: Sequence[str], width: int = 2) -> str:
    """N cells, each of `width` characters, as a board with its coordinates."""
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


def spoken_list(suggestions: Iterable[Suggestion], size: int) -> str:
    """The suggestions as one sentence, for a screen reader; nothing when there are none."""
    named = [
        f"{rank}, {point_text(suggestion.point, size)}, {_percent(suggestion.probability)}"
        for rank, suggestion in enumerate(suggestions, 1)
    ]
    return f"The network suggests {'; '.join(named)}.\n" if named else ""


def _percent(share: float) -> str:
    return f"{100 * share:.0f} percent" if share >= 0.01 else "under 1 percent"


def stones_text(game: Game) -> str:
    """The points of the stones of each colour, from A 1 on, column by column, and the captures."""
    board, lines = game.board, []
    for colour in (Colour.BLACK, Colour.WHITE):
        points = Board.points(board.stones(colour))
        points.sort(key=lambda point: (point % board.size, -point))
        named = ", ".join(point_text(point, board.size) for point in points)
        lines.append(f"{colour.name.capitalize()}: {named or 'no stones'}")
    return "\n".join(filter(None, (*lines, captures_text(game))))
