"""A search of a few visits in many games at once: Gumbel MuZero, by mctx, over the rules of the arena.

I. Danihelka and others, "Policy improvement by planning with Gumbel", 2022. In the root a few moves are drawn
without replacement by Gumbel noise, and the visits are divided among them by sequential halving. The policy
that the search prefers is the network's, improved by the values found. No dynamics are learnt: a node is a
position, and the network evaluates it.

In the shapes B is the number of games, N of points, A = N + 1 of actions.
"""

from collections.abc import Callable
from functools import partial
from math import isqrt
from typing import NamedTuple

import jax
import jax.numpy as jnp
import mctx
from jax import Array, lax

from darkgo.arena import variation
from darkgo.arena.area import area_score
from darkgo.arena.draw import LEAST, drawn_from
from darkgo.arena.rules import State
from darkgo.arena.useful import useful
from darkgo.arena.variation import SearchNode
from darkgo.data.targets import MOVES
from darkgo.model.heads import Answer
from darkgo.model.planes import VIEWS, view_tables
from darkgo.search.formulas import SCORE_SHARE

CANDIDATES = 8
"""The most moves that are tried in the root."""
VALUE_SCALE = 0.1
"""How much the values count beside the network's policy: its logits change by (50 + visits of the best move)
times this times the value, from -1 to 1. The paper's 0.5 suits networks whose values are more exact."""
NEVER = -1e30
"""The logit of a move that is not made. It is finite, as mctx expects."""


class Answered(NamedTuple):
    """What the network says of positions, for their players to move."""

    logits: Array
    """float32 [B, A]: of the moves."""
    win: Array
    """float32 [B]: the probability that the player wins."""
    lead: Array
    """float32 [B]: the points by which the player is expected to lead, komi included."""


class Preferred(NamedTuple):
    """What a search found. K = `darkgo.data.targets.MOVES`, or A if that is less."""

    action: Array
    """int32 [B]: the move to play."""
    moves: Array
    """int16 [B, K]: the best moves of the improved policy, the best first; N for a pass."""
    shares: Array
    """float32 [B, K]: their probabilities in it."""
    win: Array
    """float32 [B]: the mean win rate of the player to move."""


class _Below(NamedTuple):
    """What mctx keeps of a node."""

    node: SearchNode
    win: Array
    """float32 [B]: of its player to move."""
    centre: Array
    """float32 [B]: Black's lead in the root, by which leads are judged."""


Says = Callable[[Array], Answer]
"""Stones [B, N], +1 for the player to move -> the answer of the network."""


