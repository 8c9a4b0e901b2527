"""The rules in the variations of a search: many positions at once, without the positions before them.

A search keeps a position for every node. The past of a game would not fit there, so only an immediate
recapture in a ko is forbidden. In the root the rules are those of `darkgo.arena.rules`.

In the shapes B is the number of games, N of points, A = N + 1 of actions: the points, then the pass.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array

from darkgo.arena.rules import State
from darkgo.arena.useful import useful_among
from darkgo.model.chains import Boards, place, playable
from darkgo.model.lattice import at_point


class SearchNode(NamedTuple):
    """Positions of a search."""

    boards: Boards
    position: Array
    """uint32 [B, LANES]: the hash of the stones."""
    to_move: Array
    """int8 [B]: +1 Black, -1 White."""
    passes: Array
    """int8 [B]: how many of the last moves were passes, up to two."""
    ko: Array
    """int16 [B]: the point where an immediate recapture is forbidden; N if there is none."""

    @property
    def over(self) -> Array:
        """bool [B]: whether the last two moves were passes."""
        return self.passes >= 2


def root(state: State) -> SearchNode:
    """The present positions of games. Its ko is not known: in the root, ask the games for their moves."""
    games, points = state.stones.shape
    return SearchNode(
        state.boards, state.position, state.to_move, state.passes, jnp.full(games, points, jnp.int16)
    )


def step(node: SearchNode, action: Array) -> SearchNode:
    """The positions after one legal move each: a point, or N for a pass, int [B]. One that is over stays."""
    before = node.boards.stones
    points = before.shape[-1]
    action = jnp.where(node.over, points, action)
    placed = place(node.boards, action, node.to_move)
    boards, here = placed.boards, at_point(action, points)
    # Who took one stone with a lone stone that has no other liberty may be retaken at once.
    lone = jnp.sum(boards.chain == action[:, None], axis=-1) == 1
    short = jnp.sum(jnp.where(here, boards.liberties, 0), axis=-1) == 1
    taken = jnp.argmax((before != 0) & (boards.stones == 0), axis=-1)
    is_ko = (placed.captured == 1) & lone & short
    passes = jnp.where(node.over, node.passes, jnp.where(action == points, node.passes + 1, 0))
    return SearchNode(
        boards,
        node.position + placed.change,
        jnp.where(node.over, node.to_move, -node.to_move),
        passes.astype(jnp.int8),
        jnp.where(is_ko, taken, points).astype(jnp.int16),
    )


def legal(node: SearchNode) -> Array:
    """The points where the player to move may play, bool [B, N]."""
    points = node.boards.stones.shape[-1]
    return playable(node.boards, node.to_move) & ~at_point(node.ko, points) & ~node.over[:, None]


def useful(node: SearchNode, probabilities: Array) -> Array:
    """The points that may be useful for the player to move, bool [B, N], as in `darkgo.arena.useful`."""
    return useful_among(legal(node), node.boards, node.to_move, probabilities)
