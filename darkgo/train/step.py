"""One update of the parameters, as a pure function."""

from typing import NamedTuple, Protocol

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array, lax

from darkgo.arena.draw import choice_at
from darkgo.data.records import SIDE
from darkgo.net import onednn
from darkgo.net.layer import Mode
from darkgo.net.network import NetParameters, NetSpec, join_statistics, log_probabilities, split_statistics
from darkgo.net.planes import planes
from darkgo.train.optimizer import are_weights, optimizer
from darkgo.train.schedule import learning_rate


class TrainState(NamedTuple):
    """Everything that changes in training: parameters, the optimizer's memory, and how many updates."""

    parameters: NetParameters
    memory: optax.OptState
    updates: Array


class StepResult(NamedTuple):
    """Mean of -log p of the targets times their weights, where they have some; share of targets that were the
    network's first choice; learning rate."""

    loss: Array
    accuracy: Array
    rate: Array


def is_finite(numbers: TrainState | NetParameters) -> bool:
    """Whether training has gone well so far: one number that is none spoils all others soon."""
    return all(np.isfinite(array).all() for array in jax.tree.leaves(numbers))


class Step(Protocol):
    """An update: stones [batch, N] of the player to move (+1), targets [batch], and their weights [batch].

    Without weights every target is to become more probable. With the outcome of the game for a weight this is
    REINFORCE (Williams 1992), as in the second stage of AlphaGo's policy network (Silver et al. 2016): moves
    of the winner become more probable, and those of the loser less, among the moves that self-play draws from
    and for the network as it plays, with the batch-norm statistics that it has, which stay. Only so does what
    a player who draws from the network does on the average move nothing.
    """

    def __call__(
        self, state: TrainState, stones: Array, target: Array, weight: Array | None = None
    ) -> tuple[TrainState, StepResult]: ...


def initial_state(network: NetSpec, parameters: NetParameters, updates: int = 0) -> TrainState:
    """The state before the first update, or after `updates` of them with an empty memory."""
    moved, _ = split_statistics(parameters)
    return TrainState(parameters, optimizer(network.net).init(moved), jnp.asarray(updates, jnp.int32))


def make_step(
    network: NetSpec,
    dtype: jax.typing.DTypeLike = jnp.float32,
    seed: int = 0,
    axis: str | None = None,
    by_onednn: bool | None = None,
    temperature: float = 1.0,
) -> Step:
    """The update of a network.

    With the name of an axis of devices it is to be called under `shard_map`, with a share of the batch.
    `by_onednn`: whether oneDNN computes the convolutions; None: where it is faster. `temperature`: at which
    the moves were drawn that have weights.

    The batch is worked through in the cfg's `subdivisions`: batch-norm statistics are those of each part, the
    gradients of the parts are averaged before one update.
    """
    net = network.net
    parts = net.integer("subdivisions")
    clip = net.number("clip")
    transform = optimizer(net)
    fast = onednn.serves(dtype) if by_onednn is None else by_onednn

    def loss_of(
        moved: NetParameters,
        rolled: NetParameters,
        stones: Array,
        target: Array,
        weight: Array | None,
        key: Array,
    ) -> tuple[Array, tuple[NetParameters, Array]]:
        mode = Mode(training=weight is None, dtype=dtype, rng=key, fast=fast, axis=axis)
        logs, updated = log_probabilities(network, join_statistics(moved, rolled), planes(stones, SIDE), mode)
        chosen = jnp.take_along_axis(logs, target[:, None], axis=1)[:, 0]
        accuracy = jnp.mean((jnp.argmax(logs, axis=1) == target).astype(jnp.float32))
        if weight is not None:
            chosen = weight * _log_drawn(logs, stones, target, temperature)
        return -jnp.mean(chosen), (split_statistics(updated)[1], accuracy)

    def step(
        state: TrainState, stones: Array, target: Array, weight: Array | None = None
    ) -> tuple[TrainState, StepResult]:
        moved, rolled = split_statistics(state.parameters)
        update = state.updates + 1
        key = jax.random.fold_in(jax.random.PRNGKey(seed), update)
        if axis is not None:
            key = jax.random.fold_in(key, lax.axis_index(axis))
        keys = jax.random.split(key, parts)

        def part(
            rolled: NetParameters, given: tuple[Array, Array, Array | None, Array]
        ) -> tuple[NetParameters, tuple[NetParameters, Array, Array]]:
            found, gradients = jax.value_and_grad(loss_of, has_aux=True)(moved, rolled, *given)
            loss, (rolled, accuracy) = found
            return rolled, (gradients, loss, accuracy)

        def divided(a: Array) -> Array:
            return a.reshape(parts, -1, *a.shape[1:])

        examples = stones, target, weight
        if parts == 1:
            rolled, found = part(rolled, (*examples, keys[0]))
        else:
            rolled, found = lax.scan(part, rolled, (*jax.tree.map(divided, examples), keys))
            found = jax.tree.map(lambda a: jnp.mean(a, axis=0), found)
        gradients, loss, accuracy = found if axis is None else lax.pmean(found, axis)
        rate = learning_rate(net, update, seed)
        changes, memory = transform.update(gradients, state.memory, moved)
        moved = jax.tree.map(lambda w, change: w - rate * change, moved, changes)
        if clip:
            moved = jax.tree.map(
                lambda w, clipped: jnp.clip(w, -clip, clip) if clipped else w, moved, are_weights(moved)
            )
        state = TrainState(join_statistics(moved, rolled), memory, update)
        return state, StepResult(loss, accuracy, rate)

    return step


def _log_drawn(logs: Array, stones: Array, target: Array, temperature: float) -> Array:
    """The logarithm of the probability with which self-play draws the target, [B]; 0 where the stones do not
    tell it, because a ko may have forbidden a move."""
    actions, sure = choice_at(stones, jnp.exp(lax.stop_gradient(logs)))
    actions |= jnp.arange(logs.shape[1]) == target[:, None]
    drawn = jax.nn.log_softmax(logs / temperature, axis=1, where=actions)
    return jnp.where(sure, jnp.take_along_axis(drawn, target[:, None], axis=1)[:, 0], 0)
