"""What each section of a cfg computes: a table from its name to its shape, initial values and function.

Activations are [B, H, W, C]; a vector is [B, 1, 1, C]. Where darknet speaks of a flat array (connected,
reorg, softmax), the order is channel, row, column, as in its files.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from darkgo.net.activations import ACTIVATIONS
from darkgo.net.cfg import Section
from darkgo.net.convolution import convolve
from darkgo.net.normalize import Statistics, batch_statistics, normalize, roll

Shape = tuple[int, int, int]  # height, width, channels
Parameters = Mapping[str, Array]
STATISTICS = ("mean", "variance")


@dataclass(frozen=True)
class Mode:
    """How a layer is to be applied. `rng` feeds dropout; without it (or without `training`) nothing drops."""

    training: bool = False
    dtype: jax.typing.DTypeLike = jnp.float32
    rng: Array | None = None


@dataclass(frozen=True)
class LayerSpec:
    """One layer: its section, its place (0 is the first after `[net]`), and what goes in and out of it.

    `sources` are the places of the earlier layers whose outputs it reads beside its input.
    """

    section: Section
    index: int
    input: Shape
    output: Shape
    sources: tuple[int, ...] = ()

    @property
    def kind(self) -> str:
        return self.section.name


class Applied(NamedTuple):
    """A layer's output [B, H, W, C] and its parameters with the rolling statistics of a training step."""

    output: Array
    parameters: Parameters


class LayerKind(NamedTuple):
    """The functions behind a section name.

    shape(section, index, shapes so far (shapes[0] is the network's input)) -> (output shape, sources)
    arrays(spec) -> the stored arrays in the order of a weights file, each with its shape in that file
    apply(spec, parameters, x, the outputs so far, mode) -> Applied
    """

    shape: Callable[[Section, int, Sequence[Shape]], tuple[Shape, tuple[int, ...]]]
    arrays: Callable[[LayerSpec], dict[str, tuple[int, ...]]]
    apply: Callable[[LayerSpec, Parameters, Array, Sequence[Array], Mode], Applied]


def flatten(x: Array) -> Array:
    """[B, H, W, C] -> [B, 1, 1, C * H * W] in darknet's order."""
    return x.transpose(0, 3, 1, 2).reshape(x.shape[0], 1, 1, -1)


def activation_of(section: Section) -> Callable[[Array], Array]:
    """The function its `activation` key names; raises BadInput when there is none of that name."""
    name = section.word("activation")
    if name not in ACTIVATIONS:
        raise section.error(f"activation={name}", ", ".join(ACTIVATIONS), "activation")
    return ACTIVATIONS[name]


def _no_arrays(spec: LayerSpec) -> dict[str, tuple[int, ...]]:
    return {}


def _window(section: Section, side: int, size: int, stride: int, padding: int) -> int:
    """Output side of a window that slides with `padding` cells added in all; raises BadInput below 1."""
    out = (side + padding - size) // stride + 1
    if out < 1:
        raise section.error(f"size={size} on an input of side {side}", f"at most {side + padding}", "size")
    return out


def _padding(section: Section) -> int:
    return section.integer("size") // 2 if section.integer("pad") else section.integer("padding")


# --- convolutional, connected, batchnorm: the layers with parameters


def _normalized(parameters: Parameters, x: Array, biases: Array | float, mode: Mode) -> Applied:
    rolling = Statistics(parameters["mean"], parameters["variance"])
    if not mode.training:
        return Applied(normalize(x, rolling, parameters["scales"], biases), parameters)
    batch = batch_statistics(x)
    mean, variance = roll(rolling, batch)
    updated = {**parameters, "mean": mean, "variance": variance}
    return Applied(normalize(x, batch, parameters["scales"], biases), updated)


def _finish(spec: LayerSpec, parameters: Parameters, x: Array, mode: Mode) -> Applied:
    """Normalisation where the section asks for it, biases, activation."""
    if spec.section.integer("batch_normalize"):
        x, parameters = _normalized(parameters, x, parameters["biases"], mode)
    else:
        x = x.astype(jnp.float32) + parameters["biases"]
    return Applied(activation_of(spec.section)(x).astype(mode.dtype), parameters)


def _conv_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    activation_of(section)
    height, width, channels = shapes[-1]
    size, stride, groups = (section.integer(key) for key in ("size", "stride", "groups"))
    filters = section.integer("filters")
    if channels % groups or filters % groups:
        expected = f"a divisor of {channels} input channels and {filters} filters"
        raise section.error(f"groups={groups}", expected, "groups")
    sides = (_window(section, side, size, stride, 2 * _padding(section)) for side in (height, width))
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
    return _finish(spec, p, convolve(x.astype(mode.dtype), kernel, stride, _padding(section), groups), mode)


def _connected_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    activation_of(section)
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


