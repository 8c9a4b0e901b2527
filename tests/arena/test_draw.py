"""Moves drawn in many games at once."""

import jax
import numpy as np
import pytest

from darkgo.arena.draw import draw
from darkgo.engine.ranking import Suggestion
from darkgo.engine.strength import Strength

PROBABILITIES = np.array([0.4, 0.05, 0.3, 0.0, 0.2, 0.05], np.float32)
"""Five points and the pass."""
jitted_draw = jax.jit(draw, static_argnames="top")


def shares(useful: list[bool], temperature: float, top: int | None = None, games: int = 20_000) -> np.ndarray:
    """How often each action is drawn."""
    actions = jitted_draw(
        jax.random.split(jax.random.key(1), games),
        np.tile(PROBABILITIES, (games, 1)),
        np.tile(np.array(useful), (games, 1)),
        np.full(games, temperature, np.float32),
        top=top,
    )
    return np.bincount(np.asarray(actions), minlength=6) / games


@pytest.mark.parametrize(("temperature", "top"), [(1.0, None), (0.5, None), (2.0, None), (1.0, 2), (1.0, 9)])
def test_moves_are_drawn_as_a_single_player_draws_them(temperature: float, top: int | None) -> None:
    """Within four deviations of the share that Strength gives each."""
    strength = Strength(temperature, top)
    best = [Suggestion(0, 0.4), Suggestion(4, 0.2), Suggestion(1, 0.05)]
    weights = np.zeros(6)
    for move in best[: strength.top]:
        weights[move.point] = move.probability ** (1 / temperature)
    expected = weights / weights.sum()
    found = shares([True, True, False, True, True], temperature, top)
    assert (np.abs(found - expected) <= 4 * np.sqrt(expected * (1 - expected) / 20_000) + 1e-9).all()


def test_without_temperature_the_best_is_taken() -> None:
    assert shares([True] * 5, 0, games=50).tolist() == [1, 0, 0, 0, 0, 0]
    assert shares([False, True, False, True, True], 0, games=50).tolist() == [0, 0, 0, 0, 1, 0]


@pytest.mark.parametrize("temperature", [0, 1, 100])
def test_a_pass_is_drawn_when_nothing_else_is_left_and_only_then(temperature: float) -> None:
    assert shares([False] * 5, temperature, games=500)[5] == 1
    assert shares([False, True, False, False, False], temperature, games=500)[1] == 1


@pytest.mark.parametrize("temperature", [0, 1])
def test_a_move_that_the_network_thinks_impossible_is_made_if_it_is_the_only_one(temperature: float) -> None:
    assert shares([False, False, False, True, False], temperature, games=50)[3] == 1


def test_of_equal_moves_the_first_are_among_the_best() -> None:
    """As for a single player, who has them in the order of the points."""
    keys = jax.random.split(jax.random.key(3), 50)
    drawn = jitted_draw(keys, np.full((50, 6), 0.1), np.ones((50, 5), bool), np.ones(50), top=2)
    assert set(np.asarray(drawn).tolist()) == {0, 1}


def test_a_draw_depends_on_its_own_key_alone() -> None:
    keys = jax.random.split(jax.random.key(2), 40)
    probabilities = np.tile(PROBABILITIES, (40, 1))
    useful, heat = np.ones((40, 5), bool), np.ones(40, np.float32)
    every = np.asarray(jitted_draw(keys, probabilities, useful, heat, top=None))
    few = np.asarray(jitted_draw(keys[::-3], probabilities[:14], useful[:14], heat[:14], top=None))
    assert every[::-3].tolist() == few.tolist()
