"""What a match leaves behind, game by game, so that one that was stopped goes on where it was."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from darkgo.arena import ladder
from darkgo.arena.begun import begun_with
from darkgo.arena.ladder import Result
from darkgo.errors import BadInput
from darkgo.files import write_whole

SETTINGS = "match.json"
RESULTS = "results.jsonl"

if sys.platform != "win32":
    import fcntl


@dataclass(slots=True)
class Folder:
    """The records and results of a match; without a path they are kept nowhere."""

    path: Path | None
    match: str
    """The match's own mark, which no other match has."""
    results: list[Result]

    @classmethod
    @contextmanager
    def open(cls, path: Path | None, settings: Mapping[str, Any]) -> "Iterator[Folder]":
        """Goes on with the match that is there, or begins one. `settings` are fit for JSON.

        Raises BadInput if the folder holds a match with other settings or something unreadable, if a match is
        going on in it, or if it cannot be written to.
        """
        if path is None:
            yield cls(None, uuid4().hex, [])
            return
        try:
            path.mkdir(parents=True, exist_ok=True)
            lock = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise BadInput(f"{path}: no match can be kept there: {error.strerror}") from None
        try:
            _hold(lock, path)
            found = begun_with(path / SETTINGS, "match", settings, match=uuid4().hex)
            yield cls(path, str(found["match"]), ladder.read(path / RESULTS))
        finally:
            os.close(lock)

    def keep(self, result: Result, sgf: bytes) -> None:
        """Adds a game: its record first, so that a result is never without one. Raises BadInput."""
        if self.path:
            write_whole(self.path / f"game-{result.game:04}.sgf", sgf)
            ladder.append(self.path / RESULTS, [result])
        self.results.append(result)


def _hold(lock: int, path: Path) -> None:
    if sys.platform != "win32":
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BadInput(f"{path}: a match is going on there") from None
