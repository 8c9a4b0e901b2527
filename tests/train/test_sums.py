"""The means of some updates."""

import numpy as np
import pytest

from darkgo.train.losses import Loss, Losses
from darkgo.train.sums import Sums


def losses(move: list[float], known: list[float], winner: list[float], of_winner: list[float]) -> Losses:
    """Those of some updates."""
    judgement = {"winner": Loss(np.array(winner), np.array(of_winner))}
    return Losses(Loss(np.array(move), np.array(known)), np.array(known) / 4, judgement)


def test_a_mean_is_that_of_the_positions_with_a_target() -> None:
    sums = Sums()
    sums.add(losses([3.0, 1.0], [1.0, 0.5], [0.0, 0.35], [0.0, 0.5]))
    sums.add(losses([2.0], [0.5], [0.25], [0.5]))
    assert sums.updates == 3
    assert sums.mean("loss") == pytest.approx(6 / 2)
    assert sums.accuracy == pytest.approx(0.25)
    assert sums.judgement == {"ownership": None, "winner": pytest.approx(0.6), "margin": None}


def test_without_a_target_there_is_no_mean() -> None:
    sums = Sums()
    sums.add(losses([0.0], [0.0], [0.0], [0.0]))
    assert sums.mean("loss") is None
    assert sums.accuracy == 0
    assert set(sums.judgement.values()) == {None}
