"""Replays a game record: one position record for every move."""

import numpy as np

from darkgo.data.records import (
    BLACK,
    MASK_BYTES,
    PASS_ROW,
    POINTS,
    RECORD_BYTES,
    SIDE,
    WHITE,
    Bytes,
    colour_byte,
    pack,
)
from darkgo.go.board import Board, grid
from darkgo.go.points import PASS, Colour
from darkgo.go.sgf import GameRecord

# Indexed by point. PASS is -1, so it selects the last entry.
_ROWS = np.array([p // SIDE for p in range(POINTS)] + [PASS_ROW], np.uint8)
_COLUMNS = np.array([p % SIDE for p in range(POINTS)] + [PASS_ROW], np.uint8)


def replay(record: GameRecord) -> tuple[Bytes, str]:
    """The records uint8 [T, 96] of a 19x19 game, and why it was cut; empty if it was not.

    A game is cut before its first illegal move: an occupied point, suicide, or an immediate recapture in a
    ko. Superko is not checked, because real games were played under many rules.
    """
    masks, cut = _masks(record)
    played = len(masks) // 2
    if not played:
        return np.empty((0, RECORD_BYTES), np.uint8), cut
    packed = np.frombuffer(b"".join([mask.to_bytes(MASK_BYTES, "little") for mask in masks]), np.uint8)
    stones = packed.reshape(played, 2, MASK_BYTES)
    colours, points = np.array(record.moves[:played]).T
    player = np.where(colours == Colour.BLACK, np.uint8(BLACK), np.uint8(WHITE))
    winner = colour_byte(record.winner)
    return pack(stones[:, 0], stones[:, 1], _ROWS[points], _COLUMNS[points], player, winner), cut


def _masks(record: GameRecord) -> tuple[list[int], str]:
    """The masks before every legal move, and why the game was cut. The list alternates: the mover's stones,
    the opponent's.

    It works on bare masks. `Board.play` makes a board object for every move and takes three times as long.
    """
    here = grid(SIDE)
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
            return masks[:-2], "occupied point"
        mine |= stone
        empty = full ^ (mine | theirs)
        taken = 0
        for neighbour, beside in adjacent[point]:
            if neighbour & theirs and not beside & empty and not neighbour & taken:
                taken |= captured(neighbour, theirs, empty)
        if taken:
            theirs ^= taken
        elif not neighbours[point] & empty and captured(stone, mine, empty):
            return masks[:-2], "suicide"
        black, white = (mine, theirs) if colour > 0 else (theirs, mine)
        if taken and (black, white) == earlier:
            return masks[:-2], "ko"
    return masks, ""


def start(record: GameRecord) -> Board:
    """The board with the stones set up before the first move."""
    board = Board.empty(record.size)
    for colour, point in record.setup:
        board = board.put(point, colour)
    return board
