"""How well winners and margins are foreseen, in figures that are known."""

import numpy as np
import pytest

from darkgo.train.value_accuracy import Bin, Margin, Winner


def logit(rate: float) -> float:
    return float(np.log(rate / (1 - rate)))


def test_the_winner_of_some_positions() -> None:
    rates = [0.75, 0.75, 0.25, 0.95, 0.5, 1 - 1e-12]
    won = np.array([1, 0, 0, 1, 0.5, 1])
    found = Winner.of(np.array([logit(rate) for rate in rates]), won)
    assert found
    # Five are named, one is not, and a draw is half.
    assert found.accuracy == pytest.approx((1 + 0 + 1 + 1 + 0.5 + 1) / 6)
    expected = -np.log([0.75, 0.25, 0.75, 0.95, 0.5, 1])
    assert found.nll == pytest.approx(expected.mean(), abs=1e-9)
    assert found.positions == 6
    expected_bins = [(0.25, 0, 1), (0.5, 0.5, 1), (0.75, 0.5, 2), (0.975, 1, 2)]
    assert len(found.calibration) == len(expected_bins)
    for one, (rate, share, positions) in zip(found.calibration, expected_bins, strict=True):
        assert one == Bin(pytest.approx(rate), pytest.approx(share), positions)


def test_a_win_rate_beyond_the_numbers_stays_finite() -> None:
    found = Winner.of(np.array([1e4, -1e4]), np.array([1.0, 1.0]))
    assert found
    assert found.nll == pytest.approx(1e4 / 2)
    assert [one.rate for one in found.calibration] == [0, 1]


def test_the_margin_of_some_positions() -> None:
    assert Margin.of(np.array([0, 2, 2.1, 30])) == Margin(0.5, pytest.approx(2.05), 4)


def test_of_no_position_nothing_is_said() -> None:
    assert Winner.of(np.array([]), np.array([])) is None
    assert Margin.of(np.array([])) is None
