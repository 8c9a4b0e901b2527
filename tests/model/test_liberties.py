"""`[liberties]` beside the board of the rules, which counts them stone by stone."""

from random import Random

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from darkgo.darknet.network import forward
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.model.liberties import COUNTS
from darkgo.model.network import network_from_text
from darkgo.model.planes import planes

LAYER = "[net]\nheight=7\nwidth=7\nchannels=1\n[liberties]\n"
network = network_from_text(LAYER)
computed = jax.jit(lambda stones: forward(network, ({},), planes(stones, 7))[0][0])


def expected(board: Board, mover: Colour) -> NDArray[np.float32]:
    """The planes [H, W, 9] by the rules' own functions."""
    found = np.zeros((board.size**2, 1 + 2 * COUNTS), np.float32)
    for point in range(board.size**2):
        colour = board.at(point)
        if colour is None:
            continue
        mine = colour is mover
        count = board.liberties(point).bit_count()
        found[point, 0] = 1 if mine else -1
        found[point, min(count, COUNTS) + (0 if mine else COUNTS)] = 1
    return found.reshape(board.size, board.size, -1)


def planes_of(board: Board, mover: Colour) -> NDArray[np.float32]:
    return np.asarray(computed(jnp.asarray(board.array() * int(mover))[None])[0])


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(0, 120))
def test_in_random_games_they_are_those_of_the_rules(seed: int, moves: int) -> None:
    game, chance = Game(7), Random(seed)
    for _ in range(moves):
        legal = Board.points(game.legal_mask())
        game.play(chance.choice(legal) if legal else -1)
    np.testing.assert_array_equal(planes_of(game.board, game.to_move), expected(game.board, game.to_move))


BOARD = """
. X O . . . .
X O O . . . .
. . . . X X X
. . . X . . X
. . . X . . X
. . . . X X X
X . . . . . .
"""


def test_a_drawn_board() -> None:
    board = Board.parse(BOARD)
    found = planes_of(board, Colour.BLACK)
    assert found.shape == (7, 7, 9)
    for (row, column), plane in {
        (0, 1): 1,  # one liberty, mine
        (1, 0): 2,
        (0, 2): 4 + 4,  # four, theirs
        (2, 4): 4,  # many, through a chain around an eye
        (6, 0): 2,
    }.items():
        assert np.flatnonzero(found[row, column, 1:]).tolist() == [plane - 1]
    # Seen by the other player the two halves change places.
    other = planes_of(board, Colour.WHITE)
    np.testing.assert_array_equal(other[..., 0], -found[..., 0])
    np.testing.assert_array_equal(other[..., 1:5], found[..., 5:])
    np.testing.assert_array_equal(other[..., 5:], found[..., 1:5])


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        (LAYER.replace("channels=1", "channels=2"), 5, "7 x 7 x 2"),
        (LAYER.replace("width=7", "width=5"), 5, "7 x 5 x 1"),
        (LAYER + "[liberties]\n", 6, "7 x 7 x 9"),
    ],
)
def test_it_reads_a_square_plane_of_stones(text: str, line: int, found: str) -> None:
    with pytest.raises(BadInput) as error:
        network_from_text(text, "x.cfg")
    message = f"x.cfg:{line}: [liberties] an input of {found}; expected one square plane of stones"
    assert str(error.value) == message
