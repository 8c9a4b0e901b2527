"""The analysis of a position in plain text: it is searched until Ctrl+C."""

from collections.abc import Callable
from threading import Thread
from typing import TextIO

from darkgo.engine.report import Report
from darkgo.engine.session import Session
from darkgo.engine.thinking import Question, Thought
from darkgo.errors import BadInput

EVERY = 0.2
"""Seconds between looks at what was found."""


def analyse(session: Session, stderr: TextIO) -> str:
    """Searches the present position until Ctrl+C, or until the search cannot go on. Returns what is to be
    said of it. Raises BadInput if there is nothing to search."""
    session.set_analysing(True)
    question = session.wanted()
    session.set_analysing(False)
    if question is None or not question.is_analysis:
        raise BadInput("it is the computer's turn: analyse searches the positions in which you are to move")
    running = _Running(session.thought(question))
    try:
        running.watch(lambda found: _tell(found, stderr))
    except KeyboardInterrupt:
        running.cancel()
    stderr.write("\n")
    return _end(session, question, running)


class _Running:
    """A thought in a thread of its own, so that Ctrl+C does not break it off in the middle."""

    def __init__(self, thought: Thought) -> None:
        self._thought = thought
        self._thread = Thread(target=self._read, name="analysis", daemon=True)
        self.found: Report | None = None
        self.error: BadInput | None = None

    def _read(self) -> None:
        try:
            for found in self._thought.reports():
                self.found = found
        except BadInput as error:
            self.error = error
        except Exception as error:
            # Whatever goes wrong inside JAX, the game must not be lost with it.
            self.error = BadInput(f"the network failed: {error}")

    def watch(self, tell: Callable[[Report], None]) -> None:
        """Runs the thought, and tells what it has found."""
        self._thread.start()
        while self._thread.is_alive():
            self._thread.join(EVERY)
            if self.found:
                tell(self.found)

    def cancel(self) -> None:
        """Ends the thought, and waits for that."""
        self._thought.cancel()
        self._thread.join()


def _tell(found: Report, stderr: TextIO) -> None:
    if found.is_searched and stderr.isatty():
        stderr.write(f"\r{found.visits:,} visits, {found.speed:.0f} a second; Ctrl+C ends it")
        stderr.flush()


def _end(session: Session, question: Question, running: _Running) -> str:
    if running.error:
        raise running.error
    if running.found is None:
        return "nothing was searched"
    session.accept(question, running.found)
    return running.found.remark or f"{running.found.visits:,} visits"
