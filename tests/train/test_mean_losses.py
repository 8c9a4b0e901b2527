"""The means of some updates."""

import numpy as np
import pytest

from darkgo.train.losses import Loss, Losses
from darkgo.train.mean_losses import MeanLosses


def losses(move: list[float], known: list[float], winner: list[float], of_winner: list[float]) -> Losses:
    """Those of some updates."""
    of_value = {"winner": Loss(np.array(winner), np.array(of_winner))}
    return Losses(Loss(np.array(move), np.array(known)), np.array(known) / 4, of_value)


def test_a_mean_is_that_of_the_positions_with_a_target() -> None:
    mean_losses = MeanLosses()
    mean_losses.add(losses([3.0, 1.0], [1.0, 0.5], [0.0, 0.35], [0.0, 0.5]))
    mean_losses.add(losses([2.0], [0.5], [0.25], [0.5]))
    assert mean_losses.updates == 3
    assert mean_losses.mean("loss") == pytest.approx(6 / 2)
    assert mean_losses.accuracy == pytest.approx(0.25)
    assert mean_losses.of_value == {"ownership": None, "winner": pytest.approx(0.6), "margin": None}


def test_without_a_target_there_is_no_mean() -> None:
    mean_losses = MeanLosses()
    mean_losses.add(losses([0.0], [0.0], [0.0], [0.0]))
    assert mean_losses.mean("loss") is None
    assert mean_losses.accuracy == 0
    assert set(mean_losses.of_value.values()) == {None}
