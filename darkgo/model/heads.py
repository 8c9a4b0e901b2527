"""The outputs of a network for Go.

`[softmax]` is its policy head. `[ownership]` and `[outcome]` are its value heads, which say who is ahead. A
network has both of them or neither.

In the shapes B is the number of boards, N of points, A = N + 1 of actions.
"""

from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from darkgo.darknet.cfg import Section
from darkgo.darknet.layer import LayerKind, LayerSpec, Mode, Shape, flatten, no_arrays, plain
from darkgo.darknet.network import NetSpec
from darkgo.darknet.simple import log_probabilities

LEAST_SPREAD = 0.01
"""The least spread, in units of the board's side: 0.2 points on 19x19."""


class Heads(NamedTuple):
    """The layers that are the outputs."""

    policy: LayerSpec
    ownership: LayerSpec | None
    outcome: LayerSpec | None

    @property
    def has_value(self) -> bool:
        """Whether the network has value heads."""
        return self.ownership is not None


class Answer(NamedTuple):
    """What a network says of boards, for the player whose stones are +1."""

    policy: Array
    """float32 [B, A]: the probability of each move, pass last."""
    ownership: Array | None
    """float32 [B, N]: +1 the point will be the player's, -1 the opponent's."""
    outcome: Array | None
    """float32 [B, 2]: shift and spread, in units of the board's side."""


class Logits(NamedTuple):
    """An answer before the last step, as losses need it."""

    policy: Array
    """float32 [B, A]: the logarithm of each probability."""
    ownership: Array | None
    """float32 [B, N]: the logit of the probability that the point will be the player's."""
    outcome: Array | None
    """float32 [B, 2]: as in `Answer`."""


def heads(network: NetSpec) -> Heads:
    """The outputs of a network that `darkgo.model.network.check_go` has checked."""
    kinds = {layer.kind: layer for layer in network.output_layers}
    return Heads(kinds["softmax"], kinds.get("ownership"), kinds.get("outcome"))


def answer(network: NetSpec, outputs: Sequence[Array | None]) -> Answer:
    """The answer in the outputs [B, H, W, C] of all layers."""
    policy, ownership, outcome = heads(network)
    return Answer(
        _flat(outputs[policy.index]),
        None if ownership is None else _flat(outputs[ownership.index]),
        None if outcome is None else _flat(outputs[outcome.index]),
    )


def logits(network: NetSpec, outputs: Sequence[Array | None], x: Array) -> Logits:
    """The logits in the outputs [B, H, W, C] of all layers; x is the input of the network."""
    policy, ownership, outcome = heads(network)
    return Logits(
        log_probabilities(policy, outputs, x),
        None if ownership is None else _flat(outputs[ownership.index - 1]),
        None if outcome is None else _flat(outputs[outcome.index]),
    )


def _flat(x: Array | None) -> Array:
    assert x is not None
    return flatten(x)[:, 0, 0].astype(jnp.float32)


def _ownership_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    expected = (*shapes[0][:2], 1)
    if shapes[-1] != expected:
        found, wanted = (" x ".join(map(str, shape)) for shape in (shapes[-1], expected))
        raise section.error(f"an input of {found}", f"{wanted}: one number a point")
    return expected, ()


def _ownership(spec: LayerSpec, x: Array, mode: Mode) -> Array:
    return 2 * jax.nn.sigmoid(x.astype(jnp.float32)) - 1


def _outcome_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    if shapes[-1] != (1, 1, 2):
        found = " x ".join(map(str, shapes[-1]))
        raise section.error(f"an input of {found}", "1 x 1 x 2: two numbers from pooled features")
    return shapes[-1], ()


def _outcome(spec: LayerSpec, x: Array, mode: Mode) -> Array:
    shift, spread = jnp.split(x.astype(jnp.float32), 2, axis=3)
    return jnp.concatenate([shift, LEAST_SPREAD + jax.nn.softplus(spread)], axis=3)


OWNERSHIP = LayerKind(_ownership_shape, no_arrays, plain(_ownership))
OUTCOME = LayerKind(_outcome_shape, no_arrays, plain(_outcome))
