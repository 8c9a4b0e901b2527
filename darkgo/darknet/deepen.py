"""Parameters for a residual network that computes the same as a shallower one.

A new block ends in a normalisation with scales of 0, so it adds 0 until it is trained. Goyal et al. 2017,
section 5.1, begin every block in this way.
"""

from collections.abc import Sequence
from functools import cache
from math import inf
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from darkgo.darknet.layer import LayerSpec, Parameters
from darkgo.darknet.network import NetParameters, NetSpec, forward, initial_parameters
from darkgo.errors import BadInput

Layers = Sequence[LayerSpec]
BOARDS = 8
"""The number of boards on which the two networks are compared."""
SMALLEST = 1e-37
"""The absolute difference of probabilities that is allowed, beside a relative one."""
SMALL = 1e-5
"""The same for the other outputs, which may be 0."""


class Tower(NamedTuple):
    """The layers of a residual network: those before its blocks, the blocks, and those after them."""

    before: Layers
    blocks: Sequence[Layers]
    after: Layers


def deepen(network: NetSpec, parameters: NetParameters, deeper: NetSpec, seed: int = 0) -> NetParameters:
    """Parameters with which `deeper` computes what `network` does.

    The old blocks are spread among the new ones as evenly as their layers allow. The other blocks get
    parameters drawn with `seed`. Raises BadInput if the two networks differ in more than the number of
    blocks. Also raises it if they do not compute the same in the end, because of an activation that does not
    map 0 to 0.
    """
    old, new = tower(network), tower(deeper)
    if len(new.blocks) < len(old.blocks):
        expected = f"{len(old.blocks)} or more, as in {network.net.path}"
        raise BadInput(f"{deeper.net.path}: found {len(new.blocks)} residual blocks; expected {expected}")
    places = _places(
        [_shapes(network, block) for block in old.blocks], [_shapes(deeper, block) for block in new.blocks]
    )
    pairs = [*zip(old.blocks, (new.blocks[i] for i in places), strict=True)]
    pairs += [(old.before, new.before), (old.after, new.after)]
    found = list(initial_parameters(deeper, seed))
    for i in set(range(len(new.blocks))) - set(places):
        _silence(found, new.blocks[i], deeper)
    for source, target in pairs:
        if _shapes(network, source) != _shapes(deeper, target):
            raise BadInput(
                f"{deeper.net.path}: found other layers than in {network.net.path}; expected the same "
                "and more residual blocks"
            )
        for a, b in zip(source, target, strict=True):
            found[b.index] = parameters[a.index]
    if not _agree(network, parameters, deeper, tuple(found)):
        raise BadInput(
            f"{deeper.net.path}: computes something else than {network.net.path}; expected the same options "
            "of all layers, and activations that map 0 to 0"
        )
    return tuple(found)


def _places(old: Sequence[object], new: Sequence[object]) -> Sequence[int]:
    """The place of each old block among the new ones, in order.

    An old block can only take the place of a new block with the same layers. Among these places, those
    closest to even distances are taken. If there are none, even distances are returned.
    """
    even = [i * len(new) // len(old) for i in range(len(old))]

    @cache
    def best(i: int, start: int) -> tuple[float, tuple[int, ...]]:
        """The best places, from `start` on, of the old blocks from number i on. Before them the sum of their
        distances from even places."""
        if i == len(old):
            return 0, ()
        found = [
            (abs(j - even[i]) + best(i + 1, j + 1)[0], (j, *best(i + 1, j + 1)[1]))
            for j in range(start, len(new))
            if old[i] == new[j]
        ]
        return min(found, default=(inf, ()))

    distance, places = best(0, 0)
    return places if distance < inf else even


def _shapes(network: NetSpec, layers: Layers) -> list[object]:
    return [(layer.kind, layer.input, layer.output, network.arrays(layer)) for layer in layers]


def _agree(a: NetSpec, of_a: NetParameters, b: NetSpec, of_b: NetParameters) -> bool:
    """Whether two networks have the same outputs for some random boards."""
    boards = jax.random.randint(jax.random.PRNGKey(0), (BOARDS, *a.input), -1, 2).astype(jnp.float32)
    kinds = [[(end.kind, end.output) for end in network.output_layers] for network in (a, b)]
    if kinds[0] != kinds[1]:
        return False
    one, other = _said(a, of_a, boards), _said(b, of_b, boards)
    return all(
        jnp.allclose(mine, theirs, rtol=1e-3, atol=_smallest(end), equal_nan=True)
        for mine, theirs, end in zip(one, other, a.output_layers, strict=True)
    )


def _said(network: NetSpec, parameters: NetParameters, boards: Array) -> list[Array]:
    """What each output layer of a network computes."""

    @jax.jit
    def compute(parameters: NetParameters) -> list[Array]:
        outputs, _ = forward(network, parameters, boards)
        return [outputs[end.index] for end in network.output_layers]

    found: list[Array] = compute(parameters)
    return found


def _smallest(end: LayerSpec) -> float:
    """The absolute difference that is allowed in an output. For probabilities it is tiny, so that unlikely
    moves are compared, too."""
    return SMALLEST if end.kind == "softmax" else SMALL


def tower(network: NetSpec) -> Tower:
    """The blocks of a network: each ends with a `[shortcut]` from just before its first layer.

    Raises BadInput if there is none, or if there are other layers between them.
    """
    layers = network.layers
    ends = [layer for layer in layers if layer.kind == "shortcut"]
    blocks = [layers[end.sources[0] + 1 : end.index + 1] for end in ends]
    inside = [layer.index for block in blocks for layer in block]
    if not blocks or inside != list(range(inside[0], inside[-1] + 1)):
        raise BadInput(
            f"{network.net.path}: found no row of residual blocks; expected each to end with [shortcut]"
        )
    return Tower(layers[: inside[0]], blocks, layers[inside[-1] + 1 :])


def _silence(parameters: list[Parameters], block: Layers, network: NetSpec) -> None:
    """Sets the scales of the last normalisation of a block to 0, so that the block adds 0."""
    normal = [layer.index for layer in block if "scales" in parameters[layer.index]]
    if not normal:
        raise BadInput(
            f"{network.net.path}: found a residual block without batch_normalize=1; expected it in each"
        )
    last = parameters[normal[-1]]
    parameters[normal[-1]] = {**last, "scales": jnp.zeros_like(last["scales"])}
