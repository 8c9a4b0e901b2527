"""Targets of positions: what a search preferred in each position of a file of records.

NAME.train.records may have its targets beside it, NAME.train.targets; a name with a side,
NAME.train.9x9.records, has NAME.train.9x9.targets. The file is a header of 18 bytes, `darkgo targets 1`, a
newline and the side as one byte, and then a row of 64 bytes for each record, in their order, little-endian:

    0..1    visits of the search, uint16; 0: nothing was searched, and the row is empty
    2..3    the mover's mean win rate in the root, uint16: 65535 is 1
    4..33   fifteen moves, uint16: points row-major, N for a pass; 65535 where there are no more
    34..63  their shares of the policy that the search prefers, uint16, the largest first; their sum is 65535

A search of 16 to 32 visits prefers few moves: those beyond the fifteenth are left out, and the others share
what they had. Without a row, or where it is empty, the move that was played is the target.

Legend: M records, S the side of the board, N = S * S points, A = N + 1 actions, the pass last.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from darkgo.data.records import SIDES, file_size, named_side
from darkgo.errors import BadInput

MAGIC = b"darkgo targets 1\n"
HEADER_BYTES = len(MAGIC) + 1
MOVES = 15
"""The most moves of a target."""
NONE = 65535
"""In the place of a move: there are no more."""
WHOLE = 65535
"""A share of 1."""
ROW = np.dtype([("visits", "<u2"), ("win", "<u2"), ("moves", "<u2", (MOVES,)), ("shares", "<u2", (MOVES,))])

NOTHING = np.zeros((), ROW)
"""An empty row."""
NOTHING["moves"] = NONE

Rows = npt.NDArray[np.void]


@dataclass(frozen=True)
class Targets:
    """The targets of a file of records. rows: [M], of `ROW`."""

    side: int
    rows: Rows

    def policy(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """The policies of these records, float32 [M, A]; zeros where nothing was searched."""
        rows, actions = self.rows[numbers], self.side**2 + 1
        found = np.zeros((len(rows), actions + 1), np.float32)
        places = np.minimum(rows["moves"].astype(np.int64), actions)
        np.put_along_axis(found, places, rows["shares"] / np.float32(WHOLE), axis=1)
        return found[:, :actions]


def targets_of(records: Path) -> Path:
    """The name of the targets that belong to a file of records."""
    return records.with_suffix(".targets")


def header(side: int) -> bytes:
    """The beginning of a file."""
    return MAGIC + bytes([side])


def rows_of(
    visits: npt.NDArray[np.int64], win: npt.NDArray[np.float32], policy: npt.NDArray[np.float32]
) -> Rows:
    """The rows of positions with these visits [M] of a search, win rates [M] and policies [M, A], whose sums
    are above 0 where there are visits."""
    rows = np.zeros(len(visits), ROW)
    rows["moves"] = NONE
    searched = np.asarray(visits) > 0
    rows["visits"] = np.minimum(visits, WHOLE)
    rows["win"][searched] = np.rint(WHOLE * np.clip(win[searched], 0, 1))
    best = np.argsort(-policy[searched], axis=1, kind="stable")[:, :MOVES]
    shares = np.take_along_axis(policy[searched], best, axis=1).astype(np.float64)
    whole = np.floor(WHOLE * shares / shares.sum(axis=1, keepdims=True)).astype(np.int64)
    # What rounding leaves over belongs to the best move, so that the sum is exact.
    whole[:, 0] += WHOLE - whole.sum(axis=1)
    count = best.shape[1]
    rows["moves"][searched, :count] = np.where(whole > 0, best, NONE)
    rows["shares"][searched, :count] = whole
    return rows


def open_targets(records: Path, positions: int) -> Targets | None:
    """The targets beside a file of so many records, as a read-only memory map; None if there are none.

    Raises BadInput if the file is malformed, or does not fit the records.
    """
    path = targets_of(records)
    if not path.exists():
        return None
    size, side = file_size(path), named_side(path)
    with path.open("rb") as file:
        found = file.read(HEADER_BYTES)
    if found[: len(MAGIC)] != MAGIC:
        raise BadInput(f"{path}: byte 0: found {found[: len(MAGIC)]!r}, expected {MAGIC!r}")
    if found[len(MAGIC) :] != bytes([side]):
        of = f"side {found[-1]}" if len(found) == HEADER_BYTES and found[-1] in SIDES else "no side"
        raise BadInput(f"{path}: byte {len(MAGIC)}: found {of}, expected {side}, as the file's name says")
    expected = HEADER_BYTES + positions * ROW.itemsize
    if size != expected:
        raise BadInput(f"{path}: found {size} bytes, expected {expected} for {positions} records")
    rows = np.memmap(path, ROW, "r", offset=HEADER_BYTES) if positions else np.empty(0, ROW)
    targets = Targets(side, rows)
    check(targets, path)
    return targets


def check(targets: Targets, path: Path) -> None:
    """Raises BadInput if a row is malformed."""
    rows, actions = targets.rows, targets.side**2 + 1
    moves, shares = rows["moves"], rows["shares"].astype(np.int64)
    is_move = moves != NONE
    sums, expected = shares.sum(axis=1), np.where(rows["visits"] > 0, WHOLE, 0)
    in_order = np.sort(np.where(is_move, moves, actions + np.arange(MOVES)), axis=1)
    for wrong, said in (
        ((is_move & (moves >= actions)).any(axis=1), f"moves below {actions}"),
        ((is_move != (shares > 0)).any(axis=1), "a share for each move, and for nothing else"),
        ((np.diff(in_order, axis=1) == 0).any(axis=1), "each move once"),
        ((np.diff(shares, axis=1) > 0).any(axis=1), "the largest share first"),
        (sums != expected, f"shares whose sum is {WHOLE}, or none without visits"),
    ):
        if wrong.any():
            raise BadInput(f"{path}: row {int(np.argmax(wrong))}: expected {said}")
