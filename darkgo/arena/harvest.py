"""Finished games on the disk: parts that are whole or not there, from any number of processes.

A part is an archive of SGF files and, of 19x19, the record files that `darkgo train` reads. Its name begins
with that of the run, which is the same for the same networks, options and seed, and goes on with a token of
the process, so that no two processes write the same file. The archives name each game by its number; so a run
that is begun again knows which games are missing.
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

from darkgo.arena.selfplay import Finished
from darkgo.data.identity import digests
from darkgo.data.records import RECORD_BYTES, SIDE, colour_byte
from darkgo.data.replay import replay
from darkgo.errors import BadInput
from darkgo.files import whole
from darkgo.go.game import Game, Rules
from darkgo.go.nodes import Node, written
from darkgo.go.points import PASS, Colour
from darkgo.go.score import Score
from darkgo.go.sgf import GameRecord, move_node, raw_text, read_games, root_of

RUN = "selfplay"
"""What the names of self-play's runs begin with."""
ABANDONED = 3600.0
"""Seconds after which nobody is writing a file any more."""


@dataclass(frozen=True)
class Sheet:
    """What the files of a run's games say of it. players: of two, the first is Black in even games."""

    size: int
    komi: float
    players: Sequence[str]
    seed: int

    def first(self, number: int) -> Colour:
        """What the first of two players is in the game with this number."""
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
            "RU": "Chinese",
            "GC": f"darkgo selfplay, seed {self.seed}, game {game.number}",
        }
        root = node = root_of(Game(self.size, Rules(self.komi)))
        root.properties.update((ident, [raw_text(text)]) for ident, text in headers.items())
        for number, action in enumerate(game.actions):
            colour = Colour.WHITE if number % 2 else Colour.BLACK
            point = PASS if action == self.size**2 else action
            node = Node(node, move_node(colour, point, self.size))
        return written(root)


class Kept(NamedTuple):
    """A game as it goes into a part: its SGF, and its records if it has the size of records."""

    number: int
    sgf: bytes
    records: bytes
    valid: bool


def run_name(files: Iterable[Path], options: dict[str, Any]) -> str:
    """The name of a run that plays with these cfg and weights files and these options. Raises OSError."""
    digest = blake2b(json.dumps(options, sort_keys=True).encode(), digest_size=4)
    for path in files:
        digest.update(blake2b(path.read_bytes()).digest())
    return f"{RUN}-{digest.hexdigest()}"


class Parts:
    """The parts that this process adds to a folder."""

    def __init__(self, out: Path, run: str, sheet: Sheet, first_only: bool = False) -> None:
        """Makes the folder if there is none. Raises BadInput if that is not possible.

        With `first_only` the records are those of the first player's moves.
        """
        self.out, self.run, self.sheet, self._first_only = out, run, sheet, first_only
        self.games = self.parts = self.positions = 0
        """What is on the disk."""
        self._name = f"{run}-{secrets.token_hex(4)}"
        self._waiting: list[Kept] = []
        try:
            out.mkdir(parents=True, exist_ok=True)
            self._clear()
        except OSError as error:
            raise BadInput(f"{out}: cannot be a folder for games: {error.strerror}") from None

    def _clear(self) -> None:
        """Removes what processes that were killed had half written; others may be writing at this moment."""
        for path in self.out.glob(f"{RUN}-*.part"):
            with suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > ABANDONED:
                    path.unlink()

    def there(self) -> set[int]:
        """The numbers of the games of this run that the folder has, whichever process wrote them."""
        numbers: set[int] = set()
        for path in self.out.glob(f"{self.run}-*.zip"):
            try:
                with zipfile.ZipFile(path) as archive:
                    numbers.update(int(Path(name).stem) for name in archive.namelist())
            except (OSError, ValueError, zipfile.BadZipFile) as error:
                raise BadInput(f"{path}: found no archive of games: {error}; remove it") from None
        return numbers

    def add(self, game: Finished) -> None:
        """Takes a game up; `save` puts it on the disk."""
        sgf = self.sheet.write(game)
        record = read_games(sgf)[0]
        raw, valid = b"", False
        if isinstance(record, GameRecord) and record.size == SIDE:
            rows = replay(record)[0]
            if self._first_only:
                rows = rows[rows[:, 0] == colour_byte(self.sheet.first(game.number))]
            raw, valid = rows.tobytes(), digests(record)[1]
        self._waiting.append(Kept(game.number, sgf, raw, valid))

    def save(self) -> None:
        """Writes what was taken up as one part. Raises BadInput, which says what is kept, if it cannot be."""
        games = sorted(self._waiting)
        if not games:
            return
        name = f"{self._name}-{self.parts + 1:04}"
        train, valid = (
            b"".join(game.records for game in games if game.valid == kind) for kind in (False, True)
        )
        contents = {
            f"{name}.valid.records": valid,
            f"{name}.train.records": train,
            f"{name}.zip": _archive(games),
        }
        try:
            # They get their names in the opposite order: the archive, by which a game counts as there, first.
            # To be killed between two names costs records; the other way round they would be there twice.
            with ExitStack() as stack:
                for path, content in contents.items():
                    if content:
                        file = stack.enter_context(whole(self.out / path))
                        file.write(content)
                        file.flush()  # a full disk is to be noticed before anything has its name
        except OSError as error:
            kept = f"{self.games} games of this process are kept there, {len(games)} are not"
            raise BadInput(f"{self.out}: {error.strerror or error}; {kept}") from None
        self._waiting.clear()
        self.parts += 1
        self.games += len(games)
        self.positions += (len(train) + len(valid)) // RECORD_BYTES


def _archive(games: Iterable[Kept]) -> bytes:
    """The games as a .zip file, the same for the same games."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for game in games:
            archive.writestr(zipfile.ZipInfo(f"{game.number:07}.sgf"), game.sgf, zipfile.ZIP_DEFLATED)
    return file.getvalue()
