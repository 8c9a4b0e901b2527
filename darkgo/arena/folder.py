"""What a match leaves behind, game by game, so that one that was stopped goes on where it was."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from darkgo.arena import ladder
from darkgo.arena.begun import begun_with, held
from darkgo.arena.ladder import Result
from darkgo.files import write_whole

SETTINGS = "match.json"
RESULTS = "results.jsonl"


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
        with held(path, "match"):
            match = str(begun_with(path / SETTINGS, "match", settings, match=uuid4().hex)["match"])
            # It is a ladder file, too: other matches may have added to it.
            results = [result for result in ladder.read(path / RESULTS) if result.match == match]
            yield cls(path, match, results)

    def keep(self, result: Result, sgf: bytes) -> None:
        """Adds a game: its record first, so that a result is never without one. Raises BadInput."""
        if self.path:
            write_whole(self.path / f"game-{result.game:04}.sgf", sgf)
            ladder.append(self.path / RESULTS, [result])
        self.results.append(result)
