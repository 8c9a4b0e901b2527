"""The losses of a network's outputs. Each is counted only where its target is known.

In the shapes B is the batch, N the points, A = N + 1 the actions. Losses are in nats.
"""

from collections.abc import Mapping
from math import isqrt
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax

from darkgo.darknet.network import NetSpec
from darkgo.model.heads import Logits, heads
from darkgo.train.game_targets import GameTargets

VALUE_LOSSES = ("ownership", "winner", "margin")
"""The losses of the value heads, `[ownership]` and `[outcome]`."""


class Loss(NamedTuple):
    """The loss of one output over a batch."""

    batch_mean: Array
    """The mean over the batch; a position without a target counts 0."""
    known: Array
    """The share of the positions that have a target. Weights of positions count in both numbers, so that
    batch_mean / known is the mean loss."""


class Losses(NamedTuple):
    """The losses of a batch, and how often its moves were foreseen."""

    move: Loss
    """-log p of the move, times its weight if moves have weights. Where there was a search it is the
    cross-entropy against what it preferred."""
    hits: Array
    """The share of the batch whose move is learnt and was the network's first choice."""
    of_value: Mapping[str, Loss]
    """The losses of the value heads, by the names in VALUE_LOSSES; empty for a network without them."""


def value_losses(network: NetSpec, found: Logits, targets: GameTargets | None) -> Mapping[str, Loss]:
    """The losses of the value heads, by name.

    There are none if the network has no value heads, or if nothing is known of the games.
    """
    _, ownership, outcome = heads(network)
    if ownership is None or outcome is None or targets is None:
        return {}
    assert found.ownership is not None
    assert found.outcome is not None
    side = isqrt(found.ownership.shape[1])
    weight = targets.counted + ownership.section.number("uncounted_scale") * targets.uncounted
    # Only the owners teach the ownership, whose sum is the margin. So the margin is a constant here, and the
    # outcome learns the distance of the median from it.
    margin = lax.stop_gradient(jnp.sum(2 * jax.nn.sigmoid(found.ownership) - 1, axis=1))
    centre, spread = margin + side * found.outcome[:, 0], side * found.outcome[:, 1]
    of_points = weight * _cross_entropy(found.ownership, targets.owner)
    return {
        "ownership": _where_known(jnp.mean(of_points, axis=1), weight.max(axis=1)),
        "winner": _where_known(
            _cross_entropy((centre + targets.komi) / spread, targets.won),
            targets.won_known,
            targets.outcome_weight,
        ),
        "margin": _where_known(
            _within_half(targets.margin - centre, spread), targets.margin_known, targets.outcome_weight
        ),
    }


def loss_weights(network: NetSpec) -> Mapping[str, float]:
    """The factor of each loss of the value heads; that of the moves is 1."""
    _, ownership, outcome = heads(network)
    if ownership is None or outcome is None:
        return {}
    of_winner = outcome.section.number("scale")
    return {
        "ownership": ownership.section.number("scale"),
        "winner": of_winner,
        "margin": of_winner * outcome.section.number("margin_scale"),
    }


def _where_known(loss: Array, known: Array, weight: Array | float = 1.0) -> Loss:
    weight = jnp.where(known > 0, weight, 0.0)
    return Loss(jnp.mean(jnp.where(known > 0, weight * loss, 0)), jnp.mean(weight))


def _cross_entropy(logit: Array, target: Array) -> Array:
    """The cross-entropy of a probability with this logit and a target of 0 to 1."""
    return jax.nn.softplus(logit) - target * logit


def _within_half(distance: Array, spread: Array) -> Array:
    """-log of the probability that a logistic variable lies within half a point of the true margin."""
    high, low = (distance + 0.5) / spread, (distance - 0.5) / spread
    # sigmoid(a) - sigmoid(b) = sigmoid(a) sigmoid(-b) (1 - exp(b - a)), without a difference of close numbers
    return jax.nn.softplus(-high) + jax.nn.softplus(low) - jnp.log(-jnp.expm1(-1 / spread))
