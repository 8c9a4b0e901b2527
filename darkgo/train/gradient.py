"""The gradient of the loss at a batch of examples, as a pure function."""

from math import isqrt
from typing import NamedTuple, Protocol

import jax
import jax.numpy as jnp
from jax import Array, lax

from darkgo.arena.draw import choice_at
from darkgo.darknet import onednn
from darkgo.darknet.layer import Mode
from darkgo.darknet.network import NetParameters, NetSpec, join_statistics, resized, split_statistics
from darkgo.model.network import forward_logits
from darkgo.model.planes import planes
from darkgo.train.game_targets import GameTargets
from darkgo.train.losses import Loss, Losses, loss_weights, value_losses


class Gradient(NamedTuple):
    """The gradient of the loss at a batch, with the loss itself."""

    slope: NetParameters
    """The gradient with respect to each trained parameter, of the sum of all losses."""
    rolled: NetParameters
    """The batch-norm statistics after the batch."""
    losses: Losses


class GradientOf(Protocol):
    """Computes a gradient from stones [batch, N] of the player to move (+1), targets [batch], optional
    weights [batch], the targets of the games, and a key for dropout.

    Without weights, the gradient makes every target more probable. With the outcome of the game as the weight
    (1 won, -1 lost), this is REINFORCE (Williams 1992), as in the second stage of AlphaGo's policy network
    (Silver et al. 2016). Moves of the winner become more probable, moves of the loser less probable.

    REINFORCE needs the log probability with which self-play drew the move. So p is taken over the moves that
    self-play draws from, and the network is computed as in play: with its stored batch-norm statistics, which
    do not change. Then the expected gradient is zero when outcomes do not depend on the moves.
    """

    def __call__(
        self,
        parameters: NetParameters,
        stones: Array,
        target: Array,
        weight: Array | None,
        game_targets: GameTargets | None,
        key: Array,
    ) -> Gradient: ...


def make_gradient(
    network: NetSpec,
    dtype: jax.typing.DTypeLike = jnp.float32,
    axis: str | None = None,
    by_onednn: bool | None = None,
    temperature: float = 1.0,
) -> GradientOf:
    """The gradient function of a network.

    `axis`: the name of an axis of devices; the function must then be called under `shard_map`, with a share
    of the batch. `by_onednn`: whether oneDNN computes the convolutions; None for where it is faster.
    `temperature`: the temperature at which weighted moves were drawn.

    The batch is processed in as many parts as the cfg's `subdivisions`. Each part has its own batch-norm
    statistics, and the gradients of the parts are averaged.
    """
    parts = network.net.integer("subdivisions")
    fast = onednn.is_faster(dtype) if by_onednn is None else by_onednn

    factors = loss_weights(network)

    def loss_of(
        moved: NetParameters,
        rolled: NetParameters,
        stones: Array,
        target: Array,
        weight: Array | None,
        game_targets: GameTargets | None,
        key: Array,
    ) -> tuple[Array, tuple[NetParameters, Losses]]:
        mode = Mode(training=weight is None, dtype=dtype, rng=key, fast=fast, axis=axis)
        side = isqrt(stones.shape[1])
        here = network if side == network.input[0] else resized(network, side)
        found, updated = forward_logits(here, join_statistics(moved, rolled), planes(stones, side), mode)
        logs = found.policy
        chosen = jnp.take_along_axis(logs, target[:, None], axis=1)[:, 0]
        hits = (jnp.argmax(logs, axis=1) == target).astype(jnp.float32)
        learn = jnp.ones_like(chosen) if game_targets is None else game_targets.learns_move
        if weight is not None:
            chosen = weight * _log_drawn(logs, stones, target, temperature)
        move = Loss(-jnp.mean(learn * chosen), jnp.mean(learn))
        of_value = value_losses(here, found, game_targets)
        total = move.batch_mean + sum(factors[name] * loss.batch_mean for name, loss in of_value.items())
        return total, (split_statistics(updated)[1], Losses(move, jnp.mean(learn * hits), of_value))

    def gradient(
        parameters: NetParameters,
        stones: Array,
        target: Array,
        weight: Array | None,
        game_targets: GameTargets | None,
        key: Array,
    ) -> Gradient:
        moved, rolled = split_statistics(parameters)
        keys = jax.random.split(key, parts)

        def part(
            rolled: NetParameters, given: tuple[Array, Array, Array | None, GameTargets | None, Array]
        ) -> tuple[NetParameters, tuple[NetParameters, Losses]]:
            slope, (rolled, losses) = jax.grad(loss_of, has_aux=True)(moved, rolled, *given)
            return rolled, (slope, losses)

        def divided(a: Array) -> Array:
            return a.reshape(parts, -1, *a.shape[1:])

        examples = stones, target, weight, game_targets
        if parts == 1:
            rolled, found = part(rolled, (*examples, keys[0]))
        else:
            rolled, found = lax.scan(part, rolled, (*jax.tree.map(divided, examples), keys))
            found = jax.tree.map(lambda a: jnp.mean(a, axis=0), found)
        slope, losses = found if axis is None else lax.pmean(found, axis)
        return Gradient(slope, rolled, losses)

    return gradient


def _log_drawn(logs: Array, stones: Array, target: Array, temperature: float) -> Array:
    """The log probability with which self-play drew the target, [B].

    It is 0 where the stones alone do not determine it, because a ko may have forbidden a move.
    """
    actions, sure = choice_at(stones, jnp.exp(lax.stop_gradient(logs)))
    actions |= jnp.arange(logs.shape[1]) == target[:, None]
    drawn = jax.nn.log_softmax(logs / temperature, axis=1, where=actions)
    return jnp.where(sure, jnp.take_along_axis(drawn, target[:, None], axis=1)[:, 0], 0)
