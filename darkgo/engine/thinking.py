"""A request to think about a position: the question, the time limit, and how it is cancelled."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from math import inf
from threading import Event
from time import monotonic

from darkgo.engine.decided import is_decided
from darkgo.engine.limit import UNTIL_TOLD, Limit, Pace
from darkgo.engine.player import RESIGN_TURNS, is_late, worth_playing
from darkgo.engine.ranking import Suggestion, rank
from darkgo.engine.report import Candidate, Report, without_search
from darkgo.engine.searching import NO_SEARCH_TEXT, Reader, searched
from darkgo.engine.standing import Standing, komi_of, standing_of
from darkgo.engine.values import values
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour
from darkgo.go.symmetry import COUNT as VIEWS
from darkgo.model.evaluation import MEAN, Evaluation, Evaluator, Position

COUNTING_TIME = 2
"""Dead stones are looked for only if at least so many seconds are left."""
LEAST_GAIN = 0.5
"""If the owners of the points are sure: how many points a move must gain, compared with a pass, to be
played."""
COUNTING_SHARE = 0.5
"""The share of the remaining time for finding dead stones. Not every step of that can be interrupted."""
PASS_PRIOR = 0.01
"""The least prior of a pass where it may be as good as a move. The network's own may be almost 0."""
EVERY = 0.2
"""Seconds between the reports of a search."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a position."""

    game: Game = field(compare=False)
    """A snapshot, so that the game can go on meanwhile."""
    node: Hashable = None
    """The node of the game tree that has this position."""
    multi: bool = False
    """Whether the mean of the eight views is asked for."""
    views: bool = False
    """Whether each of the eight views is asked for, too."""
    count: bool = False
    """Whether dead stones are asked for, too."""
    dead: int | None = None
    """The mask of the dead stones, if they are known already."""
    avoided: frozenset[int] = frozenset()
    """Moves that are not considered."""
    valued_moves: int = 0
    """How many of the best candidates get a value, if the network has value heads."""
    played: int | None = None
    """A move that was made here, and gets a value, too."""
    last_turns: bool = False
    """Whether the player's win rates at its last turns are asked for."""
    is_analysis: bool = False
    """Whether a person wants to know, so that the computer does not play by the answer."""
    rules: Rules = field(init=False)
    to_move: Colour = field(init=False)

    def __post_init__(self) -> None:
        # Questions are compared by these, and not by the game.
        object.__setattr__(self, "rules", self.game.rules)
        object.__setattr__(self, "to_move", self.game.to_move)

    @property
    def view(self) -> int:
        """The view in which the network sees the board, or MEAN for all eight."""
        return MEAN if self.multi else 0

    @property
    def positions(self) -> list[Position]:
        """The positions to evaluate: this one, its eight views if they are asked for, and those of the
        player's last turns if they are."""
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
    """One request to think. Any thread may cancel it."""

    def __init__(
        self,
        evaluator: Evaluator,
        question: Question,
        limit: Limit = UNTIL_TOLD,
        now: Callable[[], float] = monotonic,
        is_enough: Callable[[], bool] = lambda: False,
        reader: Reader | None = None,
        every: float = EVERY,
    ) -> None:
        """The time of the limit begins now. When `is_enough` returns True, the search ends, and no more moves
        get a value. Without a `reader` there is no search. `every`: seconds between the reports of a
        search."""
        self.question = question
        self._evaluator = evaluator
        self._now = now
        self._is_enough = is_enough
        self._limit = limit
        self._reader = reader
        self._every = every
        self._begun = now()
        self._end = self._begun + limit.seconds
        self._cancelled = Event()

    def cancel(self) -> None:
        """Ends the thought. No more reports follow."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled.is_set()

    def reports(self) -> Iterator[Report]:
        """The reports, each better than the one before. Without a search there is one. No more follow after
        `cancel`."""
        question = self.question
        try:
            self._check()
            evaluations = self._evaluator.evaluate(question.positions)
            self._check()
            alone = reported(question, evaluations, self._dead(evaluations[0]))
            if self._reader is None or self._limit.visits <= 1 or not alone.candidates:
                yield self._with_values(alone)
            elif not alone.has_value:
                yield replace(alone, remark="" if self._limit.is_default else NO_SEARCH_TEXT)
            elif self._is_only_move(alone):
                yield self._with_values(alone)
            else:
                yield from self._searched(alone, evaluations[0], self._reader)
        except _CancelledError:
            return

    def result(self) -> Report | None:
        """The last report; None if the thought was cancelled before the first. Raises as `reports`."""
        last = None
        for report in self.reports():
            last = report
        return last

    def _is_only_move(self, report: Report) -> bool:
        """Whether the time is limited and there is only one candidate, so that a search would waste time."""
        return len(report.candidates) == 1 and self._limit.seconds < inf and not self.question.avoided

    def _searched(self, alone: Report, known: Evaluation, reader: Reader) -> Iterator[Report]:
        """The report of the network alone, then those of a search."""
        question = self.question
        finished = _is_finished(question, alone)
        told = self._now()

        def go_on() -> bool:
            self._check()
            return not self._is_enough()

        def is_due() -> bool:
            nonlocal told
            if self._now() - told < self._every:
                return False
            told = self._now()
            return True

        yield replace(alone, is_last=False)
        with reader.search(self._check) as search:
            found = searched(
                search,
                question.game,
                known,
                _with_pass(alone) if finished else alone,
                Pace(self._limit, self._begun, self._now),
                multi=question.multi,
                go_on=go_on,
                is_due=is_due,
            )
            for report in found:
                self._check()
                yield self._finally(report, finished) if report.is_last else report

    def _finally(self, report: Report, finished: bool) -> Report:
        """The last report of a search. If the game is finished, either a pass is the only candidate or it is
        left out. The move that was made here gets a value."""
        if finished:
            best = next(one for one in report.candidates if one.point != PASS)
            passed = next(one for one in report.candidates if one.point == PASS)
            leads = {one.point: one.lead for one in (best, passed) if one.has_value}
            for point, value in self._values([one.point for one in (best, passed) if not one.has_value]):
                leads[point] = value.lead
            is_as_good = leads[best.point] - leads[PASS] < LEAST_GAIN
            others = tuple(one for one in report.candidates if one.point != PASS)
            report = replace(report, candidates=(passed,) if is_as_good else others)
        played = self.question.played
        known = [one.point for one in report.candidates if one.has_value]
        missing = [] if played is None or played in known else [played]
        return report.with_values(dict(self._values(missing)), played)

    def _values(self, points: Sequence[int]) -> Iterator[tuple[int, Standing]]:
        """The values of some moves without a search."""
        for some in values(self._evaluator, self.question.game, points, self.question.view):
            yield from some.items()

    def _with_values(self, report: Report) -> Report:
        """The report with the values of the moves that are asked for, as many as there is time for."""
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
    """The report without a search, from the evaluations of the positions of the question. No move has a value
    yet."""
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
    """The moves that get a value: the best candidates, the move that was made here, and a pass if it may be
    as good. None without value heads."""
    if not report.has_value:
        return []
    game, played = question.game, question.played
    points = [one.point for one in report.candidates[: question.valued_moves]]
    if _is_finished(question, report):
        points = [report.candidates[0].point, PASS, *points[1:]]
    if played is not None and played not in points and (played == PASS or not game.board.at(played)):
        points.append(played)
    return points


def _with_pass(report: Report) -> Report:
    """The report with a pass as one more candidate."""
    expected = next(move.probability for move in report.ranking if move.point == PASS)
    standing = report.standing
    passed = Candidate(PASS, max(PASS_PRIOR, expected), 1, (PASS,), standing.winrate, standing.lead)
    return replace(report, candidates=(*report.candidates, passed))


def _is_finished(question: Question, report: Report) -> bool:
    """Whether a pass may be as good as any move: the network is sure who owns the points of all
    candidates."""
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
