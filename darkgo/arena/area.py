"""Area scoring of many positions at once, as `darkgo.go.score` counts."""

from functools import reduce

import jax.numpy as jnp
from jax import Array, lax

from darkgo.model.lattice import neighbours

_BLACK, _WHITE = 1, 2


def owners(stones: Array) -> Array:
    """The owner of each point, int8 [B, N]: +1 Black, -1 White, 0 nobody.

    `stones` [B, N] are +1 black, -1 white, 0 empty, and all alive. An empty region belongs to a colour if it
    touches stones of that colour only (Tromp-Taylor).
    """
    free = stones == 0
    touched = jnp.where(free, 0, jnp.where(stones > 0, _BLACK, _WHITE)).astype(jnp.int8)

    def more(carried: tuple[Array, Array]) -> Array:
        return carried[1]

    def grow(carried: tuple[Array, Array]) -> tuple[Array, Array]:
        touched, _ = carried
        grown = jnp.where(free, reduce(jnp.bitwise_or, neighbours(touched), touched), touched)
        return grown, jnp.any(grown != touched)

    touched, _ = lax.while_loop(more, grow, (touched, jnp.any(free)))
    return (touched == _BLACK).astype(jnp.int8) - (touched == _WHITE).astype(jnp.int8)


def area_score(stones: Array, komi: float | Array) -> Array:
    """Points by which Black is ahead, float32 [B]; negative if White is ahead.

    `stones` [B, N] are as in `owners`. `komi` is a scalar or [B].
    """
    area = jnp.sum(owners(stones), axis=-1, dtype=jnp.int32)
    return area.astype(jnp.float32) - komi
