"""Position records as training examples, under jit: they are unpacked, and turned by a random symmetry."""

from math import isqrt

import jax
import jax.numpy as jnp
from jax import Array

from darkgo.data.records import BOARD, SIDE, UNKNOWN, board_bytes
from darkgo.model.planes import VIEWS, view_tables


def unpack(raw: Array, side: int = SIDE) -> tuple[Array, Array]:
    """Unpacks records uint8 [B, R] of this side: stones int8 [B, N], +1 for the player to move, and targets
    [B].

    The target is the move played next: a point, or N for a pass. The layout is that of `darkgo.data.records`.
    """
    board = raw[:, BOARD.start : BOARD.start + board_bytes(side), None]
    pairs = board >> jnp.arange(0, 8, 2, dtype=jnp.uint8)
    stones = (pairs & 1).astype(jnp.int8) - (pairs >> 1 & 1).astype(jnp.int8)
    row, column = raw[:, 2].astype(jnp.int32), raw[:, 3].astype(jnp.int32)
    passed = (row >= side) | (column >= side)
    target = jnp.where(passed, side * side, row * side + column)
    return stones.reshape(-1, stones.shape[1] * 4)[:, : side * side], target


def outcome(raw: Array) -> Array:
    """The outcome for the player to move in records uint8 [B, R], as float32 [B]: 1 won, -1 lost, 0
    unknown."""
    player, winner = raw[:, 0], raw[:, 1]
    known = (player != UNKNOWN) & (winner != UNKNOWN)
    return jnp.where(known, jnp.where(player == winner, 1.0, -1.0), 0.0)


def turn(stones: Array, target: Array, symmetry: Array) -> tuple[Array, Array]:
    """Turns each board [B, N] and its target [B] by its symmetry [B], 0 to 7."""
    turned, source = (jnp.asarray(table) for table in view_tables(isqrt(stones.shape[1])))
    return jnp.take_along_axis(stones, source[symmetry, :-1], axis=1), turned[symmetry, target]


def draw(seed: int, update: Array, batch: int, positions: int) -> tuple[Array, Array]:
    """The examples of an update: indices [B], uniform with replacement, and symmetries [B].

    They depend only on the seed and the number of the update, so a resumed run continues exactly.
    """
    which, how = _keys(seed, update)
    return jax.random.randint(which, (batch,), 0, positions), jax.random.randint(how, (batch,), 0, VIEWS)


def candidates(
    seed: int, update: Array, attempt: Array | int, batch: int, starts: Array, shares: Array
) -> tuple[Array, Array]:
    """Candidates for rejection sampling: indices [B], and uniform numbers [B] in [0, 1) that decide
    acceptance.

    The F files begin at `starts` [F + 1]. A file is drawn by its share [F], and a record in it uniformly. The
    result depends only on the seed, the number of the update and the number of the attempt.
    """
    which, _ = _keys(seed, update)
    source, where, luck = jax.random.split(jax.random.fold_in(which, attempt), 3)
    file = jax.random.choice(source, len(shares), (batch,), p=shares)
    indices = jax.random.randint(where, (batch,), starts[file], starts[file + 1])
    return indices, jax.random.uniform(luck, (batch,))


def _keys(seed: int, update: Array) -> Array:
    """Two random keys for an update: one for its positions, one for their symmetries."""
    return jax.random.split(jax.random.fold_in(jax.random.PRNGKey(seed), update))
