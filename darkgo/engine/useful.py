"""Which moves could gain something in a position, by rules that read fights.

`darkgo.model.eyes` has the rules that need no reading, for many boards at once.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from darkgo.engine.ranking import Suggestion
from darkgo.go.board import Board, grid
from darkgo.go.game import Game
from darkgo.go.life import Safe, safe
from darkgo.go.points import PASS, Colour
from darkgo.go.reading import FightReader
from darkgo.model.evaluation import EXPECTED


def useful_moves(
    game: Game, ranking: Sequence[Suggestion], at_a_glance: Iterable[Suggestion]
) -> list[Suggestion]:
    """The moves that could gain something.

    These moves are left out: moves that fill an own eye, moves on points that are already decided, and moves
    that put own stones into atari although reading shows no gain. `at_a_glance` are the moves of the ranking
    that are useful by `useful_at_a_glance`. If a fight cannot be read, a chain is given away only if the
    network expects it of a strong player. Moves that the network does not expect are read only when no other
    is left, because reading takes long.
    """
    reader = _Reading(game)
    likely: list[Suggestion] = []
    unlikely: list[Suggestion] = []
    for move in at_a_glance:
        (likely if move.probability >= EXPECTED else unlikely).append(move)
    likely = [move for move in likely if reader.is_worth_it(move)]
    if likely:
        return likely + unlikely
    unlikely = [move for move in ranking if move.probability < EXPECTED]
    return [move for move in _open_moves(game, unlikely, reader.safe) if reader.is_worth_it(move)]


def useful_at_a_glance(game: Game, ranking: Iterable[Suggestion]) -> list[Suggestion]:
    """The useful moves of self-play, which reads nothing: a chain is given away if the network expects it."""
    board, colour = game.board, game.to_move
    return [
        move
        for move in _open_moves(game, ranking, {each: safe(board, each) for each in Colour})
        if move.probability >= EXPECTED or not _gives_away(board, move.point, colour)
    ]


def _open_moves(game: Game, ranking: Iterable[Suggestion], both: dict[Colour, Safe]) -> list[Suggestion]:
    """The moves that fill no own eye and are on points that are not decided."""
    board, colour = game.board, game.to_move
    settled = _settled(board, colour, both)
    return [
        suggestion
        for suggestion in ranking
        if suggestion.point != PASS
        and not settled >> suggestion.point & 1
        and not is_eye(board, suggestion.point, colour)
    ]


class _Reading:
    """Reads whether moves gain something, in one position. Chains that cannot be lost are computed when they
    are first needed."""

    def __init__(self, game: Game) -> None:
        self._game = game

    @cached_property
    def safe(self) -> dict[Colour, Safe]:
        return {colour: safe(self._game.board, colour) for colour in Colour}

    @cached_property
    def _reader(self) -> FightReader:
        both = self.safe
        return FightReader(
            self._game.board, self._game.to_move, both[Colour.BLACK].chains | both[Colour.WHITE].chains
        )

    def is_worth_it(self, move: Suggestion) -> bool:
        """Whether a move puts no own stones into atari, or gains something by it."""
        board, colour = self._game.board, self._game.to_move
        if not _is_self_atari(board, move.point, colour):
            return True
        gains = self._reader.gains(move.point)
        if gains is None:
            return move.probability >= EXPECTED or not _gives_away(board, move.point, colour)
        return gains


def _settled(board: Board, colour: Colour, both: dict[Colour, Safe]) -> int:
    """The points where a move of the colour can never gain anything: where the opponent cannot lose, and
    where the player cannot lose. Points among the opponent's stones in the player's own regions are not
    included, because these stones may be captured."""
    settled, left = both[colour.other].territory, both[colour].territory
    while left:
        region = grid(board.size).connected(left & -left, left)
        left ^= region
        if not region & board.stones(colour.other):
            settled |= region
    return settled


def _gives_away(board: Board, point: int, colour: Colour) -> bool:
    """Whether a move puts a chain of two or more of its own stones into atari and captures nothing."""
    beside = grid(board.size).neighbours[point]
    return bool(beside & board.stones(colour)) and _is_self_atari(board, point, colour)


def _is_self_atari(board: Board, point: int, colour: Colour) -> bool:
    """Whether a move leaves its own chain one liberty and captures nothing."""
    if (grid(board.size).neighbours[point] & board.free).bit_count() > 1:
        return False
    after = board.play(point, colour)
    if after.stones(colour.other) != board.stones(colour.other):
        return False
    return after.liberties(point).bit_count() == 1


def is_eye(board: Board, point: int, colour: Colour) -> bool:
    """Whether the empty point is a real eye of one point: one's own stones on every side, and of the
    diagonal points the opponent holds none at the edge of the board, at most one elsewhere."""
    lines = grid(board.size)
    if lines.neighbours[point] & ~board.stones(colour):
        return False
    bit = 1 << point
    above_and_below = (bit << lines.size | bit >> lines.size) & lines.full
    corners = (above_and_below & lines.not_right) << 1 | (above_and_below & lines.not_left) >> 1
    lost = (corners & board.stones(colour.other)).bit_count()
    return lost <= (1 if corners.bit_count() == 4 else 0)
