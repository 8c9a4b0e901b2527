"""Networks without their batch normalisation compute what they computed with it."""

from functools import partial
from pathlib import Path

import jax
import numpy as np
import pytest

from darkgo.darknet.fold import fold
from darkgo.darknet.network import apply, load_network
from darkgo.darknet.weights import read_weights

NETWORKS = [("go-mini", "go-mini.initial"), ("layers-mini", "layers-mini"), ("tiny-mini", "tiny-mini")]


@pytest.mark.parametrize(("cfg", "weights"), NETWORKS)
def test_the_outputs_are_the_same(goldens: Path, cfg: str, weights: str) -> None:
    network = load_network(goldens / f"{cfg}.cfg")
    parameters, _ = read_weights(goldens / f"{weights}.weights", network)
    x = np.random.default_rng(0).normal(size=(3, *network.input)).astype(np.float32)
    folded, arrays = fold(network, parameters)
    assert not any(layer.section.options.get("batch_normalize") for layer in folded.layers)
    assert all("scales" not in given or "weights" not in given for given in arrays)
    expected = jax.jit(partial(apply, network))(parameters, x)
    np.testing.assert_allclose(jax.jit(partial(apply, folded))(arrays, x), expected, rtol=1e-4, atol=1e-6)
