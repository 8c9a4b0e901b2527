"""Inference against the C program, to the digit."""

from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.darknet.network import NetSpec, apply, load_network
from darkgo.darknet.weights import read_weights, write_weights

ROOT = Path(__file__).parents[2]


def inputs(path: Path, network: NetSpec) -> np.ndarray:
    height, width, channels = network.input
    return np.fromfile(path, "<f4").reshape(-1, channels, height, width).transpose(0, 2, 3, 1)


@pytest.mark.parametrize(
    ("name", "weights"),
    [
        ("go-mini", "go-mini.initial.weights"),
        ("go-mini", "go-mini.old-header.weights"),
        ("layers-mini", "layers-mini.weights"),
        ("tiny-mini", "tiny-mini.weights"),
    ],
)
def test_probabilities(goldens: Path, name: str, weights: str) -> None:
    network = load_network(goldens / f"{name}.cfg")
    parameters, _ = read_weights(goldens / weights, network)
    found = jax.jit(partial(apply, network))(parameters, inputs(goldens / f"{name}.inputs.f32", network))
    expected = np.fromfile(goldens / f"{name}.probabilities.f32", "<f4").reshape(found.shape)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", ["go-mini.initial", "go-mini.step12", "layers-mini", "tiny-mini"])
def test_weights_written_back_are_the_same_bytes(goldens: Path, tmp_path: Path, name: str) -> None:
    network = load_network(goldens / f"{name.split('.')[0]}.cfg")
    parameters, seen = read_weights(goldens / f"{name}.weights", network)
    write_weights(tmp_path / "back.weights", network, parameters, seen)
    assert (tmp_path / "back.weights").read_bytes() == (goldens / f"{name}.weights").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["back.weights"]


def test_full_tiny_darknet(shared: Path | None) -> None:
    """A real picture. `test_tiny.py` has a drawn one, which needs no reference files."""
    if shared is None:
        pytest.skip("the reference files of the full Tiny Darknet are not here")
    network = load_network(ROOT / "cfg" / "tiny.cfg")
    folder = shared / "goldens"
    parameters, _ = read_weights(folder / "tiny.random.weights", network)
    found = apply(network, parameters, jnp.asarray(inputs(folder / "tiny.dog.letterboxed.f32", network)))[0]
    np.testing.assert_allclose(
        found, np.fromfile(folder / "tiny.dog.probabilities.f32", "<f4"), rtol=0, atol=1e-5
    )
    assert np.argsort(-found)[:5].tolist() == [548, 474, 937, 839, 179]
