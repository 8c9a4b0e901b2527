"""The rules of `darkgo.go.game` for many games at once: area rules, positional superko, no suicide.

All functions are pure functions of arrays, for use under `jax.jit`. The first axis of every array of a state
is the game. In the shapes, B is the number of games, N of points, and A = N + 1 of actions: the points, then
the pass.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array

from darkgo.arena.superko import PastPositions, came_before, no_past, remember
from darkgo.go.points import Colour
from darkgo.model import chains
from darkgo.model.chains import Boards, place, playable
from darkgo.model.lattice import neighbours
from darkgo.model.zobrist import LANES, keys_of

BLACK, WHITE = int(Colour.BLACK), int(Colour.WHITE)


class State(NamedTuple):
    """Games in progress. They may have different numbers of moves."""

    boards: Boards
    position: Array
    """uint32 [B, LANES]: the hash of the stones."""
    past: PastPositions
    to_move: Array
    """int8 [B]: +1 Black, -1 White."""
    moves: Array
    """int32 [B]: moves made so far, passes included."""
    passes: Array
    """int8 [B]: how many of the last moves were passes, up to two."""
    captures: Array
    """int32 [B, 2]: the stones that Black and that White has captured."""

    @property
    def stones(self) -> Array:
        """int8 [B, N]: +1 black, -1 white, 0 empty."""
        return self.boards.stones

    @property
    def over(self) -> Array:
        """bool [B]: whether the last two moves were passes, or there is no room for another move."""
        return (self.passes >= 2) | (self.moves >= self.past.positions.shape[-1])


def init(games: int, size: int, max_moves: int | None = None) -> State:
    """Games on empty boards of side `size`, with Black to move.

    A game is over after `max_moves` moves; by default twice the number of points.
    """
    boards = chains.empty(games, size)
    position = jnp.zeros((games, LANES), jnp.uint32)
    return _first(boards, position, jnp.full(games, BLACK, jnp.int8), max_moves)


def init_from(stones: Array, to_move: Array, max_moves: int | None = None) -> State:
    """Games that begin at positions [B, N] (+1 black, -1 white, 0 empty) with the colours `to_move` [B].

    Every chain must have a liberty. `max_moves` is as in `init`.
    """
    boards = chains.of(stones)
    # The hash is the sum over chains of their keys. A chain's key is stored at all its stones, so take it
    # once.
    named = boards.chain == jnp.arange(stones.shape[-1])
    position = jnp.sum(jnp.where(named[:, None], boards.hash, 0), axis=-1, dtype=jnp.uint32)
    return _first(boards, position, to_move.astype(jnp.int8), max_moves)


def _first(boards: Boards, position: Array, to_move: Array, max_moves: int | None) -> State:
    games, points = boards.stones.shape
    past = no_past(games, 2 * points if max_moves is None else max_moves)
    none = jnp.zeros(games, jnp.int32)
    return State(
        boards,
        position,
        remember(past, none, position),
        to_move,
        moves=none,
        passes=jnp.zeros(games, jnp.int8),
        captures=jnp.zeros((games, 2), jnp.int32),
    )


def step(state: State, action: Array) -> State:
    """The games after one move each: a point, or N for a pass, int [B].

    The move must be legal; this is not checked. A game that is over does not change.
    """
    points = state.stones.shape[-1]
    playing = ~state.over
    passed = action == points
    placed = place(state.boards, jnp.where(playing, action, points), state.to_move)
    position = state.position + placed.change
    moves = state.moves + playing
    side = jnp.stack([state.to_move == BLACK, state.to_move == WHITE], axis=-1)
    return State(
        placed.boards,
        position,
        remember(state.past, moves, position),
        jnp.where(playing, -state.to_move, state.to_move),
        moves,
        jnp.where(playing, jnp.where(passed, state.passes + 1, 0), state.passes).astype(jnp.int8),
        state.captures + side * placed.captured[:, None],
    )


def legal(state: State) -> Array:
    """The legal actions of the player to move, bool [B, A]. A pass is always legal, and the only action at
    the end."""
    stones, chain, liberties, sums = state.boards
    points = stones.shape[-1]
    possible = playable(state.boards, state.to_move) & ~state.over[:, None]
    prey = (stones == -state.to_move[:, None]) & (liberties == 1)
    names = neighbours(jnp.where(prey, chain, jnp.int16(chains.NO_CHAIN)), chains.NO_CHAIN)
    taken = neighbours(jnp.where(prey[:, None], sums, jnp.uint32(0)))
    after = state.position[:, :, None] + keys_of(state.to_move, points)
    for way, name in enumerate(names):
        again = jnp.zeros_like(possible)
        for earlier in names[:way]:
            again |= name == earlier
        after -= jnp.where(again[:, None], jnp.uint32(0), taken[way])

    repeats = came_before(state.past, after, possible)
    return jnp.concatenate([possible & ~repeats, jnp.ones((len(stones), 1), bool)], axis=-1)
