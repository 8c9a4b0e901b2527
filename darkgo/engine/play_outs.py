"""Random games from a position to its end, which tell who owns its points.

Moves are random with three exceptions: an atari is answered, an eye is not filled, and a large chain is not
thrown away.
"""

from collections.abc import Callable
from random import Random

import numpy as np
from numpy.typing import NDArray

from darkgo.engine.useful import is_eye
from darkgo.go.board import Board, grid
from darkgo.go.life import safe
from darkgo.go.points import Colour
from darkgo.go.score import area_score

PLAY_OUTS = 24
_LARGE = 4
"""A player never puts a chain of its own with so many stones into atari, because that would break a seki.
Fewer stones may be sacrificed inside an eye."""

Progress = Callable[[int, int], object]
"""A function that is told how many play-outs have ended, and of how many."""


def mean_owners(
    board: Board,
    to_move: Colour,
    room: int,
    random: Random,
    play_outs: int = PLAY_OUTS,
    progress: Progress | None = None,
) -> NDArray[np.float64]:
    """The mean owner of each point [N] at the end of the play-outs: +1 always Black, -1 always White. Moves
    are made only inside the mask `room`. An error that `progress` raises ends them."""
    open_points = room
    for colour in Colour:
        one = safe(board, colour)
        open_points &= ~(one.chains | one.territory)
    copies = [_PlayOut(board, open_points, random) for _ in range(play_outs)]
    colour = to_move
    for _ in range(3 * board.size**2):
        going_on = [copy for copy in copies if not copy.is_over]
        if progress:
            progress(play_outs - len(going_on), play_outs)
        if not going_on:
            break
        for copy in going_on:
            copy.move(colour)
        colour = colour.other
    owners = np.array([area_score(copy.board, 0).owner for copy in copies], np.float64)
    mean: NDArray[np.float64] = owners.mean(axis=0)
    return mean


class _PlayOut:
    """One copy of the game that is played to its end. Only `open` points are played on."""

    __slots__ = ("_before", "_last", "_open", "_passes", "_random", "board")

    def __init__(self, board: Board, open_points: int, random: Random) -> None:
        self.board = board
        self._open = open_points
        self._random = random
        self._before: Board | None = None
        self._last = 0
        self._passes = 0

    @property
    def is_over(self) -> bool:
        return self._passes == 2

    def move(self, colour: Colour) -> None:
        """An answer to an atari, or else a random move, or a pass if there is none."""
        room = self.board.free & self._open
        if self._answer(colour, room) or self._any(colour, room):
            self._passes = 0
        else:
            self._before, self._last = None, 0
            self._passes += 1

    def _answer(self, colour: Colour, room: int) -> bool:
        """The answer to an atari: captures the stone that was just played, or saves the chain that it put
        into atari."""
        if not self._last:
            return False
        board, here = self.board, grid(self.board.size)
        free, mine, theirs = board.free, board.stones(colour), board.stones(colour.other)
        beside = here.around(self._last)
        urgent, threatened = _last_liberty(board, self._last, theirs), beside & mine
        while threatened:
            chain = here.connected(threatened & -threatened, mine)
            threatened &= ~chain
            liberties = here.around(chain) & free
            if liberties.bit_count() == 1:
                urgent |= liberties
        for point in self._shuffled(urgent & room):
            after = self._after(colour, point)
            captures = after and after.stones(colour.other) != theirs
            if after and (captures or not _last_liberty(after, 1 << point, after.stones(colour))):
                self._make(point, after)
                return True
        return False

    def _any(self, colour: Colour, room: int) -> bool:
        """A random move."""
        for point in self._shuffled(room):
            if after := self._after(colour, point):
                self._make(point, after)
                return True
        return False

    def _after(self, colour: Colour, point: int) -> Board | None:
        """The board after a move; None if the move is illegal, fills an eye or throws a large chain away."""
        board = self.board
        if is_eye(board, point, colour):
            return None
        after = board.play(point, colour)
        if after == self._before or not after.at(point):
            return None
        if after.stones(colour.other) == board.stones(colour.other):
            bit, mine = 1 << point, after.stones(colour)
            if _last_liberty(after, bit, mine) and after.chain(point).bit_count() >= _LARGE:
                return None
        return after

    def _make(self, point: int, after: Board) -> None:
        self._before, self.board, self._last = self.board, after, 1 << point

    def _shuffled(self, mask: int) -> list[int]:
        points = Board.points(mask)
        self._random.shuffle(points)
        return points


def _last_liberty(board: Board, stone: int, stones: int) -> int:
    """The liberty of the chain of `stones` with this stone (a mask) if it is in atari, else 0."""
    here = grid(board.size)
    free = board.free
    if (here.around(stone) & free).bit_count() > 1:
        return 0
    liberties = here.around(here.connected(stone, stones)) & free
    return liberties if liberties.bit_count() == 1 else 0
