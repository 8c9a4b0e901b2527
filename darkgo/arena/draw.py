"""Drawing a move in many games at once, as `darkgo.engine.strength` draws one."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax

from darkgo.arena.rules import init_from
from darkgo.arena.useful import useful as useful_points
from darkgo.model.eyes import ko_captures

LEAST = 1e-37
"""The least probability of a move; lower ones are raised to it. So a move of probability 0 can be drawn if it
is the only one."""


def drawn_from(useful: Array) -> Array:
    """The actions that moves are drawn from, bool [B, A]: the useful points [B, N], or a pass if there are
    none."""
    return jnp.concatenate([useful, ~jnp.any(useful, axis=-1, keepdims=True)], axis=-1)


class DrawnFrom(NamedTuple):
    """What the stones alone tell about how a move was drawn."""

    actions: Array
    """bool [B, A]: the actions that the move was drawn from. Moves that a ko forbade may be included."""
    sure: Array
    """bool [B]: True if no ko can have forbidden a move, so that `actions` is exact."""


def choice_at(stones: Array, probabilities: Array) -> DrawnFrom:
    """The actions that self-play draws from at stones [B, N] of the player to move (+1), given the network's
    probabilities [B, A]."""
    colour = jnp.ones(len(stones), jnp.int8)
    state = init_from(stones, colour, max_moves=1)
    kos = ko_captures(state.boards, colour)
    return DrawnFrom(drawn_from(useful_points(state, probabilities)), ~jnp.any(kos, axis=-1))


def draw(keys: Array, probabilities: Array, useful: Array, temperature: Array, top: int | None) -> Array:
    """Draw a useful point for each game, or N for a pass if there is none: int32 [B].

    `probabilities` are [B, A], with the pass last. A move of probability p is drawn with weight
    p^(1/temperature), among the `top` best if `top` is not None. At temperature [B] 0 the best move is taken.
    `useful` is bool [B, N]; `keys` [B] are random keys. The argmax of log weights with Gumbel noise is a draw
    by weight.
    """
    worth = jnp.where(drawn_from(useful), jnp.log(jnp.maximum(probabilities, LEAST)), -jnp.inf)
    if top is not None and top < worth.shape[-1]:
        best, points = lax.top_k(worth, top)
        worth = jnp.full_like(worth, -jnp.inf).at[jnp.arange(len(worth))[:, None], points].set(best)
    noise = jax.vmap(lambda key: jax.random.gumbel(key, worth.shape[-1:]))(keys)
    return jnp.argmax(worth + temperature[:, None] * noise, axis=-1).astype(jnp.int32)
