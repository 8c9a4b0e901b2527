"""The targets of a position from its game, under jit: the owners of the points, the margin, the winner.

An example is a record, followed by the row of its game in the table of games, if there is one. The layouts
are those of `darkgo.data.records` and `darkgo.data.games`. In the shapes B is the batch, N the points.
"""

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array, lax

from darkgo.data import games
from darkgo.data.records import BLACK, record_bytes
from darkgo.model.planes import view_tables

NO_MOVES_BYTE = 21
"""The byte of a row that is 1 in examples whose moves are not learnt. It is 0 in every table."""


class GameTargets(NamedTuple):
    """What is known of the games of a batch, seen by the player to move."""

    learns_move: Array
    """float32 [B]: 1 where the move is learnt, else 0."""
    owner: Array
    """float32 [B, N]: 1 for a point of the player, 0 of the opponent, 0.5 of nobody."""
    counted: Array
    """float32 [B, N]: 1 where the owner is known because the game was counted (origin X or E), else 0."""
    uncounted: Array
    """float32 [B, N]: 1 where the owner is that of a last position that was not counted (origin L), else
    0."""
    margin: Array
    """float32 [B]: the points by which the player leads in the end, by area and without komi."""
    margin_known: Array
    """float32 [B]: 1 where all owners are exact (origin X), else 0."""
    komi: Array
    """float32 [B]: the komi that the player gets, minus the komi for Black; 0 where it is unknown."""
    won: Array
    """float32 [B]: 1 the player won, 0 lost, 0.5 a draw."""
    result: Array
    """float32 [B]: the points by which the player won according to the result, with komi; NaN if unknown."""
    won_known: Array
    """float32 [B]: 1 where the winner and the komi are known, else 0. No winner is known of games that were
    lost on time or forfeited."""
    outcome_weight: Array
    """float32 [B]: the weight of the losses of winner and margin. It is 1 / `counted` in games with counted
    owners, else 1. Counted games are close. If they counted more because they are drawn more often, win rates
    would be too near to 50%."""


def game_targets(raw: Array, side: int, symmetry: Array, counted: float = 1.0) -> GameTargets | None:
    """The targets of examples uint8 [B, R or more], each turned by its symmetry [B].

    counted: positions of games with counted owners are drawn this many times as often as others. The result
    is None if the examples have no rows of games.
    """
    if raw.shape[1] == record_bytes(side):
        return None
    row = raw[:, record_bytes(side) :]

    def letter(name: str) -> Array:
        return row[:, _place(side, name)]

    def number(name: str) -> Array:
        at = _place(side, name)
        return lax.bitcast_convert_type(row[:, at : at + 4], jnp.float32)

    black = raw[:, 0] == BLACK
    mine = jnp.where(black, games.BLACK, games.WHITE)[:, None]
    owners = _turned(_owners(row[:, _place(side, "owners") : -1], side), side, symmetry)
    owner = jnp.where(owners == games.NEUTRAL, 0.5, (owners == mine).astype(jnp.float32))
    known = (owners != games.UNKNOWN).astype(jnp.float32)
    origin = letter("origin")[:, None]
    exact = (origin == ord("X")) & (owners != games.UNKNOWN).all(axis=1, keepdims=True)
    komi, winner = number("komi"), letter("winner")
    decided = ((winner == ord("1")) | (winner == ord("0")) | (winner == ord("="))) & ~jnp.isnan(komi)
    of_player = winner == jnp.where(black, ord("1"), ord("0"))
    return GameTargets(
        learns_move=(row[:, NO_MOVES_BYTE] == 0).astype(jnp.float32),
        owner=owner,
        counted=known * (origin != ord("L")),
        uncounted=known * (origin == ord("L")),
        margin=jnp.sum(2 * owner - 1, axis=1),
        margin_known=exact[:, 0].astype(jnp.float32),
        komi=jnp.where(jnp.isnan(komi), 0.0, jnp.where(black, -komi, komi)),
        won=jnp.where(winner == ord("="), 0.5, of_player.astype(jnp.float32)),
        result=jnp.where(black, 1, -1) * number("margin"),
        won_known=decided.astype(jnp.float32),
        outcome_weight=jnp.where(is_counted(raw, side), 1 / counted, 1.0),
    )


def is_counted(raw: Array, side: int) -> Array:
    """Whether the game of each example uint8 [B, R or more] was counted and has owners, bool [B]."""
    if raw.shape[1] == record_bytes(side):
        return jnp.zeros(len(raw), bool)
    origin = raw[:, record_bytes(side) + _place(side, "origin")]
    return (origin == ord("E")) | (origin == ord("X"))


def _place(side: int, name: str) -> int:
    """The number of the first byte of a field of a row."""
    fields = games.dtype(side).fields
    assert fields is not None
    return fields[name][1]


def _owners(packed: Array, side: int) -> Array:
    """The owners uint8 [B, N], unpacked from two bits per point."""
    pairs = packed[:, :, None] >> jnp.arange(0, 8, 2, dtype=jnp.uint8) & 3
    return pairs.reshape(len(packed), -1)[:, : side * side]


def _turned(owners: Array, side: int, symmetry: Array) -> Array:
    _, source = view_tables(side)
    return jnp.take_along_axis(owners, jnp.asarray(source)[symmetry, :-1], axis=1)
