"""Hashes of positions: 64 bits as two lanes of uint32.

The method is Zobrist's, "A New Hashing Method with Application for Game Playing" (1970), with sums modulo
2^32 per lane in place of exclusive or. So the keys of stones can be summed with ordinary array operations.
Two different positions have the same hash with probability 2^-64.
"""

from functools import lru_cache

import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
from jax import Array

LANES = 2


@lru_cache
def keys(points: int) -> npt.NDArray[np.uint32]:
    """The random keys of Black's and of White's stones, uint32 [2, LANES, N]."""
    return np.random.default_rng(1970).integers(0, 1 << 32, (2, LANES, points), np.uint32)


def keys_of(colour: Array, points: int) -> Array:
    """The keys of each board's colour (+1 or -1) [B] on every point, uint32 [B, LANES, N]."""
    black, white = keys(points)
    return jnp.where((colour > 0)[:, None, None], black, white)
