"""The sections that a cfg may hold: the keys of each, and the functions behind its name."""

from collections.abc import Mapping
from typing import NamedTuple

from darkgo.darknet import joining, simple, weighted
from darkgo.darknet.keys import KEYS, Keys
from darkgo.darknet.layer import LayerKind

Kinds = Mapping[str, LayerKind]
LAYERS: Kinds = {
    "convolutional": weighted.CONVOLUTIONAL,
    "connected": weighted.CONNECTED,
    "batchnorm": weighted.BATCHNORM,
    "activation": simple.ACTIVATION,
    "maxpool": simple.MAXPOOL,
    "avgpool": simple.AVGPOOL,
    "softmax": simple.SOFTMAX,
    "reorg": simple.REORG,
    "dropout": simple.DROPOUT,
    "cost": simple.COST,
    "crop": simple.CROP,
    "shortcut": joining.SHORTCUT,
    "route": joining.ROUTE,
}


class Sections(NamedTuple):
    """The sections that a cfg may hold. A package with layers of its own adds them to DARKNET_SECTIONS."""

    keys: Keys = KEYS
    kinds: Kinds = LAYERS

    def with_more(self, keys: Keys, kinds: Kinds) -> "Sections":
        """These sections, and those of a package."""
        return Sections({**self.keys, **keys}, {**self.kinds, **kinds})


DARKNET_SECTIONS = Sections()
