"""Chains that live even if their player passes for ever, where suicide is forbidden.

The algorithm is D. B. Benson's ("Life in the game of Go", 1976).
"""

from typing import NamedTuple

from darkgo.go.board import Board, grid
from darkgo.go.points import Colour


class Safe(NamedTuple):
    """What one colour can never lose. Masks."""

    chains: int
    """Its pass-alive stones."""
    territory: int
    """Regions that only these enclose and in which the opponent cannot make two eyes: every stone of the
    opponent there is dead."""


def pass_alive(board: Board, colour: Colour) -> int:
    """The mask of the chains of a colour that no sequence of the opponent's moves captures."""
    return safe(board, colour).chains


def safe(board: Board, colour: Colour) -> Safe:
    """The pass-alive chains of a colour, and the regions that are its own for good.

    A chain is pass-alive when two regions are vital to it, which means that all their empty points are its
    liberties, and every chain around those regions is pass-alive too.
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
        # An eye of the opponent would be an empty point out of reach of these chains.
        if beside & alive and (region & free & ~liberties).bit_count() < 2
    )
    return Safe(alive, territory)


def _regions(board: Board, colour: Colour) -> list[int]:
    """What the stones of a colour divide the rest of the board into."""
    here = grid(board.size)
    left = here.full ^ board.stones(colour)
    found = []
    while left:
        region = here.connected(left & -left, left)
        found.append(region)
        left ^= region
    return found
