"""Dead stones of finished games, drawn by hand and judged with the default network."""

import numpy as np
import pytest
from numpy.typing import NDArray

from darkgo.engine.dead import dead_stones
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.group import together
from darkgo.go.points import parse_point
from darkgo.model.evaluator import NetworkEvaluator
from tests.evaluators import OfStones

# Lower case: the stones that are dead.
ENDS = {
    "invaders of both colours": """
        . . . X O . . . .
        . X . X O . O . .
        . . X X O . . O .
        . o . X O O O . .
        X X X X X X O . .
        . X . o X O O O O
        . . X . X O . x .
        . X . X X O . O .
        . . X X O O O . .
    """,
    "nothing is dead": """
        . X . X O . . O .
        X X X X O . O O .
        . . X O O O . O O
        X X X X O . O O .
        . X . X O O O . O
        X X X X X O . O .
        . X . X X O O O O
        X X X . X X O . O
        . X . X X O O O .
    """,
    "seki": """
        X O . X X O . O .
        X O . X O O O O O
        X O O X O . O . O
        X X X O O O O O O
        . X X X X X X X X
        X X . X . X X . X
        . X X X X X . X X
        . . . . . . . . .
        . . . . . . . . .
    """,
    "small life in the corner": """
        . O . O X . . . .
        O O O O X . X . .
        X X X X X . . X .
        . . X . . X . . .
        X X . X X X X X X
        O O X X O O O O O
        . O O O O . . O .
        . . . O . O . O .
        . O . . O . O . .
    """,
    "ordinary territory, in which nothing is safe for good": """
        . . X O . . . . .
        . . X O . . O . .
        . X X X O . . . .
        . . . X O O O . .
        . o . X X O . x .
        . . X . X O O . .
        . . . . X X O O O
        . . X . . . X X X
        . . . . . . . . .
    """,
    "groups with one eye, and invaders": """
        . o X . . . X O O . . . .
        o o X . X X X O . O . O .
        X X X X . . X O . . O . .
        . X . . X . X O O O O O O
        X X X X X X X X X X X X X
        o o o o X . . . X . X . X
        o o . o X . X X X X X X X
        o o o o X X X O O O O O O
        X X X X O O O O . . . . O
        . X . X X X X O . O . O O
        X X X . X . X O . . . . .
        . X X X . X X O O . x x .
        X . X . X X O O . . . . .
    """,
    "DarkGo against GNU Go, which finds the same stones dead": """
        . . X O O . . . .
        . . X X O . . . .
        . . o X O O . . .
        . . X X X O x O .
        . . X O O O O . O
        . X O O X X X O O
        . . X X . o X X O
        . . . . . . . X X
        . . . . . . . . .
    """,
    "the same with three stones of handicap": """
        O O X . . . . . . . X O .
        O X X X . . . . . X X O O
        O O X X . . . . . X O O .
        . O O X X X X X . X O O O
        . . O O O X O O X X X O X
        . . . O O O . O X O X X X
        . O . O x . . O X O X . X
        O O O X O . O O O O O X X
        O X X X O O O X O O X o X
        O X . X X X O X X X X o X
        O X X . . . X . . . X o .
        X X . . . . . . . X o X .
        . . . . . . . . . . . . .
    """,
}


def game_at(board: Board) -> Game:
    game = Game(board.size)
    for point in board.points(board.occupied):
        game.edit(point, board.at(point))
    return game


def drawn(board: Board, dead: int) -> str:
    """The board with the dead stones in lower case."""
    signs = str(board).split()
    return " ".join(sign.lower() if dead >> point & 1 else sign for point, sign in enumerate(signs))


@pytest.mark.parametrize("diagram", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("with_network", [True, False])
def test_ends_drawn_by_hand(diagram: str, with_network: bool, default: NetworkEvaluator) -> None:
    game = game_at(Board.parse(diagram.upper()))
    dead = dead_stones(default if with_network else None, game)
    assert drawn(game.board, dead) == " ".join(diagram.split())


def test_what_is_pass_alive_needs_no_play_out() -> None:
    board = Board.parse(
        """
        . X . X O
        X X X X O
        X X O O O
        X O O . O
        X O . O O
        """
    )

    def lost(stones: NDArray[np.int8]) -> NDArray[np.float32]:
        raise AssertionError("nothing is open")

    assert dead_stones(OfStones(lost), game_at(board), progress=print) == 0


def test_a_seed_repeats_the_estimate() -> None:
    game = game_at(Board.parse(ENDS["ordinary territory, in which nothing is safe for good"].upper()))
    told: list[list[tuple[int, int]]] = [[], [], []]
    for seed, steps in zip((1, 1, 2), told, strict=True):
        dead_stones(None, game, seed=seed, progress=lambda *step, steps=steps: steps.append(step))
    assert told[0] == told[1]
    assert told[0] != told[2]


def test_progress_reaches_its_end_and_can_stop_the_estimate() -> None:
    game = game_at(Board.parse(ENDS["invaders of both colours"].upper()))
    told: list[tuple[int, int]] = []
    dead_stones(None, game, play_outs=2, progress=lambda done, of: told.append((done, of)))
    assert (told[0], told[-1]) == ((0, 2), (2, 2))
    assert told == sorted(told)

    def stop(done: int, of: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        dead_stones(None, game, progress=stop)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_play_outs_end_on_every_board(size: int) -> None:
    game = Game(size)
    for point in range(0, size * size - 1, 2):
        if game.refusal(point) is None:
            game.play(point)
    before = game.board
    dead = dead_stones(None, game)
    assert dead & before.occupied == dead
    assert game.board == before


def group(name: str, board: Board) -> str:
    return drawn(board, together(board, parse_point(name, board.size)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("A5", "x . x . O / . x . . O / . . . X O / X . . X O / . . O O O"),
        ("D3", "X . X . O / . X . . O / . . . x O / X . . x O / . . O O O"),
        ("E5", "X . X . o / . X . . o / . . . X o / X . . X o / . . o o o"),
        ("B3", "X . X . O / . X . . O / . . . X O / X . . X O / . . O O O"),
    ],
)
def test_chains_belong_together_that_share_a_liberty(name: str, expected: str) -> None:
    board = Board.parse("X . X . O / . X . . O / . . . X O / X . . X O / . . O O O".replace("/", "\n"))
    assert group(name, board) == " ".join(expected.replace("/", " ").split())
