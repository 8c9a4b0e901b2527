"""The folder of a match. Each game is saved at once, so that a stopped match can be continued."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import uuid4

from darkgo.arena import ladder
from darkgo.arena.ladder import GameResult
from darkgo.arena.run_folder import begun_with, held
from darkgo.files import write_whole

SETTINGS = "match.json"
RESULTS = "results.jsonl"


@dataclass(slots=True)
class Folder:
    """The records and results of a match. Without a path they are not saved."""

    path: Path | None
    match: str
    """The unique mark of the match."""
    results: list[GameResult]

    @classmethod
    @contextmanager
    def open(
        cls, path: Path | None, settings: Mapping[str, Any], repeats: bool = False
    ) -> "Iterator[Folder]":
        """Continues the match in the folder, or begins one. `settings` can be written as JSON.

        With `repeats`, matches with the same settings play the same games, and have the same mark in every
        folder. Raises BadInput if the folder has a match with other settings or an unreadable file, if
        another process uses it, or if it cannot be written to.
        """
        mark = _digest(settings) if repeats else uuid4().hex
        if path is None:
            yield cls(None, mark, [])
            return
        with held(path, "match"):
            match = str(begun_with(path / SETTINGS, "match", settings, match=mark)["match"])
            # The file has the format of a ladder file, so other matches may have added to it.
            results = [result for result in ladder.read(path / RESULTS) if result.match == match]
            yield cls(path, match, results)

    def keep(self, result: GameResult, sgf: bytes) -> None:
        """Saves a game. The record is written first, so that every result has one. Raises BadInput."""
        if self.path:
            write_whole(self.path / f"game-{result.game:04}.sgf", sgf)
            ladder.append(self.path / RESULTS, [result])
        self.results.append(result)


def _digest(settings: Mapping[str, Any]) -> str:
    return blake2b(json.dumps(settings, sort_keys=True).encode(), digest_size=16).hexdigest()
