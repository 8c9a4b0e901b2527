"""Games to build from: random ones, so that no collection is needed."""

import random
from collections.abc import Callable, Sequence

import pytest

from darkgo.go.board import Board
from darkgo.go.points import PASS, Colour

Moves = Sequence[tuple[Colour, int]]
SIDE = 19


def _random_moves(seed: int | str, count: int = 80, corner: int = 7) -> Moves:
    """Legal moves within a corner of the board, so that there are captures and kos, and some passes."""
    choice = random.Random(seed)
    board = before = Board.empty(SIDE)
    moves: list[tuple[Colour, int]] = []
    colour = Colour.BLACK
    while len(moves) < count:
        after = None
        for _ in range(50):
            point = choice.randrange(corner) * SIDE + choice.randrange(corner)
            if not board.occupied >> point & 1:
                after = board.play(point, colour)
                if after.stones(colour) >> point & 1 and after != before:
                    break
                after = None
        if after is None or choice.random() < 0.03:
            moves.append((colour, PASS))
            before = board
        else:
            moves.append((colour, point))
            board, before = after, board
        colour = colour.other
    return moves


def _sgf(moves: Moves, header: str = "") -> bytes:
    letters = "abcdefghijklmnopqrs"
    nodes = []
    for colour, point in moves:
        row, column = divmod(point, SIDE)
        where = "" if point == PASS else letters[column] + letters[row]
        nodes.append(f";{colour.name[0]}[{where}]")
    return f"(;GM[1]FF[4]SZ[19]{header}{''.join(nodes)})".encode()


@pytest.fixture(scope="session")
def random_moves() -> Callable[..., Moves]:
    return _random_moves


@pytest.fixture(scope="session")
def sgf() -> Callable[..., bytes]:
    return _sgf


@pytest.fixture(scope="session")
def sgf_files() -> dict[str, bytes]:
    """Forty games by file name, no two alike."""
    return {
        f"{seed:03}.sgf": _sgf(
            _random_moves(seed, 60 + seed),
            f"RE[{'BW'[seed % 2]}+R]BR[9p]WR[{seed % 9 + 1}d]DT[19{seed + 50}]",
        )
        for seed in range(40)
    }
