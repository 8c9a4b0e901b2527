"""Pass-alive chains cannot be captured even if their player always passes. Suicide is forbidden.

The algorithm is D. B. Benson's ("Life in the game of Go", 1976).
"""

from typing import NamedTuple

from darkgo.go.board import Board, grid
from darkgo.go.points import Colour


class Safe(NamedTuple):
    """The chains and regions that one colour cannot lose, as masks."""

    chains: int
    """The pass-alive stones of the colour."""
    territory: int
    """Regions enclosed by pass-alive stones alone, in which the opponent cannot make two eyes. The opponent's
    stones there are dead."""


def pass_alive(board: Board, colour: Colour) -> int:
    """The mask of a colour's chains that no sequence of the opponent's moves can capture."""
    return safe(board, colour).chains


def safe(board: Board, colour: Colour) -> Safe:
    """The pass-alive chains of a colour, and the regions that it cannot lose.

    A region is vital to a chain if all empty points of the region are liberties of the chain. A chain is
    pass-alive if at least two regions are vital to it and all chains around those regions are pass-alive.
    """
    around = grid(board.size).around
    free = board.free
    chains = {chain: around(chain) for chain in board.chains(colour)}
    regions = {region: around(region) for region in _regions(board, colour)}
    while True:
        fading = [
            chain
            for chain, beside in chains.items()
            if sum(bool(region & beside) and not region & free & ~beside for region in regions) < 2
        ]
        if not fading:
            break
        for chain in fading:
            del chains[chain]
        lost = sum(fading)
        regions = {region: beside for region, beside in regions.items() if not beside & lost}
    alive = sum(chains)
    liberties = around(alive)
    territory = sum(
        region
        for region, beside in regions.items()
        # An eye of the opponent must be an empty point that is not a liberty of these chains.
        if beside & alive and (region & free & ~liberties).bit_count() < 2
    )
    return Safe(alive, territory)


def _regions(board: Board, colour: Colour) -> list[int]:
    """The regions into which the stones of a colour divide the rest of the board."""
    here = grid(board.size)
    left = here.full ^ board.stones(colour)
    found = []
    while left:
        region = here.connected(left & -left, left)
        found.append(region)
        left ^= region
    return found
