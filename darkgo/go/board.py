"""The stones on the board, and the effect of playing one.

Each colour is one int. Bit p is set if point p holds a stone of that colour. Shifting a mask by one or by
`size` bits gives the neighbours of its points. Column masks stop a shift from wrapping around the edge.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from darkgo.errors import BadInput
from darkgo.go.points import LARGEST_SIZE, Colour

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Grid(NamedTuple):
    """The masks shared by all boards of one size. A mask is an int with bit p for point p."""

    size: int
    full: int
    """All points."""
    not_left: int
    """All points that have a left neighbour: every column except A."""
    not_right: int
    """All points that have a right neighbour: every column except the last."""
    neighbours: tuple[int, ...]
    """The mask of each point's two to four neighbours."""
    adjacent: tuple[tuple[tuple[int, int], ...], ...]
    """For each point, one pair per neighbour: (mask of the neighbour, mask of the neighbour's neighbours)."""

    def around(self, mask: int) -> int:
        """The points that have a neighbour in the mask. The result may include points of the mask itself."""
        size = self.size
        sideways = (mask & self.not_right) << 1 | (mask & self.not_left) >> 1
        return ((mask << size | mask >> size) & self.full) | sideways

    def connected(self, seed: int, within: int) -> int:
        """The seed and all points of `within` that are connected to it by a path inside `within`."""
        region = seed
        while True:
            grown = region | (self.around(region) & within)
            if grown == region:
                return region
            region = grown

    def captured(self, seed: int, stones: int, empty: int) -> int:
        """The chain of `stones` that contains the seed, if it touches no point of `empty`; else 0."""
        size, not_left, not_right = self.size, self.not_left, self.not_right
        chain = seed
        while True:
            around = chain << size | chain >> size | (chain & not_right) << 1 | (chain & not_left) >> 1
            if around & empty:
                return 0
            grown = chain | (around & stones)
            if grown == chain:
                return chain
            chain = grown


@cache
def grid(size: int) -> Grid:
    """The masks for a board size. Raises BadInput unless it is 1 to 25."""
    if not 1 <= size <= LARGEST_SIZE:
        raise BadInput(f"board size {size}: 1 to {LARGEST_SIZE} are possible")
    full = (1 << size * size) - 1
    left = sum(1 << row * size for row in range(size))
    empty_grid = Grid(size, full, full & ~left, full & ~(left << size - 1), (), ())
    bits = [1 << point for point in range(size * size)]
    neighbours = tuple(empty_grid.around(bit) for bit in bits)
    adjacent = tuple(
        tuple((bits[near], neighbours[near]) for near in Board.points(mask)) for mask in neighbours
    )
    return empty_grid._replace(neighbours=neighbours, adjacent=adjacent)


