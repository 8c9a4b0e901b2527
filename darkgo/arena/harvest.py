"""Finished games on disk, in parts. A part is either complete or missing. Any number of processes may add
parts.

A part is an archive of SGF files, and the files of records, tables of games and targets that `darkgo train`
reads. Its name begins with the name of the run, which is the same for the same networks, options and seed.
Then comes a token of the process, so that two processes never write the same file. The archives name each
game by its number, so a repeated run knows which games are missing.
"""

import json
import secrets
import time
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from darkgo.arena.running_games import Moves
from darkgo.arena.selfplay import Finished
from darkgo.data import targets
from darkgo.data.game_row import game_row, with_first_record
from darkgo.data.games import header
from darkgo.data.identity import digests
from darkgo.data.manifest import RecordFile
from darkgo.data.records import SIDES, colour_byte, record_bytes
from darkgo.data.replay import replay
from darkgo.data.targets import targets_of
from darkgo.errors import BadInput
from darkgo.files import whole
from darkgo.go.game import Game, Rules
from darkgo.go.nodes import Node, written
from darkgo.go.points import PASS, Colour
from darkgo.go.score import Score
from darkgo.go.sgf import GameRecord, move_node, raw_text, read_games, root_of

RUN = "selfplay"
"""The prefix of the names of self-play's runs."""
ABANDONED = 3600.0
"""The age in seconds at which an incomplete file is abandoned and may be removed."""


@dataclass(frozen=True)
class Sheet:
    """The facts of a run that are written into its games. With two players, the first is Black in even
    games."""

    size: int
    komi: float
    players: Sequence[str]
    seed: int

    def first(self, number: int) -> Colour:
        """The colour of the first of two players in the game with this number."""
        return Colour.WHITE if number % 2 else Colour.BLACK

    def players_of(self, number: int) -> tuple[str, str]:
        """Black and White of the game with this number."""
        first, last = self.players[0], self.players[-1]
        return (last, first) if number % 2 else (first, last)

    def write(self, game: Finished) -> bytes:
        """The game as SGF."""
        black, white = self.players_of(game.number)
        headers = {
            "PB": black,
            "PW": white,
            "RE": str(Score(game.margin, 0, ())),
            "GC": f"darkgo selfplay, seed {self.seed}, game {game.number}",
        }
        root = node = root_of(Game(self.size, Rules(self.komi)))
        root.properties.update((ident, [raw_text(text)]) for ident, text in headers.items())
        for number, action in enumerate(game.actions):
            colour = Colour.WHITE if number % 2 else Colour.BLACK
            point = PASS if action == self.size**2 else action
            node = Node(node, move_node(colour, point, self.size))
        return written(root)


class HarvestedGame(NamedTuple):
    """A game in a part: its SGF, its records, their targets, and its row in the table of games.

    Boards of fewer than five lines have neither records nor a table. Without a search there are no targets.
    """

    number: int
    sgf: bytes
    records: bytes
    row: bytes
    valid: bool
    targets: bytes = b""


def run_name(files: Iterable[Path], options: dict[str, Any]) -> str:
    """The name of a run that plays with these cfg and weights files and these options. Raises OSError."""
    digest = blake2b(json.dumps(options, sort_keys=True).encode(), digest_size=4)
    for path in files:
        digest.update(blake2b(path.read_bytes()).digest())
    return f"{RUN}-{digest.hexdigest()}"


