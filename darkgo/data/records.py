"""Position records: darknet's fixed-size form of a position, the move played in it and who won.

A record of 19x19 has 96 bytes, here a row of a uint8 array [M, 96]:

    0       player to move: '1' black, '0' white, '?' unknown (converted from the old format)
    1       winner of the game: '1' black, '0' white, '?' unknown or drawn
    2, 3    row and column of the move played, from the top left; 19 or more in either means pass
    4..94   the board: byte i holds points 4i .. 4i+3, row-major; bit 2j is set where the player to move
            has a stone, bit 2j+1 where the opponent has one
    95      newline

The old format, of 94 bytes, lacks the first two.

Records of another side S have the same layout, with (S * S + 3) // 4 bytes of board, and S or more means
pass. All records of a file have the same side. The name of the file says it: NAME.9x9.records; a name
without a side means 19x19.

Legend: M records, S the side of the board, N = S * S points, R = the bytes of a record, 96 for 19x19.
"""

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from darkgo.data.manifest import FILE, Manifest
from darkgo.errors import BadInput
from darkgo.files import whole
from darkgo.go.points import Colour

RECORD_BYTES = 96
OLD_RECORD_BYTES = 94
SIDE = 19
POINTS = SIDE * SIDE
BOARD_BYTES = 91
BOARD = slice(4, 4 + BOARD_BYTES)
"""The bytes of the board in a record."""
SIDES = range(5, 26)
"""The sides of boards for which records are built."""
BLACK, WHITE, UNKNOWN = b"10?"
NEWLINE = ord("\n")

Bytes = npt.NDArray[np.uint8]

_NAMED_SIDE = re.compile(r"\.([1-9][0-9]?)x\1\.(?:records|games|targets)$")
_SAMPLE = 4096
_CHUNK = 1 << 16
# _SPREAD[b] has bit 2i set where byte b has bit i.
_SPREAD = np.array([sum((b >> i & 1) << 2 * i for i in range(8)) for b in range(256)], np.dtype("<u2"))


@dataclass(frozen=True, slots=True)
class Positions:
    """Unpacked records.

    stones: int8 [M, N], +1 the player to move, -1 the opponent, 0 empty.
    row, column: uint8 [M], the move played; S and S for a pass.
    player, winner: uint8 [M], the bytes BLACK, WHITE or UNKNOWN.
    """

    stones: npt.NDArray[np.int8]
    row: Bytes
    column: Bytes
    player: Bytes
    winner: Bytes


def board_bytes(side: int) -> int:
    """The bytes of a board in a record."""
    return (side * side + 3) // 4


def record_bytes(side: int) -> int:
    """The bytes of a record."""
    return BOARD.start + board_bytes(side) + 1


def mask_bytes(side: int) -> int:
    """The bytes of one colour's stones as a mask: N bits, bit p for point p, little-endian."""
    return (side * side + 7) // 8


@cache
def side_of(width: int) -> int:
    """The side of the board of records with so many bytes."""
    return next(side for side in SIDES if record_bytes(side) == width)


def named_side(path: Path) -> int:
    """The side of the board that the name of a file says; 19 if it says none."""
    match = _NAMED_SIDE.search(path.name)
    return int(match[1]) if match and int(match[1]) in SIDES else SIDE


def colour_byte(colour: Colour | None) -> int:
    """The byte of a player or a winner in a record."""
    if colour is None:
        return UNKNOWN
    return BLACK if colour is Colour.BLACK else WHITE


def pack(
    mine: Bytes,
    theirs: Bytes,
    row: Bytes,
    column: Bytes,
    player: Bytes,
    winner: Bytes | int,
    side: int = SIDE,
) -> Bytes:
    """Records uint8 [M, R] from stones as masks uint8 [M, mask_bytes], and the other fields uint8 [M]."""
    width = record_bytes(side)
    raw = np.empty((len(mine), width), np.uint8)
    raw[:, 0] = player
    raw[:, 1] = winner
    raw[:, 2] = row
    raw[:, 3] = column
    raw[:, BOARD.start : -1] = pairs(mine, theirs)[:, : board_bytes(side)]
    raw[:, -1] = NEWLINE
    return raw


def pairs(low: Bytes, high: Bytes) -> Bytes:
    """Two bits a point, uint8 [M, 2 * mask_bytes]: the lower from one mask, the higher from the other.

    low, high: masks, uint8 [M, mask_bytes].
    """
    spread: Bytes = (_SPREAD[low] | _SPREAD[high] << 1).view(np.uint8)
    return spread


def encode(positions: Positions) -> Bytes:
    """Records uint8 [M, R] of these positions; the inverse of `decode`."""
    mine = np.packbits(positions.stones > 0, axis=1, bitorder="little")
    theirs = np.packbits(positions.stones < 0, axis=1, bitorder="little")
    side = round(positions.stones.shape[1] ** 0.5)
    return pack(mine, theirs, positions.row, positions.column, positions.player, positions.winner, side)


def decode(raw: Bytes) -> Positions:
    """Positions of records uint8 [M, R]. Every pass becomes row S, column S."""
    side = side_of(raw.shape[1])
    bits = np.unpackbits(raw[:, BOARD.start : -1], axis=1, bitorder="little").view(np.int8)
    row, column = raw[:, 2].copy(), raw[:, 3].copy()
    passes = (row >= side) | (column >= side)
    row[passes] = column[passes] = side
    points = side * side
    stones = bits[:, 0 : 2 * points : 2] - bits[:, 1 : 2 * points : 2]
    return Positions(stones, row, column, raw[:, 0].copy(), raw[:, 1].copy())


