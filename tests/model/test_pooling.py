"""`[gpool]` beside the same in NumPy."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.darknet.network import NetSpec, forward, initial_parameters, resized
from darkgo.darknet.table import operations
from darkgo.errors import BadInput
from darkgo.model.network import network_from_text

CHANNELS = 3
LAYER = f"[net]\nheight=5\nwidth=5\nchannels={CHANNELS}\n[gpool]\n"


def drawn(network: NetSpec, seed: int) -> tuple[jax.Array, dict[str, jax.Array]]:
    """An input [2, H, W, C] and parameters."""
    chance = np.random.default_rng(seed)
    arrays = network.arrays(network.layers[0])
    given = {name: jnp.asarray(chance.normal(size=shape), jnp.float32) for name, shape in arrays.items()}
    return jnp.asarray(chance.normal(size=(2, *network.input)), jnp.float32), given


@pytest.mark.parametrize("side", [5, 9])
@pytest.mark.parametrize("activation", ["linear", "relu"])
def test_mean_and_maximum_go_to_every_point(side: int, activation: str) -> None:
    network = resized(network_from_text(f"{LAYER}activation={activation}\n"), side)
    x, given = drawn(network, side)
    (found,), _ = forward(network, (given,), x)
    points = np.asarray(x, np.float64).reshape(2, side * side, CHANNELS)
    pooled = np.concatenate([points.mean(axis=1), points.max(axis=1)], axis=1)
    weights, biases = (np.asarray(given[name], np.float64) for name in ("weights", "biases"))
    expected = points + (pooled @ weights.T + biases)[:, None]
    if activation == "relu":
        expected = np.maximum(expected, 0)
    np.testing.assert_allclose(found.reshape(expected.shape), expected, atol=1e-5)


@pytest.mark.parametrize("side", [5, 9])
def test_weights_of_0_change_nothing(side: int) -> None:
    network = resized(network_from_text(LAYER), side)
    x, given = drawn(network, side)
    (found,), _ = forward(network, (jax.tree.map(jnp.zeros_like, given),), x)
    np.testing.assert_array_equal(found, x)


def test_its_arrays_and_operations() -> None:
    network = network_from_text(LAYER)
    (given,) = initial_parameters(network, 0)
    assert {name: array.shape for name, array in given.items()} == {"biases": (3,), "weights": (3, 6)}
    assert np.asarray(given["weights"]).std() > 0
    assert operations(network) == 2 * 3 * 6


def test_an_activation_that_there_is_not() -> None:
    with pytest.raises(BadInput, match=r"^cfg:6: \[gpool\] activation=blue; expected .*relu"):
        network_from_text(f"{LAYER}activation=blue\n")
