"""A request to think about a position: how long, what is asked, and how it is given up."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from threading import Event
from time import monotonic

from darkgo.engine.player import worth_playing
from darkgo.engine.ranking import Suggestion, rank
from darkgo.engine.report import Report, without_search
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour
from darkgo.go.symmetry import COUNT as VIEWS
from darkgo.model.evaluation import MEAN, Evaluation, Evaluator, Position

COUNTING_TIME = 5
"""Seconds that must be left if dead stones are to be looked for."""
SHARE = 0.5
"""Of the time that is left then, as much is used: not every step of it can be interrupted."""


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
    rules: Rules = field(init=False)
    to_move: Colour = field(init=False)

    def __post_init__(self) -> None:
        # What changes the answer and stands in the game.
        object.__setattr__(self, "rules", self.game.rules)
        object.__setattr__(self, "to_move", self.game.to_move)

    @property
    def positions(self) -> list[Position]:
        """What an evaluator is asked."""
        views = [MEAN if self.multi else 0, *(range(VIEWS) if self.views else ())]
        stones = Position.of(self.game).stones
        return [Position(stones, view) for view in views]


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
    ) -> None:
        """The time of the limit begins now."""
        self.question = question
        self._evaluator = evaluator
        self._now = now
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
            yield reported(question, evaluations, self._dead())
        except _CancelledError:
            return

    def result(self) -> Report | None:
        """The last of the reports; None if it was cancelled before there was one. Raises as `reports`."""
        last = None
        for report in self.reports():
            last = report
        return last

    def _dead(self) -> int | None:
        question = self.question
        if question.dead is not None or not question.count:
            return question.dead
        from darkgo.engine.dead import dead_stones

        left = self._end - self._now()
        if left < COUNTING_TIME:
            return None
        end = self._now() + SHARE * left

        def go_on(done: int, of: int) -> None:
            self._check()
            if self._now() >= end:
                raise _LateError

        try:
            return dead_stones(self._evaluator, question.game, progress=go_on)
        except _LateError:
            return None

    def _check(self) -> None:
        if self._cancelled.is_set():
            raise _CancelledError


def reported(question: Question, evaluations: Sequence[Evaluation], dead: int | None) -> Report:
    """The report of a network alone, from its evaluations of the positions of the question."""
    game = question.game
    best, *views = (rank(evaluation, game) for evaluation in evaluations)
    ranking = tuple(move for move in best if move.point not in question.avoided)
    useful = evaluations[0].useful.tolist()
    at_a_glance: list[Suggestion] = [move for move in ranking if move.point != PASS and useful[move.point]]
    worth = worth_playing(game, ranking, at_a_glance, dead or 0)
    return without_search(ranking, worth, tuple(views), dead)
