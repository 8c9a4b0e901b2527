"""The losses beside their formulas, and where their gradients go."""

from functools import lru_cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.darknet.network import NetSpec
from darkgo.model.heads import Logits
from darkgo.model.network import check_go, network_from_text
from darkgo.train.game_targets import GameTargets
from darkgo.train.gradient import Gradient, GradientOf, make_gradient
from darkgo.train.losses import VALUE_LOSSES, Loss, loss_weights, value_losses
from darkgo.train.moves import MOVES, MoveBatch
from tests.value_heads import NET, POLICY, TEXT, TRUNK, trained_a_little

SIDE, POINTS, BATCH = 5, 25, 8
UNCOUNTED_SCALE = 0.4


@lru_cache
def network() -> NetSpec:
    """With weights of the losses that differ from each other."""
    text = TEXT.format(side=SIDE).replace(
        "[ownership]", f"[ownership]\nscale=0.5\nuncounted_scale={UNCOUNTED_SCALE}"
    )
    return check_go(network_from_text(text + "scale=2\nmargin_scale=0.25\n"))


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def drawn(seed: int = 0) -> tuple[Logits, GameTargets]:
    """What a network may say, and what games may tell; half of that is unknown."""
    chance = np.random.default_rng(seed)
    known = chance.integers(0, 3, (BATCH, POINTS))
    known[:2] = 0
    some = np.arange(BATCH) % 2 == 0

    def array(values: object) -> jax.Array:
        return jnp.asarray(values, jnp.float32)

    found = Logits(
        jax.nn.log_softmax(array(chance.normal(size=(BATCH, POINTS + 1)))),
        array(chance.normal(0, 2, (BATCH, POINTS))),
        array(np.stack([chance.normal(0, 0.5, BATCH), chance.uniform(0.1, 1, BATCH)], axis=1)),
    )
    return found, GameTargets(
        learns_move=array(np.ones(BATCH)),
        owner=array(chance.choice([0, 0.5, 1], (BATCH, POINTS))),
        counted=array(known == 1),
        uncounted=array(known == 2),
        margin=array(chance.integers(-25, 26, BATCH)),
        margin_known=array(some),
        komi=array(chance.choice([-6.5, 0.5, 6.5], BATCH)),
        won=array(chance.choice([0, 0.5, 1], BATCH)),
        result=array(np.full(BATCH, np.nan)),
        won_known=array(~some),
        outcome_weight=array(chance.choice([0.1, 1], BATCH)),
    )


compiled = jax.jit(lambda found, targets: value_losses(network(), found, targets))


def test_they_are_those_of_the_formulas() -> None:
    found, targets = drawn()
    losses = compiled(found, targets)
    assert set(losses) == set(VALUE_LOSSES)
    targets64 = GameTargets(*(np.asarray(each, np.float64) for each in targets))
    p = sigmoid(np.asarray(found.ownership, np.float64))
    of_points = -(targets64.owner * np.log(p) + (1 - targets64.owner) * np.log(1 - p))
    weight = targets64.counted + UNCOUNTED_SCALE * targets64.uncounted
    expected = {"ownership": (of_points * weight).sum(axis=1) / POINTS}
    known = {
        "ownership": weight.any(axis=1),
        "winner": targets64.won_known * targets64.outcome_weight,
        "margin": targets64.margin_known * targets64.outcome_weight,
    }
    shift, spread = SIDE * np.asarray(found.outcome, np.float64).T
    centre = (2 * p - 1).sum(axis=1) + shift
    lead = (centre + targets64.komi) / spread
    expected["winner"] = targets64.won * np.logaddexp(0, -lead) + (1 - targets64.won) * np.logaddexp(0, lead)
    # The distribution is the same on both sides of its middle. Below it no numbers close to 1 are subtracted.
    distance = -np.abs(targets64.margin - centre)
    low, high = ((distance + half) / spread for half in (-0.5, 0.5))
    expected["margin"] = -np.log(sigmoid(high) - sigmoid(low))
    for name in VALUE_LOSSES:
        assert 0 < (known[name] > 0).sum() < BATCH
        np.testing.assert_allclose(losses[name].batch_mean, (expected[name] * known[name]).mean(), rtol=1e-4)
        np.testing.assert_allclose(losses[name].known, known[name].mean(), rtol=1e-6)


