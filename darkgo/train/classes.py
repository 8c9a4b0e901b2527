"""The loss of the classes of pictures, as a pure function."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from darkgo.darknet.layer import LayerSpec, Mode
from darkgo.darknet.network import NetParameters, NetSpec, forward
from darkgo.darknet.simple import log_probabilities
from darkgo.pictures.classifier import check_classifier
from darkgo.train.losses import Loss, Losses
from darkgo.train.objective import LossOf, Objective


class Labelled(NamedTuple):
    """The examples of a batch."""

    pixels: Array
    """float32 [B, H, W, C], 0 to 1."""
    target: Array
    """[B]: the class of each picture."""


def softmax_of(network: NetSpec) -> LayerSpec:
    """The layer that gives the probabilities of the classes.

    A `[cost]` may follow, as in the C program's cfg files. It changes nothing, because the softmax has a loss
    of its own. Raises BadInput if the network does not end like this.
    """
    (last,) = check_classifier(network).output_layers
    layer = network.layers[last.index - 1] if last.kind == "cost" and last.index else last
    section = layer.section
    if layer.kind != "softmax" or section.integer("groups") != 1 or section.integer("noloss"):
        expected = "[softmax] with groups=1 and noloss=0, the probabilities of the classes"
        raise section.error("as the output of a network that learns", expected)
    return layer


def _loss_of(network: NetSpec) -> LossOf:
    softmax = softmax_of(network)

    def loss(
        parameters: NetParameters, examples: Labelled, mode: Mode
    ) -> tuple[Array, NetParameters, Losses]:
        pixels, target = examples
        outputs, updated = forward(network, parameters, pixels, mode)
        logs = log_probabilities(softmax, outputs, pixels)
        chosen = jnp.take_along_axis(logs, target[:, None], axis=1)[:, 0]
        hits = jnp.mean((jnp.argmax(logs, axis=1) == target).astype(jnp.float32))
        of_class = Loss(-jnp.mean(chosen), jnp.ones(()))
        return of_class.batch_mean, updated, Losses(of_class, hits, {})

    return loss


def _batch(network: NetSpec) -> Labelled:
    batch = network.net.integer("batch")
    examples: Labelled = jax.eval_shape(
        lambda: Labelled(jnp.zeros((batch, *network.input)), jnp.zeros(batch, jnp.int32))
    )
    return examples


CLASSES = Objective(_loss_of, _batch)
"""The objective of a network that learns the classes of pictures."""
