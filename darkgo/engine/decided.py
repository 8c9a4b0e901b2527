"""Which stones are dead and which points are decided at the end of a game, without a play-out."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from darkgo.go.board import Board, grid
from darkgo.go.group import together
from darkgo.go.life import safe
from darkgo.go.points import Colour

DECIDED_GROUP = 0.8
"""A group is alive or dead if the absolute value of its mean ownership is at least this."""
DECIDED_POINT = 0.95
"""The owner of a point is sure if the absolute value of its ownership is at least this."""


StoneGroup = tuple[Colour, int]
"""A colour, and the mask of its stones that live or die together."""


class StoneStatus(NamedTuple):
    """Which stones are dead, and which may be; all others are alive."""

    dead: int
    """The mask of the dead stones of both colours."""
    unsure: tuple[StoneGroup, ...]
    """The groups that may be dead or alive."""


def undecided(board: Board) -> StoneStatus:
    """The status by Benson's algorithm alone. Groups that it cannot prove alive or dead are unsure."""
    both = {colour: safe(board, colour) for colour in Colour}
    dead, unsure = 0, []
    for colour in Colour:
        dead |= both[colour].territory & board.stones(colour.other)
        left = board.stones(colour) & ~both[colour].chains & ~both[colour.other].territory
        while left:
            group = together(board, (left & -left).bit_length() - 1) & left
            unsure.append((colour, group))
            left ^= group
    return StoneStatus(dead, tuple(unsure))


def decided(found: StoneStatus, ownership: Sequence[float], least: float = 0) -> StoneStatus:
    """The status after the unsure groups are decided by an ownership [N], seen by Black. A group whose mean
    ownership is below `least` in absolute value stays unsure."""
    dead, unsure = found.dead, []
    for colour, group in found.unsure:
        points = Board.points(group)
        own = sum(ownership[point] for point in points) * colour / len(points)
        if abs(own) < least:
            unsure.append((colour, group))
        elif own < 0:
            dead |= group
    return StoneStatus(dead, tuple(unsure))


def is_decided(size: int, points: Iterable[int], ownership: Sequence[float]) -> bool:
    """Whether an ownership [N] is sure of the owners of all these points, and of the points next to them."""
    neighbours = grid(size).neighbours
    near = 0
    for point in points:
        near |= neighbours[point] | 1 << point
    return all(abs(ownership[point]) >= DECIDED_POINT for point in Board.points(near))
