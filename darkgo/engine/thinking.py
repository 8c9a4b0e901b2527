"""A request to think about a position: how long, what is asked, and how it is given up."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from math import inf
from threading import Event
from time import monotonic

from darkgo.engine.decided import is_decided
from darkgo.engine.player import RESIGN_TURNS, is_late, worth_playing
from darkgo.engine.ranking import Suggestion, rank
from darkgo.engine.report import Report, without_search
from darkgo.engine.standing import Standing, komi_of, standing_of
from darkgo.engine.values import values
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour
from darkgo.go.symmetry import COUNT as VIEWS
from darkgo.model.evaluation import MEAN, Evaluation, Evaluator, Position

COUNTING_TIME = 2
"""Seconds that must be left if dead stones are to be looked for."""
LEAST_GAIN = 0.5
"""Points that a move must gain, compared with a pass, to be worth playing where the owners are sure."""
COUNTING_SHARE = 0.5
"""The share of the remaining time in which dead stones are looked for. Not every step can be interrupted."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long to think: until one of these is used up, or until told."""

    visits: float = inf
    seconds: float = inf


UNTIL_TOLD = Limit()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a position."""

    game: Game = field(compare=False)
    """A snapshot, so that the game can go on meanwhile."""
    node: Hashable = None
    """Where in the game's tree it stands."""
    multi: bool = False
    """Whether the mean of the eight views is asked for."""
    views: bool = False
    """Whether each of the eight views is asked for, too."""
    count: bool = False
    """Whether dead stones are asked for, too."""
    dead: int | None = None
    """The mask of those that are known already."""
    avoided: frozenset[int] = frozenset()
    """Moves that are left out."""
    valued_moves: int = 0
    """How many of the best candidates get a value, if the network has value heads."""
    played: int | None = None
    """A move that was made here, and gets a value, too."""
    last_turns: bool = False
    """Whether the player's win rates at its last turns are asked for."""
    rules: Rules = field(init=False)
    to_move: Colour = field(init=False)

    def __post_init__(self) -> None:
        # These are compared; the game is not.
        object.__setattr__(self, "rules", self.game.rules)
        object.__setattr__(self, "to_move", self.game.to_move)

    @property
    def view(self) -> int:
        """How the board is looked at."""
        return MEAN if self.multi else 0

    @property
    def positions(self) -> list[Position]:
        """What an evaluator is asked: this position, its eight views if they are wanted, and those of the
        player's last turns before this one."""
        views = [self.view, *(range(VIEWS) if self.views else ())]
        stones = Position.of(self.game).stones
        return [*(Position(stones, view) for view in views), *self._earlier()]

    def _earlier(self) -> list[Position]:
        if not self.last_turns:
            return []
        mover = self.to_move
        steps = (step.before for step in self.game.steps_back() if step.move and step.move[0] is mover)
        boards = [step.board.array() for step in islice(steps, RESIGN_TURNS - 1) if step]
        return [Position((board * mover.value).tobytes(), self.view) for board in reversed(boards)]


class _CancelledError(Exception):
    """Nobody waits for the answer any more."""


class _LateError(Exception):
    """The time is used up."""


