"""The activation functions a cfg can name, elementwise."""

from collections.abc import Callable, Mapping

import jax
import jax.numpy as jnp
from jax import Array


def _stair(x: Array) -> Array:
    whole = jnp.floor(x)
    half = jnp.floor(x / 2)
    return jnp.where(whole % 2 == 0, half, x - whole + half)


def _plse(x: Array) -> Array:
    inside = 0.125 * x + 0.5
    return jnp.where(x < -4, 0.01 * (x + 4), jnp.where(x > 4, 0.01 * (x - 4) + 1, inside))


ACTIVATIONS: Mapping[str, Callable[[Array], Array]] = {
    "logistic": jax.nn.sigmoid,
    "loggy": lambda x: 2 * jax.nn.sigmoid(x) - 1,
    "relu": jax.nn.relu,
    "elu": jax.nn.elu,
    "selu": jax.nn.selu,
    "relie": lambda x: jnp.where(x > 0, x, 0.01 * x),
    "leaky": lambda x: jnp.where(x > 0, x, 0.1 * x),
    "ramp": lambda x: x * (x > 0) + 0.1 * x,
    "linear": lambda x: x,
    "tanh": jnp.tanh,
    "plse": _plse,
    "hardtan": lambda x: jnp.clip(x, -1, 1),
    "lhtan": lambda x: jnp.where(x < 0, 0.001 * x, jnp.where(x > 1, 0.001 * (x - 1) + 1, x)),
    "stair": _stair,
}
