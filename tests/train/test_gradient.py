"""What the weights of the targets do to the gradient."""

from functools import lru_cache, partial
from random import Random

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax import Array

from darkgo.darknet.network import (
    NetParameters,
    NetSpec,
    initial_parameters,
    network_from_text,
    split_statistics,
)
from darkgo.engine.useful import useful_at_a_glance
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import parse_point
from darkgo.model.network import forward_logits
from darkgo.model.planes import planes
from darkgo.train.gradient import Gradient, GradientOf, make_gradient
from darkgo.train.moves import MoveBatch, of_moves
from tests.arena.playing import ko_captures_of
from tests.evaluators import ranked

TEXT = """
[net]
batch=8
subdivisions={parts}
height=19
width=19
channels=1
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


@lru_cache
def network(parts: int = 1) -> NetSpec:
    return network_from_text(TEXT.format(parts=parts))


@lru_cache
def parameters() -> NetParameters:
    """With statistics as if there had been some training: those of the beginning are 0."""
    found: NetParameters = jax.tree_util.tree_map_with_path(
        lambda path, a: jnp.full_like(a, 0.5) if path[-1].key in ("mean", "variance") else a,
        initial_parameters(network(), 3),
    )
    return found


@lru_cache
def compiled(parts: int, temperature: float) -> GradientOf:
    return jax.jit(make_gradient(network(parts), of_moves(temperature)))


def gradient(
    stones: Array, target: Array, weight: Array | None, parts: int = 1, temperature: float = 1.0
) -> Gradient:
    """At the parameters."""
    return compiled(parts, temperature)(
        parameters(), MoveBatch(stones, target, weight), jax.random.PRNGKey(0)
    )


def of_eight(weight: Array | None, parts: int = 1) -> Gradient:
    """On eight boards."""
    games = positions()
    stones = jnp.array([game.board.array() * game.to_move for game in games])
    target = jnp.array([Board.points(game.legal_mask())[0] for game in games])
    return gradient(stones, target, weight, parts)


@lru_cache
def positions() -> list[Game]:
    """Eight positions without a ko of a random game, from a few stones to a board that is nearly full."""
    random, game, found = Random(1), Game(19), []
    for moves in range(20, 500, 60):
        while game.move_number < moves or ko_captures_of(game):
            game.play(random.choice(Board.points(game.legal_mask())))
        found.append(game.snapshot())
    return found


def policy(game: Game, temperature: float) -> np.ndarray:
    """How often each action is drawn in self-play, [A], by way of the player of the doors."""
    stones = jnp.array([game.board.array() * game.to_move])
    logs = jax.jit(partial(forward_logits, network()))(parameters(), planes(stones, 19))[0].policy
    shares = np.exp(np.asarray(logs[0]))
    useful = [move.point for move in useful_at_a_glance(game, ranked(game, shares))]
    drawn = np.zeros(362)
    drawn[useful or [361]] = shares[useful or [361]] ** (1 / temperature)
    return drawn / drawn.sum()


def loss(found: Gradient) -> float:
    """That of the moves; this network has no other."""
    assert not found.losses.of_value
    return float(found.losses.move.batch_mean)


def slopes(found: Gradient) -> list[np.ndarray]:
    return [np.asarray(slope) for slope in jax.tree.leaves(found.slope)]


@pytest.mark.parametrize("number", [0, 3, 7])
@pytest.mark.parametrize("temperature", [1.0, pytest.param(0.5, marks=pytest.mark.long)])
def test_what_is_drawn_on_the_average_moves_nothing(number: int, temperature: float) -> None:
    """As many examples of each move as self-play makes of it, all won: nothing is to be learnt from that."""
    game = positions()[number]
    stones = jnp.tile(jnp.array(game.board.array() * game.to_move), (362, 1))
    shares = policy(game, temperature)
    every = jnp.arange(362)
    found = gradient(stones, every, jnp.array(362 * shares), temperature=temperature)
    entropy = -np.sum(shares[shares > 0] * np.log(shares[shares > 0]))
    np.testing.assert_allclose(loss(found), entropy, rtol=1e-4)
    one = jnp.array(362 * (np.arange(362) == shares.argmax()))
    there = slopes(gradient(stones, every, one, temperature=temperature))
    assert max(np.abs(slope).max() for slope in there) > 1e-2
    for slope in slopes(found):
        assert np.abs(slope).max() < 1e-5


def test_where_a_ko_may_be_nothing_is_learnt() -> None:
    """Of one who may take back and does not it is not known whether the rules forbade it."""
    game = Game(19)
    for name in ("D5", "E5", "D3", "E3", "C4", "F4", "K10", "D4", "E4"):
        game.play(parse_point(name, 19))
    assert game.refusal(parse_point("D4", 19))
    found = gradient(jnp.tile(-game.board.array(), (8, 1)), jnp.zeros(8, jnp.int32), jnp.ones(8))
    assert loss(found) == 0
    assert not any(slope.any() for slope in slopes(found))


def test_statistics_stay_as_the_network_played() -> None:
    _, before = split_statistics(parameters())
    for weight, stay in ((jnp.ones(8), True), (None, False)):
        after = of_eight(weight).rolled
        for name in ("mean", "variance"):
            assert np.array_equal(before[0][name], after[0][name]) == stay


@pytest.mark.parametrize("weight", [1.0, -1.0])
def test_parts_of_a_batch_are_averaged(weight: float) -> None:
    whole, halves = of_eight(jnp.full(8, weight)), of_eight(jnp.full(8, weight), parts=2)
    np.testing.assert_allclose(loss(halves), loss(whole), rtol=1e-6)
    for found, expected in zip(slopes(halves), slopes(whole), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)


def test_a_loser_is_moved_the_other_way() -> None:
    winner, loser = of_eight(jnp.ones(8)), of_eight(-jnp.ones(8))
    assert loss(loser) == -loss(winner)
    assert np.abs(slopes(winner)[0]).max() > 0
    for found, expected in zip(slopes(loser), slopes(winner), strict=True):
        np.testing.assert_allclose(found, -expected, rtol=1e-4, atol=1e-6)


def test_an_unknown_winner_teaches_nothing() -> None:
    found = of_eight(jnp.zeros(8))
    assert loss(found) == 0
    assert not any(slope.any() for slope in slopes(found))