def search(says: Says, state: State, keys: Array, scale: Array, komi: float, visits: int) -> Preferred:
    """Searches the positions of games with so many visits each.

    `keys` [B] are random keys. The Gumbel noise is multiplied by `scale` [B]: 0 for the best move. The
    network must have value heads.
    """
    drawn = jax.vmap(lambda key: jax.random.split(key))(keys)
    salt = jax.vmap(lambda key: jax.random.bits(key))(drawn[:, 0])
    answered = partial(_answered, says, komi, salt)
    first = variation.root(state)
    found, probabilities = answered(first)
    allowed = drawn_from(useful(state, probabilities))
    logits = jnp.where(allowed, found.logits, NEVER)
    centre = found.lead * state.to_move

    def follow(_: object, key: Array, action: Array, below: _Below) -> tuple[mctx.RecurrentFnOutput, _Below]:
        before, centre = below.node, below.centre
        node = variation.step(before, action)
        found, probabilities = answered(node)
        win, lead = _counted(node, found, komi)
        value = _value(node, win, lead, centre)
        # The value of a position that is over is a reward, so that nothing below it counts.
        ends = node.over & ~before.over
        return mctx.RecurrentFnOutput(
            reward=jnp.where(ends, -value, 0.0),
            discount=jnp.where(node.over, 0.0, -1.0),
            prior_logits=jnp.where(drawn_from(variation.useful(node, probabilities)), found.logits, NEVER),
            value=jnp.where(node.over, 0.0, value),
        ), _Below(node, win, centre)

    noise = scale[:, None] * jax.vmap(lambda key: jax.random.gumbel(key, logits.shape[1:]))(drawn[:, 1])
    values = partial(mctx.qtransform_completed_by_mix_value, value_scale=VALUE_SCALE, rescale_values=False)
    tree = mctx.search(
        None,
        keys[0],
        root=mctx.RootFnOutput(
            prior_logits=logits,
            value=_value(first, found.win, found.lead, centre),
            embedding=_Below(first, found.win, centre),
        ),
        recurrent_fn=follow,
        root_action_selection_fn=partial(
            mctx.gumbel_muzero_root_action_selection,
            num_simulations=visits,
            max_num_considered_actions=CANDIDATES,
            qtransform=values,
        ),
        interior_action_selection_fn=partial(mctx.gumbel_muzero_interior_action_selection, qtransform=values),
        num_simulations=visits,
        invalid_actions=~allowed,
        extra_data=mctx.GumbelMuZeroExtraData(root_gumbel=noise),
    )
    counts = tree.summary().visit_counts
    improved = logits + jax.vmap(values, in_axes=(0, None))(tree, tree.ROOT_INDEX)
    most = allowed & (counts == jnp.max(counts, axis=1, keepdims=True))
    action = jnp.argmax(jnp.where(most, improved + noise, -jnp.inf), axis=1).astype(jnp.int32)
    preferred = jax.nn.softmax(improved, axis=1, where=allowed)
    shares, moves = lax.top_k(preferred, min(MOVES, preferred.shape[1]))
    own = tree.embeddings.node.to_move == state.to_move[:, None]
    wins = jnp.where(own, tree.embeddings.win, 1 - tree.embeddings.win)
    return Preferred(action, moves.astype(jnp.int16), shares, jnp.mean(wins, axis=1))


def _answered(says: Says, komi: float, salt: Array, node: SearchNode) -> tuple[Answered, Array]:
    """What the network says of positions, and its policy [B, A].

    It sees each in one of its eight views, which the stones and the salt [B] decide.
    """
    side = isqrt(node.boards.stones.shape[-1])
    turn, source = (jnp.asarray(table) for table in view_tables(side))
    mixed = (node.position[:, 0] ^ salt) * jnp.uint32(0x9E3779B1)
    view = mixed >> (32 - VIEWS.bit_length() + 1)
    stones = node.boards.stones * node.to_move[:, None]
    answer = says(jnp.take_along_axis(stones, source[view, :-1], axis=1))
    assert answer.ownership is not None
    assert answer.outcome is not None
    policy = jnp.take_along_axis(answer.policy, turn[view], axis=1)
    lead = jnp.sum(answer.ownership, axis=1) - komi * node.to_move
    shift, spread = answer.outcome.T
    win = jax.nn.sigmoid((lead + side * shift) / (side * spread))
    return Answered(jnp.log(jnp.maximum(policy, LEAST)), win, lead), policy


def _counted(node: SearchNode, found: Answered, komi: float) -> tuple[Array, Array]:
    """Win rate and lead, exact where the game is over."""

    def by_area() -> tuple[Array, Array]:
        margin = node.to_move * area_score(node.boards.stones, komi)
        exact = 0.5 + 0.5 * jnp.sign(margin)
        return jnp.where(node.over, exact, found.win), jnp.where(node.over, margin, found.lead)

    counted: tuple[Array, Array] = lax.cond(jnp.any(node.over), by_area, lambda: (found.win, found.lead))
    return counted


def _value(node: SearchNode, win: Array, lead: Array, centre: Array) -> Array:
    """The value for the player to move, -1 to 1: that of `darkgo.search.formulas.utility`."""
    side = isqrt(node.boards.stones.shape[-1])
    score = jnp.arctan((lead - centre * node.to_move) / side) * (2 / jnp.pi)
    return (1 - SCORE_SHARE) * (2 * win - 1) + SCORE_SHARE * score
