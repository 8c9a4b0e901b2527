"""Owners that are estimated for a sample of the counted games of a folder of records.

The owners are written into the tables of games. Games whose estimate does not agree with the result are
listed in owners.json, so that they are not tried again.
"""

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from darkgo.data.games import Games, header, open_games, packed, table_of
from darkgo.data.manifest import write_json
from darkgo.data.records import Bytes, open_records
from darkgo.errors import BadInput
from darkgo.files import whole

FILE = "owners.json"
FORMAT = "darkgo owners 1"
_FACTS = ["first", "count", "komi", "margin", "rules"]


class SampledGame(NamedTuple):
    """A game of the sample."""

    file: int
    row: int


@dataclass
class _File:
    """A file of records with its table."""

    path: Path
    records: Bytes
    games: Games
    failed: set[int]
    """Rows that were tried and did not agree."""
    found: dict[int, Bytes] = field(default_factory=dict)
    """Owners, uint8 [N], that are not written yet, by row."""

    @property
    def digest(self) -> str:
        """A digest of the facts in the table that an estimate depends on."""
        return blake2b(self.games.rows[_FACTS].tobytes(), digest_size=8).hexdigest()


class Estimates:
    """The estimated owners of the games of a folder, and which games were tried."""

    def __init__(self, folder: Path) -> None:
        """Raises BadInput if the folder has no file of records with a table of games, or a malformed one."""
        self._folder = folder
        self._files: list[_File] = []
        try:
            failed = json.loads((folder / FILE).read_text(encoding="utf-8"))
            if failed["format"] != FORMAT:
                raise ValueError(f"format is {failed['format']!r}, expected {FORMAT!r}")
        except FileNotFoundError:
            failed = {"disagree": {}}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BadInput(f"{folder / FILE}: not a list of tried games: {error}; remove it") from None
        for path in sorted(folder.glob("*.records")):
            games = open_games(path)
            if games is not None and len(games.rows):
                file = _File(path, open_records(path), games, set())
                known = failed["disagree"].get(table_of(path).name, {})
                if known.get("digest") == file.digest:
                    file.failed.update(known["rows"])
                self._files.append(file)
        if not self._files:
            raise BadInput(f"{folder}: no records with a table of games; darkgo data build writes them")

    def sample(self, size: int, seed: int) -> list[SampledGame]:
        """Counted games of known komi, margin and rules, drawn at random. A larger sample of the same seed
        begins with the smaller one."""
        games = [
            SampledGame(number, int(row))
            for number, file in enumerate(self._files)
            for row in np.flatnonzero(_is_counted(file.games))
        ]
        order = np.random.default_rng(seed).permutation(len(games))[:size]
        return [games[number] for number in order]

    def state(self, game: SampledGame) -> bool | None:
        """Whether the estimate agreed with the result; None if the game was not tried."""
        file = self._files[game.file]
        if game.row in file.failed:
            return False
        is_estimated = game.row in file.found or file.games.rows["origin"][game.row] == ord("E")
        return True if is_estimated else None

    def records(self, game: SampledGame) -> Bytes:
        """The records of a game, uint8 [T, R]."""
        file, row = self._files[game.file], self.row(game)
        return file.records[int(row["first"]) : int(row["first"]) + int(row["count"])]

    def row(self, game: SampledGame) -> np.void:
        """The row of a game."""
        row: np.void = self._files[game.file].games.rows[game.row]
        return row

    def keep(self, game: SampledGame, owners: Bytes | None) -> None:
        """Keep the owners of a game, uint8 [N]; None if the estimate did not agree. `save` writes them."""
        file = self._files[game.file]
        if owners is None:
            file.failed.add(game.row)
        else:
            file.found[game.row] = owners

    def save(self) -> None:
        """Write what was found. Each file is replaced as a whole. Raises BadInput if that fails."""
        try:
            for file in self._files:
                if file.found:
                    _write(file)
            failed = {
                table_of(file.path).name: {"digest": file.digest, "rows": sorted(file.failed)}
                for file in self._files
                if file.failed
            }
            write_json(self._folder / FILE, {"format": FORMAT, "disagree": failed})
        except OSError as error:
            raise BadInput(f"{error.filename or self._folder}: {error.strerror}; nothing was lost") from None


def _is_counted(games: Games) -> npt.NDArray[np.bool_]:
    """Which games were counted and can be estimated, bool [G]."""
    rows = games.rows
    known = ~np.isnan(rows["komi"] + rows["margin"]) & (rows["rules"] != ord("?"))
    counted: npt.NDArray[np.bool_] = (
        known & (rows["ending"] == ord("C")) & np.isin(rows["origin"], list(b"LE")) & (rows["count"] > 0)
    )
    return counted


def _write(file: _File) -> None:
    rows = np.array(file.games.rows)
    numbers = list(file.found)
    rows["owners"][numbers] = packed(np.stack([file.found[number] for number in numbers]))
    rows["origin"][numbers] = ord("E")
    with whole(table_of(file.path)) as written:
        written.write(header(file.games.side))
        written.write(rows.tobytes())
    file.games = Games(file.games.side, rows)
    file.found.clear()