def check(raw: Bytes, path: Path, numbers: npt.NDArray[np.int64]) -> None:
    """Raise BadInput if a row of `raw` [M, R] is not a record. `numbers` [M] are the rows' numbers in
    `path`."""
    last = raw.shape[1] - 1
    board = raw[:, BOARD.start : last]
    odd = side_of(raw.shape[1]) % 2
    for wrong, start, stop, expected in (
        (
            ~np.isin(raw[:, :2], (BLACK, WHITE, UNKNOWN)).all(axis=1),
            0,
            2,
            "player and winner, each '1', '0' or '?'",
        ),
        (raw[:, last] != NEWLINE, last, last + 1, "a newline at the end"),
        ((board & board >> 1 & 0x55).any(axis=1), BOARD.start, last, "no point with stones of both"),
        # The square of an odd side leaves one point for the last byte, that of an even side four.
        (odd & (board[:, -1] > 3), last - 1, last, "only one point in the last byte of the board"),
    ):
        if wrong.any():
            bad = int(np.argmax(wrong))
            found = raw[bad, start:stop].tobytes()
            raise BadInput(f"{path}: record {numbers[bad]}: expected {expected}, found {found!r}")


def open_records(path: str | os.PathLike[str]) -> Bytes:
    """The records of a file as a read-only memory map, uint8 [M, R]. The name of the file says the side.

    Checks the size, the manifest beside the file if there is one, and up to 4096 records spread over the
    file. Raises BadInput if there is no such file, its size is not a multiple of a record's or differs from
    the manifest, or a record is malformed.
    """
    path = Path(path)
    size, side = file_size(path), named_side(path)
    width = record_bytes(side)
    convert = f"old records have {OLD_RECORD_BYTES} bytes: darkgo data convert {path} NEW"
    hint = "" if size % OLD_RECORD_BYTES or side != SIDE else f"; {convert}"
    if size % width:
        of_side = "" if side == SIDE else f" of {side}x{side}"
        raise BadInput(
            f"{path}: {size} bytes is not a multiple of {width}, the size of a record{of_side}{hint}"
        )
    promised = Manifest.bytes_of(path)
    if promised is not None and promised != size:
        raise BadInput(f"{path}: {size} bytes, but {FILE} beside it says {promised}: build it again")
    if size == 0:
        return np.empty((0, width), np.uint8)
    raw = np.memmap(path, np.uint8, "r").reshape(-1, width)
    sample = np.unique(np.linspace(0, len(raw) - 1, _SAMPLE).astype(np.int64))
    try:
        check(raw[sample], path, sample)
    except BadInput as error:
        raise BadInput(f"{error}{hint}") from None
    return raw


def open_old_records(path: str | os.PathLike[str]) -> Bytes:
    """The 94-byte records of a file as a read-only memory map, uint8 [M, 94].

    Raises BadInput if there is no such file, or its size is not a multiple of 94.
    """
    path = Path(path)
    size = file_size(path)
    if size % OLD_RECORD_BYTES:
        raise BadInput(
            f"{path}: {size} bytes is not a multiple of {OLD_RECORD_BYTES}, the size of an old record"
        )
    if size == 0:
        return np.empty((0, OLD_RECORD_BYTES), np.uint8)
    return np.memmap(path, np.uint8, "r").reshape(-1, OLD_RECORD_BYTES)


def still_whole(raw: Bytes) -> Bytes:
    """Return the records unchanged. Raises BadInput if they are mapped and the size of their file has
    changed.

    Reading a map beyond the end of its file would kill the process.
    """
    path = getattr(raw, "filename", None)
    if path is not None:
        try:
            size = Path(path).stat().st_size
        except OSError as error:
            raise BadInput(f"{path}: {error.strerror}; expected the file to exist while it is read") from None
        if size != raw.nbytes:
            raise BadInput(f"{path}: found {size} bytes; expected {raw.nbytes}, as when it was opened")
    return raw


def upgrade(old: Bytes) -> Bytes:
    """Old records uint8 [M, 94] as records uint8 [M, 96].

    The old format does not contain the player to move and the winner, so both become '?'. The board does not
    need them, because its stones are those of the player to move and of the opponent.
    """
    raw = np.full((len(old), RECORD_BYTES), UNKNOWN, np.uint8)
    raw[:, 2:] = old
    return raw


def convert_old(old: str | os.PathLike[str], new: str | os.PathLike[str]) -> int:
    """Write the 94-byte records of `old` as 96-byte records to `new`; returns how many.

    `new` appears only when it is complete. Raises BadInput if `old` does not consist of 94-byte records or is
    truncated meanwhile, or if `new` cannot be written.
    """
    old, new = Path(old), Path(new)
    source = open_old_records(old)
    if new.exists() and new.samefile(old):
        raise BadInput(f"{new}: the old and the new file are the same; choose another name")
    try:
        with whole(new) as file:
            for start in range(0, len(source), _CHUNK):
                raw = upgrade(still_whole(source)[start : start + _CHUNK])
                check(raw, old, np.arange(start, start + len(raw)))
                file.write(raw.data)
    except OSError as error:
        raise BadInput(f"{new}: {error.strerror}") from None
    return len(source)


def file_size(path: Path) -> int:
    """The size of a file in bytes. Raises BadInput if it cannot be read."""
    try:
        with path.open("rb") as file:
            return os.fstat(file.fileno()).st_size
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from None
