"""Ratings: by hand, against other algorithms on random tournaments, and where results bound nothing."""

import math
from itertools import combinations

import choix
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darkgo.arena.elo import SCALE, Points, expected, ratings
from darkgo.arena.sprt import BOUND, Sprt
from darkgo.errors import BadInput


def elo(points: Points, anchor: str | None = None) -> dict[str, float | None]:
    return {rating.name: rating.elo for rating in ratings(points, anchor)}


@pytest.mark.parametrize(
    ("won", "lost", "difference"),
    [
        # Hand-computed: 400 log10(won / lost).
        (50, 50, 0.0),
        (75, 25, 190.8485),
        (10, 90, -381.6970),
        (64, 36, 99.9510),
        (0.5, 1.5, -190.8485),
    ],
)
def test_two_players_by_hand(won: float, lost: float, difference: float) -> None:
    assert elo({("a", "b"): won, ("b", "a"): lost}, "b")["a"] == pytest.approx(difference, abs=1e-3)
    assert 100 * expected(difference) == pytest.approx(100 * won / (won + lost), abs=1e-4)


def test_a_chain_of_three_by_hand() -> None:
    # Where two players meet on one way only, differences add up.
    points = {("a", "b"): 3, ("b", "a"): 1, ("b", "c"): 9, ("c", "b"): 1}
    found = elo(points, "c")
    assert found["b"] == pytest.approx(400 * math.log10(9), abs=1e-3)
    assert found["a"] == pytest.approx(400 * math.log10(27), abs=1e-3)
    centred = elo(points)
    assert sum(value or 0 for value in centred.values()) == pytest.approx(0, abs=1e-6)
    assert (centred["a"] or 0) - (centred["c"] or 0) == pytest.approx(400 * math.log10(27), abs=1e-3)


@pytest.mark.parametrize(
    ("games", "low"),
    # Hand-computed: 400 log10(p / (1 - p)) with p^games = 0.05.
    [(2, -216.24), (10, 182.73), (100, 606.79)],
)
def test_a_clean_sweep_has_a_lower_end_only(games: int, low: float) -> None:
    points = {("a", "b"): games, ("b", "a"): 0}
    winner, loser = sorted(ratings(points, "b"), key=lambda rating: rating.name)
    assert (winner.elo, winner.high) == (None, None)
    assert winner.low == pytest.approx(low, abs=0.03)
    assert str(winner) == f"more than {low:+.0f}"
    assert (loser.low, loser.high) == (0, 0)
    assert f"less than {-low:+.0f}" in map(str, ratings(points, "a"))


def test_the_interval_is_where_the_likelihood_falls_by_half_the_quantile() -> None:
    [first, _] = ratings({("a", "b"): 60, ("b", "a"): 40}, "b")

    def likelihood(difference: float) -> float:
        return 60 * math.log(expected(difference)) + 40 * math.log(1 - expected(difference))

    for end in (first.low, first.high):
        assert end is not None
        assert likelihood(first.elo or 0) - likelihood(end) == pytest.approx(3.841459 / 2, abs=1e-3)
    # A score of 60% in 100 games has a standard deviation of 4.9%, so about 0.5 to 0.69.
    assert (first.low, first.high) == (pytest.approx(2.0, abs=1), pytest.approx(141, abs=1))


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    games, truth, held = 40, 120, 0.0
    for won in range(games + 1):
        found = ratings({("a", "b"): won, ("b", "a"): games - won}, "b")
        first = next(rating for rating in found if rating.name == "a")
        if (first.low or -9999) <= truth <= (first.high or 9999):
            share = expected(truth)
            held += math.comb(games, won) * share**won * (1 - share) ** (games - won)
    assert held == pytest.approx(0.95, abs=0.02)


def tournament(players: int, seed: int) -> dict[tuple[str, str], float]:
    """Results of a random tournament, draws among them; some pairs do not meet."""
    random = np.random.default_rng(seed)
    strength = random.normal(0, 250, players)
    points: dict[tuple[str, str], float] = {}
    for one, other in combinations(range(players), 2):
        games = int(random.integers(0, 12)) + (other == one + 1) * 20
        won = float(random.binomial(games, 0.9 * expected(strength[one] - strength[other]))) + 0.05 * games
        points[f"p{one:02}", f"p{other:02}"] = won
        points[f"p{other:02}", f"p{one:02}"] = games - won
    return points


