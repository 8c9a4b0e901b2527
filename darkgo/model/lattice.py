"""The neighbours of points, and connected regions, under JAX.

A point is an int, row-major from the top left, as in `darkgo.go.points`. The side of the board is the square
root of an array's number of points.
"""

from functools import lru_cache, reduce
from math import isqrt

import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
from jax import Array, lax

Four = tuple[Array, Array, Array, Array]


def neighbours(values: Array, outside: int = 0) -> Four:
    """The values to the left, right, top and bottom of each point: four arrays like `values` [..., N].

    The value beyond the edge is `outside`.
    """
    points = values.shape[-1]
    size = isqrt(points)
    column = np.arange(points) % size
    around = [(0, 0)] * (values.ndim - 1) + [(size, size)]
    padded = jnp.pad(values, around, constant_values=outside)
    left, right, above, below = (
        padded[..., start : start + points] for start in (size - 1, size + 1, 0, 2 * size)
    )
    beyond = jnp.asarray(outside, values.dtype)
    return (
        jnp.where(column > 0, left, beyond),
        jnp.where(column < size - 1, right, beyond),
        above,
        below,
    )


def beside(mask: Array) -> Array:
    """The points that have a neighbour in the mask, bool [..., N] both."""
    return reduce(jnp.logical_or, neighbours(mask))


def at_point(point: Array, points: int) -> Array:
    """The mask [B, N] of one point [B] per board; empty where the point is N."""
    return point[:, None] == jnp.arange(points)


@lru_cache
def neighbour_table(points: int) -> npt.NDArray[np.int32]:
    """The neighbours of each point, int32 [A, 4]. N means no neighbour. Row N, the pass, has none."""
    size = isqrt(points)
    table = np.full((points + 1, 4), points, np.int32)
    for point in range(points):
        row, column = divmod(point, size)
        for way, (down, right) in enumerate(((0, -1), (0, 1), (-1, 0), (1, 0))):
            if 0 <= row + down < size and 0 <= column + right < size:
                table[point, way] = point + down * size + right
    return table


def first_of_each(names: Array) -> Array:
    """Whether each name [..., K] is the first occurrence of its value, bool [..., K]."""
    count = names.shape[-1]
    earlier = np.tri(count, k=-1, dtype=bool)
    return ~jnp.any((names[..., :, None] == names[..., None, :]) & earlier, axis=-1)


def connected(within: Array) -> Array:
    """The connected part of the mask [B, N] that each point is in, named by its lowest point: int32 [B, N].

    The value is N for points outside the mask.
    """
    points = within.shape[-1]

    def more(carried: tuple[Array, Array]) -> Array:
        return carried[1]

    def grow(carried: tuple[Array, Array]) -> tuple[Array, Array]:
        name, _ = carried
        grown = name
        # Two steps per check of whether anything changed.
        for _ in range(2):
            lowest = reduce(jnp.minimum, neighbours(grown, points), grown)
            grown = jnp.where(within, lowest, jnp.int16(points))
        return grown, jnp.any(grown != name)

    name = jnp.where(within, jnp.arange(points), points).astype(jnp.int16)
    found: Array = lax.while_loop(more, grow, (name, jnp.array(True)))[0]
    return found.astype(jnp.int32)
