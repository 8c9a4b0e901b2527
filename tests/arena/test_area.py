"""Area scoring against the drawn positions and the count of `darkgo.go`."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.arena.area import area_score, owners
from darkgo.go.board import Board
from darkgo.go.points import parse_point
from darkgo.go.score import area_score as single_score
from tests.arena.playing import sixteen_games
from tests.go.test_score import SCORES, board

jitted_owners, jitted_area_score = jax.jit(owners), jax.jit(area_score)


@pytest.mark.parametrize(
    ("drawing", "dead", "expected", "result"), [case[1:] for case in SCORES], ids=[case[0] for case in SCORES]
)
def test_drawn_positions(drawing, dead, expected, result):
    position = board(drawing)
    for name in dead.split():
        position = position.put(parse_point(name, position.size), None)
    stones = jnp.asarray(position.array())[None]
    assert jitted_owners(stones)[0].tolist() == ["o-x".index(sign) - 1 for sign in expected.replace("|", "")]
    assert jitted_area_score(stones, 0)[0] == single_score(position, 0).margin


@pytest.mark.parametrize("size", [1, 5, 19])
def test_as_the_single_board_counts(size):
    state, (_, stones, _, _, _) = sixteen_games(size)
    for batch in (state.stones, *stones[:: len(stones) // 6]):
        margins = np.asarray(jitted_area_score(batch, 7.5))
        expected = [single_score(Board.from_array(one), 7.5).margin for one in np.asarray(batch)]
        np.testing.assert_array_equal(margins, expected)


def test_a_komi_for_each_game():
    stones = jnp.zeros((2, 9), jnp.int8).at[:, 4].set(1)
    assert jitted_area_score(stones, jnp.asarray([7.5, 9.0])).tolist() == [1.5, 0.0]


def test_a_region_as_long_as_can_be():
    """A corridor that winds over the board, black walls inside, at its end a white stone."""
    rows = [".X.....", ".X.XXX.", ".X.X.X.", ".X.X.X.", ".X.X.X.", ".XXX.X.", "......."]
    position = Board.parse("\n".join(rows))
    closed = position.put(0, Board.parse("O").at(0))
    for one in (position, closed):
        stones = jnp.asarray(one.array())[None]
        assert jitted_owners(stones)[0].tolist() == list(single_score(one, 0).owner)
