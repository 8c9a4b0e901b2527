"""Which stones are dead at the end of a game: one estimator for all interfaces.

Benson's algorithm proves some groups alive or dead. A network with value heads decides most of the others by
its ownership. What remains is played out a few dozen times, and a group is dead
when most of its stones end as the opponent's. The network is asked about all play-outs in one batch, and not
anew at every ply: its answer stays good for a while when each atari is met by rule. Once it has been asked
often enough, random moves that meet each atari end the play-outs.
"""

from collections.abc import Callable, Iterable
from random import Random

import numpy as np
from numpy.typing import NDArray

from darkgo.engine.decided import DECIDED_GROUP, Group, decided, undecided
from darkgo.engine.useful import is_eye
from darkgo.go.board import Board, grid
from darkgo.go.game import Game
from darkgo.go.life import safe
from darkgo.go.points import Colour
from darkgo.go.score import area_score
from darkgo.model.evaluation import MEAN, Evaluation, Evaluator, Position

PLAY_OUTS = 24
EVALUATIONS = 16
"""How many batches the network is asked about."""
STRIDE = 2
"""Moves that a player makes with one answer of the network."""
_DRAWS = 6
_LARGE = 4
"""Stones of a chain that its own player never puts into atari: that would break a seki. Fewer may be
sacrificed inside an eye."""

Progress = Callable[[int, int], object]
"""Told how many steps are done, and of how many."""


def dead_stones(
    evaluator: Evaluator | None,
    game: Game,
    *,
    known: Evaluation | None = None,
    play_outs: int = PLAY_OUTS,
    evaluations: int = EVALUATIONS,
    seed: int = 0,
    progress: Progress | None = None,
) -> int:
    """The mask of the stones, of both colours, that are dead if the game ends here.

    The evaluator is asked about all play-outs at once. Without one they are random from the start: quicker,
    less reliable. `known` is an evaluation of the position, if there is one: if it has no value, the network
    is not asked for one again. The answer depends on the position, the seed and the network alone. What
    `progress` raises ends the estimate.
    """
    board, found = game.board, undecided(game.board)
    room = grid(board.size).full
    if found.unsure and (ownership := _network_ownership(evaluator, game, known)):
        found = decided(found, ownership, DECIDED_GROUP)
        board = Board(board.size, board.black & ~found.dead, board.white & ~found.dead)
        room = _beside(board, found.unsure)
    if not found.unsure:
        if progress:
            progress(evaluations, evaluations)
        return found.dead
    owner = _played_out(evaluator, board, game.to_move, room, play_outs, evaluations, Random(seed), progress)
    return decided(found, owner.tolist()).dead


def dead_at_once(game: Game, known: Evaluation) -> int | None:
    """The dead stones by an evaluation of the position alone; None without value
    heads."""
    if known.ownership is None:
        return None
    of_black: list[float] = (known.ownership * game.to_move.value).tolist()
    return decided(undecided(game.board), of_black).dead


def _network_ownership(
    evaluator: Evaluator | None, game: Game, known: Evaluation | None
) -> list[float] | None:
    """The ownership [N] by the network, seen by Black; None without value heads.

    It is the mean of the eight views and of both players to move: at the end it does not matter whose turn it
    is, and a network's bias towards the player to move is cancelled out.
    """
    if evaluator is None or (known and not known.has_value):
        return None
    stones = game.board.array()
    black, white = evaluator.evaluate(
        [Position((stones * colour.value).tobytes(), MEAN) for colour in (Colour.BLACK, Colour.WHITE)]
    )
    if black.ownership is None or white.ownership is None:
        return None
    mean: list[float] = ((black.ownership - white.ownership) / 2).tolist()
    return mean


def _beside(board: Board, groups: Iterable[Group]) -> int:
    """The stones of these groups, and the empty regions that they touch."""
    stones = 0
    for _, group in groups:
        stones |= group
    return grid(board.size).connected(stones, stones | board.free)


def _played_out(
    evaluator: Evaluator | None,
    board: Board,
    to_move: Colour,
    room: int,
    play_outs: int,
    evaluations: int,
    random: Random,
    progress: Progress | None,
) -> NDArray[np.float64]:
    """The mean owner of each point [N] at the end of the play-outs: +1 always Black, -1 always White. Nothing
    is played outside of `room`."""
    open_points = room
    for colour in Colour:
        one = safe(board, colour)
        open_points &= ~(one.chains | one.territory)
    copies = [_PlayOut(board, open_points, random) for _ in range(play_outs)]
    answers: dict[Colour, list[NDArray[np.float32]]] = {}
    asked, colour = 0, to_move
    for ply in range(3 * board.size**2):
        if all(copy.is_over for copy in copies):
            break
        if evaluator and ply % (2 * STRIDE) < len(Colour):
            if asked < evaluations:
                stones = (copy.board.array() * colour.value for copy in copies)
                found = evaluator.evaluate([Position(each.tobytes()) for each in stones])
                answers[colour] = [evaluation.policy for evaluation in found]
                asked += 1
            else:
                answers.pop(colour, None)
            if progress:
                progress(asked, evaluations)
        policies = answers.get(colour)
        for index, copy in enumerate(copies):
            if not copy.is_over:
                copy.move(colour, None if policies is None else policies[index])
        colour = colour.other
    if progress:
        progress(evaluations, evaluations)
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

    def move(self, colour: Colour, probabilities: NDArray[np.float32] | None) -> None:
        """An atari is answered; else the network's move, or one at random; a pass when nothing is left."""
        room = self.board.free & self._open
        if (
            self._answer(colour, room)
            or (probabilities is not None and self._draw(colour, room, probabilities))
            or self._any(colour, room)
        ):
            self._passes = 0
        else:
            self._before, self._last = None, 0
            self._passes += 1

    def _answer(self, colour: Colour, room: int) -> bool:
        """The stone just played is captured if it is in atari; a chain that it put into atari flees."""
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

    def _draw(self, colour: Colour, room: int, probabilities: NDArray[np.float32]) -> bool:
        """A move as often as the network expects it."""
        points = Board.points(room)
        weights = probabilities[points].astype(np.float64)
        for _ in range(_DRAWS):
            total = np.cumsum(weights)
            if not len(points) or not total[-1] > 0:
                return False
            index = int(np.searchsorted(total, self._random.random() * total[-1], side="right"))
            index = min(index, len(points) - 1)
            if after := self._after(colour, points[index]):
                self._make(points[index], after)
                return True
            weights[index] = 0
        return False

    def _any(self, colour: Colour, room: int) -> bool:
        """A random move."""
        for point in self._shuffled(room):
            if after := self._after(colour, point):
                self._make(point, after)
                return True
        return False

    def _after(self, colour: Colour, point: int) -> Board | None:
        """The board after a move; None if it is illegal, fills an eye or throws a large chain away."""
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
