"""The last position of a game, from its records."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from darkgo.data.records import BLACK, Bytes, decode, side_of
from darkgo.go.board import Board
from darkgo.go.points import Colour


class LastPosition(NamedTuple):
    """The last position of a game."""

    board: Board
    to_move: Colour
    white_surplus: int
    """The number of White's stones, played and set up, minus that of Black's. The margin by territory is the
    margin by area plus this."""


def last_position(records: Bytes) -> LastPosition:
    """The last position of a game, from its records uint8 [T, R], of which there is at least one."""
    side, positions = side_of(records.shape[1]), decode(records)
    black = positions.player == BLACK
    signs = np.where(black, 1, -1)
    before = Board(side, *_masks(positions.stones[-1] * signs[-1]))
    colour = Colour.BLACK if black[-1] else Colour.WHITE
    is_pass = positions.row[-1] == side
    point = int(positions.row[-1]) * side + int(positions.column[-1])
    set_up = int(positions.stones[0].sum()) * int(signs[0])
    played = int(signs[positions.row < side].sum())
    return LastPosition(before if is_pass else before.play(point, colour), colour.other, -set_up - played)


def _masks(stones: npt.NDArray[np.integer]) -> tuple[int, int]:
    """The masks of Black and White, from int [N]: +1 black, -1 white."""
    packed = (np.packbits(stones == sign, bitorder="little") for sign in (1, -1))
    black, white = (int.from_bytes(mask.tobytes(), "little") for mask in packed)
    return black, white
