"""A call that computes a network by DarkGo, to be timed.

In the shapes B is the number of inputs, H, W and C are the sides and channels of an input.
"""

import math
from functools import partial
from random import Random

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from darkgo.bench.timing import Call
from darkgo.darknet.device import planned_bytes
from darkgo.darknet.layer import Shape
from darkgo.darknet.network import NetParameters, NetSpec, initial_parameters
from darkgo.darknet.prepared import output, prepare
from darkgo.darknet.ways import DEFAULT, Computation


def fixed_inputs(shape: Shape, batch: int, seed: int = 1) -> NDArray[np.float32]:
    """Inputs [B, H, W, C] of -1, 0 and 1. The later ones have fewer zeros, as boards later in a game."""
    # Python promises the same numbers from `random` in all versions.
    random, count = Random(seed), math.prod(shape)
    drawn = np.array([random.random() for _ in range(batch * count)]).reshape(batch, count)
    filled = np.linspace(0.1, 0.9, batch)[:, None]
    stones = np.where(drawn < filled / 2, -1, np.where(drawn < filled, 1, 0))
    return stones.astype(np.float32).reshape(batch, *shape)


def drawn_inputs(shape: Shape, batch: int) -> NDArray[np.float32]:
    """Any inputs [B, H, W, C] of -1, 0 and 1."""
    return np.random.default_rng(0).integers(-1, 2, (batch, *shape), np.int8).astype(np.float32)


def drawn_parameters(network: NetSpec) -> NetParameters:
    """Any parameters, with variances that a trained network may have."""
    return tuple(
        {name: jnp.ones_like(array) if name == "variance" else array for name, array in given.items()}
        for given in initial_parameters(network, seed=0)
    )


def forward_call(
    network: NetSpec, parameters: NetParameters, inputs: NDArray[np.float32], choice: Computation = DEFAULT
) -> Call:
    """A call that returns the answers to the inputs [B, H, W, C] when they are there: [B, outputs], on the
    device."""
    plan, arrays = prepare(network, parameters, choice.dtype, choice.ways)
    return partial(_answer, jax.jit(partial(output, plan)), arrays, jnp.asarray(inputs))


def forward_bytes(
    network: NetSpec, parameters: NetParameters, batch: int, choice: Computation = DEFAULT
) -> int:
    """The bytes that XLA plans for the answers to so many inputs: parameters, inputs, and what lies between
    them and the answers; 0 if XLA does not say. Nothing is computed."""
    plan, arrays = prepare(network, parameters, choice.dtype, choice.ways)
    inputs = jax.ShapeDtypeStruct((batch, *network.input), jnp.float32)
    return planned_bytes(jax.jit(partial(output, plan)).lower(arrays, inputs).compile())


def _answer(computed: jax.stages.Wrapped, arrays: NetParameters, x: jax.Array) -> jax.Array:
    found: jax.Array = computed(arrays, x).block_until_ready()
    return found
