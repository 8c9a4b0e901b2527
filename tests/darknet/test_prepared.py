"""Prepared networks compute what the cfg says, with layers joined where that changes nothing."""

from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.darknet.network import apply, forward, initial_parameters, load_network, network_from_text
from darkgo.darknet.prepared import output, outputs, prepare
from darkgo.darknet.weights import read_weights
from tests.darknet.test_fold import NETWORKS

NET = "[net]\nheight=5\nwidth=5\nchannels=2\n"
CONV = "[convolutional]\nfilters=4\nsize=3\npad=1\nbatch_normalize=1\nactivation="


@pytest.mark.parametrize(("cfg", "weights"), NETWORKS)
def test_the_answers_of_the_c_program(goldens: Path, cfg: str, weights: str) -> None:
    network = load_network(goldens / f"{cfg}.cfg")
    height, width, channels = network.input
    x = np.fromfile(goldens / f"{cfg}.inputs.f32", np.float32).reshape(-1, channels, height, width)
    expected = np.fromfile(goldens / f"{cfg}.probabilities.f32", np.float32).reshape(len(x), -1)
    plan, arrays = prepare(network, read_weights(goldens / f"{weights}.weights", network)[0])
    found = jax.jit(partial(output, plan))(arrays, x.transpose(0, 2, 3, 1))
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    ("layers", "joined"),
    [
        (f"{CONV}relu\n{CONV}linear\n[shortcut]\nfrom=0\nactivation=relu\n", [1]),
        (f"{CONV}relu\n{CONV}linear\n[shortcut]\nfrom=0\nactivation=leaky\n", [1]),
        (f"{CONV}relu\n{CONV}relu\n[shortcut]\nfrom=0\nactivation=relu\n", []),
        (f"{CONV}relu\n{CONV}linear\n[shortcut]\nfrom=0\nalpha=2\nactivation=relu\n", []),
        (f"{CONV}relu\n{CONV}linear\n[shortcut]\nfrom=0\n[route]\nlayers=1,2\n", []),
        (f"{CONV}elu\n{CONV}tanh\n{CONV}logistic\n", []),
    ],
)
@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_layers_are_joined_only_where_nothing_else_wants_them(
    layers: str, joined: list[int], dtype: str
) -> None:
    network = network_from_text(NET + layers)
    parameters = tuple(
        {name: np.ones_like(array) if name == "variance" else array for name, array in given.items()}
        for given in initial_parameters(network, seed=1)
    )
    x = np.random.default_rng(0).normal(size=(2, 5, 5, 2)).astype(np.float32)
    plan, arrays = prepare(network, parameters, dtype)
    found = jax.jit(partial(outputs, plan))(arrays, x)
    assert [place for place, one in enumerate(found) if one is None] == joined
    expected, _ = jax.jit(partial(forward, network))(parameters, x)
    atol = 1e-5 if dtype == "float32" else 0.1
    np.testing.assert_allclose(np.asarray(found[-1], np.float32), expected[-1], atol=atol)


def test_a_plan_serves_other_sizes(goldens: Path) -> None:
    network = load_network(goldens / "go-mini.cfg")
    parameters, _ = read_weights(goldens / "go-mini.initial.weights", network)
    plan, arrays = prepare(network, parameters)
    smaller = plan.resized(9)
    x = jnp.asarray(np.random.default_rng(0).integers(-1, 2, (2, 9, 9, 1)), jnp.float32)
    found = jax.jit(partial(output, smaller))(arrays, x)
    assert found.shape == (2, 82)
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-5)
    whole = jax.jit(partial(apply, plan.network))(tuple(parameters), jnp.zeros((1, 19, 19, 1)))
    assert whole.shape == (1, 362)
