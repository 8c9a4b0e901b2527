"""The full Tiny Darknet at its real size, beside a forward pass in plain numpy that reads the cfg itself."""

import re
from functools import partial
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import PIL.Image
import pytest
from numpy.typing import NDArray

from darkgo.cli import run
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


class Drawn(NamedTuple):
    """A picture, weights, and what they give."""

    picture: Path
    image: Image
    weights: Path
    expected: NDArray[np.float32]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    folder = tmp_path_factory.mktemp("tiny")
    picture, path = folder / "a.png", folder / "tiny.weights"
    pixels = np.random.default_rng(1).integers(0, 256, (224, 224, 3)).astype(np.uint8)
    PIL.Image.fromarray(pixels).save(picture)
    image = (pixels.transpose(2, 0, 1) / 255).astype(np.float32)
    weights = Weights(2)
    expected = forward(image, weights)
    path.write_bytes(weights.data)
    assert expected.shape == (CLASSES,)
    # Numbers that tell one class from another, so that an error in any layer shows.
    assert expected.max() > 3 / CLASSES > 1 / CLASSES > 3 * expected.min()
    return Drawn(picture, image, path, expected)


def test_all_probabilities(drawn: Drawn) -> None:
    network = load_network(CFG)
    parameters, _ = read_weights(drawn.weights, network)
    pixels = jnp.asarray(drawn.image.transpose(1, 2, 0)[None])
    (found,) = jax.jit(partial(apply, network))(parameters, pixels)
    np.testing.assert_allclose(found, drawn.expected, rtol=1e-3, atol=1e-7)


def test_classify_prints_the_best(drawn: Drawn, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["classify", "cfg/tiny.cfg", str(drawn.weights), str(drawn.picture)]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(re.escape(str(drawn.picture)) + r": Predicted in \d+\.\d{6} seconds\.", first)
    best = np.argsort(-drawn.expected)[:5]
    assert [line.split(": ")[0] for line in lines] == [str(number) for number in best]
    found = [float(line.split(": ")[1]) for line in lines]
    np.testing.assert_allclose(found, drawn.expected[best], rtol=1e-3, atol=1e-6)
