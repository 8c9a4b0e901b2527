"""Accuracy against the same figures computed the long way round."""

from pathlib import Path

import numpy as np
import pytest

from darkgo.data.records import decode, open_records
from darkgo.engine.policy import Policy
from darkgo.net.network import load_network
from darkgo.net.weights import read_weights
from darkgo.train.examples import Examples
from darkgo.train.validation import validate


@pytest.mark.parametrize("multi", [False, True])
def test_accuracy_and_phases(goldens: Path, records: Path, multi: bool) -> None:
    cfg, weights = goldens / "go-mini.cfg", goldens / "go-mini.step12.weights"
    network = load_network(cfg)
    raw = np.asarray(open_records(records / "a.valid.records"))
    told: list[int] = []
    whole, phases = validate(
        network, read_weights(weights, network)[0], Examples.of(raw), 300, multi, advance=told.append
    )
    positions = decode(raw[np.linspace(0, len(raw) - 1, 300).astype(int)])
    p = Policy(cfg, weights).evaluate(positions.stones, multi)
    target = positions.row.astype(int) * 19 + positions.column
    chosen = p[np.arange(len(p)), target]
    free = np.pad(positions.stones == 0, ((0, 0), (0, 1)), constant_values=True)
    rank = ((p > chosen[:, None]) & free).sum(1)
    assert whole.positions == sum(told) == 300
    assert whole.top1 == pytest.approx((rank < 1).mean())
    assert whole.top5 == pytest.approx((rank < 5).mean(), abs=0.011)
    assert whole.nll == pytest.approx(-np.log(chosen).mean(), rel=1e-4)
    stones = (positions.stones != 0).sum(1)
    assert phases["opening"].positions == (stones < 60).sum() > 0
    assert phases["middle"].positions == ((stones >= 60) & (stones < 150)).sum() > 0
    assert phases["end"].positions == (stones >= 150).sum() > 0
    assert phases["end"].nll == pytest.approx(-np.log(chosen[stones >= 150]).mean(), rel=1e-4)
