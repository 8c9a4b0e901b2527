"""What the weights of the targets do to an update."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import Array

from darkgo.net.network import NetParameters, initial_parameters, network_from_text
from darkgo.train.step import StepResult, initial_state, make_step

TEXT = """
[net]
batch=8
subdivisions={parts}
height=19
width=19
channels=1
learning_rate=0.1
momentum=0
decay=0
[convolutional]
filters=2
size=3
stride=1
pad=1
activation=relu
[convolutional]
filters=1
size=1
stride=1
activation=linear
[reorg]
extra=1
stride=1
[softmax]
"""


def updated(weight: Array | None, parts: int = 1) -> tuple[StepResult, NetParameters, NetParameters]:
    """The result of an update on eight boards, and the parameters before and after."""
    network = network_from_text(TEXT.format(parts=parts))
    keys = jax.random.split(jax.random.PRNGKey(0), 2)
    stones = jax.random.randint(keys[0], (8, 361), -1, 2, jnp.int8)
    target = jax.random.randint(keys[1], (8,), 0, 361)
    before = initial_parameters(network, 3)
    state, result = jax.jit(make_step(network))(initial_state(network, before), stones, target, weight)
    return result, before, state.parameters


def moved(before: NetParameters, after: NetParameters) -> list[np.ndarray]:
    return [np.asarray(a - b) for a, b in zip(*map(jax.tree.leaves, (after, before)), strict=True)]


@pytest.mark.parametrize("parts", [1, 2])
def test_equal_weights_change_nothing(parts: int) -> None:
    plain, ones = updated(None, parts), updated(jnp.ones(8), parts)
    np.testing.assert_allclose(ones[0].loss, plain[0].loss, rtol=1e-6)
    for found, expected in zip(moved(*ones[1:]), moved(*plain[1:]), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-7)


def test_a_loser_is_moved_the_other_way() -> None:
    winner, loser = updated(jnp.ones(8)), updated(-jnp.ones(8))
    assert float(loser[0].loss) == -float(winner[0].loss)
    for found, expected in zip(moved(*loser[1:]), moved(*winner[1:]), strict=True):
        assert np.abs(expected).max() > 0
        np.testing.assert_allclose(found, -expected, rtol=1e-4, atol=1e-7)


def test_an_unknown_winner_teaches_nothing() -> None:
    result, before, after = updated(jnp.zeros(8))
    assert float(result.loss) == 0
    assert not any(change.any() for change in moved(before, after))
