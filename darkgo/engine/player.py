"""What the program plays, given a report of its thinking. It is the same for all interfaces and matches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from darkgo.engine.ranking import Suggestion
from darkgo.engine.report import Candidate, Report
from darkgo.engine.strength import BEST, Strength
from darkgo.engine.useful import useful_moves
from darkgo.errors import BadInput
from darkgo.go.board import grid
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour
from darkgo.go.score import Score, score

RESIGN_EVERY = 20
"""The moves from one count to the next, for a player who may resign by points."""
RESIGN_TURNS = 3
"""The program resigns when the win rate was too low in so many turns in a row."""


@dataclass(frozen=True, slots=True)
class Resigning:
    """When the program resigns. By default it never does."""

    rate: float = 0
    """The win rate below which it resigns. Without value heads this has no effect."""
    points: float = 0
    """The program resigns if it is so many points behind, by a count late in the game; 0 for never."""

    def is_below(self, winrates: Sequence[float]) -> bool:
        """Whether the win rates at the last turns are all too low."""
        return len(winrates) == RESIGN_TURNS and max(winrates) < self.rate

    def reason(self, report: Report) -> str:
        """Why the program resigned, from the report on which the decision was based."""
        if self.is_below(report.last_winrates):
            return f"win rate below {100 * self.rate:g}% in {RESIGN_TURNS} turns in a row"
        return f"behind by {self.points:g} points or more, dead stones taken off"


NEVER = Resigning()


def decide(
    game: Game,
    report: Report,
    strength: Strength = BEST,
    random: Random | None = None,
    *,
    resign: Resigning = NEVER,
    clear: bool = False,
) -> int | None:
    """What the program plays in the position of a report: a point, or PASS, or None if it resigns.

    It plays the candidate that a search visited most, without a search the one that the network expects most,
    or one that `strength` draws with `random`. With `clear` it first captures dead stones. For
    this, and to resign, it needs a report that was made as `needs_count` and `needs_last_turns` say. If the
    report does not name dead stones, all stones count as alive. Raises BadInput if no move is allowed.
    """
    if not report.candidates:
        raise BadInput("every legal move is to be avoided")
    if clear and report.dead:
        point = clear_away(game, report.ranking, report.dead)
        if point is not None:
            return point
    if resigns(game, report, resign):
        return None
    random = random or Random()
    candidates = strength.seen(in_playing_order(report), random)
    points = [candidate.point for candidate in candidates]
    shares = [candidate.visits if report.is_searched else candidate.prior for candidate in candidates]
    return strength.draw(points, shares, random)


def in_playing_order(report: Report) -> list[Candidate]:
    """The candidates in the order in which the program plays them: by the visits of a search, or else by the
    network's policy.

    Without a search `report.candidates` are ordered by their values, too. No match has shown yet that the
    program plays better in that order.
    """
    if report.is_searched:
        return list(report.candidates)
    known = {candidate.point: candidate for candidate in report.candidates}
    return [known[move.point] for move in report.ranking if move.point in known]


def resigns(game: Game, report: Report, resign: Resigning) -> bool:
    """Whether the player to move resigns: by its win rates at its last turns, or by a count."""
    if needs_last_turns(game, resign) and resign.is_below(report.last_winrates):
        return True
    if not resign.points or not may_resign(game) or report.dead is None:
        return False
    return is_hopeless(game, score(game, report.dead), resign.points)


def needs_count(game: Game, *, resign: Resigning = NEVER, clear: bool = False) -> bool:
    """Whether `decide` needs the dead stones."""
    return clear or counts(game) or (resign.points > 0 and may_resign(game))


def needs_last_turns(game: Game, resign: Resigning) -> bool:
    """Whether `decide` needs the win rates at the last turns. It does not in the opening.

    The opening lasts for a quarter as many moves as the board has points. If stones were set up it lasts for
    half as many: with a handicap White's win rate is low from the start, and Black is expected to lose
    points.
    """
    is_even = not any(step.board.occupied for step in game.steps_back() if step.move is None)
    return resign.rate > 0 and (4 if is_even else 2) * game.move_number >= game.size**2


def worth_playing(
    game: Game, ranking: Sequence[Suggestion], at_a_glance: Iterable[Suggestion], dead: int = 0
) -> list[Suggestion]:
    """The moves of which the program plays one, the best first. If there is none, it passes. `ranking` and
    `at_a_glance` are as in `useful_moves`.

    The network sees one position and cannot tell when a game is finished. So a pass that it suggests counts
    only when no useful move is left. A pass is answered by a pass if that wins, counted without the stones of
    the mask `dead`. If the opponent has also passed at the turn before, only points that belong to nobody are
    still useful.
    """
    if not counts(game):
        return useful_moves(game, ranking, at_a_glance)
    counted = score(game, dead)
    if counted.margin * game.to_move > 0:
        return []
    useful = useful_moves(game, ranking, at_a_glance)
    if _insists(game):
        return [suggestion for suggestion in useful if not counted.owner[suggestion.point]]
    return useful


def counts(game: Game) -> bool:
    """Whether the decision depends on who is ahead: the opponent has just passed, and the opening is over. On
    a board less than a third full a player who passes has not finished, and the game goes on."""
    if game.last_move != PASS or game.last_mover is game.to_move:
        return False
    return is_late(game)


def is_late(game: Game) -> bool:
    """Whether a third of the board is full, so that the game may be finished."""
    return 3 * game.board.occupied.bit_count() >= game.size**2


def _insists(game: Game) -> bool:
    """Whether the opponent passed in both of the last two turns. Then the move between was no threat."""
    last_three = [step.move for step in islice(game.steps_back(), 3)]
    other = game.to_move.other
    return last_three[::2] == [(other, PASS)] * 2


def may_resign(game: Game) -> bool:
    """Whether the program may resign at this turn by a count: late in the game, and only every few moves,
    because a count takes long."""
    late = 2 * game.move_number >= game.size**2
    return late and game.move_number % RESIGN_EVERY < len(Colour)


def is_hopeless(game: Game, score: Score, points: float) -> bool:
    """Whether the player to move is behind by so many points or more.

    The score is that of a count without the dead stones.
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
