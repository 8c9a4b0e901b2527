"""Weaker play: drawn as it says, ever weaker from level to level, and never absurd."""

from collections import Counter
from random import Random

import pytest

from darkgo.engine.ranking import Suggestion
from darkgo.engine.strength import BEST, LEVELS, Strength
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS, parse_point
from darkgo.model.evaluator import NetworkEvaluator
from tests.evaluators import suggested

POINTS, SHARES = [0, 1, 2, 3], [0.5, 0.25, 0.125, 0.005]


def drawn(strength: Strength, count: int = 4000) -> Counter[int]:
    random = Random(1)
    return Counter(strength.draw(POINTS, SHARES, random) for _ in range(count))


@pytest.mark.parametrize(
    ("strength", "shares"),
    [
        (BEST, [1, 0, 0, 0]),
        (Strength(1), [0.568, 0.284, 0.142, 0.006]),
        (Strength(0.5), [0.762, 0.19, 0.048, 0]),
        (Strength(2, top=2), [0.586, 0.414, 0, 0]),
        (Strength(1, floor=0.25), [0.571, 0.286, 0.143, 0]),
        (Strength(1, floor=0.5), [0.667, 0.333, 0, 0]),
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
        {"floor": -0.1},
        {"floor": 2},
    ],
)
def test_impossible_numbers_are_refused(numbers: dict[str, float]) -> None:
    with pytest.raises(BadInput, match=next(iter(numbers))):
        Strength(**numbers)  # type: ignore[arg-type]


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


def test_every_level_plays_nearer_to_the_best_move_than_the_one_below_and_none_absurdly(
    default: NetworkEvaluator,
) -> None:
    quality = []
    every_ranking = rankings(default)
    assert len(LEVELS) == 10
    for strength in LEVELS:
        random, shares = Random(1), []
        for number, ranking in enumerate(every_ranking):
            probability = {move.point: move.probability for move in ranking}
            for _ in range(200):
                point = strength.draw(list(probability), list(probability.values()), random)
                shares.append(probability[point] / ranking[0].probability)
                line = min(*divmod(point, 19), *(18 - index for index in divmod(point, 19))) + 1
                assert line > 1 or number > 2, "the first line in the first moves of a game"
        assert min(shares) >= 0.01
        quality.append(sum(shares) / len(shares))
    assert quality == sorted(quality)
    assert quality[0] < 0.6
    assert LEVELS[-1] == BEST
    assert quality[-1] == 1
