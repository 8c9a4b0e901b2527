"""Drawing a move in many games at once, as `darkgo.engine.strength` draws one."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax

from darkgo.arena.rules import init_from
from darkgo.arena.useful import useful as useful_points
from darkgo.model.eyes import ko_captures

LEAST = 1e-37
"""Probabilities below this count as this, so that a move which the network thinks impossible may be the only
one."""


def drawn_from(useful: Array) -> Array:
    """The actions that moves are drawn from, bool [B, A]: the useful points [B, N], or where there is none a
    pass."""
    return jnp.concatenate([useful, ~jnp.any(useful, axis=-1, keepdims=True)], axis=-1)


class Choice(NamedTuple):
    """What is known of a move that was drawn if only the stones are."""

    actions: Array
    """bool [B, A]: the actions that it was drawn from, and perhaps those that a ko forbade."""
    sure: Array
    """bool [B]: whether no ko may have forbidden one."""


def choice_at(stones: Array, probabilities: Array) -> Choice:
    """What self-play draws from at stones [B, N], as the player to move sees them, with the network's
    probabilities [B, A] there."""
    colour = jnp.ones(len(stones), jnp.int8)
    state = init_from(stones, colour, max_moves=1)
    kos = ko_captures(state.boards, colour)
    return Choice(drawn_from(useful_points(state, probabilities)), ~jnp.any(kos, axis=-1))


def draw(keys: Array, probabilities: Array, useful: Array, temperature: Array, top: int | None) -> Array:
    """A useful point for each game, or N, a pass, where there is none: int32 [B].

    A move of probability p (of [B, A], the pass last) is drawn with weight p^(1/temperature), of the `top`
    best alone if that is not None; where the temperature [B] is 0 the best one is taken. `useful` is bool
    [B, N]; `keys` [B] are random keys. Gumbel noise added to logarithms draws in proportion.
    """
    worth = jnp.where(drawn_from(useful), jnp.log(jnp.maximum(probabilities, LEAST)), -jnp.inf)
    if top is not None and top < worth.shape[-1]:
        best, points = lax.top_k(worth, top)
        worth = jnp.full_like(worth, -jnp.inf).at[jnp.arange(len(worth))[:, None], points].set(best)
    noise = jax.vmap(lambda key: jax.random.gumbel(key, worth.shape[-1:]))(keys)
    return jnp.argmax(worth + temperature[:, None] * noise, axis=-1).astype(jnp.int32)
