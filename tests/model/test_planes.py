"""The eight views: each turns back to where it came from."""

import jax.numpy as jnp
import numpy as np
import pytest
from jax import Array

from darkgo.model.planes import VIEWS, all_views, over_views, planes, view_tables


@pytest.mark.parametrize("size", [2, 5, 19])
def test_tables_undo_each_other_and_leave_pass_alone(size: int) -> None:
    turn, source = view_tables(size)
    everything = np.arange(size * size + 1)
    for k in range(VIEWS):
        np.testing.assert_array_equal(turn[k][source[k]], everything)
        assert turn[k][-1] == size * size
    assert len({tuple(row) for row in turn}) == VIEWS


def test_a_stone_and_a_probability_at_its_point_stay_together() -> None:
    size = 5
    rng = np.random.default_rng(0)
    stones = rng.integers(-1, 2, (3, size * size)).astype(np.int8)

    def look(views: Array) -> Array:
        return jnp.pad(views, ((0, 0), (0, 1)), constant_values=7)

    back = np.asarray(over_views(look, jnp.asarray(stones), size))
    np.testing.assert_array_equal(back[:, :, :-1], np.repeat(stones[:, None], VIEWS, axis=1))
    np.testing.assert_array_equal(back[:, :, -1], 7)


def test_first_view_is_the_board_itself_and_the_second_a_quarter_turn() -> None:
    stones = jnp.arange(9, dtype=jnp.int8)[None]
    views = np.asarray(all_views(stones, 3))[0].reshape(VIEWS, 3, 3)
    np.testing.assert_array_equal(views[0], np.arange(9).reshape(3, 3))
    np.testing.assert_array_equal(views[1], np.rot90(np.arange(9).reshape(3, 3), -1))


def test_planes_are_the_stones_as_numbers() -> None:
    found = planes(jnp.array([[1, -1, 0, 0]], jnp.int8), 2)
    assert found.shape == (1, 2, 2, 1)
    assert found.dtype == jnp.float32
    np.testing.assert_array_equal(found[0, :, :, 0], [[1, -1], [0, 0]])