@dataclass(frozen=True, slots=True)
class Board:
    """An immutable position. Bit p of `black` or `white` is set if point p holds a stone of that colour."""

    size: int
    black: int
    white: int

    @classmethod
    def empty(cls, size: int) -> "Board":
        """The board without stones. Raises BadInput unless the size is 1 to 25."""
        grid(size)
        return cls(size, 0, 0)

    @property
    def occupied(self) -> int:
        """The mask of all stones."""
        return self.black | self.white

    @property
    def free(self) -> int:
        """The mask of all points without a stone."""
        return grid(self.size).full ^ (self.black | self.white)

    def stones(self, colour: Colour) -> int:
        """The mask of one colour's stones."""
        return self.black if colour is Colour.BLACK else self.white

    def at(self, point: int) -> Colour | None:
        """The colour of the stone on a point, None if there is none."""
        if self.black >> point & 1:
            return Colour.BLACK
        if self.white >> point & 1:
            return Colour.WHITE
        return None

    def chain(self, point: int) -> int:
        """The mask of the chain (solidly connected stones) on `point`; 0 if there is no stone."""
        colour = self.at(point)
        return 0 if colour is None else grid(self.size).connected(1 << point, self.stones(colour))

    def chains(self, colour: Colour) -> Iterator[int]:
        """The masks of all chains of a colour, in the order of their lowest points."""
        left = self.stones(colour)
        connected = grid(self.size).connected
        while left:
            chain = connected(left & -left, left)
            yield chain
            left ^= chain

    def liberties(self, point: int) -> int:
        """The mask of the empty points next to the chain on `point`; 0 if there is no stone."""
        return grid(self.size).around(self.chain(point)) & self.free

    def play(self, point: int, colour: Colour) -> "Board":
        """Place a stone, remove the opponent's chains without a liberty, then its own chain if it has none.

        Does not check ko. Raises ValueError if the point is occupied or not on the board.
        """
        size, black, white = self.size, self.black, self.white
        here = grid(size)
        if not 0 <= point < size * size:
            raise ValueError(f"point {point} is not on a board of side {size}")
        bit = 1 << point
        if (black | white) & bit:
            raise ValueError(f"point {point} is occupied")
        mine, theirs = (black | bit, white) if colour is Colour.BLACK else (white | bit, black)
        empty = here.full ^ (mine | theirs)
        taken = 0
        for stone, beside in here.adjacent[point]:
            if stone & theirs and not beside & empty and not stone & taken:
                taken |= here.captured(stone, theirs, empty)
        if taken:
            theirs ^= taken
        elif not here.neighbours[point] & empty:
            mine ^= here.captured(bit, mine, empty)
        return Board(size, mine, theirs) if colour is Colour.BLACK else Board(size, theirs, mine)

    def put(self, point: int, colour: Colour | None) -> "Board":
        """Set a point to a colour, or to empty with None. Captures nothing."""
        bit = 1 << point
        black = self.black | bit if colour is Colour.BLACK else self.black & ~bit
        white = self.white | bit if colour is Colour.WHITE else self.white & ~bit
        return Board(self.size, black, white)

    @staticmethod
    def points(mask: int) -> list[int]:
        """The points of a mask in ascending order."""
        found = []
        while mask:
            low = mask & -mask
            found.append(low.bit_length() - 1)
            mask ^= low
        return found

    def array(self) -> "npt.NDArray[np.int8]":
        """The stones as int8 [N]: +1 black, -1 white, 0 empty."""
        import numpy as np

        black, white = (is_in(mask, self.size**2).view(np.int8) for mask in (self.black, self.white))
        stones: npt.NDArray[np.int8] = black - white
        return stones

    @classmethod
    def from_array(cls, stones: "npt.ArrayLike") -> "Board":
        """A board from an array of shape [N] or [size, size]: positive is black, negative white, 0 empty.

        Raises ValueError if N is not a square number, BadInput if the side is not 1 to 25.
        """
        import numpy as np

        flat = np.asarray(stones).reshape(-1)
        size = round(len(flat) ** 0.5)
        if size * size != len(flat):
            raise ValueError(f"{len(flat)} points do not make a square board")
        grid(size)
        black, white = (
            int.from_bytes(np.packbits(plane, bitorder="little").tobytes(), "little")
            for plane in (flat > 0, flat < 0)
        )
        return cls(size, black, white)

    @classmethod
    def parse(cls, diagram: str) -> "Board":
        """Read a diagram, one line per row: ``.`` empty, ``X`` black, ``O`` white. Blanks are ignored.

        Raises ValueError if it is not square or contains another character.
        """
        rows = ["".join(line.split()) for line in diagram.splitlines() if line.strip()]
        signs = "".join(rows)
        if any(len(row) != len(rows) for row in rows) or set(signs) - set(".XO"):
            raise ValueError(f"not a square board of '.', 'X' and 'O':\n{diagram}")
        black = sum(1 << point for point, sign in enumerate(signs) if sign == "X")
        white = sum(1 << point for point, sign in enumerate(signs) if sign == "O")
        grid(len(rows))
        return cls(len(rows), black, white)

    def __str__(self) -> str:
        signs = {Colour.BLACK: "X", Colour.WHITE: "O", None: "."}
        size = self.size
        rows = [[signs[self.at(row * size + column)] for column in range(size)] for row in range(size)]
        return "\n".join(" ".join(row) for row in rows)


def is_in(mask: int, points: int) -> "npt.NDArray[np.bool_]":
    """Whether each point is in the mask, bool [N]."""
    import numpy as np

    raw = np.frombuffer(mask.to_bytes((points + 7) // 8, "little"), np.uint8)
    return np.unpackbits(raw, count=points, bitorder="little").view(np.bool_)
