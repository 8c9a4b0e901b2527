"""Who is ahead, by an evaluation: margin and win rate."""

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.model.evaluation import Evaluation
from tests.value_heads import drawn_owners

POINTS = 25
numbers = st.floats(-60, 60)
spreads = st.floats(0.01, 40)


def evaluation(ownership: np.ndarray | None, shift: float = 0.0, spread: float = 1.0) -> Evaluation:
    """An evaluation of a board of 5 lines."""
    policy = np.full(POINTS + 1, 1 / (POINTS + 1), np.float32)
    return Evaluation(policy, policy > 0, policy[:-1] > 0, ownership, shift, spread)


def owned(margin: float) -> np.ndarray:
    """Ownership with this sum."""
    return np.full(POINTS, margin / POINTS, np.float32)


def test_the_margin_counts_stones_and_territory() -> None:
    owners = drawn_owners("XXXOO", "XXXOO", "XX..O", "XXXOO", "XXXOO")
    found = evaluation(np.select([owners == 1, owners == 2], [1, -1], 0).astype(np.float32))
    assert found.has_value
    assert found.margin == 14 - 9


def test_the_win_rate_is_the_logistic_function_of_the_lead() -> None:
    found = evaluation(owned(6), shift=-0.4, spread=0.8)
    # Side 5: the shift is 2 points to the worse, the spread 4 points.
    for komi, lead in ((0, 4), (-7.5, -3.5), (7.5, 11.5), (-4, 0)):
        assert found.win_rate(komi) == pytest.approx(1 / (1 + exp(-lead / 4)), abs=1e-6)
    assert found.win_rate(-4) == pytest.approx(0.5)


@given(numbers, numbers, spreads, numbers)
def test_what_one_player_wins_the_other_loses(
    margin: float, shift: float, spread: float, komi: float
) -> None:
    """The opponent sees everything with the other sign."""
    mover, other = evaluation(owned(margin), shift, spread), evaluation(-owned(margin), -shift, spread)
    assert mover.win_rate(komi) + other.win_rate(-komi) == pytest.approx(1)
    assert other.margin == -mover.margin
    assert 0 <= mover.win_rate(komi) <= 1


@given(numbers, spreads, numbers, st.floats(0, 60))
def test_more_komi_never_lowers_the_win_rate(margin: float, spread: float, komi: float, more: float) -> None:
    found = evaluation(owned(margin), 0.1, spread)
    assert found.win_rate(komi + more) >= found.win_rate(komi)


@pytest.mark.parametrize("komi", [1e300, 1e9, float("inf")])
def test_a_lead_without_end_is_a_sure_win(komi: float) -> None:
    found = evaluation(owned(0), spread=0.01)
    assert found.win_rate(komi) == 1
    assert found.win_rate(-komi) == 0


def test_a_network_without_value_heads_has_no_value() -> None:
    found = evaluation(None)
    assert not found.has_value
    with pytest.raises(TypeError, match="without ownership; expected a network with value heads"):
        found.margin  # noqa: B018
    with pytest.raises(TypeError, match="without ownership; expected a network with value heads"):
        found.win_rate(6.5)
