"""Pondering: the search goes on while the opponent thinks."""

from collections.abc import Hashable, Iterator
from contextlib import suppress
from threading import Thread

from darkgo.engine.limit import UNTIL_TOLD
from darkgo.engine.report import Report
from darkgo.engine.session import Session
from darkgo.engine.thinking import Thought
from darkgo.errors import BadInput


class Pondering:
    """Searches in the position that the opponent looks at, in a thread of its own.

    What it finds stays in the tree of the session's search. The part below the opponent's move is used for
    the next move. Its methods are for one thread at a time.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._node: Hashable = None
        self._thought: Thought | None = None

    @property
    def is_going_on(self) -> bool:
        """Whether the search is running."""
        return self._thought is not None

    def begin(self) -> None:
        """Begins to search in the present position, or goes on. Does nothing without a search, and if the
        game is over."""
        session = self._session
        if self._thought and self._node is session.tree.node:
            return
        self.end()
        if session.evaluator is None or not session.searches or session.is_over or session.counting:
            return
        self._node = session.tree.node
        self._thought = session.thought(session.question(), UNTIL_TOLD)
        Thread(target=_read, args=(self._thought.reports(),), name="pondering", daemon=True).start()

    def end(self) -> None:
        """Ends the search after its present batch."""
        if self._thought:
            self._thought.cancel()
            self._thought = None


def _read(reports: Iterator[Report]) -> None:
    # The next request to the network reports what is wrong with it.
    with suppress(BadInput, RuntimeError, MemoryError, OSError):
        for _ in reports:
            pass
