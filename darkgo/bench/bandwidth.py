"""How many bytes a second the device reads from its memory and writes to it."""

import jax
import jax.numpy as jnp

from darkgo.bench.timing import best_times

LARGEST = 2**28
"""Bytes of the array, unless the memory is small. No cache of a processor is so large."""
SHARE = 1 / 8
"""The share of the memory that the array takes at most."""


def bandwidth(room: int | None, longest: float = float("inf")) -> float:
    """Bytes a second, read and written, when one is added to each number of a large array in its place.

    `room`: bytes that may be used. The array is timed for about `longest` seconds at most.
    """
    size = LARGEST if room is None else min(LARGEST, int(SHARE * room))
    array = jnp.zeros(max(1, size // 4), jnp.float32)
    add = jax.jit(lambda a: a + 1, donate_argnums=0)

    def call() -> None:
        nonlocal array
        array = add(array).block_until_ready()

    return 2 * array.nbytes / (best_times({"": call}, longest=longest)[""] / 1000)
