"""What the layers have in common: shapes, specifications, and the three functions behind a section name.

Activations are [B, H, W, C]; a vector is [B, 1, 1, C]. Where darknet speaks of a flat array (connected,
reorg, softmax), the order is channel, row, column, as in its files.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from darkgo.darknet.activations import ACTIVATIONS
from darkgo.darknet.cfg import Section

Shape = tuple[int, int, int]  # height, width, channels
Parameters = Mapping[str, Array]
STATISTICS = ("mean", "variance")
INPUT = -1
"""The place of the network's input among the outputs of layers."""


@dataclass(frozen=True)
class Mode:
    """How a layer is to be applied.

    `rng` feeds dropout; without it (or without `training`) nothing drops. `fast`: `onednn.is_right`
    has said yes to `dtype`. `axis`: the name of the axis of devices over which the batch is spread.
    """

    training: bool = False
    dtype: jax.typing.DTypeLike = jnp.float32
    rng: Array | None = None
    fast: bool = False
    axis: str | None = None


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

    @property
    def reads(self) -> frozenset[int]:
        """The places of the layers whose outputs it needs; INPUT is the input of the network."""
        # A [route] reads only the layers that it names.
        before = () if self.kind == "route" else (self.index - 1,)
        return frozenset((*before, *self.sources))


class Applied(NamedTuple):
    """A layer's output [B, H, W, C] and its parameters with the rolling statistics of a training step."""

    output: Array
    parameters: Parameters


class LayerKind(NamedTuple):
    """The functions behind a section name.

    shape(section, index, shapes so far (shapes[0] is the network's input)) -> (output shape, sources)
    arrays(spec) -> the stored arrays in the order of a weights file, each with its shape in that file
    apply(spec, parameters, x, the outputs so far, mode) -> Applied
    operations(spec) -> its operations for one input; a multiply-add counts as two, and borders as full
    """

    shape: Callable[[Section, int, Sequence[Shape]], tuple[Shape, tuple[int, ...]]]
    arrays: Callable[[LayerSpec], dict[str, tuple[int, ...]]]
    apply: Callable[[LayerSpec, Parameters, Array, Sequence[Array], Mode], Applied]
    operations: Callable[[LayerSpec], int] = lambda spec: 0


def flatten(x: Array) -> Array:
    """[B, H, W, C] -> [B, 1, 1, C * H * W] in darknet's order."""
    return x.transpose(0, 3, 1, 2).reshape(x.shape[0], 1, 1, -1)


def activation_of(section: Section) -> Callable[[Array], Array]:
    """The function that its `activation` key names."""
    return ACTIVATIONS[section.word("activation")]


def no_arrays(spec: LayerSpec) -> dict[str, tuple[int, ...]]:
    """The arrays of a layer without parameters."""
    return {}


def window_side(section: Section, side: int, size: int, stride: int, padding: int) -> int:
    """Output side of a window that slides with `padding` cells added in all; raises BadInput below 1."""
    out = (side + padding - size) // stride + 1
    if out < 1:
        raise section.error(f"size={size} on an input of side {side}", f"at most {side + padding}", "size")
    return out


def same_shape(section: Section, index: int, shapes: Sequence[Shape]) -> tuple[Shape, tuple[int, ...]]:
    """The shape function of a layer whose output is as large as its input."""
    return shapes[-1], ()


def plain(
    function: Callable[[LayerSpec, Array, Mode], Array],
) -> Callable[[LayerSpec, Parameters, Array, Sequence[Array], Mode], Applied]:
    """A layer that looks only at its input."""
    return lambda spec, p, x, earlier, mode: Applied(function(spec, x, mode), p)
