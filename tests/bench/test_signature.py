"""The number that says which network it is."""

from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.bench.forward import fixed_inputs
from darkgo.bench.signature import signature
from darkgo.darknet.network import load_network
from darkgo.darknet.weights import read_weights

GOLDEN = {
    ("go-mini", "go-mini.initial"): 510083,
    ("go-mini", "go-mini.step1"): 510059,
    ("go-mini", "go-mini.step12"): 498221,
    ("tiny-mini", "tiny-mini"): 591774,
}


def signature_of(goldens: Path, cfg: str, weights: str, change: float = 0.0) -> int:
    network = load_network(goldens / f"{cfg}.cfg")
    parameters, _ = read_weights(goldens / f"{weights}.weights", network)
    return signature(network, jax.tree.map(lambda array: array * (1 + change), parameters))


@pytest.mark.parametrize(("cfg", "weights"), GOLDEN)
def test_it_is_the_same_on_every_machine_and_changes_with_the_weights(
    goldens: Path, cfg: str, weights: str
) -> None:
    found = signature_of(goldens, cfg, weights)
    assert found == GOLDEN[cfg, weights]
    # A thousandth of the weights shows; what another machine rounds differently does not.
    assert signature_of(goldens, cfg, weights, 1e-3) != found
    assert abs(signature_of(goldens, cfg, weights, 1e-7) - found) <= 1


def test_every_training_step_has_its_own() -> None:
    assert len(set(GOLDEN.values())) == len(GOLDEN)


def test_it_changes_with_the_layers(goldens: Path, tmp_path: Path) -> None:
    text = (goldens / "go-mini.cfg").read_text()
    (tmp_path / "go-mini.cfg").write_text(text.replace("activation=relu", "activation=leaky"))
    (tmp_path / "go-mini.step12.weights").write_bytes((goldens / "go-mini.step12.weights").read_bytes())
    changed = signature_of(tmp_path, "go-mini", "go-mini.step12")
    assert changed != GOLDEN["go-mini", "go-mini.step12"]


def test_the_inputs_are_fixed() -> None:
    inputs = fixed_inputs((3, 4, 1), 4)
    assert inputs.shape == (4, 3, 4, 1)
    assert set(np.unique(inputs)) == {-1, 0, 1}
    rows = ["".join(".ox"[int(value)] for value in row) for row in inputs.reshape(4, -1)]
    assert rows == ["........ox..", ".x..o..xx...", "xoxxooxxxoxx", "ooox.oxxoo.x"]


def test_it_does_not_depend_on_where_the_weights_are(goldens: Path) -> None:
    network = load_network(goldens / "go-mini.cfg")
    parameters, _ = read_weights(goldens / "go-mini.step1.weights", network)
    for kind in (np.asarray, jnp.asarray):
        assert signature(network, jax.tree.map(kind, parameters)) == GOLDEN["go-mini", "go-mini.step1"]
