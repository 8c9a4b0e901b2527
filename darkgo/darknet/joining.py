"""The layers that read the outputs of earlier ones: shortcut and route."""

from collections.abc import Sequence

import jax.numpy as jnp
from jax import Array

from darkgo.darknet.cfg import Section
from darkgo.darknet.layer import (
    Applied,
    LayerKind,
    LayerSpec,
    Mode,
    Parameters,
    Shape,
    activation_of,
    no_arrays,
)


def _place(section: Section, key: str, named: float, index: int) -> int:
    place = int(named) if named >= 0 else index + int(named)
    if named != int(named) or not 0 <= place < index:
        raise section.error(f"{key}={named:g}", f"a layer before this one (number {index})", key)
    return place


def _shortcut_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
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


SHORTCUT = LayerKind(_shortcut_shape, no_arrays, _shortcut_apply)
ROUTE = LayerKind(_route_shape, no_arrays, _route_apply)
