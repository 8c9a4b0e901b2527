"""The moves that placed the stones of a position."""

from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS, format_point


def stone_numbers(game: Game) -> dict[int, int]:
    """The number of the move that placed each stone. Stones that were set up have none."""
    board, found = game.board, dict[int, int]()
    seen: set[int] = set()
    for step in game.steps_back():
        if step.move is None:
            # Stones that appear with a setup were not played before it, unless they were there already.
            earlier = step.before.board if step.before else None
            seen.update(
                point
                for point in board.points(board.occupied)
                if earlier is None or earlier.at(point) is not board.at(point)
            )
            continue
        colour, point = step.move
        if point != PASS and point not in seen and board.at(point) is colour:
            found[point] = step.number
        seen.add(point)
    return found


def number_of_stone(game: Game, point: int) -> int:
    """The number of the move that placed a stone. Raises BadInput if there is none."""
    name = format_point(point, game.size, " ")
    if not game.board.at(point):
        raise BadInput(f"{name} is empty: point at a stone to go to its move")
    number = stone_numbers(game).get(point)
    if number is None:
        raise BadInput(f"the stone at {name} was set up; no move placed it")
    return number
