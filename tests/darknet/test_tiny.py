"""The full Tiny Darknet at its real size, beside a forward pass in plain numpy that reads the cfg itself."""

from pathlib import Path

import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from darkgo.darknet.network import apply, load_network
from darkgo.darknet.weights import read_weights

CFG = Path(__file__).parents[2] / "cfg" / "tiny.cfg"
CLASSES = 1000
Image = NDArray[np.float32]
"""Channels, height, width: darknet's order."""


def sections(path: Path) -> list[tuple[str, dict[str, str]]]:
    """The name of each section and its keys."""
    found: list[tuple[str, dict[str, str]]] = []
    for line in path.read_text().split():
        if line.startswith("["):
            found.append((line.strip("[]"), {}))
        else:
            key, _, value = line.partition("=")
            found[-1][1][key] = value
    return found


class Weights:
    """A weights file that is drawn piece by piece, in the order in which darknet reads it."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self.data = np.array([0, 2, 0, 0, 0], "<i4").tobytes()

    def draw(self, *shape: int, low: float, high: float) -> NDArray[np.float32]:
        """The next numbers of the file, evenly distributed."""
        found = self._random.uniform(low, high, shape).astype("<f4")
        self.data += found.tobytes()
        return found


def convolutional(x: Image, options: dict[str, str], weights: Weights) -> Image:
    """All steps of darknet's convolutional layer; every array of it is drawn."""
    filters, size, channels = int(options["filters"]), int(options["size"]), len(x)
    biases = weights.draw(filters, low=-0.5, high=0.5)
    normal = "batch_normalize" in options
    if normal:
        scales = weights.draw(filters, low=0.5, high=1.5)
        mean = weights.draw(filters, low=-0.3, high=0.3)
        variance = weights.draw(filters, low=0.5, high=2)
    reach = (6 / (size * size * channels)) ** 0.5
    kernel = weights.draw(filters, channels, size, size, low=-reach, high=reach)
    side = size // 2
    padded = np.pad(x, ((0, 0), (side, side), (side, side)))
    # [channels, height, width, size, size]: what is below the kernel at each place.
    windows = np.lib.stride_tricks.sliding_window_view(padded, (size, size), (1, 2))
    found = np.einsum("chwij,fcij->fhw", windows, kernel, optimize=True)
    if normal:
        found = (found - mean[:, None, None]) / (np.sqrt(variance) + 1e-6)[:, None, None]
        found *= scales[:, None, None]
    found += biases[:, None, None]
    return np.where(found > 0, found, 0.1 * found) if options["activation"] == "leaky" else found


def forward(image: Image, weights: Weights) -> NDArray[np.float32]:
    """The probabilities [1000], with weights that are drawn on the way."""
    x = image
    for name, options in sections(CFG):
        match name:
            case "convolutional":
                x = convolutional(x, options, weights)
            case "maxpool":
                channels, height, width = x.shape
                x = x.reshape(channels, height // 2, 2, width // 2, 2).max((2, 4))
            case "avgpool":
                x = x.mean((1, 2))
            case "softmax":
                x = np.exp(x - x.max())
                x /= x.sum()
            case _:
                assert name in ("net", "cost")
    return x


def test_a_picture_that_was_drawn(tmp_path: Path) -> None:
    image = np.random.default_rng(1).uniform(0, 1, (3, 224, 224)).astype(np.float32)
    weights = Weights(2)
    expected = forward(image, weights)
    assert expected.shape == (CLASSES,)
    # Numbers that tell one class from another, so that an error in any layer shows.
    assert expected.max() > 3 / CLASSES > 1 / CLASSES > 3 * expected.min()
    path = tmp_path / "tiny.weights"
    path.write_bytes(weights.data)
    network = load_network(CFG)
    parameters, _ = read_weights(path, network)
    (found,) = apply(network, parameters, jnp.asarray(image.transpose(1, 2, 0)[None]))
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-7)
    assert np.argsort(-np.asarray(found))[:5].tolist() == np.argsort(-expected)[:5].tolist()
