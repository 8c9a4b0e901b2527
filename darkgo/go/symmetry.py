"""The eight symmetries of the board.

Symmetry ``k = 4 * flip + turns`` first flips the board left to right (if `flip` is 1), then turns it
clockwise by `turns` quarters. Symmetry 0 is the identity.
"""

from functools import cache

COUNT = 8
NAMES = (
    "as it is",
    "turned 90°",
    "turned 180°",
    "turned 270°",
    "flipped",
    "flipped, 90°",
    "flipped, 180°",
    "flipped, 270°",
)
"""The name of each symmetry, as shown to users."""


@cache
def permutations(size: int) -> tuple[tuple[int, ...], ...]:
    """The image of every point, [8, N]: ``permutations(size)[k][p]`` is where symmetry k moves point p."""
    last = size - 1
    grid = range(size)
    identity = tuple(range(size * size))
    flip = tuple(row * size + last - column for row in grid for column in grid)
    turn = tuple(column * size + last - row for row in grid for column in grid)
    views = []
    for view in (identity, flip):
        for _ in range(4):
            views.append(view)
            view = tuple(turn[point] for point in view)
    return tuple(views)
