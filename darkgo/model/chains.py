"""The stones and chains of many boards, and the effect of placing stones.

The facts about a chain are stored at each of its stones. So a neighbouring chain needs no lookup, and a move
changes only the few chains that it touches.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array, lax

from darkgo.model.lattice import at_point, beside, connected, first_of_each, neighbour_table, neighbours
from darkgo.model.zobrist import LANES, keys, keys_of

NO_CHAIN = -1


class Boards(NamedTuple):
    """Positions in which every chain has a liberty."""

    stones: Array
    """int8 [B, N]: +1 black, -1 white, 0 empty."""
    chain: Array
    """int16 [B, N]: the name of the chain, which is one of its points; NO_CHAIN where there is no stone."""
    liberties: Array
    """int16 [B, N]: how many liberties the chain has; 0 where there is no stone."""
    hash: Array
    """uint32 [B, LANES, N]: the sum of the chain's keys; 0 where there is no stone."""


class Placed(NamedTuple):
    """The boards after a stone was placed, and the changes."""

    boards: Boards
    captured: Array
    """int32 [B]: the number of captured stones."""
    change: Array
    """uint32 [B, LANES]: the difference to add to the hash of the previous position."""


def empty(games: int, size: int) -> Boards:
    """Boards without stones."""
    points = size * size
    return Boards(
        jnp.zeros((games, points), jnp.int8),
        jnp.full((games, points), NO_CHAIN, jnp.int16),
        jnp.zeros((games, points), jnp.int16),
        jnp.zeros((games, LANES, points), jnp.uint32),
    )


def of(stones: Array) -> Boards:
    """The boards with these stones [B, N]: +1 black, -1 white, 0 empty. Every chain must have a liberty."""
    games, points = stones.shape
    stones = stones.astype(jnp.int8)
    chain = jnp.minimum(connected(stones > 0), connected(stones < 0))
    black, white = (jnp.asarray(table) for table in keys(points))
    key = jnp.where(stones[:, None] > 0, black, jnp.where(stones[:, None] < 0, white, jnp.uint32(0)))
    game, lane = jnp.arange(games)[:, None, None], jnp.arange(LANES)[:, None]
    sums = jnp.zeros_like(key).at[game, lane, chain[:, None]].add(key, mode="drop")

    # Each empty point is a liberty of the different chains beside it.
    near = jnp.stack(neighbours(chain, points), axis=-1)
    counts = (stones == 0)[:, :, None] & first_of_each(near)
    name = jnp.where(counts, near, points)
    liberties = jnp.zeros((games, points), jnp.int16).at[game, name].add(jnp.int16(1), mode="drop")

    def spread(of_chain: Array, name: Array) -> Array:
        return jnp.take_along_axis(of_chain, name, axis=-1, mode="fill", fill_value=0)

    return Boards(
        stones,
        jnp.where(chain == points, NO_CHAIN, chain).astype(jnp.int16),
        spread(liberties, chain),
        spread(sums, chain[:, None]),
    )


def playable(boards: Boards, colour: Array) -> Array:
    """The points where a stone of the colours [B] is legal if no ko forbids it, bool [B, N]: no suicide."""
    stones, _, liberties, _ = boards
    mine, theirs = (stones == each[:, None] for each in (colour, -colour))
    # The one liberty of a neighbouring chain is the point itself.
    breath = (stones == 0) | (mine & (liberties > 1)) | (theirs & (liberties == 1))
    left, right, above, below = neighbours(breath)
    return (stones == 0) & (left | right | above | below)


def place(boards: Boards, point: Array, colour: Array) -> Placed:
    """Place a stone of the colour [B] int8 on the empty point [B] of each board. Point N means no stone.

    Removes the opponent's chains without a liberty. The move must not be suicide, because the chain would
    stay.
    """
    stones, chain, liberties, sums = boards
    points = stones.shape[-1]
    here = at_point(point, points)

    def look(values: Array, outside: int = 0) -> Array:
        return jnp.take_along_axis(values, near, axis=-1, mode="fill", fill_value=outside)

    near = jnp.asarray(neighbour_table(points))[point]
    near_stones, near_chain = look(stones), look(chain, NO_CHAIN)
    mine, theirs = near_stones == colour[:, None], near_stones == -colour[:, None]
    taken = theirs & (look(liberties) == 1)
    near_sums = jnp.where(
        first_of_each(near_chain)[:, None],
        jnp.take_along_axis(sums, near[:, None], axis=-1, mode="fill", fill_value=0),
        jnp.uint32(0),
    )

    def stones_of(which: Array) -> Array:
        """The stones [B, N] of the selected neighbouring chains [B, 4]."""
        wanted = jnp.where(which, near_chain, NO_CHAIN - 1)
        found = [chain == wanted[:, way, None] for way in range(4)]
        return found[0] | found[1] | found[2] | found[3]

    def sum_of(which: Array) -> Array:
        return jnp.sum(jnp.where(which[:, None], near_sums, jnp.uint32(0)), axis=-1, dtype=jnp.uint32)

    key = jnp.sum(jnp.where(here[:, None], keys_of(colour, points), 0), axis=-1, dtype=jnp.uint32)
    joined, captured = here | stones_of(mine), stones_of(taken)
    stones = jnp.where(here, colour[:, None], jnp.where(captured, jnp.int8(0), stones))
    chain = jnp.where(
        joined, point[:, None].astype(jnp.int16), jnp.where(captured, jnp.int16(NO_CHAIN), chain)
    )
    sums = jnp.where(
        joined[:, None], (key + sum_of(mine))[:, :, None], jnp.where(captured[:, None], jnp.uint32(0), sums)
    )
    own = jnp.sum((stones == 0) & beside(joined), axis=-1, keepdims=True, dtype=jnp.int16)
    liberties = liberties - stones_of(theirs).astype(jnp.int16)
    liberties = jnp.where(joined, own, jnp.where(captured, jnp.int16(0), liberties))
    waiting = beside(captured) & (stones == colour[:, None]) & ~joined
    liberties = _regained(chain, liberties, captured, waiting)
    return Placed(
        Boards(stones, chain, liberties, sums),
        jnp.sum(captured, axis=-1, dtype=jnp.int32),
        key - sum_of(taken),
    )


def _regained(chain: Array, liberties: Array, freed: Array, waiting: Array) -> Array:
    """The liberties [B, N] after the chains of the stones `waiting` [B, N] gained the points `freed`.

    Each step of the loop handles one chain per board: most captures touch few chains, but there is no fixed
    bound.
    """

    def more(carried: tuple[Array, Array]) -> Array:
        return jnp.any(carried[1])

    def one_chain(carried: tuple[Array, Array]) -> tuple[Array, Array]:
        liberties, waiting = carried
        name = jnp.max(jnp.where(waiting, chain, NO_CHAIN - 1), axis=-1, keepdims=True)
        same = chain == name
        gain = jnp.sum(freed & beside(same), axis=-1, keepdims=True, dtype=jnp.int16)
        return liberties + jnp.where(same, gain, jnp.int16(0)), waiting & ~same

    counted: Array = lax.while_loop(more, one_chain, (liberties, waiting))[0]
    return counted
