"""Replays a game record: one position record for every move, and the last position.

Legend: T moves.
"""

from functools import cache
from typing import NamedTuple

import numpy as np

from darkgo.data.records import BLACK, WHITE, Bytes, colour_byte, mask_bytes, pack, record_bytes
from darkgo.go.board import Board, grid
from darkgo.go.points import PASS, Colour
from darkgo.go.sgf import GameRecord


class Replay(NamedTuple):
    """A game that was replayed."""

    records: Bytes
    """uint8 [T, R]; R, the bytes of a record, depends on the side of the board."""
    cut: str
    """Why the game was cut; empty if it was not."""
    board: Board
    """The position after the last legal move."""


def replay(record: GameRecord) -> Replay:
    """Replay a game.

    A game is cut before its first illegal move: an occupied point, suicide, or an immediate recapture in a
    ko. Superko is not checked, because real games were played under many rules.
    """
    side = record.size
    masks, cut, board = _masks(record)
    played = len(masks) // 2
    if not played:
        return Replay(np.empty((0, record_bytes(side)), np.uint8), cut, board)
    width = mask_bytes(side)
    packed = np.frombuffer(b"".join([mask.to_bytes(width, "little") for mask in masks]), np.uint8)
    stones = packed.reshape(played, 2, width)
    colours, points = np.array(record.moves[:played]).T
    player = np.where(colours == Colour.BLACK, np.uint8(BLACK), np.uint8(WHITE))
    rows, columns = _places(side)
    winner = colour_byte(record.winner)
    raw = pack(stones[:, 0], stones[:, 1], rows[points], columns[points], player, winner, side)
    return Replay(raw, cut, board)


@cache
def _places(side: int) -> tuple[Bytes, Bytes]:
    """The row and the column of each point, uint8 [N + 1]. PASS is -1, so it selects the last entry."""
    points = np.arange(side * side)
    return tuple(np.append(each, side).astype(np.uint8) for each in np.divmod(points, side))  # type: ignore[return-value]


def _masks(record: GameRecord) -> tuple[list[int], str, Board]:
    """The masks before every legal move, why the game was cut, and the last position. The list alternates:
    the mover's stones, the opponent's.

    It works on bare masks. `Board.play` makes a board object for every move and takes three times as long.
    """
    side = record.size
    here = grid(side)
    full, neighbours, adjacent, captured = here.full, here.neighbours, here.adjacent, here.captured
    board = start(record)
    black, white = earlier = before = board.black, board.white
    masks: list[int] = []
    for colour, point in record.moves:
        mine, theirs = (black, white) if colour > 0 else (white, black)
        masks += mine, theirs
        earlier, before = before, (black, white)
        if point == PASS:
            continue
        stone = 1 << point
        if (mine | theirs) & stone:
            return masks[:-2], "occupied point", Board(side, *before)
        mine |= stone
        empty = full ^ (mine | theirs)
        taken = 0
        for neighbour, beside in adjacent[point]:
            if neighbour & theirs and not beside & empty and not neighbour & taken:
                taken |= captured(neighbour, theirs, empty)
        if taken:
            theirs ^= taken
        elif not neighbours[point] & empty and captured(stone, mine, empty):
            return masks[:-2], "suicide", Board(side, *before)
        black, white = (mine, theirs) if colour > 0 else (theirs, mine)
        if taken and (black, white) == earlier:
            return masks[:-2], "ko", Board(side, *before)
    return masks, "", Board(side, black, white)


def start(record: GameRecord) -> Board:
    """The board with the stones set up before the first move."""
    board = Board.empty(record.size)
    for colour, point in record.setup:
        board = board.put(point, colour)
    return board