def _batchnorm_arrays(spec: LayerSpec) -> dict[str, tuple[int, ...]]:
    return dict.fromkeys(("scales", "mean", "variance"), (spec.input[2],))


def _batchnorm_apply(
    spec: LayerSpec, p: Parameters, x: Array, earlier: Sequence[Array], mode: Mode
) -> Applied:
    output, parameters = _normalized(p, x, 0.0, mode)
    return Applied(output.astype(mode.dtype), parameters)


# --- layers without parameters


def _same_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    if "activation" in section.options:
        activation_of(section)
    return shapes[-1], ()


def _plain(
    function: Callable[[LayerSpec, Array, Mode], Array],
) -> Callable[[LayerSpec, Parameters, Array, Sequence[Array], Mode], Applied]:
    """A layer that looks only at its input."""
    return lambda spec, p, x, earlier, mode: Applied(function(spec, x, mode), p)


def _pool_window(section: Section) -> tuple[int, int, int]:
    stride, size, padding = (section.integer(key) for key in ("stride", "size", "padding"))
    size = stride if size < 0 else size
    return stride, size, size - 1 if padding < 0 else padding


def _maxpool_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    stride, size, padding = _pool_window(section)
    sides = (_window(section, side, size, stride, padding) for side in shapes[-1][:2])
    return (*sides, shapes[-1][2]), ()  # type: ignore[return-value]


def _maxpool(spec: LayerSpec, x: Array, mode: Mode) -> Array:
    stride, size, padding = _pool_window(spec.section)
    before = padding // 2
    after = [
        (out - 1) * stride + size - side - before
        for side, out in zip(spec.input[:2], spec.output[:2], strict=True)
    ]
    # The last window may reach past the image or stop short of its end, where padding is negative.
    pads = ((0, 0, 0), (before, after[0], 0), (before, after[1], 0), (0, 0, 0))
    lowest = jnp.array(-jnp.inf, x.dtype)
    padded = jax.lax.pad(x, lowest, pads)
    output: Array = jax.lax.reduce_window(
        padded, lowest, jax.lax.max, (1, size, size, 1), (1, stride, stride, 1), "VALID"
    )
    return output


def _avgpool(spec: LayerSpec, x: Array, mode: Mode) -> Array:
    return jnp.mean(x.astype(jnp.float32), (1, 2), keepdims=True).astype(mode.dtype)


def _softmax_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    count, groups = math.prod(shapes[-1]), section.integer("groups")
    if count % groups:
        raise section.error(f"groups={groups}", f"a divisor of {count} inputs", "groups")
    return (1, 1, count), ()


def softmax_logits(spec: LayerSpec, x: Array) -> Array:
    """What the softmax layer exponentiates: x [B, H, W, C] -> [B, groups, values], float32."""
    groups, temperature = spec.section.integer("groups"), spec.section.number("temperature")
    return flatten(x).astype(jnp.float32).reshape(x.shape[0], groups, -1) / temperature


def _softmax(spec: LayerSpec, x: Array, mode: Mode) -> Array:
    return jax.nn.softmax(softmax_logits(spec, x)).reshape(x.shape[0], 1, 1, -1)


