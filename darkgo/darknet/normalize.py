"""Batch normalisation as darknet does it."""

from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax

EPSILON = 1e-6
SMALLEST_VARIANCE = 1e-24
"""A channel that is constant over a batch has variance 0, where the root has no finite gradient."""
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
    factor = scales / (_deviation(statistics) + EPSILON)
    return (x.astype(jnp.float32) - statistics.mean) * factor + biases


def _deviation(statistics: Statistics) -> Array:
    return jnp.sqrt(jnp.maximum(statistics.variance, SMALLEST_VARIANCE))


@partial(jax.custom_vjp, nondiff_argnums=(3,))
def normalize_batch(
    x: Array, scales: Array, biases: Array, axis: str | None = None
) -> tuple[Array, Statistics]:
    """x [..., C] normalised by its own statistics, in float32, and these; scales and biases are [C].

    The statistics carry no gradient of their own.
    """
    statistics = batch_statistics(x, axis)
    return normalize(x, statistics, scales, biases), statistics


Saved = tuple[Array, Array, Statistics]


def _forward(
    x: Array, scales: Array, biases: Array, axis: str | None
) -> tuple[tuple[Array, Statistics], Saved]:
    output, statistics = normalize_batch(x, scales, biases, axis)
    return (output, statistics), (x, scales, statistics)


def _backward(axis: str | None, saved: Saved, given: tuple[Array, Statistics]) -> tuple[Array, Array, Array]:
    """The chain rule by hand: two sums and one pass over x. XLA would make a pass for each step."""
    x, scales, statistics = saved
    gradient, _ = given
    axes = tuple(range(x.ndim - 1))
    count = x.size // x.shape[-1]
    centred = x.astype(jnp.float32) - statistics.mean
    own = jnp.sum(gradient, axes), jnp.sum(gradient * centred, axes)
    total = own
    if axis is not None:
        count *= lax.axis_size(axis)
        total = lax.psum(own, axis)
    deviation = _deviation(statistics)
    inverse = 1 / (deviation + EPSILON)
    through_mean = total[0] / count
    through_variance = total[1] * inverse / (max(count - 1, 1) * deviation)
    into_x = scales * inverse * (gradient - through_mean - centred * through_variance)
    return into_x.astype(x.dtype), own[1] * inverse, own[0]


normalize_batch.defvjp(_forward, _backward)


def roll(old: Statistics, new: Statistics) -> Statistics:
    """The rolling statistics after a training step: 0.99 old + 0.01 new."""
    return Statistics(*(KEPT * a + (1 - KEPT) * b for a, b in zip(old, new, strict=True)))
