"""The layers of a network as they are computed: some together with the next one."""

from collections.abc import Iterator
from typing import NamedTuple

from darkgo.darknet.layer import LayerSpec
from darkgo.darknet.network import NetSpec


class FusedLayer(NamedTuple):
    """What is computed at a time: a layer, or a convolution with the shortcut behind it."""

    first: LayerSpec
    shortcut: LayerSpec | None = None

    @property
    def last(self) -> LayerSpec:
        """The layer whose output is computed."""
        return self.shortcut or self.first

    @property
    def reads(self) -> frozenset[int]:
        """The places of the layers whose outputs are needed."""
        return (self.first.reads | self.last.reads) - {self.first.index}


def fused_layers(network: NetSpec) -> Iterator[FusedLayer]:
    """The layers in their order, shortcuts joined to the convolutions before them where that is possible."""
    layers = iter(network.layers)
    wanted = {source for layer in network.layers for source in layer.sources}
    for layer in layers:
        after = network.layers[layer.index + 1] if layer.index + 1 < len(network.layers) else None
        if (
            after
            and layer.kind == "convolutional"
            and layer.index not in wanted
            and _joins(network, layer, after)
        ):
            next(layers)
            yield FusedLayer(layer, after)
        else:
            yield FusedLayer(layer)


def _joins(network: NetSpec, layer: LayerSpec, after: LayerSpec) -> bool:
    """Whether a layer only adds an earlier output of the same shape to what this convolution sums up."""
    return (
        after.kind == "shortcut"
        and layer.section.word("activation") == "linear"
        and network.layers[after.sources[0]].output == layer.output
        and after.section.number("alpha") == after.section.number("beta") == 1
    )
