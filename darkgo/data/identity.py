"""Digests of games. They are the same for a game and for each of its eight symmetric images.

Legend: S setup stones, T moves.
"""

from functools import cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from darkgo.go.points import PASS, Colour
from darkgo.go.sgf import GameRecord
from darkgo.go.symmetry import permutations

OPENING = 60
"""The number of first moves that decide whether a game is for training or validation."""
VALIDATION_SHARE = 0.02
DIGEST_BYTES = 16


def digests(record: GameRecord) -> tuple[bytes, bool]:
    """The digest of the whole game (setup and main line) and whether the game is for validation.

    The second depends only on the setup and the first 60 moves (all, if there are fewer). So a game is always
    on the same side of the split, whatever other games are built and however its end was recorded.
    """
    whole = _views(record)
    kept = len(record.setup) + min(OPENING, len(record.moves))
    share = int.from_bytes(_digest(whole[:, : kept + 1], record.size)[:8], "big") / 2**64
    return _digest(whole, record.size), share < VALIDATION_SHARE


def _views(record: GameRecord) -> npt.NDArray[np.uint16]:
    """The game under each symmetry, uint16 [8, 1 + S + T]: S, the setup in order of codes, the moves."""
    table = _table(record.size)
    views = np.empty((8, 1 + len(record.setup) + len(record.moves)), "<u2")
    stones = len(record.setup)
    views[:, 0] = stones
    views[:, 1 : 1 + stones] = np.sort(table[:, _codes(record.setup, record.size)], axis=1)
    views[:, 1 + stones :] = table[:, _codes(record.moves, record.size)]
    return views


def _codes(stones: tuple[tuple[Colour, int], ...], size: int) -> list[int]:
    area = size * size
    return [
        (area if point == PASS else point) + (0 if colour is Colour.BLACK else area + 1)
        for colour, point in stones
    ]


@cache
def _table(size: int) -> npt.NDArray[np.uint16]:
    """uint16 [8, 2 * (N + 1)]: the code of each stone under each symmetry.

    The code of a black stone is its point, or N for a pass. White's codes are larger by N + 1.
    """
    area = size * size
    turned = np.column_stack([np.asarray(permutations(size)), np.full(8, area)])
    return np.hstack([turned, turned + area + 1]).astype(np.uint16)


def _digest(views: npt.NDArray[np.uint16], side: int) -> bytes:
    # Short games of different sides may have the same codes. The digests of 19x19 are those of earlier
    # versions.
    person = b"" if side == 19 else b"%d" % side
    return blake2b(min(view.tobytes() for view in views), digest_size=DIGEST_BYTES, person=person).digest()
