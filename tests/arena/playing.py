"""Random games in the arena, and what `darkgo.go` says of the same games."""

from functools import lru_cache, partial

import jax
import jax.numpy as jnp
import numpy as np

from darkgo.arena.rules import init, init_from, legal, step
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import PASS

jitted_legal, jitted_step = jax.jit(legal), jax.jit(step)
jitted_init_from = jax.jit(init_from, static_argnames="max_moves")


@partial(jax.jit, static_argnames=("games", "size", "moves"))
def play_at_random(key, games, size, moves):
    """Legal moves drawn evenly, one in a hundred a pass.

    The state at the end, and of each move the action and what was before it: stones, captures, the end, mask.
    """

    def move(state, key):
        mask = legal(state)
        pass_key, move_key = jax.random.split(key)
        passing = jax.random.bernoulli(pass_key, 0.01, (games,)) | ~jnp.any(mask[:, :-1], axis=1)
        draw = jax.random.uniform(move_key, mask.shape)
        action = jnp.argmax(jnp.where(mask.at[:, -1].set(False), draw, -1), axis=1)
        action = jnp.where(passing, size * size, action)
        return step(state, action), (action, state.stones, state.captures, state.over, mask)

    state = init(games, size, moves)
    return jax.lax.scan(move, state, jax.random.split(key, moves))


@lru_cache
def sixteen_games(size):
    """Random games that several tests look at, with moves enough for many captures on a small board."""
    return play_at_random(jax.random.key(size), 16, size, min(6 * size * size, 500))


def mask_of(game: Game) -> np.ndarray:
    """The legal actions of a game of `darkgo.go`, bool [A]; the pass alone when it is over."""
    mask = np.zeros(game.size**2 + 1, bool)
    mask[-1] = True
    if not game.is_over:
        mask[game.board.points(game.legal_mask())] = True
    return mask


def point_of(action: int, size: int) -> int:
    """The action of the arena as a point of `darkgo.go`."""
    return PASS if action == size * size else int(action)


def ko_captures_of(game):
    """The legal moves that take one stone with one that has no liberty then but where that was."""
    found = []
    for point in Board.points(game.legal_mask()):
        stones = game.board.array()
        game.play(point)
        taken = np.count_nonzero((stones != 0) & (game.board.array() == 0))
        if taken == 1 and game.board.chain(point).bit_count() == game.board.liberties(point).bit_count() == 1:
            found.append(point)
        game.undo()
    return found
