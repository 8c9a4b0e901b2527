"""The layers that look only at their input and have no parameters: pooling, softmax, reorg, dropout, crop."""

import math
from collections.abc import Sequence

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from darkgo.darknet.cfg import Section
from darkgo.darknet.layer import (
    LayerKind,
    LayerSpec,
    Mode,
    Shape,
    activation_of,
    flatten,
    no_arrays,
    plain,
    same_shape,
    window_side,
)


def _pool_window(section: Section) -> tuple[int, int, int]:
    stride, size, padding = (section.integer(key) for key in ("stride", "size", "padding"))
    size = stride if size < 0 else size
    return stride, size, size - 1 if padding < 0 else padding


def _maxpool_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    stride, size, padding = _pool_window(section)
    sides = (window_side(section, side, size, stride, padding) for side in shapes[-1][:2])
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
    # A constant of NumPy: JAX knows how to differentiate a maximum that begins with it.
    lowest = np.array(-np.inf, x.dtype)
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


def log_probabilities(spec: LayerSpec, outputs: Sequence[Array | None], x: Array) -> Array:
    """The logarithms of what a softmax layer with one group gives, float32 [B, values], computed from the
    layer before it.

    `outputs` are those of all layers; x is the input of the network.
    """
    before = outputs[spec.index - 1] if spec.index else x
    assert before is not None  # only a layer that a shortcut follows has no output of its own
    return jax.nn.log_softmax(softmax_logits(spec, before)[:, 0])


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


def _avgpool_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    return (1, 1, shapes[-1][2]), ()


ACTIVATION = LayerKind(same_shape, no_arrays, plain(lambda spec, x, mode: activation_of(spec.section)(x)))
MAXPOOL = LayerKind(_maxpool_shape, no_arrays, plain(_maxpool))
AVGPOOL = LayerKind(_avgpool_shape, no_arrays, plain(_avgpool))
SOFTMAX = LayerKind(_softmax_shape, no_arrays, plain(_softmax))
REORG = LayerKind(_reorg_shape, no_arrays, plain(_reorg))
DROPOUT = LayerKind(same_shape, no_arrays, plain(_dropout))
COST = LayerKind(same_shape, no_arrays, plain(lambda spec, x, mode: x))
CROP = LayerKind(_crop_shape, no_arrays, plain(_crop))