class Thought:
    """One request to think. It can be cancelled from any thread."""

    def __init__(
        self,
        evaluator: Evaluator,
        question: Question,
        limit: Limit = UNTIL_TOLD,
        now: Callable[[], float] = monotonic,
        is_enough: Callable[[], bool] = lambda: False,
    ) -> None:
        """The time of the limit begins now. When `is_enough` is true, no further moves get a value."""
        self.question = question
        self._evaluator = evaluator
        self._now = now
        self._is_enough = is_enough
        self._end = now() + limit.seconds
        self._cancelled = Event()

    def cancel(self) -> None:
        """Ends it: there are no more reports."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled.is_set()

    def reports(self) -> Iterator[Report]:
        """What is found, ever better; a network alone gives one report. None follows once it is cancelled.

        Raises BadInput if the position cannot be evaluated.
        """
        question = self.question
        try:
            self._check()
            evaluations = self._evaluator.evaluate(question.positions)
            self._check()
            yield self._with_values(reported(question, evaluations, self._dead(evaluations[0])))
        except _CancelledError:
            return

    def result(self) -> Report | None:
        """The last of the reports; None if it was cancelled before there was one. Raises as `reports`."""
        last = None
        for report in self.reports():
            last = report
        return last

    def _with_values(self, report: Report) -> Report:
        """The report with the values of moves that are asked for, as far as there is time."""
        question = self.question
        if not report.has_value:
            return report
        points = moves_to_value(question, report)
        found: dict[int, Standing] = {}
        for some in values(self._evaluator, question.game, points, question.view):
            self._check()
            found |= some
            if self._now() >= self._end or self._is_enough():
                break
        if _is_finished(question, report):
            report = _with_pass_if_as_good(report, found)
        return report.with_values(found, question.played)

    def _dead(self, known: Evaluation) -> int | None:
        question = self.question
        if question.dead is not None or not question.count:
            return question.dead
        from darkgo.engine.dead import dead_at_once, dead_stones

        left = self._end - self._now()
        if left < COUNTING_TIME:
            return dead_at_once(question.game, known)
        end = self._now() + COUNTING_SHARE * left

        def go_on(done: int, of: int) -> None:
            self._check()
            if self._now() >= end:
                raise _LateError

        try:
            return dead_stones(self._evaluator, question.game, known=known, progress=go_on)
        except _LateError:
            return dead_at_once(question.game, known)

    def _check(self) -> None:
        if self._cancelled.is_set():
            raise _CancelledError


def reported(question: Question, evaluations: Sequence[Evaluation], dead: int | None) -> Report:
    """The report of a network alone, from its evaluations of the positions of the question. No move has a
    value yet."""
    game = question.game
    seen = 1 + VIEWS * question.views
    best, *views = (rank(evaluation, game) for evaluation in evaluations[:seen])
    ranking = tuple(move for move in best if move.point not in question.avoided)
    useful = evaluations[0].useful.tolist()
    at_a_glance: list[Suggestion] = [move for move in ranking if move.point != PASS and useful[move.point]]
    worth = worth_playing(game, ranking, at_a_glance, dead or 0)
    standings = [standing_of(evaluation, komi_of(game)) for evaluation in evaluations]
    found = without_search(ranking, worth, tuple(views), dead, standings[0])
    winrates: tuple[float, ...] = ()
    if question.last_turns and found.has_value:
        winrates = tuple(one.winrate for one in (*standings[seen:], standings[0]))
    return replace(found, standings=tuple(standings[1:seen]), last_winrates=winrates)


def moves_to_value(question: Question, report: Report) -> list[int]:
    """The moves that get a value, by the report of the network alone: the best candidates, the move that was
    made here, and a pass where it may be as good. None without value heads."""
    if not report.has_value:
        return []
    game, played = question.game, question.played
    points = [one.point for one in report.candidates[: question.valued_moves]]
    if _is_finished(question, report):
        points = [report.candidates[0].point, PASS, *points[1:]]
    if played is not None and played not in points and (played == PASS or not game.board.at(played)):
        points.append(played)
    return points


def _is_finished(question: Question, report: Report) -> bool:
    """Whether the network is sure of the owners of the points where the candidates are, so that a pass may be
    as good."""
    game, ownership = question.game, report.standing.ownership
    points = [one.point for one in report.candidates]
    if ownership is None or not points or PASS in points or PASS in question.avoided:
        return False
    return is_late(game) and is_decided(game.size, points, ownership)


def _with_pass_if_as_good(report: Report, found: Mapping[int, Standing]) -> Report:
    """The report, with a pass as its only candidate if the best move gains nothing."""
    if found[report.candidates[0].point].lead - found[PASS].lead >= LEAST_GAIN:
        return report
    passes = [move for move in report.ranking if move.point == PASS]
    return replace(
        report,
        candidates=without_search(report.ranking, passes, standing=report.standing).candidates,
    )
