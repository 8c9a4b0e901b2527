"""The loss of moves and of how games end, as a pure function."""

from dataclasses import replace
from math import isqrt
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax

from darkgo.arena.draw import choice_at
from darkgo.darknet.layer import Mode
from darkgo.darknet.network import NetParameters, NetSpec, resized
from darkgo.data import games
from darkgo.data.records import POINTS, SIDE, record_bytes
from darkgo.model.heads import heads
from darkgo.model.network import forward_logits
from darkgo.model.planes import planes
from darkgo.train.game_targets import GameTargets, game_targets
from darkgo.train.losses import Loss, Losses, loss_weights, value_losses
from darkgo.train.objective import LossOf, Objective
from darkgo.train.search_targets import SearchTargets


class MoveBatch(NamedTuple):
    """The examples of a batch. B is the batch, N the points of a board."""

    stones: Array
    """int8 [B, N]: +1 of the player to move, -1 of the opponent, 0 empty."""
    target: Array
    """int32 [B]: the move that was played, N for a pass."""
    weight: Array | None = None
    """float32 [B]: the outcome of the game, 1 won, -1 lost; None to learn all moves alike.

    Without weights, the gradient makes every target more probable. With weights this is REINFORCE (Williams
    1992), as in the second stage of AlphaGo's policy network (Silver et al. 2016). Moves of the winner become
    more probable, moves of the loser less probable.

    REINFORCE needs the log probability with which self-play drew the move. So p is taken over the moves that
    self-play draws from, and the network is computed as in play: with its stored batch-norm statistics, which
    do not change. Then the expected gradient is zero when outcomes do not depend on the moves.
    """
    game_targets: GameTargets | None = None
    """What is known of the games."""
    search_targets: SearchTargets | None = None
    """What a search preferred, and the move played where there was no search. None if there was none at
    all."""


def of_moves(temperature: float = 1.0, keep_statistics: bool = False) -> Objective:
    """The objective of a network for Go. `temperature`: the temperature at which weighted moves were drawn.
    `keep_statistics`: compute the network as in play, with its stored batch-norm statistics."""

    def loss(network: NetSpec) -> LossOf:
        return _loss_of(network, temperature, keep_statistics)

    return Objective(loss, _batch)


def _loss_of(network: NetSpec, temperature: float, keep_statistics: bool) -> LossOf:
    factors = loss_weights(network)

    def loss(
        parameters: NetParameters, examples: MoveBatch, mode: Mode
    ) -> tuple[Array, NetParameters, Losses]:
        stones, target, weight, game_targets, search_targets = examples
        if weight is not None or keep_statistics:
            mode = replace(mode, training=False)
        side = isqrt(stones.shape[1])
        here = network if side == network.input[0] else resized(network, side)
        found, updated = forward_logits(here, parameters, planes(stones, side), mode)
        logs = found.policy
        if search_targets is None:
            chosen = jnp.take_along_axis(logs, target[:, None], axis=1)[:, 0]
        else:
            chosen, target = search_targets.log_likelihood(logs), search_targets.moves[:, 0]
        hits = (jnp.argmax(logs, axis=1) == target).astype(jnp.float32)
        learn = jnp.ones_like(chosen) if game_targets is None else game_targets.learns_move
        if weight is not None:
            chosen = weight * _log_drawn(logs, stones, target, temperature)
        move = Loss(-jnp.mean(learn * chosen), jnp.mean(learn))
        of_value = value_losses(here, found, game_targets)
        total = move.batch_mean + sum(factors[name] * loss.batch_mean for name, loss in of_value.items())
        return total, updated, Losses(move, jnp.mean(learn * hits), of_value)

    return loss


def _log_drawn(logs: Array, stones: Array, target: Array, temperature: float) -> Array:
    """The log probability with which self-play drew the target, [B].

    It is 0 where the stones alone do not determine it, because a ko may have forbidden a move.
    """
    actions, sure = choice_at(stones, jnp.exp(lax.stop_gradient(logs)))
    actions |= jnp.arange(logs.shape[1]) == target[:, None]
    drawn = jax.nn.log_softmax(logs / temperature, axis=1, where=actions)
    return jnp.where(sure, jnp.take_along_axis(drawn, target[:, None], axis=1)[:, 0], 0)


def _batch(network: NetSpec) -> MoveBatch:
    batch, given = network.net.integer("batch"), None
    if heads(network).has_value:
        width = record_bytes(SIDE) + games.dtype(SIDE).itemsize
        example = jax.ShapeDtypeStruct((batch, width), jnp.uint8)
        given = jax.eval_shape(lambda raw: game_targets(raw, SIDE, jnp.zeros(batch, jnp.int32)), example)
    examples: MoveBatch = jax.eval_shape(
        lambda: MoveBatch(jnp.zeros((batch, POINTS), jnp.int8), jnp.zeros(batch, jnp.int32))
    )
    return examples._replace(game_targets=given)


MOVES = of_moves()
"""The objective of a network for Go that learns the moves of others."""
