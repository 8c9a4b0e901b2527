"""`[liberties]`: planes of the stones whose chain has one, two, three, or more liberties.

A few convolutions cannot count the liberties of a long chain. The layer counts them from the plane of stones,
so the network needs no second input, and the layer has no weights.
"""

from collections.abc import Sequence

import jax.numpy as jnp
from jax import Array

from darkgo.darknet.cfg import Section
from darkgo.darknet.layer import LayerKind, LayerSpec, Mode, Shape, no_arrays, plain
from darkgo.model import chains

COUNTS = 4
"""Planes for each colour: 1, 2, 3, and 4 or more liberties."""


def _shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    height, width, channels = shapes[-1]
    if channels != 1 or height != width:
        raise section.error(f"an input of {height} x {width} x {channels}", "one square plane of stones")
    return (height, width, 1 + 2 * COUNTS), ()


def _liberties(spec: LayerSpec, x: Array, mode: Mode) -> Array:
    """x [B, H, W, 1] of -1, 0 and +1 -> [B, H, W, 9]: x, four planes of +1 stones, four of -1 stones."""
    batch, height, width, _ = x.shape
    stones = x.reshape(batch, -1).astype(jnp.int8)
    liberties = jnp.minimum(chains.of(stones).liberties, COUNTS)
    counted = [
        (stones == colour) & (liberties == count) for colour in (1, -1) for count in range(1, COUNTS + 1)
    ]
    planes = jnp.stack([stones, *counted], axis=-1).astype(mode.dtype)
    return planes.reshape(batch, height, width, -1)


LIBERTIES = LayerKind(_shape, no_arrays, plain(_liberties))
