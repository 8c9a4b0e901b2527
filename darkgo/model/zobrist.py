"""Hashes of positions: 64 bits as two lanes of uint32.

Zobrist, "A New Hashing Method with Application for Game Playing" (1970), with sums modulo 2^32 in each lane
instead of exclusive or, so that a set of stones may be added up in any way. Two different sets of stones have
the same sum with probability 2^-64.
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
