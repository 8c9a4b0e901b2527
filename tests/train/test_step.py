"""What the weights of the targets do to an update."""

from functools import lru_cache
from random import Random

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import Array

from darkgo.engine.player import useful_moves
from darkgo.engine.policy import rank
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import parse_point
from darkgo.net.layer import Mode
from darkgo.net.network import (
    NetParameters,
    NetSpec,
    initial_parameters,
    log_probabilities,
    network_from_text,
)
from darkgo.net.planes import planes
from darkgo.train.step import Step, StepResult, initial_state, make_step
from tests.arena.playing import ko_captures_of

TEXT = """
[net]
batch=8
subdivisions={parts}
height=19
width=19
channels=1
learning_rate=0.1
momentum=0
decay=0
[convolutional]
batch_normalize=1
filters=2
size=3
stride=1
pad=1
activation=relu
[convolutional]
filters=1
size=1
stride=1
activation=linear
[reorg]
extra=1
stride=1
[softmax]
"""


def updated(weight: Array | None, parts: int = 1) -> tuple[StepResult, NetParameters, NetParameters]:
    """The result of an update on eight boards, and the parameters before and after."""
    games = positions()
    stones = jnp.array([game.board.array() * game.to_move for game in games])
    target = jnp.array([Board.points(game.legal_mask())[0] for game in games])
    return update(stones, target, weight, parts)


def update(
    stones: Array, target: Array, weight: Array | None, parts: int = 1, temperature: float = 1.0
) -> tuple[StepResult, NetParameters, NetParameters]:
    """The result of an update by these examples, and the parameters before and after."""
    network, step = stepper(parts, temperature)
    before = initial_parameters(network, 3)
    # Statistics as if there had been some training: those of the beginning are 0.
    before = jax.tree_util.tree_map_with_path(
        lambda path, a: jnp.full_like(a, 0.5) if path[-1].key in ("mean", "variance") else a, before
    )
    state, result = step(initial_state(network, before), stones, target, weight)
    return result, before, state.parameters


@lru_cache
def stepper(parts: int, temperature: float = 1.0) -> tuple[NetSpec, Step]:
    """The network and its compiled update."""
    network = network_from_text(TEXT.format(parts=parts))
    return network, jax.jit(make_step(network, temperature=temperature))


@lru_cache
def positions() -> list[Game]:
    """Eight random games without a ko, from a few stones to boards that are nearly full."""
    random, games = Random(1), []
    for moves in range(20, 500, 60):
        game = Game(19)
        while game.move_number < moves or ko_captures_of(game):
            game.play(random.choice(Board.points(game.legal_mask())))
        games.append(game)
    return games


def policy(game: Game, parameters: NetParameters, temperature: float) -> np.ndarray:
    """How often each action is drawn in self-play, [A], by way of the player of the doors."""
    network, _ = stepper(1)
    stones = jnp.array([game.board.array() * game.to_move])
    logs, _ = log_probabilities(network, parameters, planes(stones, 19), Mode())
    shares = np.exp(np.asarray(logs[0]))
    useful = [move.point for move in useful_moves(game, rank(shares, game))]
    drawn = np.zeros(362)
    drawn[useful or [361]] = shares[useful or [361]] ** (1 / temperature)
    return drawn / drawn.sum()


def moved(before: NetParameters, after: NetParameters) -> list[np.ndarray]:
    return [np.asarray(a - b) for a, b in zip(*map(jax.tree.leaves, (after, before)), strict=True)]


@pytest.mark.parametrize("number", [0, 3, 7])
@pytest.mark.parametrize("temperature", [1.0, 0.5])
def test_what_is_drawn_on_the_average_moves_nothing(number: int, temperature: float) -> None:
    """As many examples of each move as self-play makes of it, all won: nothing is to be learnt from that."""
    game = positions()[number]
    stones = jnp.tile(jnp.array(game.board.array() * game.to_move), (362, 1))
    _, before, _ = updated(jnp.zeros(8))
    shares = policy(game, before, temperature)
    every = jnp.arange(362)
    result, before, after = update(stones, every, jnp.array(362 * shares), temperature=temperature)
    entropy = -np.sum(shares[shares > 0] * np.log(shares[shares > 0]))
    np.testing.assert_allclose(result.loss, entropy, rtol=1e-4)
    one = jnp.array(362 * (np.arange(362) == shares.argmax()))
    there = moved(*update(stones, every, one, temperature=temperature)[1:])
    assert max(np.abs(change).max() for change in there) > 1e-3
    for change in moved(before, after):
        assert np.abs(change).max() < 1e-6


def test_where_a_ko_may_be_nothing_is_learnt() -> None:
    """Of one who may take back and does not it is not known whether the rules forbade it."""
    game = Game(19)
    for name in ("D5", "E5", "D3", "E3", "C4", "F4", "K10", "D4", "E4"):
        game.play(parse_point(name, 19))
    assert game.refusal(parse_point("D4", 19))
    result, before, after = update(jnp.array([-game.board.array()]), jnp.array([0]), jnp.ones(1))
    assert float(result.loss) == 0
    assert not any(change.any() for change in moved(before, after))


def test_statistics_stay_as_the_network_played() -> None:
    for weight, stay in ((jnp.ones(8), True), (None, False)):
        _, before, after = updated(weight)
        for name in ("mean", "variance"):
            assert np.array_equal(before[0][name], after[0][name]) == stay


@pytest.mark.parametrize("weight", [1.0, -1.0])
def test_parts_of_a_batch_are_averaged(weight: float) -> None:
    whole, halves = updated(jnp.full(8, weight)), updated(jnp.full(8, weight), parts=2)
    np.testing.assert_allclose(halves[0].loss, whole[0].loss, rtol=1e-6)
    for found, expected in zip(moved(*halves[1:]), moved(*whole[1:]), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-7)


def test_a_loser_is_moved_the_other_way() -> None:
    winner, loser = updated(jnp.ones(8)), updated(-jnp.ones(8))
    assert float(loser[0].loss) == -float(winner[0].loss)
    assert np.abs(moved(*winner[1:])[0]).max() > 0
    for found, expected in zip(moved(*loser[1:]), moved(*winner[1:]), strict=True):
        np.testing.assert_allclose(found, -expected, rtol=1e-4, atol=1e-7)


def test_an_unknown_winner_teaches_nothing() -> None:
    result, before, after = updated(jnp.zeros(8))
    assert float(result.loss) == 0
    assert not any(change.any() for change in moved(before, after))
