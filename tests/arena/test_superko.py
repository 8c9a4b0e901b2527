"""The history of positions against a plain comparison, with hashes that crowd the filter."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.arena.superko import came_before, no_past, remember
from darkgo.model.zobrist import keys
from tests.arena.playing import sixteen_games

GAMES, ROOM, ASKED = 3, 12, 20
jitted_remember, jitted_came_before = jax.jit(remember), jax.jit(came_before)


@given(st.integers(0, 2**32), st.integers(0, ROOM), st.sampled_from([1, 3, 2**32 - 1]))
def test_only_what_has_been_came_before(seed, length, mask):
    rng = np.random.default_rng(seed)
    past = no_past(GAMES, ROOM)
    # No 0: that is the hash of the empty board.
    known = rng.integers(1, 2**32, (length, GAMES, 2), np.uint32) & mask | 4
    for number, position in enumerate(known):
        past = jitted_remember(past, jnp.full(GAMES, number), jnp.asarray(position))
    positions = rng.integers(1, 2**32, (GAMES, 2, ASKED), np.uint32) & mask | 4
    if length:
        positions[:, :, 0] = known[rng.integers(length)]
        positions[:, :, 1] = known[rng.integers(length)][:, ::-1]
    asked = rng.random((GAMES, ASKED)) < 0.8
    found = np.asarray(jitted_came_before(past, jnp.asarray(positions), jnp.asarray(asked)))
    for game in range(GAMES):
        seen = {tuple(position) for position in known[:, game].tolist()}
        expected = [tuple(position) in seen for position in positions[game].T.tolist()]
        np.testing.assert_array_equal(found[game], expected & asked[game])


def test_what_finds_no_room_is_left_out():
    past = no_past(1, 2)
    after = remember(past, jnp.asarray([2]), jnp.asarray([[5, 6]], jnp.uint32))
    np.testing.assert_array_equal(after.positions, past.positions)


@pytest.mark.parametrize("points", [1, 361, 625])
def test_keys_differ(points):
    both = keys(points).transpose(0, 2, 1).reshape(-1, 2)
    assert len({tuple(key) for key in both.tolist()}) == 2 * points
    assert both.any(axis=1).all()


@pytest.mark.parametrize("size", [5, 19])
def test_the_hash_of_a_position_is_the_sum_of_its_keys(size):
    state, _ = sixteen_games(size)
    stones, (black, white) = np.asarray(state.stones), keys(size * size).astype(np.uint64)
    expected = ((stones > 0) @ black.T + (stones < 0) @ white.T) % 2**32
    np.testing.assert_array_equal(state.position, expected)
