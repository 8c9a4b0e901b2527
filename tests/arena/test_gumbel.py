"""The search of self-play, over networks that say simple things."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.arena.draw import drawn_from
from darkgo.arena.gumbel import search
from darkgo.arena.rules import BLACK, WHITE, init
from darkgo.arena.useful import useful
from darkgo.data.targets import MOVES
from darkgo.model.heads import Answer
from tests.arena.playing import jitted_init_from, jitted_step
from tests.go.test_board import board

SIZE, GAMES, KOMI, VISITS = 5, 4, 0.5, 16
PASS = SIZE * SIZE


def counts_stones(stones):
    """Every move is as likely as another, and every stone lives: the points beside it belong to nobody."""
    boards = len(stones)
    return Answer(
        jnp.full((boards, PASS + 1), 1 / (PASS + 1)),
        stones.astype(jnp.float32),
        jnp.tile(jnp.array([0.0, 0.2]), (boards, 1)),
    )


@jax.jit
def searched(state, seeds, scale):
    """A search of the four games of a state."""
    keys = jax.vmap(jax.random.key)(seeds)
    return search(counts_stones, state, keys, jnp.full(GAMES, scale), KOMI, VISITS)


def begun_at(drawing, colour):
    """Four games that begin at a drawn position."""
    stones = jnp.tile(jnp.asarray(board(drawing).array()), (GAMES, 1))
    return jitted_init_from(stones, jnp.full(GAMES, colour, jnp.int8), max_moves=2 * SIZE * SIZE)


def test_it_prefers_useful_moves_alone_and_its_shares_are_a_policy():
    state = init(GAMES, SIZE)
    for action in ([12, 6, 7, 18], [7, 8, 12, 12], [11, 11, 25, 13]):
        state = jitted_step(state, jnp.asarray(action))
    found = searched(state, jnp.arange(GAMES), 1.0)
    assert found.moves.shape == found.shares.shape == (GAMES, MOVES)
    shares = np.asarray(found.shares)
    assert (np.diff(shares, axis=1) <= 0).all()
    assert (shares.sum(axis=1) <= 1 + 1e-5).all()
    allowed = np.asarray(drawn_from(useful(state, jnp.full((GAMES, PASS + 1), 0.04))))
    assert np.take_along_axis(allowed, np.asarray(found.moves, np.int64), axis=1)[shares > 0].all()
    assert allowed[np.arange(GAMES), np.asarray(found.action)].all()
    assert ((np.asarray(found.win) > 0) & (np.asarray(found.win) < 1)).all()


def test_a_move_that_wins_at_once_gets_most_of_the_share():
    """Black takes four stones, and is ahead; otherwise White is."""
    drawing = """
        . X O . X
        X O O O X
        . X X X .
        O . . . O
        O O O O O
        """
    capture = 3
    found = searched(begun_at(drawing, BLACK), jnp.arange(GAMES), 0.0)
    assert found.action.tolist() == np.asarray(found.moves)[:, 0].tolist() == GAMES * [capture]
    assert (np.asarray(found.shares)[:, 0] > 0.9).all()


def test_two_passes_are_counted():
    """Nothing is useful any more, and the opponent has passed: the pass ends the game."""
    drawing = """
        . X . X .
        X X X X X
        O O O O O
        . O . O .
        O O O O O
        """
    for colour, wins in ((BLACK, 0.0), (WHITE, 1.0)):
        state = jitted_step(begun_at(drawing, -colour), jnp.full(GAMES, PASS))
        found = searched(state, jnp.arange(GAMES), 1.0)
        assert found.action.tolist() == GAMES * [PASS]
        assert np.asarray(found.shares)[:, 0] == pytest.approx(1)
        # The first look at the root counts stones, the others are exact.
        assert np.asarray(found.win)[0] == pytest.approx(wins, abs=1 / VISITS)


def test_a_search_does_not_depend_on_the_other_games():
    state = init(GAMES, SIZE)
    state = jitted_step(state, jnp.asarray([12, 6, 7, 18]))
    all_of_them = searched(state, jnp.arange(GAMES), 1.0)
    turned = jax.tree.map(lambda values: values[::-1], state)
    again = searched(turned, jnp.arange(GAMES)[::-1], 1.0)
    for one, other in zip(all_of_them, again, strict=True):
        np.testing.assert_allclose(one, other[::-1], rtol=1e-5)
