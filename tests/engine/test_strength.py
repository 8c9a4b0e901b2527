"""Weaker play: drawn as it says, and ever weaker from level to level."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.engine.ranking import Suggestion
from darkgo.engine.report import Candidate
from darkgo.engine.strength import BEST, ELO, LEVELS, OBVIOUS, Strength, level_text
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS, parse_point
from darkgo.model.evaluator import NetworkEvaluator
from tests.evaluators import suggested

POINTS, SHARES = [0, 1, 2, 3], [0.5, 0.25, 0.125, 0.005]
WIDTH = 55
"""The columns that the dialogs have for it."""


def drawn(strength: Strength, count: int = 4000) -> Counter[int]:
    random = Random(1)
    return Counter(strength.draw(POINTS, SHARES, random) for _ in range(count))


def candidates(priors: list[float]) -> list[Candidate]:
    return [Candidate(point, prior, 0, (point,)) for point, prior in enumerate(priors)]


@pytest.mark.parametrize(
    ("strength", "shares"),
    [
        (BEST, [1, 0, 0, 0]),
        (Strength(1), [0.568, 0.284, 0.142, 0.006]),
        (Strength(0.5), [0.762, 0.19, 0.048, 0]),
        (Strength(2, top=2), [0.586, 0.414, 0, 0]),
        (Strength(1, top=1), [1, 0, 0, 0]),
        (Strength(1e-9), [1, 0, 0, 0]),
        (Strength(100), [0.255, 0.253, 0.251, 0.243]),
    ],
    ids=str,
)
def test_a_move_is_drawn_as_often_as_its_probability_says(strength: Strength, shares: list[float]) -> None:
    found = drawn(strength)
    assert [found[point] / 4000 for point in range(4)] == pytest.approx(shares, abs=0.025)
    assert [found[point] > 0 for point in range(3)] == [share > 0 for share in shares[:3]]


def test_a_seed_repeats_the_draws() -> None:
    one, other = Random(5), Random(5)
    strength = Strength(2)
    assert [strength.draw(POINTS, SHARES, one) for _ in range(50)] == [
        strength.draw(POINTS, SHARES, other) for _ in range(50)
    ]


def test_moves_without_any_probability_are_taken_in_order() -> None:
    assert Strength(1).draw([7, 8], [0, 0], Random(1)) == 7


@pytest.mark.parametrize(
    "numbers",
    [
        {"temperature": -1},
        {"temperature": float("nan")},
        {"temperature": 1e9},
        {"top": 0},
        {"share": -0.1},
        {"share": 1.1},
        {"share": float("nan")},
    ],
)
def test_impossible_numbers_are_refused(numbers: dict[str, float]) -> None:
    with pytest.raises(BadInput, match=next(iter(numbers))):
        Strength(**numbers)  # type: ignore[arg-type]


@given(st.integers(1, 400), st.floats(0, 1), st.randoms(use_true_random=False), st.integers())
def test_a_share_of_the_moves_is_seen(count: int, share: float, random: Random, seed: int) -> None:
    moves = candidates([1 / count] * count if count > 1 else [0.5])
    random.shuffle(moves)
    strength = Strength(share=share)
    seen = strength.seen(moves, Random(seed))
    assert len(seen) == max(1, round(share * count))
    # In the same order, and drawn by the seed alone.
    assert [one for one in moves if one in seen] == list(seen)
    assert strength.seen(moves, Random(seed)) == seen


def test_whoever_sees_all_moves_plays_the_best() -> None:
    moves = candidates([0.5, 0.3, 0.2])
    assert Strength(share=1).seen(moves, Random(1)) == moves
    assert Strength(share=1) == BEST
    assert not BEST.draws


def test_every_move_is_seen_as_often_as_the_share_says() -> None:
    moves, random = candidates([0.1] * 10), Random(1)
    found = Counter(one.point for _ in range(2000) for one in Strength(share=0.3).seen(moves, random))
    assert [found[point] / 2000 for point in range(10)] == pytest.approx([0.3] * 10, abs=0.04)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_obvious_move_is_always_seen_and_nothing_beside_it(place: int) -> None:
    """It may not be the first: a search sorts the moves by their visits."""
    priors = [0.1, 0.1, 0.1]
    priors[place] = OBVIOUS
    moves = candidates(priors)
    for seed in range(20):
        assert Strength(share=0).seen(moves, Random(seed)) == [moves[place]]


# Early in a game, in the middle of a fight in a corner, and at the end of an opening.
GAMES = [
    "",
    "Q16 D4",
    "Q16 D4 Q4 D16 R6 O3",
    "Q16 D4 Q3 D16 F3 C6 D2 C3 H3 R14 O17 S16 R17 R10",
    "R16 D16 Q3 D3 C5 C4 D5 F4 D8 F17 R5 Q10 C14 D14 D13 E13",
]


def rankings(policy: NetworkEvaluator) -> list[list[Suggestion]]:
    found = []
    for moves in GAMES:
        game = Game()
        for text in moves.split():
            game.play(parse_point(text, 19))
        found.append([move for move in suggested(policy, game) if move.point != PASS])
    return found


def test_every_level_plays_nearer_to_the_best_move_than_the_one_below(default: NetworkEvaluator) -> None:
    """The mean probability of what is played, as a share of that of the best move."""
    quality = []
    every_ranking = rankings(default)
    for strength in LEVELS:
        random, shares = Random(1), []
        for ranking in every_ranking:
            moves = [Candidate(point, prior, 0, (point,)) for point, prior in ranking]
            for _ in range(200):
                shares.append(strength.seen(moves, random)[0].prior / ranking[0].probability)
        quality.append(sum(shares) / len(shares))
    assert quality == sorted(quality)
    assert quality[0] < 0.2
    assert quality[-1] == 1


def test_the_levels_ascend_in_even_steps_to_the_best() -> None:
    assert len(LEVELS) == len(ELO) == 10
    assert sorted(LEVELS, key=lambda strength: strength.share) == list(LEVELS)
    assert LEVELS[-1] == BEST
    steps = [ELO[level] - ELO[level - 1] for level in range(1, 10)]
    mean = sum(steps) / len(steps)
    assert all(0.5 * mean < step < 1.5 * mean for step in steps), steps


def test_every_level_says_its_elo_in_a_line() -> None:
    for number, elo in enumerate(ELO, 1):
        said = level_text(number)
        assert f"Elo {elo:+d} (GNU Go level 10: 0)" in said
        assert len(said) <= WIDTH
