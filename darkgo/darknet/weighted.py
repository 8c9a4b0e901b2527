"""The layers with parameters: convolutional, connected, batchnorm."""

import math
from collections.abc import Sequence

import jax.numpy as jnp
from jax import Array

from darkgo.darknet.cfg import Section
from darkgo.darknet.convolution import convolve
from darkgo.darknet.layer import (
    Applied,
    LayerKind,
    LayerSpec,
    Mode,
    Parameters,
    Shape,
    activation_of,
    flatten,
    same_shape,
    window_side,
)
from darkgo.darknet.normalize import Statistics, normalize, normalize_batch, roll


def _padding(section: Section) -> int:
    return section.integer("size") // 2 if section.integer("pad") else section.integer("padding")


def _normalized(parameters: Parameters, x: Array, biases: Array, mode: Mode) -> Applied:
    rolling = Statistics(parameters["mean"], parameters["variance"])
    if not mode.training:
        return Applied(normalize(x, rolling, parameters["scales"], biases), parameters)
    output, batch = normalize_batch(x, parameters["scales"], biases, mode.axis)
    mean, variance = roll(rolling, batch)
    return Applied(output, {**parameters, "mean": mean, "variance": variance})


def _finish(spec: LayerSpec, parameters: Parameters, x: Array, mode: Mode) -> Applied:
    """Normalisation where the section asks for it, biases, activation."""
    if spec.section.integer("batch_normalize"):
        x, parameters = _normalized(parameters, x, parameters["biases"], mode)
    else:
        x = x.astype(jnp.float32) + parameters["biases"]
    return Applied(activation_of(spec.section)(x).astype(mode.dtype), parameters)


def _conv_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    height, width, channels = shapes[-1]
    size, stride, groups = (section.integer(key) for key in ("size", "stride", "groups"))
    filters = section.integer("filters")
    if channels % groups or filters % groups:
        expected = f"a divisor of {channels} input channels and {filters} filters"
        raise section.error(f"groups={groups}", expected, "groups")
    sides = (window_side(section, side, size, stride, 2 * _padding(section)) for side in (height, width))
    return (*sides, filters), ()  # type: ignore[return-value]


def _conv_arrays(spec: LayerSpec) -> dict[str, tuple[int, ...]]:
    filters, size = spec.section.integer("filters"), spec.section.integer("size")
    kernel = (filters, spec.input[2] // spec.section.integer("groups"), size, size)
    return _biases_and_norm(spec, filters) | {"weights": kernel}


def _biases_and_norm(spec: LayerSpec, count: int) -> dict[str, tuple[int, ...]]:
    names = ("scales", "mean", "variance") if spec.section.integer("batch_normalize") else ()
    return dict.fromkeys(("biases", *names), (count,))


def _conv_apply(spec: LayerSpec, p: Parameters, x: Array, earlier: Sequence[Array], mode: Mode) -> Applied:
    section = spec.section
    kernel = p["weights"].transpose(2, 3, 1, 0).astype(mode.dtype)
    stride, groups = section.integer("stride"), section.integer("groups")
    x = convolve(x.astype(mode.dtype), kernel, stride, _padding(section), groups, mode.fast)
    return _finish(spec, p, x, mode)


def _conv_operations(spec: LayerSpec) -> int:
    height, width, filters = spec.output
    size, groups = spec.section.integer("size"), spec.section.integer("groups")
    return 2 * filters * size * size * spec.input[2] // groups * height * width


def _connected_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    return (1, 1, section.integer("output")), ()


def _connected_arrays(spec: LayerSpec) -> dict[str, tuple[int, ...]]:
    outputs, inputs = spec.output[2], math.prod(spec.input)
    arrays = _biases_and_norm(spec, outputs)
    return {"biases": arrays.pop("biases"), "weights": (outputs, inputs), **arrays}


def _connected_apply(
    spec: LayerSpec, p: Parameters, x: Array, earlier: Sequence[Array], mode: Mode
) -> Applied:
    weights = p["weights"].astype(mode.dtype)
    x = jnp.matmul(flatten(x).astype(mode.dtype), weights.T, preferred_element_type=jnp.float32)
    return _finish(spec, p, x, mode)


def _connected_operations(spec: LayerSpec) -> int:
    return 2 * math.prod(spec.input) * spec.output[2]


def _batchnorm_arrays(spec: LayerSpec) -> dict[str, tuple[int, ...]]:
    return dict.fromkeys(("scales", "mean", "variance"), (spec.input[2],))


def _batchnorm_apply(
    spec: LayerSpec, p: Parameters, x: Array, earlier: Sequence[Array], mode: Mode
) -> Applied:
    output, parameters = _normalized(p, x, jnp.zeros_like(p["scales"]), mode)
    return Applied(output.astype(mode.dtype), parameters)


CONVOLUTIONAL = LayerKind(_conv_shape, _conv_arrays, _conv_apply, _conv_operations)
CONNECTED = LayerKind(_connected_shape, _connected_arrays, _connected_apply, _connected_operations)
BATCHNORM = LayerKind(same_shape, _batchnorm_arrays, _batchnorm_apply)
