"""Positional superko: which moves would repeat a position of their game.

Every position of a game is in a Bloom filter. A position that is not in the filter is certainly new. Only the
few others are compared with the hashes of the whole history.

In the shapes B is the number of games, N of points, T of the positions a game has room for, W of the words of
its filter.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array, lax

from darkgo.model.lattice import at_point
from darkgo.model.zobrist import LANES


class PastPositions(NamedTuple):
    """The positions of each game. Unused entries are 0, the hash of the empty board, which no move can
    repeat."""

    positions: Array
    """uint32 [B, LANES, T]: the hash after each number of moves."""
    filter: Array
    """uint32 [B, W], a blocked Bloom filter. W is a power of two. Each position sets three bits of one
    word."""


def no_past(games: int, positions: int) -> PastPositions:
    """A past without positions and with room for T of them."""
    words = 1 << (positions - 1).bit_length()
    return PastPositions(
        jnp.zeros((games, LANES, positions), jnp.uint32),
        jnp.zeros((games, words), jnp.uint32),
    )


def remember(past: PastPositions, number: Array, position: Array) -> PastPositions:
    """The past with the position [B, LANES] after `number` [B] moves added; unchanged if the number is T or
    more."""
    word, bits = _place(past, position)
    game = jnp.arange(len(number))
    positions = past.positions.at[game, :, number].set(position, mode="drop")
    entry = past.filter[game, word] | bits
    return PastPositions(positions, past.filter.at[game, word].set(entry))


def came_before(past: PastPositions, positions: Array, asked: Array) -> Array:
    """Which positions [B, LANES, N] occurred before, bool [B, N]; False where `asked` [B, N] is False."""
    word, bits = _place(past, positions)
    entry = jnp.take_along_axis(past.filter, word, axis=-1, mode="promise_in_bounds")
    suspects = asked & (entry & bits == bits)

    def more(carried: tuple[Array, Array]) -> Array:
        return jnp.any(carried[0])

    def one_each(carried: tuple[Array, Array]) -> tuple[Array, Array]:
        """Compares the first undecided position of each game with its history."""
        suspects, found = carried
        first = jnp.argmax(suspects, axis=-1)
        here = at_point(first, suspects.shape[-1]) & suspects
        position = jnp.take_along_axis(positions, first[:, None, None], axis=-1)
        same = past.positions == position
        been = jnp.any(same[:, 0] & same[:, 1], axis=-1, keepdims=True)
        return suspects & ~here, found | (here & been)

    found: Array = lax.while_loop(more, one_each, (suspects, jnp.zeros_like(suspects)))[1]
    return found


def _place(past: PastPositions, positions: Array) -> tuple[Array, Array]:
    """The place of positions [B, LANES, ...] in the filter: the word, int32, and its bits, uint32, both [B,
    ...]."""
    words = past.filter.shape[-1]
    first, second = positions[:, 0], positions[:, 1]
    bits = jnp.zeros_like(second)
    for shift in (0, 5, 10):
        bits |= jnp.uint32(1) << (second >> shift & 31)
    return (first & (words - 1)).astype(jnp.int32), bits
