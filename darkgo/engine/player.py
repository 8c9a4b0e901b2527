"""Which move the program plays, given the network's ranking of the legal ones; shared by every door."""

from collections.abc import Iterable
from random import Random

from darkgo.engine.policy import Suggestion
from darkgo.engine.strength import BEST, Strength
from darkgo.go.board import Board, grid
from darkgo.go.game import Game
from darkgo.go.life import Safe, safe
from darkgo.go.points import PASS, Colour
from darkgo.go.reading import Reader
from darkgo.go.score import Score, area_score

EXPECTED = 0.02
"""The least probability at which a move that seems to lose stones is left to the network, if nothing can be
read."""
RESIGN_EVERY = 20
"""Moves from one count to the next of a player who may resign."""


def choose(
    game: Game,
    ranking: Iterable[Suggestion],
    strength: Strength = BEST,
    random: Random | None = None,
    *,
    dead: int = 0,
) -> int:
    """The point to play for the player to move, or PASS: the first of the moves that are worth playing, or
    one that `strength` draws with `random`. `ranking` and `dead` are as in `worth_playing`."""
    worth = worth_playing(game, ranking, dead)
    return strength.draw(worth, random or Random()) if worth else PASS


def worth_playing(game: Game, ranking: Iterable[Suggestion], dead: int = 0) -> list[Suggestion]:
    """The moves of which the program plays one, the best first; where there is none, it passes.

    `ranking` holds every legal point, the best first. The network sees one position and cannot tell when a
    game is finished, so its own wish to pass counts only when nothing useful is left. A pass is answered by a
    pass when that wins, counted without the stones of the mask `dead`; when the opponent has left the move
    before it unanswered, too, only points that are nobody's are useful any more.
    """
    useful = useful_moves(game, ranking)
    if not counts(game):
        return useful
    score = area_score(game.board, game.rules.komi, dead)
    if score.margin * game.to_move > 0:
        return []
    if _insists(game):
        return [suggestion for suggestion in useful if not score.owner[suggestion.point]]
    return useful


def useful_moves(game: Game, ranking: Iterable[Suggestion]) -> list[Suggestion]:
    """The moves that could gain something: none that fills an eye of one's own or is played where all is
    decided, and none that puts its own stones into atari where reading shows no gain.

    Where it cannot be read, a chain is given away only if the network expects it of a strong player. Moves
    that the network does not expect are read only when no other is left: that takes long.
    """
    both = {colour: safe(game.board, colour) for colour in Colour}
    reader = Reader(game.board, game.to_move, both[Colour.BLACK].chains | both[Colour.WHITE].chains)
    likely: list[Suggestion] = []
    unlikely: list[Suggestion] = []
    for suggestion in _open_moves(game, ranking, both):
        (likely if suggestion.probability >= EXPECTED else unlikely).append(suggestion)
    likely = [move for move in likely if _is_worth_it(game, move, reader)]
    if likely:
        return likely + [move for move in unlikely if not _gives_away(game.board, move.point, game.to_move)]
    return [move for move in unlikely if _is_worth_it(game, move, reader)]


def useful_at_a_glance(game: Game, ranking: Iterable[Suggestion]) -> list[Suggestion]:
    """The useful moves of self-play, which reads nothing: a chain is given away if the network expects it."""
    board, colour = game.board, game.to_move
    return [
        move
        for move in _open_moves(game, ranking, {each: safe(board, each) for each in Colour})
        if move.probability >= EXPECTED or not _gives_away(board, move.point, colour)
    ]


def _open_moves(game: Game, ranking: Iterable[Suggestion], both: dict[Colour, Safe]) -> list[Suggestion]:
    """The moves that fill no eye and are played where something is undecided."""
    board, colour = game.board, game.to_move
    settled = _settled(board, colour, both)
    return [
        suggestion
        for suggestion in ranking
        if suggestion.point != PASS
        and not settled >> suggestion.point & 1
        and not is_eye(board, suggestion.point, colour)
    ]


def _is_worth_it(game: Game, move: Suggestion, reader: Reader) -> bool:
    """Whether a move does not put its own stones into atari, or gains something by that."""
    board, colour = game.board, game.to_move
    if not _is_self_atari(board, move.point, colour):
        return True
    gains = reader.gains(move.point)
    if gains is None:
        return move.probability >= EXPECTED or not _gives_away(board, move.point, colour)
    return gains


def _settled(board: Board, colour: Colour, both: dict[Colour, Safe]) -> int:
    """Where a move of the colour gains nothing for good: in what the opponent can never lose, and in what
    it can never lose itself, except that the opponent's stones there may be taken off."""
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


def counts(game: Game) -> bool:
    """Whether it matters to the player to move who is ahead: the opponent has just passed, and not in the
    opening. On a board less than a third full whoever passes has not finished, and the game goes on."""
    if game.last_move != PASS or game.moves[-1][0] is game.to_move:
        return False
    return 3 * game.board.occupied.bit_count() >= game.size**2


def _insists(game: Game) -> bool:
    """Whether the opponent passed in both of the last two turns: what was tried between was no threat."""
    last_three = [step.move for step in game.history[-3:]]
    other = game.to_move.other
    return last_three[::2] == [(other, PASS)] * 2


def may_resign(game: Game) -> bool:
    """Whether it is time to think of resigning: late, and only now and then, since a count takes long."""
    late = 2 * game.move_number >= game.size**2
    return late and game.move_number % RESIGN_EVERY < len(Colour)


def is_hopeless(game: Game, score: Score, points: float) -> bool:
    """Whether the player to move is behind by so many points or more.

    The network judges moves and not positions; the score is that of a count with the dead stones taken off.
    """
    return score.margin * game.to_move <= -points


def clear_away(game: Game, ranking: Iterable[Suggestion], dead: int) -> int | None:
    """The best move that takes a liberty of the opponent's dead stones; None if there is none."""
    board = game.board
    stones = dead & board.stones(game.to_move.other)
    liberties = grid(board.size).around(stones) & board.free
    for suggestion in ranking:
        if suggestion.point != PASS and liberties >> suggestion.point & 1:
            after = board.play(suggestion.point, game.to_move)
            captures = after.stones(game.to_move.other) != board.stones(game.to_move.other)
            if captures or after.liberties(suggestion.point).bit_count() > 1:
                return suggestion.point
    return None
