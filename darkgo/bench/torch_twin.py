"""The same network in PyTorch, if that is installed: folded, channels last, without compilation.

In the shapes B is the number of inputs, H, W and C are the sides and channels of an input.
"""

from collections.abc import Callable
from typing import Any

import jax
import numpy as np
from numpy.typing import NDArray

from darkgo.bench.forward import drawn_inputs, forward_call
from darkgo.bench.machine import WITH_BFLOAT16, features
from darkgo.bench.rows import Twins
from darkgo.darknet.fold import fold
from darkgo.darknet.layer import LayerSpec
from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.model.heads import LEAST_SPREAD

try:
    import torch
    from torch.nn import functional
except (ImportError, OSError):  # not installed, or without a library that it needs
    torch = None

CLOSE = {"float32": 1e-3, "bfloat16": 0.25}
"""The largest difference from XLA's answers that is allowed, relative to the largest answer."""
Tensor = Any
Answer = Callable[[], Tensor]


class NoTwin(Exception):
    """A layer of the network is not known here. The message names it."""


class Twin:
    """A network in PyTorch."""

    def __init__(self, network: NetSpec, parameters: NetParameters, dtype: str) -> None:
        """`dtype`: float32 or bfloat16. Raises NoTwin."""
        self._network, folded = fold(network, parameters)
        self._dtype = getattr(torch, dtype)
        for layer in network.layers:
            _check(network, layer)
        self._parameters = [
            {name: self._tensor(np.asarray(array)) for name, array in given.items()} for given in folded
        ]

    def call(self, inputs: NDArray[np.float32]) -> Answer:
        """A call that returns the answers to the inputs [B, H, W, C]: float32 [B, outputs]."""
        x = self._tensor(inputs.transpose(0, 3, 1, 2))

        def answer() -> Tensor:
            with torch.inference_mode():
                return self._computed(x)

        return answer

    def _tensor(self, array: NDArray[np.float32]) -> Tensor:
        tensor = torch.from_numpy(np.array(array, order="C")).to(self._dtype)
        return tensor.to(memory_format=torch.channels_last) if tensor.ndim == 4 else tensor

    def _computed(self, x: Tensor) -> Tensor:
        found: list[Tensor] = []
        for layer, given in zip(self._network.layers, self._parameters, strict=True):
            x = LAYERS[layer.kind](layer, given, x, found)
            found.append(x)
        return torch.cat([found[end.index].float().flatten(1) for end in self._network.output_layers], dim=1)


def _convolutional(layer: LayerSpec, given: dict[str, Tensor], x: Tensor, _: list[Tensor]) -> Tensor:
    section = layer.section
    size, stride, groups = (section.integer(key) for key in ("size", "stride", "groups"))
    padding = size // 2 if section.integer("pad") else section.integer("padding")
    x = functional.conv2d(x, given["weights"], given["biases"], stride, padding, groups=groups)
    return _activated(layer, x)


def _connected(layer: LayerSpec, given: dict[str, Tensor], x: Tensor, _: list[Tensor]) -> Tensor:
    x = functional.linear(x.flatten(1), given["weights"], given["biases"])
    return _activated(layer, x)[:, :, None, None]


def _shortcut(layer: LayerSpec, _: dict[str, Tensor], x: Tensor, found: list[Tensor]) -> Tensor:
    return _activated(layer, x + found[layer.sources[0]])


def _route(layer: LayerSpec, _: dict[str, Tensor], x: Tensor, found: list[Tensor]) -> Tensor:
    return torch.cat([found[place] for place in layer.sources], dim=1)


def _maxpool(layer: LayerSpec, _: dict[str, Tensor], x: Tensor, __: list[Tensor]) -> Tensor:
    section = layer.section
    size, stride, padding = (section.integer(key) for key in ("size", "stride", "padding"))
    size = stride if size < 0 else size
    before = (size - 1 if padding < 0 else padding) // 2
    beyond = [
        (out - 1) * stride + size - side - before
        for side, out in zip(layer.input[:2], layer.output[:2], strict=True)
    ]
    if before or any(beyond):
        x = functional.pad(x, (before, beyond[1], before, beyond[0]), value=-torch.inf)
    return functional.max_pool2d(x, size, stride)


