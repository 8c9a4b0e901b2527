"""What the record of a game tells besides its moves: a row of a table of games.

Numbers that cannot be believed become unknown. Each is counted by a reason:

    komi not understood         a text that gives no komi, or one of more than 50 points
    komi 0 not believed         an even game since 2000 whose result does not confirm it: collections write 0
                                for an unknown komi
    komi does not fit           the margin and the komi do not add up to a whole number: the komi is unknown
    result not understood       a text that names neither a winner, nor a draw or a game without result
    result contradicts itself   both players are named as the winner, somebody won by 0 points, or it was a
                                draw although the komi has half a point
    margin beyond the board     more points than the board has, komi counted: winner and margin are unknown
"""

import math
import struct
from collections.abc import Iterator

import numpy as np

from darkgo.data.games import MOST_KOMI
from darkgo.data.records import NEWLINE, board_bytes, colour_byte, mask_bytes, pairs
from darkgo.data.replay import Replay
from darkgo.go.board import Board, grid
from darkgo.go.points import PASS, Colour
from darkgo.go.result import EndingKind, read_result, says_no_winner
from darkgo.go.rulesets import counts_area, rules_of
from darkgo.go.sgf import GameRecord

_FRONT = struct.Struct("<IIff5B3x")
KOMI_0_DOUBTED_SINCE = 2000
"""The year since which komi 0 in an even game is believed only if a margin in whole points confirms it."""
LEAST_MOVES_A_POINT = 100 / 361
"""Moves for each point of the board, 100 on 19x19. After fewer moves the last position has no owners."""


def largest_owned_region(side: int) -> int:
    """The most points of an empty region whose owner is known, 40 on 19x19. Larger regions are open areas."""
    return 2 * (side + 1)


def game_row(record: GameRecord, replayed: Replay, count: int) -> tuple[bytes, list[str]]:
    """The row of a game with `count` records, and the reasons why something in it is unknown. The number of
    its first record is 0."""
    doubts: list[str] = []
    komi, margin, winner, ending, rules = _facts(record, doubts)
    origin, owners = _owners(record, replayed, komi, margin)
    stones = min(handicap(record), 255)
    front = _FRONT.pack(0, count, komi, margin, winner, ord(ending), rules, origin, stones)
    return front + owners + bytes([NEWLINE]), doubts


def with_first_record(row: bytes, first: int) -> bytes:
    """The row with another number of its first record."""
    return struct.pack("<I", first) + row[4:]


def _facts(record: GameRecord, doubts: list[str]) -> tuple[float, float, int, str, int]:
    """Komi, margin, winner, ending and rules, as in a row."""
    result = read_result(record.result)
    margin = math.nan if result.margin is None else result.margin
    komi = _komi(record, margin, doubts)
    winner, ending = colour_byte(result.winner), result.ending
    if result.is_contradictory:
        doubts.append("result contradicts itself")
    elif result.winner is None and not says_no_winner(record.result):
        doubts.append("result not understood")
    if abs(margin) > record.size**2 + (0 if math.isnan(komi) else abs(komi)):
        doubts.append("margin beyond the board")
        margin, winner, ending = math.nan, ord("?"), EndingKind.UNKNOWN
    rules = _rules(record.rules, result.in_zi, komi)
    if (margin + komi) % 1 > 0:
        if margin:
            doubts.append("komi does not fit")
            komi = math.nan
        else:
            doubts.append("result contradicts itself")
            margin, ending = math.nan, EndingKind.UNKNOWN
    if margin == 0:
        winner = ord("=")
    elif ending in (EndingKind.TIME, EndingKind.FORFEIT):
        winner = ord("?")
    return komi, margin, winner, ending, rules


def _komi(record: GameRecord, margin: float, doubts: list[str]) -> float:
    komi = record.komi
    if komi is None or abs(komi) > MOST_KOMI:
        if record.komi_text:
            doubts.append("komi not understood")
        return math.nan
    is_even = not record.setup and handicap(record) < 2
    if komi == 0 and is_even and (record.year or 0) >= KOMI_0_DOUBTED_SINCE and margin % 1 != 0:
        doubts.append("komi 0 not believed")
        return math.nan
    return komi


def _rules(name: str, in_zi: bool, komi: float) -> int:
    """How the game was counted: by the rules named, else by the unit of the margin, else by the komi."""
    named = rules_of(name)
    if named:
        return ord(named.scoring[0])
    if math.isnan(komi) and not in_zi:
        return ord("?")
    return ord("A") if counts_area(komi, in_zi) else ord("T")


def handicap(record: GameRecord) -> int:
    """The handicap stones: as the record says, else Black's stones on the board when White begins."""
    if record.handicap or record.to_move is Colour.BLACK:
        return record.handicap
    colours = [colour for colour, _ in record.setup]
    return len(colours) if len(colours) > 1 and Colour.WHITE not in colours else 0


# Owners


def _owners(record: GameRecord, replayed: Replay, komi: float, margin: float) -> tuple[int, bytes]:
    """The origin of the owners, and the owners as two bits a point."""
    board, side = replayed.board, record.size
    if replayed.cut or record.cut:
        return ord("?"), bytes(board_bytes(side))
    black, white = _reached(board, board.black), _reached(board, board.white)
    ended_by_passes = len(record.moves) > 1 and record.moves[-1][1] == record.moves[-2][1] == PASS
    if ended_by_passes and (black & ~white).bit_count() - (white & ~black).bit_count() - komi == margin:
        rest = grid(side).full & ~(black ^ white)
        return ord("X"), packed_masks(side, black & ~white | rest, white & ~black | rest)
    if len(record.moves) < LEAST_MOVES_A_POINT * side * side:
        return ord("?"), bytes(board_bytes(side))
    black, white = _without_open_areas(board, black & ~white), _without_open_areas(board, white & ~black)
    return ord("L"), packed_masks(side, black, white)


def _reached(board: Board, stones: int) -> int:
    """The stones, and the empty points that are connected to them."""
    return grid(board.size).connected(stones, stones | board.free)


def _without_open_areas(board: Board, area: int) -> int:
    """The area without its open areas."""
    most = largest_owned_region(board.size)
    empty = area & board.free
    if empty.bit_count() > most:
        for region in _regions(empty, board.size):
            if region.bit_count() > most:
                area ^= region
    return area


def _regions(empty: int, side: int) -> Iterator[int]:
    here = grid(side)
    while empty:
        region = here.connected(empty & -empty, empty)
        empty ^= region
        yield region


def packed_masks(side: int, black: int, white: int) -> bytes:
    """Owners as two bits a point, from the points of Black and of White. Points in both masks are neutral."""
    width = mask_bytes(side)
    low, high = (np.frombuffer(mask.to_bytes(width, "little"), np.uint8) for mask in (black, white))
    return pairs(low, high)[: board_bytes(side)].tobytes()
