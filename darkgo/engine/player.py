"""Which move the program plays, given the network's ranking of the legal ones; shared by every door."""

from collections.abc import Iterable
from random import Random

from darkgo.engine.policy import Suggestion
from darkgo.engine.strength import BEST, Strength
from darkgo.go.board import Board, grid
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour
from darkgo.go.score import Score, area_score

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
    """The point to play for the player to move, or PASS.

    `ranking` holds every legal point, the best first. Of the moves that fill no eye of one's own the first is
    played, or one that `strength` draws with `random`: the network sees one position and cannot tell when a
    game is finished, so its own wish to pass counts only when nothing useful is left. A pass is answered by a
    pass when that wins, counted without the stones of the mask `dead`.
    """
    if _pass_wins(game, dead):
        return PASS
    useful = [
        suggestion
        for suggestion in ranking
        if suggestion.point != PASS and not is_eye(game.board, suggestion.point, game.to_move)
    ]
    return strength.draw(useful, random or Random()) if useful else PASS


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


def _pass_wins(game: Game, dead: int) -> bool:
    """Whether a pass is answered by a pass: the board, counted without the dead stones, is won."""
    return counts(game) and area_score(game.board, game.rules.komi, dead).margin * game.to_move > 0


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