def test_far_from_the_truth_they_stay_finite() -> None:
    """Where probabilities are too small for float32."""
    found, targets = drawn()
    assert found.ownership is not None
    assert found.outcome is not None
    far = found._replace(ownership=100 * found.ownership, outcome=found.outcome.at[:, 1].set(0.01))
    losses, slope = jax.jit(
        jax.value_and_grad(
            lambda far: sum(each.batch_mean for each in value_losses(network(), far, targets).values())
        )
    )(far)
    assert np.isfinite(losses)
    assert all(np.isfinite(each).all() for each in slope)
    assert losses > 100


def test_of_what_is_unknown_nothing_is_learnt() -> None:
    found, targets = drawn()
    nothing = targets._replace(
        **{name: 0 * getattr(targets, name) for name in ("counted", "uncounted", "margin_known", "won_known")}
    )
    for loss in compiled(found, nothing).values():
        assert loss == Loss(0, 0)


def test_they_weigh_what_the_cfg_says() -> None:
    assert loss_weights(network()) == {"ownership": 0.5, "winner": 2, "margin": 0.5}
    assert loss_weights(check_go(network_from_text(TEXT.format(side=SIDE)))) == {
        "ownership": 1,
        "winner": 1,
        "margin": pytest.approx(0.1),
    }
    without = check_go(network_from_text((NET + TRUNK + POLICY).format(side=SIDE)))
    assert loss_weights(without) == {}
    found, targets = drawn()
    assert value_losses(without, found._replace(ownership=None, outcome=None), targets) == {}
    assert value_losses(network(), found, None) == {}


@lru_cache
def compiled_gradient() -> GradientOf:
    return jax.jit(make_gradient(network(), MOVES, by_onednn=False))


@lru_cache
def gradient(learn: float, owners: float) -> Gradient:
    """At random boards whose games are known; the moves are learnt or not, and so are the owners."""
    chance = np.random.default_rng(0)
    stones = chance.integers(-1, 2, (BATCH, POINTS)).astype(np.int8)
    stones[:, ::2] = 0
    target = jnp.asarray(chance.integers(0, POINTS + 1, BATCH))
    _, targets = drawn()
    targets = targets._replace(
        learns_move=jnp.full(BATCH, learn),
        counted=owners * targets.counted,
        uncounted=owners * targets.uncounted,
    )
    boards = MoveBatch(jnp.asarray(stones), target, None, targets)
    return compiled_gradient()(trained_a_little(network()), boards, jax.random.PRNGKey(0))


POLICY_LAYER, OWNERSHIP_LAYER, OUTCOME_LAYER = 3, 7, 11


def moved(found: Gradient) -> set[int]:
    """The layers that a gradient moves."""
    return {
        number
        for number, slope in enumerate(found.slope)
        if any(np.abs(np.asarray(array)).max() > 0 for array in slope.values())
    }


def test_the_outcome_teaches_no_owners_and_silent_moves_teach_no_policy() -> None:
    assert moved(gradient(0.0, 0.0)) == {1, 2, OUTCOME_LAYER}
    assert moved(gradient(1.0, 0.0)) == {1, 2, POLICY_LAYER, OUTCOME_LAYER}
    assert moved(gradient(0.0, 1.0)) == {1, 2, OWNERSHIP_LAYER, OUTCOME_LAYER}


def test_the_loss_of_moves_is_that_of_the_moves_learnt() -> None:
    without_moves, with_moves = gradient(0.0, 0.0).losses, gradient(1.0, 0.0).losses
    assert without_moves.move == Loss(0, 0)
    assert without_moves.hits == 0
    assert with_moves.move.batch_mean > 1
    assert with_moves.move.known == 1
    for name in VALUE_LOSSES:
        np.testing.assert_allclose(
            without_moves.of_value[name].batch_mean, with_moves.of_value[name].batch_mean, rtol=1e-5
        )
