"""Groups in seki. With territory counting, their eyes are no points.

The position alone cannot prove a seki, and most games end before the last neutral points are filled. So a
group is in seki only if all of this is true:

- It has no second eye: at most one region of its own, of one or two points or a square of four.
- It is not pass-alive.
- It touches a neutral region, and so does a group of the opponent in the same state.
"""

from typing import NamedTuple

from darkgo.go.board import Board, grid
from darkgo.go.group import together
from darkgo.go.life import pass_alive
from darkgo.go.points import Colour

_TWO_EYES = 3
"""A region with fewer points has no room for a second eye, and neither has a square of four."""


class Regions(NamedTuple):
    """The empty regions of a board, by the colour of the stones around them, as masks."""

    black: tuple[int, ...]
    white: tuple[int, ...]
    neutral: tuple[int, ...]
    """Regions that touch stones of both colours. An empty board is one, too."""

    def of(self, colour: Colour) -> tuple[int, ...]:
        """The regions of a colour."""
        return self.black if colour is Colour.BLACK else self.white


def regions(board: Board) -> Regions:
    """The empty regions of a board without dead stones."""
    here = grid(board.size)
    found: dict[tuple[bool, bool], list[int]] = {}
    left = board.free
    while left:
        region = here.connected(left & -left, left)
        left ^= region
        border = here.around(region)
        found.setdefault((bool(border & board.black), bool(border & board.white)), []).append(region)
    neutral = (*found.get((True, True), ()), *found.get((False, False), ()))
    return Regions(tuple(found.get((True, False), ())), tuple(found.get((False, True), ())), neutral)


def seki(board: Board) -> int:
    """The mask of the stones of both colours that are in seki, on a board without dead stones."""
    here, empty = grid(board.size), regions(board)
    weak = {colour: _without_second_eye(board, colour, empty.of(colour)) for colour in Colour}
    in_seki = 0
    for region in empty.neutral:
        beside = here.around(region)
        groups = [[group for group in weak[colour] if group & beside] for colour in Colour]
        if all(groups):
            in_seki |= sum(set(groups[0])) | sum(set(groups[1]))
    return in_seki


def _without_second_eye(board: Board, colour: Colour, own: tuple[int, ...]) -> list[int]:
    """The groups of a colour that cannot live by their own regions."""
    here = grid(board.size)
    stones, alive = board.stones(colour), pass_alive(board, colour)
    found = []
    left = stones
    while left:
        group = together(board, (left & -left).bit_length() - 1)
        left &= ~group
        eyes = [region for region in own if here.around(region) & group]
        if not group & alive and (not eyes or (len(eyes) == 1 and _is_one_eye(board, eyes[0]))):
            found.append(group)
    return found


def _is_one_eye(board: Board, region: int) -> bool:
    """Whether a region has no room for a second eye."""
    if region.bit_count() < _TWO_EYES:
        return True
    rows, columns = zip(*(divmod(point, board.size) for point in Board.points(region)), strict=True)
    is_square = max(rows) - min(rows) == 1 == max(columns) - min(columns)
    return region.bit_count() == 4 and is_square
