"""From stones to what the network reads, and the eight views of a position."""

from collections.abc import Callable
from functools import lru_cache

import jax.numpy as jnp
import numpy as np
from jax import Array

from darkgo.go.symmetry import COUNT as VIEWS
from darkgo.go.symmetry import permutations

__all__ = ["VIEWS", "all_views", "over_views", "planes", "turned_back", "view_tables"]


def planes(stones: Array, size: int) -> Array:
    """Stones [B, N] (+1 of the player to move, -1 of the other, 0 empty) -> planes [B, size, size, 1]."""
    return stones.astype(jnp.float32).reshape(-1, size, size, 1)


@lru_cache
def view_tables(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Index tables, each int32 [8, A] with pass last and left alone.

    `turn[k][p]` is where symmetry k takes point p, so a target move p becomes turn[k][p] and
    probabilities of the turned board come back as probabilities[turn[k]]; `source[k][q]` is the point
    that comes to q, so the turned board is stones[source[k]].
    """
    points = np.asarray(permutations(size), np.int32)
    turn = np.concatenate([points, np.full((VIEWS, 1), size * size, np.int32)], axis=1)
    source = np.argsort(turn, axis=1).astype(np.int32)
    return turn, source


def all_views(stones: Array, size: int) -> Array:
    """Stones [B, N] -> the eight views of each board [B, 8, N]."""
    _, source = view_tables(size)
    return stones[:, source[:, :-1]]


def over_views(look: Callable[[Array], Array], stones: Array, size: int) -> Array:
    """What `look`, from stones [B, N] to probabilities [B, A] or their logarithms, says of the eight views of
    each board: [B, 8, A], all in the board's own coordinates."""
    return turned_back(look(all_views(stones, size).reshape(-1, size * size)), size)


def turned_back(found: Array, size: int) -> Array:
    """Probabilities for the eight views of each board, [B * 8, A], in the board's own coordinates: [B, 8,
    A]."""
    turn, _ = view_tables(size)
    return jnp.take_along_axis(found.reshape(-1, *turn.shape), jnp.asarray(turn)[None], axis=2)