def _reorg_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    height, width, channels = shapes[-1]
    stride, extra = section.integer("stride"), section.integer("extra")
    if extra:
        return (1, 1, height * width * channels + extra), ()
    if section.integer("reverse"):
        if channels % (stride * stride):
            raise section.error(f"stride={stride}", f"{channels} channels to divide by its square", "stride")
        return (height * stride, width * stride, channels // (stride * stride)), ()
    if height % stride or width % stride or channels % (stride * stride):
        expected = f"a divisor of {height} x {width}, and its square one of {channels} channels"
        raise section.error(f"stride={stride}", expected, "stride")
    return (height // stride, width // stride, channels * stride * stride), ()


def _reorg(spec: LayerSpec, x: Array, mode: Mode) -> Array:
    section, batch = spec.section, x.shape[0]
    if section.integer("extra"):
        return jnp.pad(flatten(x), ((0, 0), (0, 0), (0, 0), (0, section.integer("extra"))))
    height, width, channels = spec.input
    out_height, out_width, out_channels = spec.output
    planes = x.transpose(0, 3, 1, 2)
    stride = section.integer("stride")
    if section.integer("flatten"):
        if section.integer("reverse"):
            flat = planes.reshape(batch, height * width, channels).transpose(0, 2, 1)
        else:
            flat = planes.reshape(batch, channels, height * width).transpose(0, 2, 1)
    elif section.integer("reverse"):
        kept = channels // (stride * stride)
        blocks = planes.reshape(batch, stride, stride, kept, height, width)
        flat = blocks.transpose(0, 3, 4, 1, 5, 2)
    else:
        # The C program reads its input as an image of fewer channels: its order is not space-to-depth.
        kept = channels // (stride * stride)
        blocks = planes.reshape(batch, kept, height, stride, width, stride)
        flat = blocks.transpose(0, 3, 5, 1, 2, 4)
    return flat.reshape(batch, out_channels, out_height, out_width).transpose(0, 2, 3, 1)


def _dropout(spec: LayerSpec, x: Array, mode: Mode) -> Array:
    probability = spec.section.number("probability")
    if not mode.training or mode.rng is None or probability <= 0:
        return x
    kept = jax.random.bernoulli(jax.random.fold_in(mode.rng, spec.index), 1 - probability, x.shape)
    return jnp.where(kept, x / (1 - probability), 0).astype(x.dtype)


def _crop_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    height, width = section.integer("crop_height"), section.integer("crop_width")
    if height > shapes[-1][0] or width > shapes[-1][1]:
        expected = f"at most the input's {shapes[-1][0]} x {shapes[-1][1]}"
        raise section.error(f"a crop of {height} x {width}", expected)
    return (height, width, shapes[-1][2]), ()


def _crop(spec: LayerSpec, x: Array, mode: Mode) -> Array:
    top, left = ((spec.input[axis] - spec.output[axis]) // 2 for axis in (0, 1))
    x = x[:, top : top + spec.output[0], left : left + spec.output[1]]
    return x if spec.section.integer("noadjust") else 2 * x - 1


# --- layers that read earlier outputs


def _place(section: Section, key: str, named: float, index: int) -> int:
    place = int(named) if named >= 0 else index + int(named)
    if named != int(named) or not 0 <= place < index:
        raise section.error(f"{key}={named:g}", f"a layer before this one (number {index})", key)
    return place


def _shortcut_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    activation_of(section)
    place = _place(section, "from", section.integer("from"), index)
    here, there = shapes[-1][:2], shapes[place + 1][:2]
    small, large = sorted((here, there))
    if (
        any(b % a for a, b in zip(small, large, strict=True))
        or len({large[i] // small[i] for i in (0, 1)}) > 1
    ):
        raise section.error(
            f"a layer of {there[0]} x {there[1]}", f"{here[0]} x {here[1]} or a multiple", "from"
        )
    return shapes[-1], (place,)


def _shortcut_apply(
    spec: LayerSpec, p: Parameters, x: Array, earlier: Sequence[Array], mode: Mode
) -> Applied:
    section, other = spec.section, earlier[spec.sources[0]]
    alpha, beta = section.number("alpha"), section.number("beta")
    step = max(other.shape[1] // x.shape[1], 1)
    gap = max(x.shape[1] // other.shape[1], 1)
    channels = min(x.shape[3], other.shape[3])
    added = beta * other[:, ::step, ::step, :channels]
    if added.shape == x.shape:
        x = alpha * x + added
    else:
        corner = (slice(None), slice(None, None, gap), slice(None, None, gap), slice(channels))
        x = x.at[corner].set(alpha * x[corner] + added)
    return Applied(activation_of(section)(x), p)


def _route_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    places = tuple(_place(section, "layers", named, index) for named in section.numbers("layers"))
    parts = [shapes[place + 1] for place in places]
    if len({part[:2] for part in parts}) != 1:
        found = ", ".join(f"{height} x {width}" for height, width, _ in parts)
        raise section.error(f"layers of {found}", "layers of one height and width", "layers")
    return (*parts[0][:2], sum(part[2] for part in parts)), places


def _route_apply(spec: LayerSpec, p: Parameters, x: Array, earlier: Sequence[Array], mode: Mode) -> Applied:
    return Applied(jnp.concatenate([earlier[place] for place in spec.sources], axis=3), p)


LAYERS: Mapping[str, LayerKind] = {
    "convolutional": LayerKind(_conv_shape, _conv_arrays, _conv_apply),
    "connected": LayerKind(_connected_shape, _connected_arrays, _connected_apply),
    "batchnorm": LayerKind(_same_shape, _batchnorm_arrays, _batchnorm_apply),
    "activation": LayerKind(_same_shape, _no_arrays, _plain(lambda s, x, mode: activation_of(s.section)(x))),
    "maxpool": LayerKind(_maxpool_shape, _no_arrays, _plain(_maxpool)),
    "avgpool": LayerKind(
        lambda section, index, shapes: ((1, 1, shapes[-1][2]), ()), _no_arrays, _plain(_avgpool)
    ),
    "softmax": LayerKind(_softmax_shape, _no_arrays, _plain(_softmax)),
    "reorg": LayerKind(_reorg_shape, _no_arrays, _plain(_reorg)),
    "shortcut": LayerKind(_shortcut_shape, _no_arrays, _shortcut_apply),
    "route": LayerKind(_route_shape, _no_arrays, _route_apply),
    "dropout": LayerKind(_same_shape, _no_arrays, _plain(_dropout)),
    "cost": LayerKind(_same_shape, _no_arrays, _plain(lambda s, x, mode: x)),
    "crop": LayerKind(_crop_shape, _no_arrays, _plain(_crop)),
}
