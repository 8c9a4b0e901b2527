"""A network that says what is in a picture: for each class a probability."""

import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt

from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.darknet.prepared import output, prepare
from darkgo.errors import BadInput
from darkgo.pictures.letterbox import letterbox
from darkgo.pictures.picture_file import MODES, open_picture


class Prediction(NamedTuple):
    """What a network says of a picture."""

    probabilities: npt.NDArray[np.float32]
    """[classes]: the outputs of the network."""
    seconds: float
    """How long the network took, without reading the picture."""

    def best(self, count: int) -> list[int]:
        """The `count` most probable classes, the best first, the lower number first on a tie."""
        order = np.argsort(-self.probabilities, kind="stable")
        return [int(number) for number in order[:count]]


def check_classifier(network: NetSpec) -> NetSpec:
    """The network itself, if it reads pictures and has one output.

    Raises BadInput with the cfg's file and line if it does not.
    """
    net, (_, _, channels) = network.net, network.input
    if channels not in MODES or not net.integer("channels"):
        key = "channels" if net.integer("channels") else "inputs"
        raise net.error(f"{key}={channels}", "height, width and channels=3 (colour) or 1 (grey)", key)
    if len(network.output_layers) > 1:
        section = network.output_layers[0].section
        raise section.error("as one of several outputs", "a network with one output, the classes")
    return network


class Classifier:
    """A network that is compiled for one picture at a time."""

    def __init__(self, network: NetSpec, parameters: NetParameters) -> None:
        self._network = network
        plan, self._parameters = prepare(network, parameters)
        given = jax.ShapeDtypeStruct((1, *network.input), jnp.float32)
        self._run = jax.jit(partial(output, plan)).lower(self._parameters, given).compile()

    def __call__(self, path: Path) -> Prediction:
        """Looks at the picture in a file. Raises BadInput if it cannot be read."""
        height, width, channels = self._network.input
        pixels = letterbox(open_picture(path, channels), height, width)
        began = time.perf_counter()
        found = np.asarray(self._run(self._parameters, jnp.asarray(pixels[None])))[0]
        seconds = time.perf_counter() - began
        if not np.isfinite(found).all():
            raise BadInput(f"{path}: the network's answer is not a finite number; expected other weights")
        return Prediction(found, seconds)
