"""Pass-alive chains and settled points on many boards at once: `darkgo.go.life` under JAX."""

from typing import NamedTuple

import jax.numpy as jnp
from jax import Array, lax

from darkgo.model.chains import NO_CHAIN, Boards
from darkgo.model.lattice import beside, connected, first_of_each, neighbours


class SafeMasks(NamedTuple):
    """The chains and regions that one colour cannot lose. Masks, bool [B, N]."""

    chains: Array
    """The pass-alive stones of the colour."""
    territory: Array
    """Regions enclosed by pass-alive stones alone, in which the opponent cannot make two eyes."""
    clear: Array
    """Those of these regions that contain no stone of the opponent."""


def settled(boards: Boards, colour: Array) -> Array:
    """The points where a move of the colours [B] cannot gain anything, bool [B, N].

    These are the points that the opponent cannot lose, and those that the player cannot lose. The player's
    regions with stones of the opponent are left out, because capturing these stones may be useful.
    """
    games = len(boards.stones)
    stones, chain = boards.stones * colour[:, None], boards.chain
    both = safe(jnp.concatenate([stones, -stones]), jnp.concatenate([chain, chain]))
    return both.clear[:games] | both.territory[games:]


def safe(stones: Array, chain: Array) -> SafeMasks:
    """The chains and regions that the colour with stones +1 cannot lose.

    `stones` [B, N] are +1, -1 for the opponent, 0 empty. `chain` [B, N] is the name of each stone's chain,
    one of its points. The algorithm is D. B. Benson's ("Life in the game of Go", 1976), as in
    `darkgo.go.life`.
    """
    games, points = stones.shape
    game = jnp.arange(games)[:, None]
    own, free = stones > 0, stones == 0
    region = connected(~own)
    nowhere = jnp.zeros((games, points), bool)

    def any_in_region(mask: Array) -> Array:
        """Whether each region contains a point of the mask [B, N, ...]; stored at the region's name."""
        return jnp.zeros_like(mask).at[game, region].max(mask, mode="drop")

    # A chain that touches every empty point of a region touches the first of them, so there are at most four.
    near = jnp.stack(neighbours(jnp.where(own, chain, NO_CHAIN), NO_CHAIN), axis=-1)
    place = jnp.where(free, jnp.arange(points), points)
    first = jnp.full((games, points), points).at[game, region].min(place, mode="drop")
    asked = jnp.take_along_axis(near, first[:, :, None], axis=1, mode="fill", fill_value=NO_CHAIN)
    here = jnp.take_along_axis(asked, region[:, :, None], axis=1, mode="fill", fill_value=NO_CHAIN)
    apart = free[:, :, None] & ~jnp.any(near[..., None, :] == here[..., :, None], axis=-1)
    vital = (asked != NO_CHAIN) & first_of_each(asked) & ~any_in_region(apart)
    of_chain = jnp.where(asked == NO_CHAIN, points, asked)

    def alive_stones(living: Array) -> Array:
        return own & jnp.take_along_axis(living, jnp.where(own, chain, 0), axis=1)

    def more(carried: tuple[Array, Array, Array]) -> Array:
        return carried[2]

    def fade(carried: tuple[Array, Array, Array]) -> tuple[Array, Array, Array]:
        """Drops the chains with fewer than two vital regions, and then the regions beside them."""
        living, whole, _ = carried
        counted = (vital & whole[:, :, None]).astype(jnp.int16)
        eyes = jnp.zeros((games, points), jnp.int16).at[game[:, :, None], of_chain].add(counted, mode="drop")
        left = living & (eyes >= 2)
        broken = any_in_region(beside(own & ~alive_stones(left)))
        return left, whole & ~broken, jnp.any(left != living)

    # Only entries at the names of chains and regions are used.
    living, whole, _ = lax.while_loop(more, fade, (~nowhere, ~nowhere, jnp.array(True)))
    chains = alive_stones(living)
    around = beside(chains)
    inner = jnp.zeros((games, points), jnp.int16)
    # An eye of the opponent must be an empty point that is not a liberty of these chains.
    inner = inner.at[game, region].add((free & ~around).astype(jnp.int16), mode="drop")
    kept = whole & any_in_region(around) & (inner < 2)

    def spread(of_region: Array) -> Array:
        return jnp.take_along_axis(of_region, region, axis=1, mode="fill", fill_value=False)

    return SafeMasks(chains, spread(kept), spread(kept & ~any_in_region(stones < 0)))
