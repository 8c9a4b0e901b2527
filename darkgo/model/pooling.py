"""`[gpool]`: global pooling, which tells every point about the whole board.

The mean and the maximum of each channel over the board go through a linear layer. Its result is added at
every point (global pooling: Wu 2019, "Accelerating Self-Play Learning in Go", section 3.3).
"""

from collections.abc import Sequence

import jax.numpy as jnp
from jax import Array

from darkgo.darknet.layer import Applied, LayerKind, LayerSpec, Mode, Parameters, activation_of, same_shape


def _arrays(spec: LayerSpec) -> dict[str, tuple[int, ...]]:
    channels = spec.input[2]
    return {"biases": (channels,), "weights": (channels, 2 * channels)}


def _apply(spec: LayerSpec, p: Parameters, x: Array, earlier: Sequence[Array], mode: Mode) -> Applied:
    pooled = jnp.concatenate([x.astype(jnp.float32).mean((1, 2)), x.max((1, 2)).astype(jnp.float32)], axis=1)
    added = pooled @ p["weights"].T + p["biases"]
    summed = x.astype(jnp.float32) + added[:, None, None]
    return Applied(activation_of(spec.section)(summed).astype(mode.dtype), p)


def _operations(spec: LayerSpec) -> int:
    return 4 * spec.input[2] ** 2


GPOOL = LayerKind(same_shape, _arrays, _apply, _operations)
