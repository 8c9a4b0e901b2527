"""What the network's ownership decides at the end of a game, without a play-out."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from darkgo.go.board import Board, grid
from darkgo.go.group import together
from darkgo.go.life import safe
from darkgo.go.points import Colour

CLEAR = 0.5
"""The least mean ownership of a group's stones, of either sign, at which no play-out is needed."""
SURE = 0.95
"""The least ownership of a point, of either sign, at which nothing is expected to happen there any more."""


Group = tuple[Colour, int]
"""Stones of a colour, as a mask, that live or die as a whole."""


class Verdict(NamedTuple):
    """What is known of the stones of both colours."""

    dead: int
    """The mask of those that are dead."""
    unsure: tuple[Group, ...]
    """The groups that may be dead or alive."""


def undecided(board: Board) -> Verdict:
    """What Benson's algorithm knows: all groups are unsure that are neither alive nor lost for good."""
    both = {colour: safe(board, colour) for colour in Colour}
    dead, unsure = 0, []
    for colour in Colour:
        dead |= both[colour].territory & board.stones(colour.other)
        left = board.stones(colour) & ~both[colour].chains & ~both[colour.other].territory
        while left:
            group = together(board, (left & -left).bit_length() - 1) & left
            unsure.append((colour, group))
            left ^= group
    return Verdict(dead, tuple(unsure))


def decided(found: Verdict, ownership: Sequence[float], clear: float = 0) -> Verdict:
    """The same, with groups decided by an ownership [N] in Black's eyes. A group whose mean is nearer to 0
    than `clear` stays unsure."""
    dead, unsure = found.dead, []
    for colour, group in found.unsure:
        points = Board.points(group)
        own = sum(ownership[point] for point in points) * colour / len(points)
        if abs(own) < clear:
            unsure.append((colour, group))
        elif own < 0:
            dead |= group
    return Verdict(dead, tuple(unsure))


def is_decided(size: int, points: Iterable[int], ownership: Sequence[float]) -> bool:
    """Whether it is sure whose all these points are, and those beside them."""
    neighbours = grid(size).neighbours
    near = 0
    for point in points:
        near |= neighbours[point] | 1 << point
    return all(abs(ownership[point]) >= SURE for point in Board.points(near))
