"""A network as its cfg describes it: its specification, initial parameters, and how to apply it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import jax
import jax.numpy as jnp
from jax import Array

from darkgo.darknet.cfg import Section, parse_cfg, read_cfg
from darkgo.darknet.layer import STATISTICS, LayerSpec, Mode, Parameters, Shape, flatten
from darkgo.darknet.layers import DARKNET_SECTIONS, LAYERS, Kinds, Sections

NetParameters = tuple[Parameters, ...]
"""One dict of arrays for each layer, in the shapes of a weights file; empty for layers without any."""


@dataclass(frozen=True)
class NetSpec:
    """The `[net]` section, the layers that follow it, and the shape of the input."""

    net: Section
    input: Shape
    layers: tuple[LayerSpec, ...]
    kinds: Kinds

    @property
    def output_layers(self) -> tuple[LayerSpec, ...]:
        """The layers whose outputs are those of the network: no other layer reads them."""
        read = {index for layer in self.layers for index in layer.reads}
        return tuple(layer for layer in self.layers if layer.index not in read)

    @property
    def outputs(self) -> int:
        """How many numbers the network computes for one input, in all its output layers."""
        return sum(math.prod(layer.output) for layer in self.output_layers)

    def arrays(self, layer: LayerSpec) -> dict[str, tuple[int, ...]]:
        """Names and shapes of a layer's arrays, in the order of a weights file."""
        return self.kinds[layer.kind].arrays(layer)


def load_network(path: Path, known: Sections = DARKNET_SECTIONS) -> NetSpec:
    """The network of a cfg file. `known` are the sections that it may hold. Raises BadInput with file and
    line for anything that does not fit."""
    return build_network(read_cfg(path, known.keys), known.kinds)


def network_from_text(text: str, path: str = "cfg", known: Sections = DARKNET_SECTIONS) -> NetSpec:
    """As `load_network`, from the text of a cfg; `path` is only named in errors."""
    return build_network(parse_cfg(text, path, known.keys), known.kinds)


def build_network(sections: tuple[Section, ...], kinds: Kinds = LAYERS, size: int | None = None) -> NetSpec:
    """Connects the sections: finds the input and output shape of every layer. `kinds` are the functions
    behind the names of sections.

    With `size` the input is size x size instead of the cfg's (a fully convolutional network fits any board).
    Raises BadInput with file and line where shapes do not fit together.
    """
    net, rest = sections[0], sections[1:]
    if not rest:
        raise net.error("no layer", "at least one section after [net]")
    shape = _input_shape(net) if size is None else (size, size, _input_shape(net)[2])
    shapes, layers = [shape], []
    for index, section in enumerate(rest):
        if section.name not in kinds:
            raise section.error("in the middle of a cfg", f"one of {', '.join(kinds)}")
        output, sources = kinds[section.name].shape(section, index, shapes)
        layers.append(LayerSpec(section, index, shapes[-1], output, sources))
        shapes.append(output)
    return NetSpec(net, shape, tuple(layers), kinds)


def resized(network: NetSpec, size: int) -> NetSpec:
    """The same layers on a board of another size."""
    sections = (network.net, *(layer.section for layer in network.layers))
    return build_network(sections, network.kinds, size)


def _input_shape(net: Section) -> Shape:
    height, width, channels = (net.integer(key) for key in ("height", "width", "channels"))
    if height and width and channels:
        return height, width, channels
    if net.integer("inputs"):
        return 1, 1, net.integer("inputs")
    raise net.error(f"height={height} width={width} channels={channels}", "all three, or inputs")


def initial_parameters(network: NetSpec, seed: int) -> NetParameters:
    """New parameters: convolutions normal with deviation sqrt(2 / (size * size * channels / groups)),
    connected weights uniform in +-sqrt(2 / inputs), biases 0, scales 1, rolling statistics 0."""
    key = jax.random.PRNGKey(seed)
    return tuple(
        {
            name: _initial(jax.random.fold_in(key, layer.index), layer, name, shape)
            for name, shape in network.arrays(layer).items()
        }
        for layer in network.layers
    )


def _initial(key: Array, layer: LayerSpec, name: str, shape: tuple[int, ...]) -> Array:
    if name == "scales":
        return jnp.ones(shape)
    if name != "weights":
        return jnp.zeros(shape)
    limit = math.sqrt(2 / math.prod(shape[1:]))
    if layer.kind == "connected":
        return jax.random.uniform(key, shape, minval=-limit, maxval=limit)
    return limit * jax.random.normal(key, shape)


def forward(
    network: NetSpec, parameters: NetParameters, x: Array, mode: Mode | None = None
) -> tuple[list[Array], NetParameters]:
    """Outputs of every layer for x [B, H, W, C], and the parameters with the rolling statistics of the step.

    Each output is [B, H, W, C] of its layer; outside training the parameters come back as they were.
    """
    if x.shape[1:] != network.input:
        raise ValueError(f"found input {x.shape}, expected [B, {', '.join(map(str, network.input))}]")
    mode = mode or Mode()
    outputs: list[Array] = []
    updated: list[Parameters] = []
    for layer, given in zip(network.layers, parameters, strict=True):
        x, kept = network.kinds[layer.kind].apply(layer, given, x, outputs, mode)
        outputs.append(x)
        updated.append(kept)
    return outputs, tuple(updated)


def apply(network: NetSpec, parameters: NetParameters, x: Array) -> Array:
    """Inference: x [B, H, W, C] -> the outputs of the network, as by `flat_outputs`."""
    outputs, _ = forward(network, parameters, x)
    return flat_outputs(network, outputs)


def flat_outputs(network: NetSpec, outputs: Sequence[Array | None]) -> Array:
    """The outputs of the network as one array, flat in darknet's order, float32 [B, outputs].

    `outputs` are those of all layers.
    """
    ends = [outputs[layer.index] for layer in network.output_layers]
    flat = [flatten(end)[:, 0, 0].astype(jnp.float32) for end in ends if end is not None]
    return flat[0] if len(flat) == 1 else jnp.concatenate(flat, axis=1)


def split_statistics(parameters: NetParameters) -> tuple[NetParameters, NetParameters]:
    """The parameters that training changes by gradients, and the rolling statistics."""
    moved = tuple({k: v for k, v in layer.items() if k not in STATISTICS} for layer in parameters)
    rolled = tuple({k: v for k, v in layer.items() if k in STATISTICS} for layer in parameters)
    return moved, rolled


def join_statistics(moved: NetParameters, rolled: NetParameters) -> NetParameters:
    """The inverse of `split_statistics`."""
    return tuple({**a, **b} for a, b in zip(moved, rolled, strict=True))


def with_options(network: NetSpec, **options: int | float | str) -> NetSpec:
    """The same layers under changed `[net]` options."""
    return replace(network, net=replace(network.net, options={**network.net.options, **options}))
