"""The gradient of the loss at a batch of examples, as a pure function."""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax

from darkgo.darknet import onednn
from darkgo.darknet.layer import Mode
from darkgo.darknet.network import NetParameters, NetSpec, join_statistics, split_statistics
from darkgo.train.losses import Losses
from darkgo.train.objective import Objective


class Gradient(NamedTuple):
    """The gradient of the loss at a batch, with the loss itself."""

    slope: NetParameters
    """The gradient with respect to each trained parameter, of the sum of all losses."""
    rolled: NetParameters
    """The batch-norm statistics after the batch."""
    losses: Losses


GradientOf = Callable[[NetParameters, Any, Array], Gradient]
"""(parameters, the examples of a batch, a key for dropout) -> the gradient."""


def make_gradient(
    network: NetSpec,
    objective: Objective,
    dtype: jax.typing.DTypeLike = jnp.float32,
    axis: str | None = None,
    by_onednn: bool | None = None,
) -> GradientOf:
    """The gradient function of a network.

    `axis`: the name of an axis of devices; the function must then be called under `shard_map`, with a share
    of the batch. `by_onednn`: whether oneDNN computes the convolutions; None for where it is faster.

    The batch is processed in as many parts as the cfg's `subdivisions`. Each part has its own batch-norm
    statistics, and the gradients of the parts are averaged.
    """
    parts = network.net.integer("subdivisions")
    fast = onednn.is_faster(dtype) if by_onednn is None else by_onednn
    losses_of = objective.loss(network)

    def loss_of(
        moved: NetParameters, rolled: NetParameters, examples: Any, key: Array
    ) -> tuple[Array, tuple[NetParameters, Losses]]:
        mode = Mode(training=True, dtype=dtype, rng=key, fast=fast, axis=axis)
        total, updated, losses = losses_of(join_statistics(moved, rolled), examples, mode)
        return total, (split_statistics(updated)[1], losses)

    def gradient(parameters: NetParameters, examples: Any, key: Array) -> Gradient:
        moved, rolled = split_statistics(parameters)
        keys = jax.random.split(key, parts)

        def part(
            rolled: NetParameters, given: tuple[Any, Array]
        ) -> tuple[NetParameters, tuple[NetParameters, Losses]]:
            slope, (rolled, losses) = jax.grad(loss_of, has_aux=True)(moved, rolled, *given)
            return rolled, (slope, losses)

        def divided(a: Array) -> Array:
            return a.reshape(parts, -1, *a.shape[1:])

        if parts == 1:
            rolled, found = part(rolled, (examples, keys[0]))
        else:
            rolled, found = lax.scan(part, rolled, (jax.tree.map(divided, examples), keys))
            found = jax.tree.map(lambda a: jnp.mean(a, axis=0), found)
        slope, losses = found if axis is None else lax.pmean(found, axis)
        return Gradient(slope, rolled, losses)

    return gradient
