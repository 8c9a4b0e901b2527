"""The rules in the variations of a search, against the readable ones."""

import jax
import jax.numpy as jnp
import numpy as np

from darkgo.arena import variation
from darkgo.arena.rules import init
from darkgo.go.game import Game, Rules
from tests.arena.playing import jitted_init_from, jitted_step, mask_of, point_of
from tests.go.test_board import board

SIZE, GAMES, MOVES = 4, 32, 100


@jax.jit
def played_at_random(key):
    """Legal moves drawn evenly, one in ten a pass: of each the action, and the mask before it."""

    def move(node, key):
        mask = variation.legal(node)
        passing, drawn = jax.random.split(key)
        action = jnp.argmax(jnp.where(mask, jax.random.uniform(drawn, mask.shape), -1), axis=1)
        is_pass = jax.random.bernoulli(passing, 0.1, (GAMES,)) | ~jnp.any(mask, axis=1)
        action = jnp.where(is_pass, SIZE * SIZE, action)
        return variation.step(node, action), (action, mask, node.over, node.boards.stones, node.ko)

    return jax.lax.scan(move, variation.root(init(GAMES, SIZE)), jax.random.split(key, MOVES))[1]


def test_random_games_go_by_the_rules_with_simple_ko():
    action, legal, over, stones, ko = map(np.asarray, played_at_random(jax.random.key(1)))
    assert (ko < SIZE * SIZE).sum() > 5
    assert over[-1].any()
    for number in range(GAMES):
        game = Game(SIZE, Rules(superko=False))
        for move in range(MOVES):
            np.testing.assert_array_equal(stones[move, number], game.board.array())
            np.testing.assert_array_equal(legal[move, number], mask_of(game)[:-1])
            assert over[move, number] == game.is_over
            if game.is_over:
                break
            game.play(point_of(action[move, number], SIZE))


def test_a_root_is_the_position_of_a_game():
    position = board(
        """
        . X O .
        X . X O
        . X O .
        . . . .
        """
    )
    state = jitted_init_from(jnp.asarray(position.array())[None], jnp.asarray([-1], jnp.int8), max_moves=8)
    # White takes the ko, and Black may not take back at once, in the game as below it.
    took = jnp.asarray([5])
    after, node = jitted_step(state, took), variation.step(variation.root(state), took)
    np.testing.assert_array_equal(node.boards.stones, after.stones)
    np.testing.assert_array_equal(node.position, after.position)
    assert node.to_move.tolist() == after.to_move.tolist() == [1]
    assert node.ko.tolist() == [6]
    assert variation.step(node, jnp.asarray([16])).ko.tolist() == [16]
