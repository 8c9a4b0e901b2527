"""A fight that is closed off: where it is played out, who takes part, and what each player holds for good.

It consists of the empty points around a move, the chains that have all their liberties there, and the other
regions where these have liberties. The chains around it take no part: they are taken for alive.
"""

from typing import NamedTuple

from darkgo.go.board import Board, grid
from darkgo.go.points import Colour

ROOM = 6
"""Empty points of the largest fight that is looked at."""
STONES = 40
"""Stones of the largest fight that is looked at."""
FEW = 2
"""Liberties of a chain that takes part although it only stands beside a chain of the fight."""
CRAMPED = 7
"""Points on which nobody makes two eyes among living stones."""
WIDE = 7
"""Points of an empty eye space in which nobody kills, whichever chains are around it."""
KILLABLE = {(1, 1, 1, 3), (2, 2, 2, 2), (1, 1, 1, 1, 4), (1, 2, 2, 2, 3), (1, 1, 2, 2, 2, 4)}
"""The eye spaces of four points and more in which a stone on the right point kills: pyramid, square, crossed
five, bulky five, rabbity six. For each point: how many neighbours it has within, in ascending order."""


class Fight(NamedTuple):
    """What is fought about. Masks."""

    room: int
    """The empty points on which the fight is played out."""
    stones: int
    """The chains of both colours that have no liberty elsewhere."""
    doubtful: int
    """Chains that have liberties in the room and elsewhere and are not alive for certain."""

    @property
    def field(self) -> int:
        """Every point that can change hands."""
        return self.room | self.stones


def find_fight(board: Board, point: int, alive: int) -> Fight | None:
    """The fight around an empty point; None if it is not closed off or too large.

    `alive` is the mask of the chains of both colours that can never be captured.
    """
    here, free = grid(board.size), board.free
    room = here.connected(1 << point, free)
    stones = doubtful = 0
    seen = alive
    while room.bit_count() <= ROOM and stones.bit_count() <= STONES:
        left = here.around(room | stones) & board.occupied & ~seen
        if not left:
            return Fight(room, stones, doubtful) if stones else None
        seed = left & -left
        chain = here.connected(seed, board.black if seed & board.black else board.white)
        liberties = here.around(chain) & free
        wider, beyond = room, liberties & ~room
        while beyond and wider.bit_count() <= ROOM:
            wider |= here.connected(beyond & -beyond, free)
            beyond &= ~wider
        if wider.bit_count() <= ROOM and (liberties & room or liberties.bit_count() <= FEW):
            if wider != room:
                # Chains that were looked at before may have liberties there.
                seen, doubtful = alive | stones, 0
            room, stones = wider, stones | chain
        elif liberties & room:
            doubtful |= chain
        seen |= chain
    return None


def area(board: Board, field: int) -> int:
    """Black's points of the field less White's, every stone alive."""
    connected = grid(board.size).connected
    black, white, free = board.black, board.white, board.free & field
    by_black = connected(black, black | free) & free
    by_white = connected(white, white | free) & free
    of_black = black & field | by_black & ~by_white
    of_white = white & field | by_white & ~by_black
    return of_black.bit_count() - of_white.bit_count()


def held(board: Board, colour: Colour, field: int, living: int) -> int:
    """How many points of the field a colour has for good; `living` is the mask of its stones outside of it.

    As in `darkgo.go.life`, but one eye space can be large enough for two eyes, and the opponent needs more
    than a few points to live among living stones.
    """
    here = grid(board.size)
    around, connected = here.around, here.connected
    stones, free = board.stones(colour), board.free
    living = connected(living, stones)
    chains: dict[int, int] = {}
    left = field & stones & ~living
    while left:
        chain = connected(left & -left, left)
        left ^= chain
        chains[chain] = around(chain)
    regions: dict[int, int] = {}
    left = field & ~stones
    while left:
        region = connected(left & -left, left)
        left ^= region
        border = around(region) & ~region
        if not border & ~stones:
            regions[region] = border

    def eyes(chain: int, beside: int) -> int:
        """How many eyes the regions give to a chain, as far as is certain."""
        found = 0
        for region, border in regions.items():
            is_empty = not region & ~free
            if region & beside and is_empty and region.bit_count() >= WIDE:
                return 2
            if region & beside and not region & free & ~beside:
                alone = is_empty and not border & ~living & ~chain
                found += 2 if alone and _is_large(board, region) else 1
        return found

    while fading := [chain for chain, beside in chains.items() if eyes(chain, beside) < 2]:
        for chain in fading:
            del chains[chain]
        lost = sum(fading)
        regions = {region: border for region, border in regions.items() if not border & lost}
    living |= sum(chains)
    reached = around(living)
    points = living & field
    for region, border in regions.items():
        if not border & ~living and (
            region.bit_count() <= CRAMPED or (region & free & ~reached).bit_count() < 2
        ):
            points |= region
    return points.bit_count()


def _is_large(board: Board, region: int) -> bool:
    """Whether an empty eye space of one chain becomes two eyes even if the opponent moves first."""
    if region.bit_count() < 4:
        return False
    neighbours = grid(board.size).neighbours
    beside = sorted((neighbours[point] & region).bit_count() for point in board.points(region))
    return tuple(beside) not in KILLABLE
