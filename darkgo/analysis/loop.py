"""The loop: it reads queries and writes answers. All waiting positions are evaluated in one batch."""

import json
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from itertools import islice, takewhile
from queue import SimpleQueue
from threading import Thread
from typing import Any, TextIO

from darkgo.analysis.answer import Asked, answers, searched
from darkgo.analysis.query import ActionQuery, Query, QueryError, Turn, parse
from darkgo.engine.limit import ALONE, Limit
from darkgo.engine.searching import Reader
from darkgo.engine.standing import NO_STANDING_TEXT
from darkgo.errors import BadInput, shown
from darkgo.model.evaluation import Evaluator, NetworkFailure
from darkgo.model.evaluator import narrate
from darkgo.release import version

LARGEST_BATCH = 64
ACTIONS = ("query_version", "query_models", "clear_cache", "terminate", "terminate_all")
END = None
"""The end of the input."""


class AnalysisEngine:
    """Answers lines."""

    def __init__(
        self,
        evaluator: Evaluator,
        multi: bool,
        write: Callable[[dict[str, Any]], None],
        narrate: Callable[[str], None] = narrate,
        limit: Limit = ALONE,
    ) -> None:
        """`narrate` is called with lines for the user. `limit` is that of a search in each position. A query
        may set another number of visits."""
        self._usual_limit = limit
        self._reader = Reader(evaluator)
        self._searched: Asked | None = None
        """The turn that is being searched; None after it was terminated."""
        self._evaluator = evaluator
        self._narrate = narrate
        self._said_no_standing = False
        self._said = {""}
        """The remarks that the user was told already."""
        self._multi = multi
        self._write = write
        self._waiting: deque[Asked] = deque()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to answer."""
        return not self._waiting

    def take(self, line: str) -> None:
        """Takes one line. Actions and errors are answered at once; the turns of a query wait for `work`."""
        try:
            found = parse(line)
            if isinstance(found, Query):
                for field in found.unused:
                    self._write({"id": found.id, "field": field, "warning": "Unexpected or unused field"})
                self._waiting.extend((found, turn) for turn in found.turns)
                if any(turn.priority for _, turn in self._waiting):
                    self._waiting = deque(sorted(self._waiting, key=lambda asked: -asked[1].priority))
            else:
                self._act(found)
        except QueryError as error:
            said = {"error": str(error)}
            if error.field is not None:
                said["field"] = error.field
            self._write(said if error.id is None else {"id": error.id, **said})

    def work(
        self, is_interrupted: Callable[[], bool] = lambda: False, poll: Callable[[], object] = lambda: None
    ) -> None:
        """Answers a batch of the waiting turns, or searches in one position.

        `is_interrupted` is called after each answer. If it returns True, a line has arrived that may
        terminate some turns, so the rest of the batch waits. `poll` is called during a search, and may take
        such lines. Raises BadInput if the network cannot be loaded.
        """
        if self._searches(self._waiting[0]):
            self._search(self._waiting.popleft(), poll)
            return
        alone = takewhile(lambda asked: not self._searches(asked), islice(self._waiting, LARGEST_BATCH))
        batch = [self._waiting.popleft() for _ in list(alone)]
        # Boards of one size make one array. An error for one size does not affect the others.
        for size in dict.fromkeys(turn.game.size for _, turn in batch):
            asked = [one for one in batch if one[1].game.size == size]
            batch = [one for one in batch if one not in asked]
            try:
                for done, (found, has_value) in enumerate(answers(self._evaluator, asked, self._multi), 1):
                    self._say_no_standing(has_value)
                    self._write(found)
                    if done < len(asked) and is_interrupted():
                        self._waiting.extendleft(reversed([*asked[done:], *batch]))
                        return
            except BadInput as error:
                for query in dict.fromkeys(query.id for query, _ in asked):
                    self._write(_error(query, error))

    def _searches(self, asked: Asked) -> bool:
        return self._limit(asked).visits > 1

    def _limit(self, asked: Asked) -> Limit:
        usual = self._usual_limit
        return replace(usual, visits=asked[0].visits or usual.visits)

    def _search(self, asked: Asked, poll: Callable[[], object]) -> None:
        """Answers one turn by a search."""
        query, turn = self._searched = asked

        def is_enough() -> bool:
            poll()
            return self._searched is None

        found = searched(
            self._evaluator, query, turn, self._limit(asked), self._reader, self._multi, is_enough
        )
        try:
            for done, report in found:
                self._say_no_standing(report.has_value)
                if report.remark not in self._said:
                    self._said.add(report.remark)
                    self._narrate(report.remark)
                self._write(done)
        except BadInput as error:
            self._write(_error(query.id, error))
        finally:
            self._searched = None

    def _say_no_standing(self, has_value: bool) -> None:
        if not (has_value or self._said_no_standing):
            self._said_no_standing = True
            self._narrate(f"{NO_STANDING_TEXT}: programs are shown 50% and 0 points")

    def _act(self, action: ActionQuery) -> None:
        """Carries out an action, and answers with the fields of the request, as KataGo does."""
        found: dict[str, Any] = {}
        match action.name:
            case "query_version":
                found = {"version": version(), "git_hash": "DarkGo"}
            case "query_models":
                found = {"models": []}
            case "terminate" | "terminate_all":
                self._terminate(action)
            case "clear_cache":
                pass
            case _:
                raise QueryError(
                    f'found "{shown(action.name)}", expected one of {", ".join(ACTIONS)}', "action", action.id
                )
        self._write({**action.fields, **found})

    def _terminate(self, action: ActionQuery) -> None:
        """Answers waiting turns without results. The action gives their query, or means all. It may give the
        turns, too."""
        all_queries = action.name == "terminate_all"
        name, turns = action.fields.get("terminateId"), action.fields.get("turnNumbers")
        if not (all_queries or isinstance(name, str)):
            raise QueryError("must be a string", "terminateId", action.id)
        if not (turns is None or isinstance(turns, list)):
            raise QueryError("must be a list of numbers", "turnNumbers", action.id)
        waiting, self._waiting = self._waiting, deque()

        def is_meant(query: Query, turn: Turn) -> bool:
            return (all_queries or query.id == name) and (turns is None or turn.number in turns)

        if self._searched and is_meant(*self._searched):
            # The answer is what the search has found so far.
            self._searched = None
        for query, turn in waiting:
            if is_meant(query, turn):
                self._write(
                    {"id": query.id, "isDuringSearch": False, "noResults": True, "turnNumber": turn.number}
                )
            else:
                self._waiting.append((query, turn))


def _error(query: str, error: BadInput) -> dict[str, Any]:
    """The answer to a query that has an error."""
    if isinstance(error, NetworkFailure):
        return {"id": query, "error": str(error)}
    return {"id": query, "field": "boardXSize", "error": str(error)}


def run(evaluator: Evaluator, multi: bool, stdin: TextIO, stdout: TextIO, limit: Limit = ALONE) -> None:
    """Answers until the input ends and nothing is left. `limit` is as in `AnalysisEngine`. Raises BadInput if
    the network cannot be loaded."""

    def write(found: dict[str, Any]) -> None:
        stdout.write(f"{json.dumps(found)}\n")
        stdout.flush()

    lines: SimpleQueue[str | None] = SimpleQueue()
    Thread(target=_read, args=(stdin, lines), daemon=True).start()
    analysis, ended = AnalysisEngine(evaluator, multi, write, limit=limit), False

    def take_lines(wait: bool = False) -> None:
        """Takes the lines that have arrived. They may terminate a query, or join the next batch."""
        nonlocal ended
        while not ended and ((wait and analysis.is_idle) or not lines.empty()):
            line = lines.get()
            if line is END:
                ended = True
            elif line.strip():
                analysis.take(line)

    while not (ended and analysis.is_idle):
        take_lines(wait=True)
        if not analysis.is_idle:
            analysis.work(lambda: not lines.empty(), take_lines)


def _read(stdin: TextIO, lines: SimpleQueue[str | None]) -> None:
    try:
        for line in stdin:
            lines.put(line)
    except OSError as error:
        print(f"darkgo: the input cannot be read: {error}", file=sys.stderr)
    finally:
        lines.put(END)
