"""A request to judge every position of a game's line: by the network alone, in batches, or with a search.

A position's report has the values of the best candidates and of the move that was played. The difference of
two of its numbers says what that move lost. With a search the next position may know better.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from threading import Event

from darkgo.engine.limit import ALONE, Limit
from darkgo.engine.player import counts
from darkgo.engine.report import Report
from darkgo.engine.searching import Reader
from darkgo.engine.thinking import Question, Thought, moves_to_value, reported
from darkgo.engine.values import VALUED_MOVES, after
from darkgo.errors import BadInput
from darkgo.go.tree import GameTree
from darkgo.model.evaluation import Evaluation, Evaluator, Position

CHUNK = 32
"""Positions that are judged at a time. Between chunks the sweep may be cancelled."""


class Sweep:
    """Judges the positions of the present line of a game. It can be cancelled from any thread."""

    def __init__(
        self, evaluator: Evaluator, tree: GameTree, multi: bool = False, limit: Limit = ALONE
    ) -> None:
        """`tree` belongs to the sweep alone, which walks through it. With `multi` the mean of the eight views
        is taken. `limit` is that of each position."""
        self.positions = sum(place.changes_board for place in tree.line)
        """The number of positions, if every move can be made."""
        self.end = ""
        """Why the line ends before its last move; empty if it does not, or if that is not known yet."""
        self._evaluator = evaluator
        self._tree = tree
        self._multi = multi
        self._limit = limit
        self._thought: Thought | None = None
        self._cancelled = Event()

    @property
    def searches(self) -> bool:
        """Whether positions are searched; else the network alone is asked."""
        return self._limit.visits > 1

    def cancel(self) -> None:
        """Cancels the sweep: there are no more reports."""
        self._cancelled.set()
        if self._thought:
            self._thought.cancel()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled.is_set()

    def reports(self) -> Iterator[tuple[Question, Report]]:
        """The report of each position, from the root on. Raises BadInput if they cannot be evaluated."""
        questions = self._questions()
        if self.searches:
            yield from self._searched(questions)
        while some := list(islice(questions, CHUNK)):
            known = prefetched(self._evaluator, some)
            for question in some:
                if self.is_cancelled:
                    return
                report = Thought(known, question).result()
                assert report  # Nobody else has this thought and could cancel it.
                yield question, report

    def _searched(self, questions: Iterator[Question]) -> Iterator[tuple[Question, Report]]:
        """The reports with a search, whose tree goes on from one position to the next."""
        reader = Reader(self._evaluator)
        for question in questions:
            self._thought = Thought(self._evaluator, question, self._limit, reader=reader)
            report = None if self.is_cancelled else self._thought.result()
            if report is None or self.is_cancelled:
                return
            yield question, report

    def _questions(self) -> Iterator[Question]:
        tree = self._tree
        tree.go_to(0)
        going_on = True
        while going_on and not self.is_cancelled:
            move = tree.next_move
            played = move[1] if move and move[0] is tree.game.to_move else None
            place = tree.place
            if place.changes_board:
                yield Question(
                    tree.game.snapshot(),
                    place.node,
                    self._multi,
                    # As in the other interfaces: after a pass it matters who is ahead.
                    count=counts(tree.game) and not tree.game.is_over,
                    valued_moves=VALUED_MOVES,
                    played=played,
                    is_analysis=self.searches,
                )
            try:
                going_on = tree.forward()
            except BadInput as error:
                self.end, going_on = str(error), False


class Known:
    """An evaluator that knows some positions already, and asks another one about the others."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._known: dict[Position, Evaluation] = {}

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says. All unknown positions are asked for in one call."""
        unknown = [each for each in dict.fromkeys(positions) if each not in self._known]
        if unknown:
            self._known |= zip(unknown, self._evaluator.evaluate(unknown), strict=True)
        return [self._known[each] for each in positions]


def prefetched(evaluator: Evaluator, questions: Sequence[Question]) -> Known:
    """An evaluator that knows in advance what thoughts about these questions will ask, on boards of one size.
    It makes two calls. Raises BadInput if a position cannot be evaluated."""
    known = Known(evaluator)
    known.evaluate([position for each in questions for position in each.positions])
    following = []
    for question in questions:
        report = reported(question, known.evaluate(question.positions), question.dead)
        for point in moves_to_value(question, report):
            following.append(after(question.game, point, question.view))
    known.evaluate(following)
    return known
