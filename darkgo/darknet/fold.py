"""Batch normalisation folded into the weights: the same function of the input in fewer steps."""

from dataclasses import replace

import jax
import numpy as np

from darkgo.darknet.cfg import Section
from darkgo.darknet.layer import Parameters
from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.darknet.normalize import EPSILON, SMALLEST_VARIANCE


def fold(network: NetSpec, parameters: NetParameters) -> tuple[NetSpec, NetParameters]:
    """A network without batch normalisation that computes what this one computes at inference.

    Each normalised convolutional or connected layer becomes one with other weights and biases. The arrays
    keep the shapes of a weights file and are computed in float64. `[batchnorm]` layers stay.
    """
    return folded(network), tuple(_folded(given) for given in parameters)


def folded(network: NetSpec) -> NetSpec:
    """The same network without batch normalisation, for other parameters."""
    layers = tuple(replace(layer, section=_without_normalisation(layer.section)) for layer in network.layers)
    return replace(network, layers=layers)


def _without_normalisation(section: Section) -> Section:
    if not section.options.get("batch_normalize"):
        return section
    return replace(section, options={**section.options, "batch_normalize": 0})


def _folded(given: Parameters) -> Parameters:
    if "scales" not in given or "weights" not in given:
        return given
    biases, weights, scales, mean, variance = (
        np.asarray(given[name], np.float64) for name in ("biases", "weights", "scales", "mean", "variance")
    )
    # As in normalize: x becomes (x - mean) * factor + bias.
    factor = scales / (np.sqrt(np.maximum(variance, SMALLEST_VARIANCE)) + EPSILON)
    of_filter = factor.reshape(-1, *[1] * (weights.ndim - 1))
    return {
        "biases": jax.device_put((biases - mean * factor).astype(np.float32)),
        "weights": jax.device_put((weights * of_filter).astype(np.float32)),
    }
