"""Which moves are not useful, on many boards at once: the rules of `darkgo.engine.player` under JAX."""

from functools import reduce

import jax.numpy as jnp
from jax import Array

from darkgo.model.chains import NO_CHAIN, Boards
from darkgo.model.lattice import beside, first_of_each, neighbours
from darkgo.model.life import settled


def idle(boards: Boards, colour: Array) -> Array:
    """The points that are not useful for the colours [B]: their own eyes and settled points, bool [B, N]."""
    return eyes(boards.stones, colour) | settled(boards, colour)


def eyes(stones: Array, colour: Array) -> Array:
    """The empty points that are real eyes of one point of the colours [B], bool [B, N].

    The player's own stones are on every side; of the diagonal points the opponent holds none at the edge of
    the board, at most one elsewhere.
    """
    mine, theirs = stones == colour[:, None], stones == -colour[:, None]
    enclosed = reduce(jnp.logical_and, neighbours(mine, outside=True))
    _, _, above, below = neighbours(theirs.astype(jnp.int8))
    corners = (*neighbours(above)[:2], *neighbours(below)[:2])
    lost = reduce(jnp.add, corners)
    inside = reduce(jnp.logical_and, neighbours(jnp.ones_like(mine)))
    return (stones == 0) & enclosed & (lost <= inside)


def ko_captures(boards: Boards, colour: Array) -> Array:
    """The points where a stone of the colours [B] would capture one stone and could be recaptured at once,
    bool [B, N]. A ko may forbid these moves; the previous position is not known here."""
    stones, _, liberties, _ = boards
    mine, theirs = stones == colour[:, None], stones == -colour[:, None]
    prey = theirs & (liberties == 1)
    preys = reduce(jnp.add, neighbours(prey.astype(jnp.int8)))
    enclosed = (stones == 0) & ~beside(stones == 0) & ~beside(mine)
    return enclosed & (preys == 1) & beside(prey & ~beside(theirs))


def gives_away(boards: Boards, colour: Array) -> Array:
    """Whether a legal move of the colours [B] puts a chain of two or more own stones into atari without
    capturing, bool [B, N]. The value is meaningless where the move is illegal."""
    stones, chain, liberties, _ = boards
    points = stones.shape[-1]
    here, none = jnp.arange(points), 2 * points
    mine, free = stones == colour[:, None], stones == 0
    prey = (stones == -colour[:, None]) & (liberties == 1)

    # The liberties after the move are the empty points beside it and the remaining liberties of its chains.
    # For a chain with two liberties, the remaining one is the sum of the two points minus the point of the
    # move.
    sums = neighbours(jnp.where(mine & (liberties == 2), _liberty_sums(chain, free), none), none)
    left = [
        *neighbours(jnp.where(free, here, none), none),
        *(jnp.where(both == none, none, both - here) for both in sums),
    ]
    lowest = reduce(jnp.minimum, left)
    highest = reduce(jnp.maximum, (jnp.where(point == none, -1, point) for point in left))
    return (lowest == highest) & beside(mine) & ~beside(mine & (liberties > 2)) & ~beside(prey)


def _liberty_sums(chain: Array, free: Array) -> Array:
    """The sum of the points that are liberties of each stone's chain, int32 [B, N]; 0 without a stone."""
    games, points = chain.shape
    near = jnp.stack(neighbours(chain, NO_CHAIN), axis=-1)
    counts = free[:, :, None] & (near != NO_CHAIN) & first_of_each(near)
    here = jnp.broadcast_to(jnp.arange(points, dtype=jnp.int32)[:, None], near.shape)
    sums = jnp.zeros((games, points), jnp.int32)
    game = jnp.arange(games)[:, None, None]
    sums = sums.at[game, jnp.where(counts, near, points)].add(here, mode="drop")
    found = jnp.take_along_axis(sums, jnp.maximum(chain, 0), axis=1)
    return jnp.where(chain == NO_CHAIN, 0, found)
