"""From gradients to updates: darknet's rule, Adam, or Muon for the kernels, as set in `[net]`.

Gradients are means over the batch. Updates are not yet multiplied by the negative learning rate.
"""

import jax
import optax
from optax import contrib

from darkgo.darknet.cfg import Section
from darkgo.darknet.network import NetParameters

# Muon's steps get the size of Adam's, so one learning rate serves both (Liu et al. 2025).
CONSISTENT_RMS = 0.2


def optimizer(net: Section) -> optax.GradientTransformation:
    """The transformation that `optimizer` (or darknet's `adam=1`) names. Raises BadInput if both are given.

    sgd: v = momentum * v - g - decay * w, with decay for weights only; the step is rate * v. g is the mean
    over the batch. This equals darknet's rule, which divides a sum by the batch. muon: orthogonalised
    Nesterov momentum (Jordan et al. 2024), with decay, for kernels with more than one input and output plane.
    All other parameters use Adam without decay, with a separate epsilon.
    """
    momentum, decay = net.number("momentum"), net.number("decay")
    betas = {"b1": net.number("B1"), "b2": net.number("B2"), "eps": net.number("eps")}
    named = net.word("optimizer")
    if net.integer("adam") and "optimizer" in net.lines:
        raise net.error(f"adam=1 and optimizer={named}", "one of them", "optimizer")
    if named == "muon":
        return contrib.muon(
            learning_rate=-1.0,
            beta=momentum,
            weight_decay=decay,
            weight_decay_mask=are_weights,
            consistent_rms=CONSISTENT_RMS,
            muon_weight_dimension_numbers=_matrices,
            adam_b1=betas["b1"],
            adam_b2=betas["b2"],
        )
    if named == "adamw" or net.integer("adam"):
        return optax.chain(optax.scale_by_adam(**betas), optax.add_decayed_weights(decay, are_weights))
    return optax.chain(optax.add_decayed_weights(decay, are_weights), optax.trace(momentum))


def are_weights(parameters: NetParameters) -> tuple[dict[str, bool], ...]:
    """True for weights, which decay; False for biases and scales, which do not."""
    return tuple({name: name == "weights" for name in layer} for layer in parameters)


def _matrices(parameters: NetParameters) -> tuple[dict[str, object], ...]:
    """How Muon reads each array as a matrix. None, for Adam: vectors, and kernels with one input or output
    plane."""

    def read(name: str, array: jax.Array) -> object:
        # Optax calls this again with placeholders in place of Adam's arrays.
        if name != "weights" or not isinstance(array, jax.Array) or min(array.shape[:2]) == 1:
            return None
        return contrib.MuonDimensionNumbers(reduction_axis=tuple(range(1, array.ndim)), output_axis=(0,))

    return tuple({name: read(name, array) for name, array in layer.items()} for layer in parameters)
