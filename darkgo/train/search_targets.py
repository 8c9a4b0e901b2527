"""The targets that a position has from a search, under jit. The layout is that of `darkgo.data.targets`.

In the shapes B is the batch, N the points, K the moves of a row, `darkgo.data.targets.MOVES`.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array, lax

from darkgo.data.targets import MOVES, WHOLE
from darkgo.model.planes import view_tables


class SearchTargets(NamedTuple):
    """The policy to be learnt."""

    moves: Array
    """int32 [B, K]: the moves, the best first; N for a pass."""
    shares: Array
    """float32 [B, K]: their probabilities; 0 where there are no more moves."""

    def log_likelihood(self, logs: Array) -> Array:
        """Minus the cross-entropy of log probabilities [B, A] against this policy, float32 [B]."""
        return jnp.sum(self.shares * jnp.take_along_axis(logs, self.moves, axis=1), axis=1)


def search_targets(rows: Array, side: int, symmetry: Array, played: Array) -> SearchTargets:
    """The targets of rows uint8 [B, row bytes], each turned by its symmetry [B].

    Where nothing was searched it is the move played [B], which is turned already.
    """
    numbers = lax.bitcast_convert_type(rows.reshape(len(rows), -1, 2), jnp.uint16).astype(jnp.int32)
    searched, (moves, shares) = numbers[:, :1] > 0, jnp.split(numbers[:, 2:], 2, axis=1)
    turned, _ = view_tables(side)
    moves = jnp.asarray(turned)[symmetry[:, None], jnp.minimum(moves, side * side)]
    first = jnp.arange(MOVES) == 0
    return SearchTargets(
        jnp.where(searched, moves, played[:, None]),
        jnp.where(searched, shares / WHOLE, first.astype(jnp.float32)),
    )
