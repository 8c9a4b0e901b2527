"""A network prepared for inference on one machine: folded, laid out and cast once, and fused where it can be.

In the shapes B is the number of inputs, H, W and C are the sides and channels of a layer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from darkgo.darknet import onednn
from darkgo.darknet.activations import ACTIVATIONS
from darkgo.darknet.convolution import LAYOUT
from darkgo.darknet.fold import fold, folded
from darkgo.darknet.fused import FusedLayer, fused_layers
from darkgo.darknet.layer import INPUT, LayerSpec, Mode, Parameters
from darkgo.darknet.network import NetParameters, NetSpec, flat_outputs, resized
from darkgo.darknet.ways import BY_XLA, ONEDNN, Ways


@dataclass(frozen=True)
class Plan:
    """How a network is computed: what is static under jit."""

    network: NetSpec
    """Without batch normalisation."""
    dtype: str
    """What the convolutions compute with: float32 or bfloat16. Sums and biases are float32. So are connected
    layers and convolutions with one filter, which mostly are an output of the network."""
    ways: Ways

    @classmethod
    def of(cls, network: NetSpec, dtype: str = "float32", ways: Ways = BY_XLA) -> "Plan":
        """The plan for a network, whatever its parameters; `ways` must be right on this machine."""
        return cls(folded(network), dtype, ways)

    def resized(self, size: int) -> "Plan":
        """The same for inputs of size x size. Raises BadInput if the layers do not fit."""
        return replace(self, network=resized(self.network, size))


class Prepared(NamedTuple):
    """A plan and the arrays that go with it."""

    plan: Plan
    parameters: NetParameters
    """Those of the folded network; of a convolution `kernel` [size, size, C / groups, filters], in what it
    computes with, instead of `weights`."""


def prepare(
    network: NetSpec, parameters: NetParameters, dtype: str = "float32", ways: Ways = BY_XLA
) -> Prepared:
    """Prepares a network for inference, in ways that are right on this machine."""
    plan = Plan.of(network, dtype, ways)
    _, arrays = fold(network, parameters)
    laid_out = tuple(
        _laid_out(given, "float32" if _is_product(layer) else dtype)
        if layer.kind == "convolutional"
        else given
        for layer, given in zip(plan.network.layers, arrays, strict=True)
    )
    return Prepared(plan, jax.device_put(laid_out))


def _laid_out(given: Parameters, dtype: str) -> Parameters:
    # By NumPy: for each shape JAX would make a program, at every start.
    kernel = np.asarray(given["weights"]).transpose(2, 3, 1, 0).astype(jnp.dtype(dtype))
    return {"biases": given["biases"], "kernel": jax.device_put(kernel)}


def output(plan: Plan, parameters: NetParameters, x: Array) -> Array:
    """The outputs of the network for x [B, H, W, C], as `darkgo.darknet.network.flat_outputs` has them."""
    return flat_outputs(plan.network, layer_outputs(plan, parameters, x))


def layer_outputs(plan: Plan, parameters: NetParameters, x: Array) -> list[Array | None]:
    """The outputs of all layers [B, H, W, C] for x [B, H, W, C]; None for a layer that was computed together
    with the next one."""
    known = {INPUT: x}
    for fused in fused_layers(plan.network):
        known[fused.last.index] = computed(plan, parameters, fused, known)
    return [known.get(layer.index) for layer in plan.network.layers]


def computed(plan: Plan, parameters: NetParameters, fused: FusedLayer, known: Mapping[int, Array]) -> Array:
    """The output [B, H, W, C] of a layer from those that it reads, by the places of their layers."""
    layer, shortcut = fused
    given = parameters[layer.index]
    if layer.kind == "convolutional":
        added = known[shortcut.sources[0]] if shortcut else None
        activation = (shortcut or layer).section.word("activation")
        return _convolution(plan, layer, given, known[layer.index - 1], added, activation)
    not_read = jnp.empty(0)
    x, *earlier = (known.get(index, not_read) for index in (layer.index - 1, *range(layer.index)))
    # It is one product for each input, and rounding it would round an output of the network.
    dtype = "float32" if layer.kind == "connected" else plan.dtype
    return plan.network.kinds[layer.kind].apply(layer, given, x, earlier, Mode(dtype=dtype)).output


def is_by_onednn(plan: Plan, layer: LayerSpec, batch: int) -> bool:
    """Whether oneDNN computes this layer for so many inputs at a time."""
    if layer.kind != "convolutional" or _is_product(layer):
        return False
    plain = layer.section.integer("stride") == layer.section.integer("groups") == 1
    return plain and plan.ways.for_batch(batch) == ONEDNN


def _is_product(layer: LayerSpec) -> bool:
    """Whether a convolution is a product with one vector at each place."""
    section = layer.section
    ones = (section.integer(key) for key in ("size", "stride", "groups", "filters"))
    return all(one == 1 for one in ones) and layer.input[:2] == layer.output[:2]


def _convolution(
    plan: Plan, layer: LayerSpec, given: Parameters, x: Array, added: Array | None, activation: str
) -> Array:
    """The activation of a convolution, its biases and what is added to it, [B, H, W, filters]."""
    section, kernel, biases = layer.section, given["kernel"], given["biases"]
    size, stride, groups = (section.integer(key) for key in ("size", "stride", "groups"))
    padding = size // 2 if section.integer("pad") else section.integer("padding")
    if _is_product(layer):
        # For a product with a vector oneDNN would lay its input out anew.
        sums = jnp.tensordot(x.astype(jnp.float32), kernel[0, 0], 1) + biases
        return ACTIVATIONS[activation](sums if added is None else sums + added)
    x = x.astype(plan.dtype)
    if is_by_onednn(plan, layer, x.shape[0]):
        inside = activation if activation in onednn.ACTIVATIONS else "linear"
        found = onednn.convolve(x, kernel, padding, biases, added, inside)
        return found if inside == activation else ACTIVATIONS[activation](found)
    pads = ((padding, padding), (padding, padding))
    sums = lax.conv_general_dilated(
        x, kernel, (stride, stride), pads, dimension_numbers=LAYOUT, feature_group_count=groups
    )
    sums = sums.astype(jnp.float32) + biases
    if added is not None:
        sums += added
    return ACTIVATIONS[activation](sums).astype(plan.dtype)
