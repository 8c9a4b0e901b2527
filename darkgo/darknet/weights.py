"""Darknet's `.weights` files: a header, then float32 arrays layer by layer."""

import math
from pathlib import Path

import jax.numpy as jnp
import numpy as np

from darkgo.darknet.layer import LayerSpec
from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.errors import BadInput
from darkgo.files import write_whole

VERSION = (0, 2, 0)  # what DarkGo writes: `seen` in 8 bytes
ARRAY_NAMES = {"mean": "rolling mean", "variance": "rolling variance"}


def header_bytes(major: int = 0, minor: int = 2) -> int:
    """Length of the header: three int32 and `seen`, which has 8 bytes from version 0.2 on."""
    return 12 + (8 if major * 10 + minor >= 2 and major < 1000 and minor < 1000 else 4)


def parameter_count(network: NetSpec) -> int:
    """Numbers in a weights file of this network, rolling statistics included."""
    return sum(math.prod(shape) for layer in network.layers for shape in network.arrays(layer).values())


def read_weights(path: Path, network: NetSpec) -> tuple[NetParameters, int]:
    """The parameters in the file and `seen`, the number of training images so far.

    Raises BadInput if it cannot be read, is too short (naming the layer) or too long, or has numbers that are
    not finite or not possible.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: cannot read these weights: {error.strerror}") from None
    if len(data) < 16:
        raise BadInput(f"{path}: found {len(data)} bytes; expected a weights file, whose header has 16 or 20")
    major, minor, _ = (int(number) for number in np.frombuffer(data, "<i4", 3))
    start = header_bytes(major, minor)
    if not (0 <= major <= 2000 and 0 <= minor <= 2000):
        raise BadInput(f"{path}: found version {major}.{minor} in the header; this is not a weights file")
    expected = start + 4 * parameter_count(network)
    if len(data) < start:
        raise BadInput(f"{path}: found {len(data)} bytes; expected {expected} for {network.net.path}")
    seen = int(np.frombuffer(data, "<u8" if start == 20 else "<u4", 1, 12)[0])
    transposed = major > 1000 or minor > 1000
    place = start
    layers = []
    for layer in network.layers:
        arrays = {}
        for name, shape in network.arrays(layer).items():
            count = math.prod(shape)
            if place + 4 * count > len(data):
                raise BadInput(
                    f"{path}: ends in {_name(layer, name)}: found {len(data) - place} bytes, expected "
                    f"{4 * count}; the file has {len(data)} bytes, {network.net.path} needs {expected}"
                )
            values = np.frombuffer(data, "<f4", count, place)
            if not np.isfinite(values).all():
                raise BadInput(f"{path}: {_name(layer, name)} holds values that are not finite numbers")
            if name == "variance" and values.min(initial=0) < 0:
                raise BadInput(
                    f"{path}: {_name(layer, name)} holds {values.min():g}; expected 0 or more; "
                    f"these weights belong to another network than {network.net.path}"
                )
            if layer.kind == "connected" and name == "weights" and transposed:
                values = values.reshape(shape[::-1]).T
            arrays[name] = jnp.asarray(values.reshape(shape), jnp.float32)
            place += 4 * count
        layers.append(arrays)
    if place != len(data):
        raise BadInput(
            f"{path}: found {len(data)} bytes; expected {expected} for {network.net.path}; "
            "these weights belong to another network"
        )
    return tuple(layers), seen


def write_weights(path: Path, network: NetSpec, parameters: NetParameters, seen: int) -> None:
    """Writes the file, whole or not at all; `seen` is the number of training images behind it.

    Raises BadInput if it cannot be written.
    """
    parts = [np.array(VERSION, "<i4").tobytes(), np.array([seen], "<u8").tobytes()]
    for layer, arrays in zip(network.layers, parameters, strict=True):
        parts += [np.asarray(arrays[name], "<f4").tobytes() for name in network.arrays(layer)]
    write_whole(path, b"".join(parts))


def _name(layer: LayerSpec, name: str) -> str:
    place = f"{layer.section.path}:{layer.section.line}"
    return f"layer {layer.index} ({layer.kind}, {place}), {ARRAY_NAMES.get(name, name)}"
