"""One REINFORCE update from all positions of a round of games."""

from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from darkgo.darknet.network import NetParameters, NetSpec, join_statistics, split_statistics
from darkgo.train.batch import outcome, unpack
from darkgo.train.examples import Raw
from darkgo.train.gradient import make_gradient
from darkgo.train.moves import MoveBatch, of_moves

Learn = Callable[[NetParameters, Raw, float], tuple[NetParameters, float]]
"""A function of parameters, records uint8 [M, 96] and a learning rate. M must be a multiple of the batch. It
returns the parameters after one update by the mean gradient over the records, and the mean loss."""


def make_learn(network: NetSpec, dtype: jax.typing.DTypeLike, temperature: float) -> Learn:
    """The update of a network. Records are not turned: each is seen as when its move was drawn."""
    gradient = make_gradient(network, of_moves(temperature), dtype)
    batch = network.net.integer("batch")
    # The key is not used: a network in play has no dropout.
    key = jax.random.PRNGKey(0)

    @partial(jax.jit, donate_argnums=0)
    def add(total: NetParameters, parameters: NetParameters, raw: Array) -> tuple[NetParameters, Array]:
        found = gradient(parameters, MoveBatch(*unpack(raw), outcome(raw)), key)
        return jax.tree.map(jnp.add, total, found.slope), found.losses.move.batch_mean

    def learn(parameters: NetParameters, raw: Raw, rate: float) -> tuple[NetParameters, float]:
        moved, statistics = split_statistics(parameters)
        total, losses = jax.tree.map(jnp.zeros_like, moved), []
        for start in range(0, len(raw), batch):
            total, loss = add(total, parameters, raw[start : start + batch])
            losses.append(float(loss))
        learnt = jax.tree.map(lambda old, gradient: old - rate / len(losses) * gradient, moved, total)
        return join_statistics(learnt, statistics), float(np.mean(losses))

    return learn
