"""The table from the section names of a cfg to the functions behind them."""

from collections.abc import Mapping

from darkgo.darknet import joining, simple, weighted
from darkgo.darknet.layer import LayerKind

LAYERS: Mapping[str, LayerKind] = {
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