@pytest.mark.parametrize("seed", range(4))
def test_random_tournaments_against_a_library_and_another_algorithm(seed: int) -> None:
    points = tournament(7, seed)
    names = sorted({name for pair in points for name in pair})
    matrix = np.array([[points.get((one, other), 0) for other in names] for one in names])
    found = elo(points)
    own = np.array([found[name] for name in names])

    assert own == pytest.approx(choix.ilsr_pairwise_dense(matrix) * SCALE, abs=0.01)
    assert own == pytest.approx(by_minorisation(matrix), abs=0.01)


def by_minorisation(points: np.ndarray) -> np.ndarray:
    """E. Zermelo's iteration (1929), an MM algorithm as D. R. Hunter has shown (2004)."""
    strength, games = np.ones(len(points)), points + points.T
    for _ in range(3000):
        strength = points.sum(axis=1) / (games / (strength[:, None] + strength[None, :])).sum(axis=1)
        strength /= np.exp(np.log(strength).mean())
    shown: np.ndarray = np.log(strength) * SCALE
    return shown


@settings(max_examples=5)
@given(st.integers(0, 10**6), st.integers(2, 4))
def test_intervals_enclose_their_ratings_and_another_anchor_moves_all(seed: int, players: int) -> None:
    points = tournament(players, seed)
    for anchor in (None, "p00", "p01"):
        for rating in ratings(points, anchor):
            if rating.elo is not None:
                assert (rating.low or 0) <= rating.elo <= (rating.high or 0)
    first, second = elo(points, "p00"), elo(points, "p01")
    moved = {
        round(first[name] - value, 2)  # type: ignore[operator]
        for name, value in second.items()
        if value is not None and first[name] is not None
    }
    assert max(moved, default=0) - min(moved, default=0) <= 0.02


def test_players_without_a_way_to_the_anchor_are_unknown() -> None:
    points = {("a", "b"): 6, ("b", "a"): 4, ("c", "d"): 1, ("d", "c"): 1, ("a", "e"): 5, ("b", "e"): 2}
    shown = {rating.name: str(rating) for rating in ratings(points, "b")}
    assert shown["c"] == shown["d"] == "unknown"
    assert shown["b"] == "+0"
    assert shown["a"].startswith("+70 (")
    assert shown["e"].startswith("less than ")
    # Both lost to c alone: nothing compares a with b.
    assert str(ratings({("c", "a"): 3, ("c", "b"): 3}, "a")[-1]) == "unknown"
    assert ratings({}) == []


def test_sprt_by_hand() -> None:
    # Without draws it is Wald's own test of two shares: 64.0065% and 50% of the points.
    share = expected(100)
    by_hand = 12 * math.log(share / 0.5) + 5 * math.log((1 - share) / 0.5)
    assert Sprt(0, 100).ratio(12, 0, 5) == pytest.approx(by_hand, abs=1e-9)
    assert pytest.approx(2.944439, abs=1e-6) == BOUND
    assert Sprt(0, 100).decision(11, 0, 0) == ""
    assert Sprt(0, 100).decision(12, 0, 0) == "H1"
    assert Sprt(0, 100).decision(0, 0, 9) == "H0"
    assert Sprt(0, 100).decision(0, 0, 0) == ""


@pytest.mark.parametrize("games", [(30, 40, 30), (5, 0, 9), (0, 7, 0), (4, 1, 0), (0, 0, 3), (800, 100, 700)])
@pytest.mark.parametrize(("elo0", "elo1"), [(0, 20), (-50, 50), (-300, -100)])
def test_the_draws_are_those_that_make_the_results_most_likely(
    games: tuple[int, int, int], elo0: float, elo1: float
) -> None:
    def likelihood(share: float) -> float:
        drawn = np.linspace(0, 2 * min(share, 1 - share), 200_001)[1:-1]
        chances = share - drawn / 2, drawn, 1 - share - drawn / 2
        return float(max(sum(n * np.log(chance) for n, chance in zip(games, chances, strict=True))))

    expected_ratio = likelihood(expected(elo1)) - likelihood(expected(elo0))
    assert Sprt(elo0, elo1).ratio(*games) == pytest.approx(expected_ratio, abs=0.01)


def test_the_sprt_errs_as_seldom_as_it_says() -> None:
    random, test, wrong = np.random.default_rng(2), Sprt(0, 100), 0
    for _ in range(300):
        counts, decision = [0, 0, 0], ""
        while not decision:
            counts[random.choice(3, p=[0.4, 0.2, 0.4])] += 1
            decision = test.decision(*counts)
        wrong += decision == "H1"
    assert wrong / 300 <= 0.08


def test_hypotheses_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(BadInput, match="found 10 0; expected"):
        Sprt(10, 0)
