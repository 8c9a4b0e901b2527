"""Training steps against the C program."""

import csv
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.darknet.layer import STATISTICS
from darkgo.darknet.network import NetParameters, load_network
from darkgo.darknet.weights import read_weights
from darkgo.train.moves import MOVES, MoveBatch
from darkgo.train.step import initial_state, make_step


def steps(
    goldens: Path, name: str
) -> tuple[list[NetParameters], list[float], list[float], dict[str, NetParameters]]:
    """Parameters, summed losses and rates after each update over the golden's boards, and the C answers."""
    network = load_network(goldens / f"{name}.cfg")
    batch = network.net.integer("batch")
    stones = np.fromfile(goldens / f"{name}.inputs.f32", "<f4").reshape(-1, 361).astype(np.int8)
    targets = np.fromfile(goldens / f"{name}.targets.f32", "<f4").reshape(-1, 362).argmax(1)
    parameters, _ = read_weights(goldens / f"{name}.initial.weights", network)
    state, step = initial_state(network, parameters), jax.jit(make_step(network, MOVES))
    reached, losses, rates = [], [], []
    for start in range(0, len(stones), batch):
        part = slice(start, start + batch)
        state, result = step(state, MoveBatch(jnp.asarray(stones[part]), jnp.asarray(targets[part])))
        reached.append(state.parameters)
        losses.append(float(result.loss) * batch)
        rates.append(float(result.rate))
    answers = {
        path.name.split(".")[1]: read_weights(path, network)[0] for path in goldens.glob(f"{name}.*.weights")
    }
    return reached, losses, rates, answers


def trace(goldens: Path, name: str, column: str) -> list[float]:
    with (goldens / f"{name}.trace.csv").open() as file:
        return [float(row[column]) for row in csv.DictReader(file)]


def test_go_mini(goldens: Path) -> None:
    reached, losses, rates, answers = steps(goldens, "go-mini")
    for found, expected in zip(reached[0], answers["step1"], strict=True):
        assert found.keys() == expected.keys()
        for key in found:
            np.testing.assert_allclose(found[key], expected[key], rtol=0, atol=1e-6, err_msg=key)
    np.testing.assert_allclose(losses, trace(goldens, "go-mini", "loss_sum"), rtol=5e-3)
    np.testing.assert_allclose(rates, trace(goldens, "go-mini", "learning_rate"), rtol=1e-5)


@pytest.mark.parametrize(("name", "updates"), [("go-decay", 2), ("go-subdivisions", 1)])
def test_updates(goldens: Path, name: str, updates: int) -> None:
    reached, losses, _, answers = steps(goldens, name)
    assert len(reached) == updates
    for number, parameters in enumerate(reached, 1):
        for found, expected in zip(parameters, answers[f"update{number}"], strict=True):
            for key in found:
                tolerance = 5e-6 if key in STATISTICS else 5e-4 * float(jnp.abs(expected[key]).max())
                np.testing.assert_allclose(found[key], expected[key], rtol=0, atol=tolerance, err_msg=key)
    # The C program was called once for each subdivision, and told the loss of each.
    calls = np.reshape(trace(goldens, name, "loss_sum"), (updates, -1)).sum(1)
    np.testing.assert_allclose(losses, calls, rtol=1e-5)
