"""The outputs of a network with value heads."""

from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.cli import run
from darkgo.darknet.network import NetParameters, flat_outputs, forward
from darkgo.darknet.prepared import layer_outputs, output, prepare
from darkgo.darknet.weights import read_weights
from darkgo.errors import BadInput
from darkgo.model.heads import LEAST_SPREAD, Answer, Logits, answer, heads, logits
from darkgo.model.network import load_network, network_from_text
from tests.value_heads import NET, POLICY, TEXT, TRUNK, files, trained_a_little, value_network

SIDE = 9
parameters = trained_a_little(value_network(SIDE))
boards = jnp.asarray(np.random.default_rng(0).integers(-1, 2, (4, SIDE, SIDE, 1)), jnp.float32)


class Said(NamedTuple):
    """All that is said of some boards."""

    answer: Answer
    logits: Logits
    flat_outputs: jax.Array
    numbers: jax.Array
    """What comes into the outcome."""


@jax.jit
def said(parameters: NetParameters) -> Said:
    """Compiled, for op by op it takes long."""
    found, _ = forward(value_network(SIDE), parameters, boards)
    numbers = found[11].reshape(-1, 2)
    return Said(
        answer(value_network(SIDE), found),
        logits(value_network(SIDE), found, boards),
        flat_outputs(value_network(SIDE), found),
        numbers,
    )


def test_there_are_three() -> None:
    policy, ownership, outcome = heads(value_network(9))
    assert ownership
    assert outcome
    assert [head.index for head in (policy, ownership, outcome)] == [5, 8, 12]
    assert value_network(9).output_layers == (policy, ownership, outcome)
    assert value_network(9).outputs == 82 + 81 + 2
    without = network_from_text((NET + TRUNK + POLICY).format(side=9))
    assert heads(without)[1:] == (None, None)
    assert without.outputs == 82


def test_answers_are_those_of_the_logits() -> None:
    found, before, together, raw = said(parameters)
    assert found.ownership is not None
    assert found.outcome is not None
    assert before.ownership is not None
    shapes = [part.shape for part in found if part is not None]
    assert shapes == [(4, 82), (4, 81), (4, 2)]
    np.testing.assert_allclose(found.policy.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(np.log(found.policy), before.policy, atol=1e-5)
    share = 1 / (1 + np.exp(-np.asarray(before.ownership, np.float64)))
    np.testing.assert_allclose(found.ownership, 2 * share - 1, atol=1e-6)
    assert np.asarray(found.ownership).std() > 0.01
    # The outcome: the two numbers of the last layer, the second of them made positive.
    np.testing.assert_allclose(found.outcome[:, 0], raw[:, 0], atol=1e-6)
    spread = LEAST_SPREAD + np.log1p(np.exp(np.asarray(raw[:, 1], np.float64)))
    np.testing.assert_allclose(found.outcome[:, 1], spread, atol=1e-6)
    parts = [np.asarray(part) for part in found if part is not None]
    np.testing.assert_array_equal(together, np.concatenate(parts, axis=1))


@pytest.mark.parametrize(("dtype", "close"), [("float32", 1e-4), ("bfloat16", 0.1)])
def test_a_prepared_network_says_the_same(dtype: str, close: float) -> None:
    plan, arrays = prepare(value_network(SIDE), parameters, dtype)

    @jax.jit
    def compute(given: NetParameters) -> tuple[Answer, jax.Array]:
        return answer(plan.network, layer_outputs(plan, given, boards)), output(plan, given, boards)

    found, together = compute(arrays)
    for one, expected in zip(found, said(parameters).answer, strict=True):
        assert one is not None
        assert one.dtype == jnp.float32
        np.testing.assert_allclose(one, expected, atol=close)
    parts = [np.asarray(part) for part in found if part is not None]
    np.testing.assert_array_equal(together, np.concatenate(parts, axis=1))


def test_a_network_of_zeros_knows_nothing() -> None:
    found = said(jax.tree.map(jnp.zeros_like, parameters)).answer
    np.testing.assert_allclose(found.policy, 1 / 82, rtol=1e-5)
    assert found.ownership is not None
    assert not np.asarray(found.ownership).any()
    assert found.outcome is not None
    np.testing.assert_allclose(found.outcome, [[0, LEAST_SPREAD + np.log(2)]] * 4, rtol=1e-5)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("[ownership]\n", "[ownership]\nscale=-1\n", r":30: \[ownership\] scale=-1; expected 0 or more"),
        ("[ownership]\n", "[ownership]\nuncounted_scale=-0.5\n", r"uncounted_scale=-0.5; expected 0 or more"),
        ("[outcome]\n", "[outcome]\nmargin_scale=-2\n", r"\[outcome\] margin_scale=-2; expected 0 or more"),
        ("[outcome]\n", "[outcome]\nmargin_scale=much\n", r"margin_scale=much; expected a number"),
        ("[outcome]\n", "[outcome]\nspread=2\n", r"unknown key: spread; expected one of scale, margin_scale"),
        ("output=2\n", "output=3\n", r"\[outcome\] an input of 1 x 1 x 3; expected 1 x 1 x 2"),
        ("[avgpool]\n[connected]\noutput=2\n", "[convolutional]\nfilters=2\n", r"an input of 9 x 9 x 2; exp"),
    ],
)  # fmt: skip
def test_keys_and_inputs_that_do_not_fit(old: str, new: str, expected: str) -> None:
    assert old in TEXT
    with pytest.raises(BadInput, match=rf"^x\.cfg.*{expected}"):
        network_from_text(TEXT.format(side=9).replace(old, new), "x.cfg")


def test_weights_come_back_and_net_shows_the_heads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cfg, weights = files(tmp_path, 9)
    found, _ = read_weights(weights, load_network(cfg))
    for layer, expected in zip(found, parameters, strict=True):
        assert layer.keys() == expected.keys()
        for name, array in layer.items():
            np.testing.assert_array_equal(array, expected[name])
    assert run(["net", str(cfg), str(weights)]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = [" ".join(line.split()) for line in lines]
    assert rows[1] == "0 liberties 9 x 9 x 1 -> 9 x 9 x 9"
    assert rows[3] == "2 gpool 9 x 9 x 4 -> 9 x 9 x 4"
    assert rows[9] == "8 ownership 9 x 9 x 1 -> 9 x 9 x 1"
    assert rows[13] == "12 outcome 2 -> 2"
    counted = 81 * 2 * 4 * (9 * 9 + 1 + 1) + 2 * 8 * 4 + 2 * 4 * 2
    assert f"({counted:,})" in lines[-4]
    # Three arrays of normalisation and a bias for each filter, then kernels and biases.
    count = 4 * 4 + 9 * 9 * 4 + (4 + 4 * 8) + 2 * (1 + 4) + (2 + 4 * 2)
    assert rows[-3] == f"parameters {count:,}"
