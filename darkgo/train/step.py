"""One update of the parameters, as a pure function."""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array, lax

from darkgo.darknet.network import NetParameters, NetSpec, join_statistics, split_statistics
from darkgo.train.gradient import make_gradient
from darkgo.train.losses import Losses
from darkgo.train.objective import Objective
from darkgo.train.optimizer import are_weights, optimizer
from darkgo.train.schedule import learning_rate


class TrainState(NamedTuple):
    """Everything that changes in training: parameters, optimizer state and the number of updates."""

    parameters: NetParameters
    memory: optax.OptState
    updates: Array


class StepResult(NamedTuple):
    """The losses of an update, and its learning rate."""

    losses: Losses
    rate: Array

    @property
    def loss(self) -> Array:
        """The loss of the moves that are learnt."""
        return self.losses.move.batch_mean / self.losses.move.known

    @property
    def accuracy(self) -> Array:
        """The share of the moves that are learnt which were the network's first choice."""
        return self.losses.hits / self.losses.move.known


def is_finite(numbers: TrainState | NetParameters) -> bool:
    """Whether all numbers are finite. One NaN or infinity soon spreads to all parameters."""
    return all(np.isfinite(array).all() for array in jax.tree.leaves(numbers))


UpdateFunction = Callable[[TrainState, Any], tuple[TrainState, StepResult]]
"""(state, the examples of a batch) -> the state after an update, and its result."""


def initial_state(network: NetSpec, parameters: NetParameters, updates: int = 0) -> TrainState:
    """The state before the first update, or after `updates` updates, with an empty optimizer state."""
    moved, _ = split_statistics(parameters)
    return TrainState(parameters, optimizer(network.net).init(moved), jnp.asarray(updates, jnp.int32))


def make_step(
    network: NetSpec,
    objective: Objective,
    dtype: jax.typing.DTypeLike = jnp.float32,
    seed: int = 0,
    axis: str | None = None,
    by_onednn: bool | None = None,
) -> UpdateFunction:
    """The update function of a network. `axis` and `by_onednn` are as for `make_gradient`. `seed` is for
    dropout and for random learning rates."""
    net = network.net
    clip = net.number("clip")
    transform = optimizer(net)
    gradient = make_gradient(network, objective, dtype, axis, by_onednn)

    def step(state: TrainState, examples: Any) -> tuple[TrainState, StepResult]:
        update = state.updates + 1
        key = jax.random.fold_in(jax.random.PRNGKey(seed), update)
        if axis is not None:
            key = jax.random.fold_in(key, lax.axis_index(axis))
        slope, rolled, losses = gradient(state.parameters, examples, key)
        moved, _ = split_statistics(state.parameters)
        rate = learning_rate(net, update, seed)
        changes, memory = transform.update(slope, state.memory, moved)
        moved = jax.tree.map(lambda w, change: w - rate * change, moved, changes)
        if clip:
            moved = jax.tree.map(
                lambda w, clipped: jnp.clip(w, -clip, clip) if clipped else w, moved, are_weights(moved)
            )
        state = TrainState(join_statistics(moved, rolled), memory, update)
        return state, StepResult(losses, rate)

    return step
