"""Points and colours, and their names.

A point is an int, row-major from the top left: ``point = row * size + column``. Row 0 is the top line, which
players number `size`. Column 0 is A. The letter I is not used.
"""

import re
from enum import IntEnum

from darkgo.errors import BadInput, shown

PASS = -1
LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
LARGEST_SIZE = len(LETTERS)
LARGEST_KOMI = LARGEST_SIZE**2  # one limit for all sizes, so a komi can be checked before the size is known

_VERTEX = re.compile(r"\s*([A-Za-z])\s*([0-9]{1,2})\s*")


class Colour(IntEnum):
    """A player. The value is the sign of that player's stones in an array."""

    BLACK = 1
    WHITE = -1

    @property
    def other(self) -> "Colour":
        """The opponent."""
        return Colour.WHITE if self is Colour.BLACK else Colour.BLACK


def parse_point(text: str, size: int) -> int:
    """Read a point as a player types it: ``Q16``, ``a 15`` or ``pass``, in upper or lower case.

    Raises BadInput if there is no such point on a board of this size.
    """
    if text.strip().lower() == "pass":
        return PASS
    match = _VERTEX.fullmatch(text)
    if match:
        column = LETTERS.find(match[1].upper())
        row = size - int(match[2])
        if 0 <= column < size and 0 <= row < size:
            return row * size + column
    columns = f"A-{LETTERS[size - 1]}" + (" without I" if size > LETTERS.index("J") else "")
    raise BadInput(f'no point "{shown(text.strip())}": columns are {columns}, rows 1-{size}')


def format_point(point: int, size: int, separator: str = "") -> str:
    """The name of a point: ``Q16``, or ``Q 16`` with a blank as separator; ``pass`` for PASS."""
    if point == PASS:
        return "pass"
    row, column = divmod(point, size)
    return f"{LETTERS[column]}{separator}{size - row}"


def star_points(size: int) -> tuple[int, ...]:
    """The star points of a board, in ascending order.

    Boards of side 7 and up have the corner stars, odd sides from 5 the centre, odd sides from 15 the side
    stars.
    """
    near, middle, far = _lines(size)
    marked = []
    if size >= 7:
        marked += [(near, near), (near, far), (far, near), (far, far)]
    if size >= 5 and size % 2:
        marked.append((middle, middle))
    if size >= 15 and size % 2:
        marked += [(near, middle), (middle, near), (middle, far), (far, middle)]
    return tuple(sorted(row * size + column for row, column in marked))


def handicap_points(size: int, stones: int) -> tuple[int, ...]:
    """The fixed handicap of GTP version 2. For example, two stones are D4 and Q16 on 19x19.

    Odd sides from 9 allow 2 to 9 stones, even sides from 8 and side 7 allow 2 to 4, smaller boards none.
    Raises BadInput for other numbers.
    """
    most = _most_fixed(size) if size >= 7 else 0
    if not 2 <= stones <= most:
        allowed = f"2 to {most} stones" if most else "no handicap"
        raise BadInput(f"handicap of {stones} on {size}x{size}: {allowed} there")
    return _fixed_points(size, stones)


def _fixed_points(size: int, stones: int) -> tuple[int, ...]:
    top, middle, bottom = _lines(size)
    left, right = top, bottom
    places = [(bottom, left), (top, right), (top, left), (bottom, right)][:stones]
    if stones >= 6:
        places += [(middle, left), (middle, right)]
    if stones >= 8:
        places += [(bottom, middle), (top, middle)]
    if stones >= 5 and stones % 2:
        places.append((middle, middle))
    return tuple(row * size + column for row, column in places)


def free_handicap_points(size: int, stones: int) -> tuple[int, ...]:
    """A handicap of 2 to size**2 - 1 stones.

    The fixed points come first. On sides 4 to 6 these are four points on the second line. Each further stone
    goes to the point farthest from the others, on the third line or higher while such points are free. Raises
    BadInput for other numbers of stones.
    """
    if not 2 <= stones < size**2:
        raise BadInput(f"handicap of {stones} on {size}x{size}: 2 to {size**2 - 1} stones there")
    points = [*_fixed_points(size, min(stones, _most_fixed(size)))] if size >= 4 else []
    everywhere = range(size**2)
    nearest, total = [2 * size for _ in everywhere], [0 for _ in everywhere]

    def goodness(point: int) -> tuple[bool, int, int, int]:
        row, column = divmod(point, size)
        line = 1 + min(row, column, size - 1 - row, size - 1 - column)
        return nearest[point] > 0, min(line, 3), nearest[point], total[point]

    for number in range(stones):
        if number == len(points):
            points.append(max(everywhere, key=goodness))
        row, column = divmod(points[number], size)
        for point in everywhere:
            distance = abs(point // size - row) + abs(point % size - column)
            nearest[point] = min(nearest[point], distance)
            total[point] += distance
    return tuple(points)


def _most_fixed(size: int) -> int:
    return 9 if size % 2 and size > 7 else 4


def _lines(size: int) -> tuple[int, int, int]:
    """The near, middle and far lines of star points and handicap stones, counted from 0.

    The near line is the fourth line from side 13, the third from side 7, the second from side 4.
    """
    near = 3 if size >= 13 else 2 if size >= 7 else 1 if size >= 4 else 0
    return near, size // 2, size - 1 - near
