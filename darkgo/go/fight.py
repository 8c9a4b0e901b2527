"""A closed fight: its empty points, its chains, and the points that each player is certain to keep.

A fight starts from the empty region around a move. It includes every chain whose liberties all lie in the
regions of the fight, and the other empty regions where such a chain has liberties. The chains around it do
not take part and are assumed alive.
"""

from typing import NamedTuple

from darkgo.go.board import Board, grid
from darkgo.go.points import Colour

MAX_EMPTY = 6
"""The most empty points that a fight may have; larger fights are not read."""
MAX_STONES = 40
"""The most stones that a fight may have; larger fights are not read."""
MAX_LIBERTIES = 2
"""A chain next to a chain of the fight takes part if it has at most this many liberties, wherever they
are."""
MAX_DEAD_SPACE = 7
"""The largest region in which a player cannot make two eyes when living stones enclose it."""
MIN_LIVE_SPACE = 7
"""The smallest empty eye space that cannot be killed, whichever chains enclose it."""
NAKADE_SHAPES = {(1, 1, 1, 3), (2, 2, 2, 2), (1, 1, 1, 1, 4), (1, 2, 2, 2, 3), (1, 1, 2, 2, 2, 4)}
"""The eye spaces of four or more points that one stone on the vital point kills: pyramid, square, crossed
five, bulky five, rabbity six. Each is given as the number of neighbours of its points inside the eye space,
in ascending order."""


class Fight(NamedTuple):
    """The points and chains of a fight, as masks."""

    empty: int
    """The empty points on which the fight is played out."""
    stones: int
    """The chains of both colours that have no liberty elsewhere."""
    doubtful: int
    """Chains that have liberties both inside and outside the fight and are not certainly alive."""

    @property
    def field(self) -> int:
        """Every point whose owner the fight decides."""
        return self.empty | self.stones


def find_fight(board: Board, point: int, alive: int) -> Fight | None:
    """The fight around an empty point; None if it is not closed off or too large.

    `alive` is the mask of the chains of both colours that can never be captured.
    """
    here, free = grid(board.size), board.free
    empty = here.connected(1 << point, free)
    stones = doubtful = 0
    seen = alive
    while empty.bit_count() <= MAX_EMPTY and stones.bit_count() <= MAX_STONES:
        left = here.around(empty | stones) & board.occupied & ~seen
        if not left:
            return Fight(empty, stones, doubtful) if stones else None
        seed = left & -left
        chain = here.connected(seed, board.black if seed & board.black else board.white)
        liberties = here.around(chain) & free
        wider, beyond = empty, liberties & ~empty
        while beyond and wider.bit_count() <= MAX_EMPTY:
            wider |= here.connected(beyond & -beyond, free)
            beyond &= ~wider
        if wider.bit_count() <= MAX_EMPTY and (liberties & empty or liberties.bit_count() <= MAX_LIBERTIES):
            if wider != empty:
                # Chains that were rejected before may have liberties in the added region.
                seen, doubtful = alive | stones, 0
            empty, stones = wider, stones | chain
        elif liberties & empty:
            doubtful |= chain
        seen |= chain
    return None


def area(board: Board, field: int) -> int:
    """Black's points of the field minus White's, with every stone counted as alive."""
    connected = grid(board.size).connected
    black, white, free = board.black, board.white, board.free & field
    by_black = connected(black, black | free) & free
    by_white = connected(white, white | free) & free
    of_black = black & field | by_black & ~by_white
    of_white = white & field | by_white & ~by_black
    return of_black.bit_count() - of_white.bit_count()


def certain_points(board: Board, colour: Colour, field: int, living: int) -> int:
    """How many points of the field a colour is certain to keep. `living` masks its stones outside the field.

    The method is that of `darkgo.go.life` with two additions: one eye space can be large enough for two eyes,
    and the opponent cannot live in a small region enclosed by living stones.
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
        """How many eyes the regions certainly give to a chain."""
        found = 0
        for region, border in regions.items():
            is_empty = not region & ~free
            if region & beside and is_empty and region.bit_count() >= MIN_LIVE_SPACE:
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
            region.bit_count() <= MAX_DEAD_SPACE or (region & free & ~reached).bit_count() < 2
        ):
            points |= region
    return points.bit_count()


def _is_large(board: Board, region: int) -> bool:
    """Whether an empty eye space of one chain makes two eyes even if the opponent moves first."""
    if region.bit_count() < 4:
        return False
    neighbours = grid(board.size).neighbours
    beside = sorted((neighbours[point] & region).bit_count() for point in board.points(region))
    return tuple(beside) not in NAKADE_SHAPES
