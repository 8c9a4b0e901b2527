"""Accuracy against the same figures computed the long way round."""

from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.darknet.network import initial_parameters, load_network
from darkgo.darknet.onednn import is_right
from darkgo.darknet.weights import read_weights
from darkgo.data.records import decode, open_records
from darkgo.model.evaluation import MEAN, Position
from darkgo.model.evaluator import network_evaluator
from darkgo.train.examples import Examples
from darkgo.train.validation import Validator


@pytest.mark.parametrize("multi", [False, True])
def test_accuracy_and_phases(goldens: Path, records: Path, multi: bool) -> None:
    cfg, weights = goldens / "go-mini.cfg", goldens / "go-mini.step12.weights"
    network = load_network(cfg)
    raw = np.asarray(open_records(records / "a.valid.records"))
    told: list[int] = []
    parameters, _ = read_weights(weights, network)
    whole, phases = Validator(network, multi)(parameters, Examples.of(raw), 300, told.append)
    positions = decode(raw[np.linspace(0, len(raw) - 1, 300).astype(int)])
    asked = [Position(stones.tobytes(), MEAN if multi else 0) for stones in positions.stones]
    p = np.stack([found.policy for found in network_evaluator(cfg, weights).evaluate(asked)])
    target = positions.row.astype(int) * 19 + positions.column
    chosen = p[np.arange(len(p)), target]
    free = np.pad(positions.stones == 0, ((0, 0), (0, 1)), constant_values=True)
    order = np.argsort(np.where(free, -p, np.inf), axis=1, kind="stable")
    rank = np.argmax(order == target[:, None], axis=1)
    assert whole.positions == sum(told) == 300
    assert whole.top1 == pytest.approx((rank < 1).mean())
    assert whole.top5 == pytest.approx((rank < 5).mean())
    assert whole.nll == pytest.approx(-np.log(chosen).mean(), rel=1e-4)
    stones = (positions.stones != 0).sum(1)
    assert phases["opening"].positions == (stones < 60).sum() > 0
    assert phases["middle"].positions == ((stones >= 60) & (stones < 150)).sum() > 0
    assert phases["end"].positions == (stones >= 150).sum() > 0
    assert phases["end"].nll == pytest.approx(-np.log(chosen[stones >= 150]).mean(), rel=1e-4)


def test_moves_of_which_all_views_say_never(goldens: Path, records: Path) -> None:
    """Their probabilities are too small for float32; the logarithms are not."""
    network = load_network(goldens / "go-mini.cfg")
    parameters, _ = read_weights(goldens / "go-mini.step12.weights", network)
    sure = jax.tree.map(lambda array: 30 * array, parameters)
    examples = Examples.of(np.asarray(open_records(records / "a.valid.records")))
    one, _ = Validator(network)(sure, examples, 64)
    mean, _ = Validator(network, multi=True)(sure, examples, 64)
    assert 200 < mean.nll < one.nll


def test_bfloat16_says_nearly_the_same(goldens: Path, records: Path) -> None:
    network = load_network(goldens / "go-mini.cfg")
    parameters, _ = read_weights(goldens / "go-mini.step12.weights", network)
    examples = Examples.of(np.asarray(open_records(records / "a.valid.records")))
    (exact, _), (rounded, _) = (
        Validator(network, dtype=dtype, by_onednn=is_right(dtype))(parameters, examples, 300)
        for dtype in ("float32", "bfloat16")
    )
    assert rounded.nll != exact.nll
    assert rounded.nll == pytest.approx(exact.nll, rel=1e-2)


def test_of_equal_moves_the_lower_comes_first(goldens: Path, records: Path) -> None:
    """A network of zeros finds every move equally good; the first empty point is its choice."""
    network = load_network(goldens / "go-mini.cfg")
    zeros = jax.tree.map(jnp.zeros_like, initial_parameters(network, 0))
    raw = np.asarray(open_records(records / "a.valid.records"))
    positions = decode(raw)
    first = np.argmax(positions.stones == 0, axis=1)
    hits = np.mean(first == positions.row.astype(int) * 19 + positions.column)
    assert Validator(network)(zeros, Examples.of(raw))[0].top1 == pytest.approx(hits)
