"""One number that says which network this is."""

from random import Random

import jax
import numpy as np

from darkgo.bench.forward import fixed_inputs, forward_call
from darkgo.darknet.network import NetParameters, NetSpec

INPUTS = 8
SCALE = 10**6
"""Machines round the answers differently, which changes the sum below by about a thousand-millionth."""


def signature(network: NetSpec, parameters: NetParameters) -> int:
    """A number made of the answers to a few fixed inputs, computed in float32 by XLA on the CPU.

    Another cfg or other weights give another number, another machine the same one.
    """
    with jax.default_device(jax.devices("cpu")[0]):
        local = jax.tree.map(np.asarray, parameters)
        call = forward_call(network, local, fixed_inputs(network.input, INPUTS))
        answers = np.asarray(call(), np.float64)
    random = Random(2)
    factors = np.array([random.random() for _ in range(answers.size)]).reshape(answers.shape)
    return round(SCALE * float((factors * answers).sum() / np.abs(answers).sum()))
