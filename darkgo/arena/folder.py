"""What a match leaves behind, game by game, so that one that was stopped goes on where it was."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
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
    """The match's own mark, which only the same match has."""
    results: list[Result]

    @classmethod
    @contextmanager
    def open(
        cls, path: Path | None, settings: Mapping[str, Any], repeats: bool = False
    ) -> "Iterator[Folder]":
        """Goes on with the match that is there, or begins one. `settings` are fit for JSON; with `repeats` a
        match with the same ones has the same games and, wherever it is kept, the same mark.

        Raises BadInput if the folder holds a match with other settings or something unreadable, if a match is
        going on in it, or if it cannot be written to.
        """
        mark = _digest(settings) if repeats else uuid4().hex
        if path is None:
            yield cls(None, mark, [])
            return
        with held(path, "match"):
            match = str(begun_with(path / SETTINGS, "match", settings, match=mark)["match"])
            # It is a ladder file, too: other matches may have added to it.
            results = [result for result in ladder.read(path / RESULTS) if result.match == match]
            yield cls(path, match, results)

    def keep(self, result: Result, sgf: bytes) -> None:
        """Adds a game: its record first, so that a result is never without one. Raises BadInput."""
        if self.path:
            write_whole(self.path / f"game-{result.game:04}.sgf", sgf)
            ladder.append(self.path / RESULTS, [result])
        self.results.append(result)


def _digest(settings: Mapping[str, Any]) -> str:
    return blake2b(json.dumps(settings, sort_keys=True).encode(), digest_size=16).hexdigest()
