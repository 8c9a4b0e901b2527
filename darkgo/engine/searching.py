"""The search of a game, and the reports that it gives."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from darkgo.engine.limit import Pace
from darkgo.engine.player import is_late
from darkgo.engine.report import Candidate, Report
from darkgo.engine.standing import Standing
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.model.evaluation import Evaluation, Evaluator
from darkgo.model.evaluator import NetworkEvaluator

if TYPE_CHECKING:
    from darkgo.search.found import Found
    from darkgo.search.search import Search

NO_SEARCH_TEXT = "this network says nothing of who is ahead: it plays without a search"
"""The message if a search is asked for, and the network has no value heads."""
FULL_TEXT = "the tree of the search is full: there is no memory for more positions"
"""The message if the tree is full. It has no figures, so that it is shown only once."""
_WAIT = 0.02
"""A thought that waits for the search checks after so many seconds whether it was cancelled."""


class Reader:
    """The search of one game. It serves one thought at a time, from any thread."""

    def __init__(self, evaluator: Evaluator, seed: int = 0) -> None:
        """`seed` is that of `Search`."""
        self.evaluator, self._seed = evaluator, seed
        self._search: Search | None = None
        self._lock = Lock()

    @contextmanager
    def search(self, wait: Callable[[], object]) -> "Iterator[Search]":
        """The search, as soon as no other thought uses it. Until then `wait` is called again and again. An
        error that it raises ends the waiting."""
        while not self._lock.acquire(timeout=_WAIT):
            wait()
        try:
            if self._search is None:
                from darkgo.search.room import most_nodes
                from darkgo.search.search import LARGEST_BATCH, Search

                largest = LARGEST_BATCH
                if isinstance(self.evaluator, NetworkEvaluator):
                    largest = max(largest, self.evaluator.largest_batch)
                self._search = Search(
                    self.evaluator, seed=self._seed, most_nodes=most_nodes(), largest_batch=largest
                )
            yield self._search
        finally:
            self._lock.release()


def searched(
    search: "Search",
    game: Game,
    known: Evaluation,
    alone: Report,
    pace: Pace,
    *,
    multi: bool,
    go_on: Callable[[], bool],
    is_due: Callable[[], bool],
) -> Iterator[Report]:
    """The reports of a search. The last has a remark if the search ended for another reason than its pace.

    `known`: the network's evaluation of the position. `alone`: the report of the network alone, whose
    candidates are searched. `go_on` is called after each batch. The search ends if it returns False or raises
    an error. `is_due`: whether it is time for a report. Raises what the evaluator raises, unless a move has
    visits already.
    """
    moves = {one.point: one.prior for one in alone.candidates}
    remark = ""
    try:
        search.begin(game, known, moves, dead=_dead(game, known, alone), multi=multi)
        if search.leaders()[0]:
            yield replace(with_search(alone, search.found()), is_last=False)
        while wanted := pace.wanted(search.visits, search.batch, *search.leaders()):
            made = search.advance(wanted)
            if search.is_full or not made:
                remark = FULL_TEXT
                break
            pace.made(made)
            if not go_on():
                break
            if is_due():
                yield replace(with_search(alone, search.found()), speed=pace.speed, is_last=False)
    except (BadInput, RuntimeError, MemoryError, OSError) as error:
        if not search.has_begun or not search.leaders()[0]:
            raise
        remark = f"the search ended after {search.visits} visits: {error}"
    yield replace(with_search(alone, search.found()), speed=pace.speed, remark=remark)


def _dead(game: Game, known: Evaluation, alone: Report) -> int:
    """The stones that are dead if both players pass from here on."""
    if alone.dead is not None:
        return alone.dead
    if not is_late(game):
        return 0
    from darkgo.engine.dead import dead_at_once

    return dead_at_once(game, known) or 0


def with_search(alone: Report, found: "Found") -> Report:
    """The report of the network alone, with the results of a search. Candidates with visits come first, then
    the others."""
    if not found.moves:
        return alone
    priors = {one.point: one.prior for one in alone.candidates}
    visited = [
        Candidate(
            move.point,
            priors[move.point],
            move.visits,
            move.variation,
            move.win,
            move.lead,
            move.lower_bound,
            tuple(move.ownership.tolist()),
        )
        for move in found.moves
        if move.point in priors
    ]
    points = {one.point for one in visited}
    others = [one._replace(visits=0) for one in alone.candidates if one.point not in points]
    standing = Standing(found.win, found.lead, alone.standing.deviation, tuple(found.ownership.tolist()))
    return replace(
        alone, candidates=(*visited, *others), visits=found.visits, standing=standing, is_searched=True
    )