def _softmax(layer: LayerSpec, _: dict[str, Tensor], x: Tensor, __: list[Tensor]) -> Tensor:
    groups, temperature = layer.section.integer("groups"), layer.section.number("temperature")
    logits = x.flatten(1).float().reshape(len(x), groups, -1) / temperature
    return functional.softmax(logits, dim=2).reshape(len(x), -1, 1, 1)


def _reorg(layer: LayerSpec, _: dict[str, Tensor], x: Tensor, __: list[Tensor]) -> Tensor:
    return functional.pad(x.flatten(1), (0, layer.section.integer("extra")))[:, :, None, None]


def _gpool(layer: LayerSpec, given: dict[str, Tensor], x: Tensor, _: list[Tensor]) -> Tensor:
    pooled = torch.cat([x.mean((2, 3)), x.amax((2, 3))], dim=1)
    added = functional.linear(pooled, given["weights"], given["biases"])
    return _activated(layer, x + added[:, :, None, None])


def _outcome(_: LayerSpec, __: dict[str, Tensor], x: Tensor, ___: list[Tensor]) -> Tensor:
    shift, spread = x.float().split(1, dim=1)
    return torch.cat([shift, LEAST_SPREAD + functional.softplus(spread)], dim=1)


def _same(_: LayerSpec, __: dict[str, Tensor], x: Tensor, ___: list[Tensor]) -> Tensor:
    return x


LAYERS: dict[str, Callable[[LayerSpec, dict[str, Tensor], Tensor, list[Tensor]], Tensor]] = {
    "convolutional": _convolutional,
    "connected": _connected,
    "shortcut": _shortcut,
    "route": _route,
    "maxpool": _maxpool,
    "avgpool": lambda _, __, x, ___: x.mean((2, 3), keepdim=True),
    "activation": lambda layer, _, x, __: _activated(layer, x),
    "softmax": _softmax,
    "reorg": _reorg,
    "dropout": _same,
    "cost": _same,
    "gpool": _gpool,
    "ownership": lambda _, __, x, ___: 2 * x.float().sigmoid() - 1,
    "outcome": _outcome,
}
ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "linear": lambda x: x,
    "relu": lambda x: functional.relu(x),
    "leaky": lambda x: functional.leaky_relu(x, 0.1),
    "logistic": lambda x: x.sigmoid(),
    "tanh": lambda x: x.tanh(),
    "elu": lambda x: functional.elu(x),
    "selu": lambda x: functional.selu(x),
}


def _activated(layer: LayerSpec, x: Tensor) -> Tensor:
    return ACTIVATIONS[layer.section.word("activation")](x)


def _check(network: NetSpec, layer: LayerSpec) -> None:
    """Raises NoTwin if the layer is not known here."""
    section = layer.section
    if layer.kind not in LAYERS:
        raise NoTwin(f"[{layer.kind}]")
    if "activation" in section.options and section.word("activation") not in ACTIVATIONS:
        raise NoTwin(f"activation={section.word('activation')}")
    if layer.kind == "reorg" and not section.integer("extra"):
        raise NoTwin("[reorg] without extra")
    if layer.kind == "shortcut" and (
        network.layers[layer.sources[0]].output != layer.output
        or not section.number("alpha") == section.number("beta") == 1
    ):
        raise NoTwin("[shortcut] of another shape, or with alpha or beta")


def twins_of(network: NetSpec, parameters: NetParameters) -> tuple[Twins, str]:
    """The network in PyTorch by the kind of numbers, if it answers as ours does; and why there is none."""
    if jax.default_backend() != "cpu":
        return {}, "not measured on an accelerator"
    if torch is None:
        return {}, "not installed"
    dtypes = ["float32", *(["bfloat16"] if WITH_BFLOAT16 & set(features()) else [])]
    inputs = drawn_inputs(network.input, 2)
    expected = np.asarray(forward_call(network, parameters, inputs)())
    twins = {}
    try:
        for dtype in dtypes:
            twin = Twin(network, parameters, dtype)
            gap = float(np.abs(twin.call(inputs)().numpy() - expected).max() / np.abs(expected).max())
            if gap > CLOSE[dtype]:
                return {}, f"not measured: its answers in {dtype} differ by {gap:.2g} of the largest"
            twins[dtype] = twin.call
    except NoTwin as unknown:
        return {}, f"not measured: {unknown} has no counterpart here"
    return twins, ""
