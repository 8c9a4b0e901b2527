"""The games that self-play is playing, as arrays.

In the shapes B is the number of games, A the actions, T the moves that a game may have, and K the moves of a
target (`darkgo.arena.gumbel.Preferred`).
"""

from math import isqrt
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from darkgo.arena.rules import State, init
from darkgo.data import targets


class Moves(NamedTuple):
    """What a search preferred before each move of games, or, without B, of a game."""

    moves: Array
    """int16 [B, T, K]: moves; N for a pass."""
    shares: Array
    """float32 [B, T, K]: the shares of these moves in the improved policy."""
    win: Array
    """float32 [B, T]: the mean win rate of the player to move."""


class RunningGames(NamedTuple):
    """Games in progress."""

    state: State
    number: Array
    """int32 [B]: the number of the game."""
    played: Array
    """int16 [B, T]: the actions made so far."""
    preferred: Moves | None
    """What the search preferred before each of them; None without a search."""


def new_games(numbers: Array, size: int, max_moves: int, searched: bool = False) -> RunningGames:
    """New games of these numbers [B], with room for what a search prefers if they are `searched`."""
    (count,) = numbers.shape
    played, preferred = jnp.zeros((count, max_moves), jnp.int16), None
    if searched:
        kept = count, max_moves, min(targets.MOVES, size * size + 1)
        preferred = Moves(jnp.zeros(kept, jnp.int16), jnp.zeros(kept), jnp.zeros(kept[:2]))
    return RunningGames(init(count, size, max_moves), numbers.astype(jnp.int32), played, preferred)


def renewed(games: RunningGames, which: Array, numbers: Array) -> RunningGames:
    """The running games, with new ones of these numbers [B] in the places of `which`, bool [B]."""
    side, searched = isqrt(games.state.stones.shape[-1]), games.preferred is not None
    new = new_games(numbers, side, games.played.shape[-1], searched)

    def choose(one: Array, other: Array) -> Array:
        return jnp.where(which.reshape(-1, *[1] * (one.ndim - 1)), one, other)

    found: RunningGames = jax.tree.map(choose, new, games)
    return found


def of_game(preferred: Moves | None, game: Any, moves: int) -> Moves | None:
    """What a search preferred in the first `moves` moves of one of the games."""
    return None if preferred is None else Moves(*(each[game, :moves].copy() for each in preferred))