class Parts:
    """The parts that this process adds to a folder."""

    def __init__(
        self, out: Path, run: str, sheet: Sheet, first_only: bool = False, visits: int | None = None
    ) -> None:
        """Makes the folder if there is none. Raises BadInput if that is not possible.

        With `first_only` the records are those of the first player's moves. `visits` are those of the search;
        None for none.
        """
        self.out, self.run, self.sheet, self._first_only = out, run, sheet, first_only
        self._visits = visits or 0
        self.games = self.parts = self.positions = 0
        """The number of games on disk."""
        self._name = f"{run}-{secrets.token_hex(4)}"
        self._waiting: list[HarvestedGame] = []
        try:
            out.mkdir(parents=True, exist_ok=True)
            self._clear()
        except OSError as error:
            raise BadInput(f"{out}: cannot be a folder for games: {error.strerror}") from None

    def _clear(self) -> None:
        """Removes incomplete files of killed processes. Recent files are kept, as another process may be
        writing."""
        for path in self.out.glob(f"{RUN}-*.part"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > ABANDONED:
                    path.unlink()

    def there(self) -> set[int]:
        """The numbers of this run's games in the folder, from all processes."""
        numbers: set[int] = set()
        for path in self.out.glob(f"{self.run}-*.zip"):
            try:
                with zipfile.ZipFile(path) as archive:
                    numbers.update(int(Path(name).stem) for name in archive.namelist())
            except (OSError, ValueError, zipfile.BadZipFile) as error:
                raise BadInput(f"{path}: found no archive of games: {error}; remove it") from None
        return numbers

    def add(self, game: Finished) -> None:
        """Adds a game to the next part, which `save` writes."""
        sgf = self.sheet.write(game)
        record = read_games(sgf)[0]
        kept = HarvestedGame(game.number, sgf, b"", b"", False)
        if isinstance(record, GameRecord) and record.size in SIDES:
            replayed = replay(record)
            raw, rows = replayed.records, self._targets(game)
            if self._first_only:
                own = raw[:, 0] == colour_byte(self.sheet.first(game.number))
                raw, rows = raw[own], rows[own]
            row, _ = game_row(record, replayed, len(raw))
            is_valid = digests(record)[1]
            kept = HarvestedGame(game.number, sgf, raw.tobytes(), row, is_valid, rows.tobytes())
        self._waiting.append(kept)

    def _targets(self, game: Finished) -> targets.Rows:
        """The rows of the targets of all moves of a game; without bytes if there was no search."""
        if game.preferred is None:
            return np.empty(len(game.actions), np.dtype([]))
        visits = np.full(len(game.actions), self._visits)
        win = np.asarray(game.preferred.win)
        return targets.rows_of(visits, win, _dense(game.preferred, self.sheet.size))

    def save(self) -> None:
        """Writes the added games as one part. If that fails, raises BadInput, which says how many games are
        kept."""
        games = sorted(self._waiting)
        if not games:
            return
        name, positions = f"{self._name}-{self.parts + 1:04}", 0
        contents: dict[str, bytes] = {}
        for kind in ("valid", "train"):
            part = RecordFile.named(name, kind, self.sheet.size)
            own = [game for game in games if game.valid == (kind == "valid")]
            contents[part.file] = b"".join(game.records for game in own)
            contents[part.table] = _table(own, self.sheet.size) if contents[part.file] else b""
            rows = b"".join(game.targets for game in own)
            contents[targets_of(Path(part.file)).name] = (
                targets.header(self.sheet.size) + rows if rows else b""
            )
            positions += len(contents[part.file]) // record_bytes(self.sheet.size)
        contents[f"{name}.zip"] = _archive(games)
        try:
            # The files get their final names in the opposite order. The archive is first, because its games
            # then count as present. A kill in between loses records; in the other order a repeated run would
            # duplicate them. Tables and targets are renamed before their records, so no records are without.
            with ExitStack() as stack:
                for path, content in contents.items():
                    if content:
                        file = stack.enter_context(whole(self.out / path))
                        file.write(content)
                        file.flush()  # a full disk must be noticed before any file gets its final name
        except OSError as error:
            kept = f"{self.games} games of this process are kept there, {len(games)} are not"
            raise BadInput(f"{self.out}: {error.strerror or error}; {kept}") from None
        self._waiting.clear()
        self.parts += 1
        self.games += len(games)
        self.positions += positions


def _dense(preferred: Moves, side: int) -> npt.NDArray[np.float32]:
    """What a search preferred before each move of a game as policies, float32 [T, A]."""
    policy = np.zeros((len(preferred.moves), side * side + 1), np.float32)
    moves, shares = np.asarray(preferred.moves, np.int64), np.asarray(preferred.shares)
    np.put_along_axis(policy, moves, shares, axis=1)
    return policy


def _table(games: Iterable[HarvestedGame], side: int) -> bytes:
    """The table of games, as bytes."""
    rows, first = [header(side)], 0
    for game in games:
        rows.append(with_first_record(game.row, first))
        first += len(game.records) // record_bytes(side)
    return b"".join(rows)


def _archive(games: Iterable[HarvestedGame]) -> bytes:
    """The games as a .zip file, the same for the same games."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for game in games:
            archive.writestr(zipfile.ZipInfo(f"{game.number:07}.sgf"), game.sgf, zipfile.ZIP_DEFLATED)
    return file.getvalue()
