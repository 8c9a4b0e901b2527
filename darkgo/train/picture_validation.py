"""Validation on pictures: how often the class is the network's first choice."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
from jax import Array
from PIL import Image

from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.darknet.prepared import Plan, layer_outputs, prepare
from darkgo.darknet.simple import log_probabilities
from darkgo.darknet.ways import BY_ONEDNN, BY_XLA
from darkgo.pictures.letterbox import letterbox
from darkgo.pictures.picture_folder import PictureReader
from darkgo.train.classes import softmax_of

BATCH = 64
"""Pictures that are measured together."""


class ClassAccuracy(NamedTuple):
    """top1: the share of pictures whose class was the first choice. nll: the mean of -log p of the class, in
    nats."""

    top1: float
    nll: float


class PictureValidator:
    """Measures parameters of a network on whole pictures, as `darkgo classify` sees them."""

    def __init__(
        self, network: NetSpec, reader: PictureReader, dtype: jax.typing.DTypeLike, by_onednn: bool
    ) -> None:
        self._network, self._reader = network, reader
        self._ways = BY_ONEDNN if by_onednn else BY_XLA
        self._plan = Plan.of(network, jnp.dtype(dtype).name, self._ways)
        self._measure = jax.jit(self._measured)

    def __call__(self, parameters: NetParameters, limit: int) -> ClassAccuracy:
        """The accuracy on up to `limit` pictures. Raises BadInput if no picture can be read."""
        arrays = jax.device_get(parameters)
        _, prepared = prepare(self._network, arrays, self._plan.dtype, self._ways)
        count = len(self._reader)
        numbers = np.linspace(0, count - 1, min(limit, count)).astype(np.int64)
        parts = []
        for start in range(0, len(numbers), BATCH):
            chosen = numbers[start : start + BATCH]
            # The last batch is padded, so that only one shape is compiled.
            filled = np.concatenate([chosen, np.repeat(chosen[-1:], BATCH - len(chosen))])
            pixels, targets = zip(*self._reader.map(self._boxed, filled.tolist()), strict=True)
            found = self._measure(prepared, np.stack(pixels), np.array(targets, np.int32))
            parts.append([np.asarray(values)[: len(chosen)] for values in found])
        top1, nll = (float(np.mean(np.concatenate(kind))) for kind in zip(*parts, strict=True))
        return ClassAccuracy(top1, nll)

    def _boxed(self, image: Image.Image, target: int, place: int) -> tuple[npt.NDArray[np.float32], int]:
        height, width, _ = self._network.input
        return letterbox(image, height, width), target

    def _measured(self, parameters: NetParameters, pixels: Array, target: Array) -> tuple[Array, Array]:
        """Whether the class is the first choice [B], and its -log p [B]."""
        outputs = layer_outputs(self._plan, parameters, pixels)
        logs = log_probabilities(softmax_of(self._network), outputs, pixels)
        chosen = jnp.take_along_axis(logs, target[:, None], axis=1)
        return jnp.argmax(logs, axis=1) == target, -chosen[:, 0]
