"""Batch normalisation as darknet does it."""

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array, lax

EPSILON = 1e-6
KEPT = 0.99  # of the rolling statistics at each training step


class Statistics(NamedTuple):
    """Mean and variance of each channel, each [C]."""

    mean: Array
    variance: Array


def batch_statistics(x: Array, axis: str | None = None) -> Statistics:
    """Mean and variance (divided by N - 1) of x [..., C] over all axes but the last, in float32.

    `axis` names an axis of devices, each of which has an x of this size; the statistics are those of all.
    """
    x = x.astype(jnp.float32)
    axes = tuple(range(x.ndim - 1))
    count = x.size // x.shape[-1]
    mean = jnp.mean(x, axes)
    if axis is not None:
        count *= lax.axis_size(axis)
        mean = lax.pmean(mean, axis)
    squares = jnp.sum(jnp.square(x - mean), axes)
    if axis is not None:
        squares = lax.psum(squares, axis)
    return Statistics(mean, squares / max(count - 1, 1))


def normalize(x: Array, statistics: Statistics, scales: Array, biases: Array | float = 0.0) -> Array:
    """(x - mean) / (sqrt(variance) + 1e-6) * scales + biases, in float32. x [..., C], the others [C]."""
    # A channel that is constant over the batch has variance 0, where the root has no finite gradient.
    deviation = jnp.sqrt(jnp.maximum(statistics.variance, 1e-24))
    factor = scales / (deviation + EPSILON)
    return (x.astype(jnp.float32) - statistics.mean) * factor + biases


def roll(old: Statistics, new: Statistics) -> Statistics:
    """The rolling statistics after a training step: 0.99 old + 0.01 new."""
    return Statistics(*(KEPT * a + (1 - KEPT) * lax.stop_gradient(b) for a, b in zip(old, new, strict=True)))
