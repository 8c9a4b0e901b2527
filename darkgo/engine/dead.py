"""Which stones are dead at the end of a game: one estimator for all interfaces.

Benson's algorithm proves some groups alive or dead. A network with value heads decides most of the others by
its ownership. The others are played out a few dozen times. A group is dead if most of its stones belong to
the opponent at the ends of these games.
"""

from random import Random

from darkgo.engine.decided import DECIDED_GROUP, StoneGroup, decided, undecided
from darkgo.engine.play_outs import PLAY_OUTS, Progress, mean_owners
from darkgo.go.board import Board, grid
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.model.evaluation import MEAN, Evaluation, Evaluator, Position


def dead_stones(
    evaluator: Evaluator | None,
    game: Game,
    *,
    known: Evaluation | None = None,
    play_outs: int = PLAY_OUTS,
    seed: int = 0,
    progress: Progress | None = None,
) -> int:
    """The mask of the stones, of both colours, that are dead if the game ends here.

    `known` is an evaluation of the position, if there is one. If it has no value, the network is not asked.
    Without an evaluator, or without value heads, play-outs decide everything that Benson's algorithm leaves
    open. The result depends only on the position, the seed and the network. An error that `progress` raises
    ends the estimate.
    """
    board, found = game.board, undecided(game.board)
    room = grid(board.size).full
    if found.unsure and (ownership := _network_ownership(evaluator, game, known)):
        found = decided(found, ownership, DECIDED_GROUP)
        board = Board(board.size, board.black & ~found.dead, board.white & ~found.dead)
        room = _beside(board, found.unsure)
    if not found.unsure:
        if progress:
            progress(play_outs, play_outs)
        return found.dead
    owner = mean_owners(board, game.to_move, room, Random(seed), play_outs, progress)
    return decided(found, owner.tolist()).dead


def dead_at_once(game: Game, known: Evaluation) -> int | None:
    """The dead stones by an evaluation of the position alone; None without value heads."""
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


def _beside(board: Board, groups: tuple[StoneGroup, ...]) -> int:
    """The stones of these groups, and the empty regions that they touch."""
    stones = 0
    for _, group in groups:
        stones |= group
    return grid(board.size).connected(stones, stones | board.free)
