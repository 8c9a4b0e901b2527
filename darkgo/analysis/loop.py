"""The loop: reads queries and writes answers. All waiting positions are evaluated in one batch."""

import json
import sys
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any, TextIO

from darkgo.analysis.answer import Asked, answers
from darkgo.analysis.query import Action, Query, QueryError, parse
from darkgo.engine.standing import NO_STANDING_TEXT
from darkgo.errors import BadInput
from darkgo.model.evaluation import Evaluator
from darkgo.model.evaluator import narrate
from darkgo.release import version

LARGEST_BATCH = 64
END = None
"""The end of the input."""


class Analysis:
    """Answers lines."""

    def __init__(
        self,
        evaluator: Evaluator,
        multi: bool,
        write: Callable[[dict[str, Any]], None],
        narrate: Callable[[str], None] = narrate,
    ) -> None:
        """`narrate` takes a line for the user."""
        self._evaluator = evaluator
        self._narrate = narrate
        self._said_no_standing = False
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
            else:
                self._act(found)
        except QueryError as error:
            said = {"error": str(error)}
            if error.field is not None:
                said["field"] = error.field
            self._write(said if error.id is None else {"id": error.id, **said})

    def work(self, is_interrupted: Callable[[], bool] = lambda: False) -> None:
        """Answers a batch of what waits. Raises BadInput if the network cannot be loaded.

        `is_interrupted` is asked after each answer. When it is true, the rest of the batch goes on waiting: a
        line has arrived, which may terminate some of it.
        """
        batch = [self._waiting.popleft() for _ in range(min(LARGEST_BATCH, len(self._waiting)))]
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
                    self._write({"id": query, "field": "boardXSize", "error": str(error)})

    def _say_no_standing(self, has_value: bool) -> None:
        if not (has_value or self._said_no_standing):
            self._said_no_standing = True
            self._narrate(f"{NO_STANDING_TEXT}: programs are shown 50% and 0 points")

    def _act(self, action: Action) -> None:
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
                raise QueryError(f"{action.name[:40]} is not an action", "action", action.id)
        self._write({**action.fields, **found})

    def _terminate(self, action: Action) -> None:
        """Answers waiting turns without results: those of one query or of all, and all turns or the named
        ones."""
        all_queries = action.name == "terminate_all"
        name, turns = action.fields.get("terminateId"), action.fields.get("turnNumbers")
        if not (all_queries or isinstance(name, str)):
            raise QueryError("must be a string", "terminateId", action.id)
        if not (turns is None or isinstance(turns, list)):
            raise QueryError("must be a list of numbers", "turnNumbers", action.id)
        waiting, self._waiting = self._waiting, deque()
        for query, turn in waiting:
            if (all_queries or query.id == name) and (turns is None or turn.number in turns):
                self._write(
                    {"id": query.id, "isDuringSearch": False, "noResults": True, "turnNumber": turn.number}
                )
            else:
                self._waiting.append((query, turn))


def run(evaluator: Evaluator, multi: bool, stdin: TextIO, stdout: TextIO) -> None:
    """Answers until the input ends and nothing is left. Raises BadInput if the network cannot be loaded."""

    def write(found: dict[str, Any]) -> None:
        stdout.write(f"{json.dumps(found)}\n")
        stdout.flush()

    lines: SimpleQueue[str | None] = SimpleQueue()
    Thread(target=_read, args=(stdin, lines), daemon=True).start()
    analysis, ended = Analysis(evaluator, multi, write), False
    while not (ended and analysis.is_idle):
        # Lines that have arrived are taken first: they may terminate a query, or join the batch.
        while not ended and (analysis.is_idle or not lines.empty()):
            line = lines.get()
            if line is END:
                ended = True
            elif line.strip():
                analysis.take(line)
        if not analysis.is_idle:
            analysis.work(lambda: not lines.empty())


def _read(stdin: TextIO, lines: SimpleQueue[str | None]) -> None:
    try:
        for line in stdin:
            lines.put(line)
    except OSError as error:
        print(f"darkgo: the input cannot be read: {error}", file=sys.stderr)
    finally:
        lines.put(END)
