"""Tables of games: what is known of each game of a file of records besides its moves.

NAME.train.records has its table beside it, NAME.train.games; a name with a side, NAME.train.9x9.records, has
NAME.train.9x9.games. A table is a header of 16 bytes, `darkgo games 1`, a newline and the side as one byte,
and then a row for each game, in the order of their records, little-endian:

    0..3    number of the game's first record, uint32
    4..7    how many records it has, uint32
    8..11   komi in points, float32; NaN unknown
    12..15  margin: Black's points minus White's, komi included, as the result says it, float32; NaN unknown
    16      winner: '1' black, '0' white, '=' draw, '?' unknown, or the game was lost on time or forfeited
    17      ending: 'C' counted, 'R' resigned, 'T' time, 'F' forfeit, 'V' void, '?' unknown
    18      rules: 'A' area, 'T' territory, '?' unknown
    19      origin of the owners: '?' there are none, 'L' those of the last position, 'E' those of the last
            position without dead stones, which were estimated, 'X' exact: the last position has no dead
            stones
    20      handicap stones
    21..23  zero
    24..    the owner of each point, two bits a point, the lowest first, row-major: 0 unknown, 1 black,
            2 white, 3 neutral
    last    newline

Legend: G games, S the side of the board, N = S * S points.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from darkgo.data.manifest import FILE, Manifest
from darkgo.data.records import NEWLINE, SIDES, Bytes, board_bytes, file_size, named_side, open_records
from darkgo.errors import BadInput

MAGIC = b"darkgo games 1\n"
HEADER_BYTES = len(MAGIC) + 1
UNKNOWN, BLACK, WHITE, NEUTRAL = range(4)
"""What may own a point: the codes of two bits."""
WINNERS, ENDINGS, RULES, ORIGINS = b"10=?", b"CRTFV?", b"AT?", b"?LEX"
_LETTERS = (("winner", WINNERS), ("ending", ENDINGS), ("rules", RULES), ("origin", ORIGINS))
MOST_KOMI = 50.0
"""The largest komi that is believed, in points."""

Rows = npt.NDArray[np.void]


@dataclass(frozen=True)
class Games:
    """A table of games. rows: [G], of `dtype(side)`."""

    side: int
    rows: Rows

    def owners(self, numbers: Any = slice(None)) -> Bytes:
        """The owners of the points of these games, uint8 [G, N]."""
        return unpacked(self.rows["owners"][numbers], self.side)


def table_of(records: Path) -> Path:
    """The name of the table of games that belongs to a file of records."""
    return records.with_suffix(".games")


def header(side: int) -> bytes:
    """The beginning of a table."""
    return MAGIC + bytes([side])


@cache
def dtype(side: int) -> np.dtype[np.void]:
    """The type of a row."""
    return np.dtype(
        [
            ("first", "<u4"),
            ("count", "<u4"),
            ("komi", "<f4"),
            ("margin", "<f4"),
            ("winner", "u1"),
            ("ending", "u1"),
            ("rules", "u1"),
            ("origin", "u1"),
            ("handicap", "u1"),
            ("zero", "u1", (3,)),
            ("owners", "u1", (board_bytes(side),)),
            ("newline", "u1"),
        ]
    )


def table_bytes(side: int, games: int) -> int:
    """The size of the table of so many games."""
    return HEADER_BYTES + games * dtype(side).itemsize


def unpacked(owners: Bytes, side: int) -> Bytes:
    """Owners, uint8 [G, N], from two bits a point, uint8 [G, board_bytes]."""
    bits = np.unpackbits(owners, axis=1, bitorder="little")[:, : 2 * side * side]
    found: Bytes = (bits[:, 0::2] | bits[:, 1::2] << 1).astype(np.uint8)
    return found


def packed(owners: Bytes) -> Bytes:
    """The inverse of `unpacked`."""
    bits = np.stack([owners & 1, owners >> 1], axis=-1).reshape(len(owners), -1)
    found: Bytes = np.packbits(bits, axis=1, bitorder="little")
    return found


def open_games(records: Path) -> Games | None:
    """The table beside a file of records, as a read-only memory map; None if there is none.

    Raises BadInput if the table or the file of records is malformed, or if they do not fit each other.
    """
    path = table_of(records)
    if not path.exists():
        return None
    return read_games(path, len(open_records(records)))


def read_games(path: Path, positions: int) -> Games:
    """The table of games of a file with so many records, as a read-only memory map. Raises BadInput."""
    size, side = file_size(path), named_side(path)
    with path.open("rb") as file:
        found = file.read(HEADER_BYTES)
    if found[: len(MAGIC)] != MAGIC:
        raise BadInput(f"{path}: byte 0: found {found[: len(MAGIC)]!r}, expected {MAGIC!r}: build it again")
    if found[len(MAGIC) :] != bytes([side]):
        of = f"side {found[-1]}" if len(found) == HEADER_BYTES and found[-1] in SIDES else "no side"
        raise BadInput(f"{path}: byte {len(MAGIC)}: found {of}, expected {side}, as the file's name says")
    width = dtype(side).itemsize
    if (size - HEADER_BYTES) % width:
        raise BadInput(f"{path}: found {size} bytes, expected {HEADER_BYTES} and {width} for each game")
    promised = Manifest.bytes_of(path)
    if promised is not None and promised != size:
        raise BadInput(f"{path}: found {size} bytes, but {FILE} beside it says {promised}: build it again")
    if size == HEADER_BYTES:
        rows = np.empty(0, dtype(side))
    else:
        rows = np.memmap(path, dtype(side), "r", offset=HEADER_BYTES)
    games = Games(side, rows)
    check(games, path, positions)
    return games


def check(games: Games, path: Path, positions: int) -> None:
    """Raise BadInput if a row is malformed, or if the games do not have exactly the records 0 to
    `positions` - 1, in order."""
    rows, side = games.rows, games.side
    first, count = rows["first"].astype(np.int64), rows["count"].astype(np.int64)
    start = np.concatenate([[0], np.cumsum(count)])
    beyond = 1 << 2 * ((side * side - 1) % 4 + 1)
    unowned = (rows["origin"] == ord("?")) & rows["owners"].any(axis=1)
    komi, margin = rows["komi"], rows["margin"]
    for wrong, found, expected in (
        (first != start[:-1], first, start[:-1]),
        (start[1:] > positions, start[1:], f"at most {positions} records"),
        *((~np.isin(rows[name], list(known)), rows[name], _one_of(name, known)) for name, known in _LETTERS),
        (~(np.isnan(komi) | (np.abs(komi) <= MOST_KOMI)), komi, f"a komi up to {MOST_KOMI:g}, or NaN"),
        (np.isinf(margin), margin, "a margin, or NaN"),
        (rows["zero"].any(axis=1), rows["zero"], "zeros at bytes 21 to 23"),
        (rows["owners"][:, -1] >= beyond, rows["owners"][:, -1], f"owners of {side * side} points"),
        (unowned, rows["origin"], "no owners where their origin is ?"),
        (rows["newline"] != NEWLINE, rows["newline"], "a newline at the end"),
    ):
        if wrong.any():
            bad = int(np.argmax(wrong))
            wanted = f"record {expected[bad]} as its first" if isinstance(expected, np.ndarray) else expected
            raise BadInput(f"{path}: row {bad}: found {found[bad]}, expected {wanted}: build it again")
    if start[-1] != positions:
        raise BadInput(f"{path}: found games of {start[-1]} records, expected {positions}: build it again")


def _one_of(name: str, letters: bytes) -> str:
    return f"the code of one of {letters.decode()} as {name}"
