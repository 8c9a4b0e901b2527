"""What `[net]` asks for is what the optimizer does."""

import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.darknet.network import NetParameters, network_from_text
from darkgo.errors import BadInput
from darkgo.train.optimizer import optimizer

NET = "[net]\nheight=1\nwidth=1\nchannels=2\ndecay=0.1\nmomentum=0.5\n{}[connected]\noutput=2\n[softmax]\n"
WEIGHTS = [[1.0, -2.0], [0.0, 4.0]]
GRADIENT = [[2.0, 0.5], [-1.0, 3.0]]


def arrays(weights: list[list[float]]) -> NetParameters:
    return ({"weights": jnp.array(weights), "biases": jnp.array([1.0, 1.0])}, {})


def changes(options: str, times: int = 1) -> dict[str, np.ndarray]:
    """What is subtracted, for a rate of 1, when the same gradient comes so many times."""
    transform = optimizer(network_from_text(NET.format(options), "x.cfg").net)
    parameters, gradient = arrays(WEIGHTS), arrays(GRADIENT)
    memory = transform.init(parameters)
    for _ in range(times):
        found, memory = transform.update(gradient, memory, parameters)
    return {name: np.asarray(array) for name, array in found[0].items()}


def test_darknets_rule_has_momentum_and_decays_weights_alone() -> None:
    once = np.array(GRADIENT) + 0.1 * np.array(WEIGHTS)
    found = changes("", times=3)
    np.testing.assert_allclose(found["weights"], 1.75 * once, rtol=1e-6)
    np.testing.assert_allclose(found["biases"], [1.75, 1.75], rtol=1e-6)


@pytest.mark.parametrize("options", ["adam=1\n", "optimizer=adamw\n"])
def test_adam_takes_steps_of_one_size_and_decays_weights_alone(options: str) -> None:
    found = changes(options, times=3)
    expected = np.sign(GRADIENT) + 0.1 * np.array(WEIGHTS)
    np.testing.assert_allclose(found["weights"], expected, rtol=1e-4)
    np.testing.assert_allclose(found["biases"], [1, 1], rtol=1e-4)


def test_muons_step_is_orthogonal() -> None:
    """But for the size, and for Newton's iteration, which ends with singular values of 0.7 to 1.2."""
    step = changes("optimizer=muon\n")["weights"] - 0.1 * np.array(WEIGHTS)
    values = np.linalg.svd(step, compute_uv=False)
    assert 0.5 < values[1] / values[0] <= 1
    assert np.linalg.svd(GRADIENT, compute_uv=False)[1] / np.linalg.svd(GRADIENT, compute_uv=False)[0] < 0.7


@pytest.mark.parametrize("named", ["sgd", "adamw", "muon"])
def test_two_optimizers_are_one_too_many(named: str) -> None:
    with pytest.raises(BadInput, match=rf"x.cfg:\d+: \[net\] adam=1 and optimizer={named}; expected one"):
        changes(f"adam=1\noptimizer={named}\n")
