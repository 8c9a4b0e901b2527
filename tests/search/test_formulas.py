"""The formulas of the search."""

import numpy as np
import pytest

from darkgo.search.formulas import exploration, first_play, lower_bound, puct, utility


def test_a_move_with_a_higher_prior_deserves_a_visit_more() -> None:
    deserved = puct(np.array([0.5, 0.5]), np.array([1, 1], np.int32), np.array([0.2, 0.6], np.float32), 1)
    assert deserved.tolist() == pytest.approx([0.6, 0.8])


def test_priors_count_the_less_the_more_a_move_was_visited() -> None:
    visits = np.array([0, 1, 9, 99], np.int32)
    deserved = puct(np.zeros(4), visits, np.full(4, 0.5, np.float32), 2)
    assert deserved.tolist() == pytest.approx([1, 0.5, 0.1, 0.01])


def test_exploration_grows_with_the_visits_and_a_little_faster_than_their_root() -> None:
    assert exploration(4) == pytest.approx(2 * exploration(1), rel=0.01)
    assert exploration(40_000) > 200 * exploration(1)


def test_the_more_was_tried_the_less_is_expected_of_the_rest() -> None:
    assert first_play(0.5, 0) == 0.5
    assert first_play(0.5, 0.25) > first_play(0.5, 1)


def test_two_players_see_values_that_add_up_to_one() -> None:
    assert utility(0.7, 12.5, 4, 19) + utility(0.3, -12.5, -4, 19) == pytest.approx(1)


@pytest.mark.parametrize("win_rate", [0.0, 0.5, 1.0])
def test_a_point_more_is_worth_something_however_far_ahead_one_is(win_rate: float) -> None:
    for lead in (-80, 0, 80):
        assert utility(win_rate, lead + 1, lead, 19) - utility(win_rate, lead, lead, 19) > 0.001


def test_a_point_is_worth_less_than_a_percent() -> None:
    assert utility(0.51, 0, 0, 19) > utility(0.5, 1, 0, 19)


def test_the_lower_bound_comes_nearer_with_the_visits() -> None:
    bounds = [lower_bound(0.6, visits * (0.36 + 0.01), visits) for visits in (1, 10, 100, 10_000)]
    assert bounds == sorted(bounds)
    assert 0 <= bounds[0] < 0.1
    assert bounds[-1] == pytest.approx(0.6, abs=0.01)
