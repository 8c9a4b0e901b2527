"""Games that no file of the person's has: the one in progress, and the last ten that were put away unsaved.

A running program has two files: `game-X.sgf`, and a lock that the system holds for it and lets go however it
ends. A game whose lock is free was left. A game that was put away is `kept-X.sgf`; it has no lock.
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from platformdirs import user_state_path

from darkgo.files import whole
from darkgo.paths import own_folder

if sys.platform == "win32":
    import msvcrt

    def _lock(file: int, wait: bool) -> None:
        msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int, wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)


MOST = 10
"""So many games are kept."""
SHORT = 10
"""Games with fewer moves than this make room before longer ones."""
_MOVE = re.compile(rb";\s*[BW]\s*\[")


@dataclass(frozen=True, slots=True)
class Kept:
    """A game that was left or put away."""

    path: Path
    when: datetime
    """When it was last written, in local time."""

    def read(self, length: int = -1) -> bytes:
        """The game, or its first bytes. Raises OSError."""
        with self.path.open("rb") as file:
            return file.read(length)

    @property
    def is_short(self) -> bool:
        """Whether it has few moves, or cannot be read."""
        try:
            moves = _MOVE.finditer(self.read())
        except OSError:
            return True
        return sum(1 for _ in islice(moves, SHORT)) < SHORT

    def remove(self) -> None:
        """Keeps it no more. What cannot be removed stays."""
        with suppress(OSError):
            for path in self.path.parent.glob(f"{self.path.stem}.*"):
                path.unlink(missing_ok=True)

    def put_away(self) -> None:
        """Makes of a game that was left one that was put away. Raises OSError."""
        _put_away(self.path)
        self.path.with_suffix(".lock").unlink(missing_ok=True)


class Autosave:
    """Keeps the game of this program in a folder: by default the user's, or the one DARKGO_STATE names.

    Raises BadInput if there is neither.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or own_folder("DARKGO_STATE", user_state_path)
        self._file: int | None = None
        self._path = Path()

    def keep(self, lines: Iterable[bytes]) -> None:
        """Writes the game in place of what was kept before, and to the disk. Raises OSError."""
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file, lock = tempfile.mkstemp(".lock", "game-", self._folder)
            self._path = Path(lock)
            # Another program that looks for games left may be trying this lock just now.
            _lock(self._file, wait=True)
        with whole(self._path.with_suffix(".sgf")) as file:
            file.writelines(lines)

    def discard(self) -> None:
        """Keeps nothing: the game is saved elsewhere. Raises OSError."""
        if self._file is not None:
            self._path.with_suffix(".sgf").unlink(missing_ok=True)
            self._end()

    def put_away(self) -> None:
        """Keeps the game among the last ten, and is ready for another one. Raises OSError."""
        if self._file is not None:
            _put_away(self._path.with_suffix(".sgf"))
            self._end()
            self.prune()

    def leave(self) -> None:
        """Leaves the game for the next start, as if this program had been killed."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
            self.prune()

    def _end(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
            self._path.unlink(missing_ok=True)

    def left(self) -> list[Kept]:
        """The games that were left by programs that no longer run, the newest first.

        A game of which this cannot be told is passed over.
        """
        return _sorted(path for path in self._folder.glob("game-*.sgf") if not _is_held(path))

    def kept(self) -> list[Kept]:
        """The games that were left or put away, the newest first."""
        return _sorted([*self._folder.glob("kept-*.sgf"), *(kept.path for kept in self.left())])

    def prune(self) -> None:
        """Removes all but ten games: short ones first, then the oldest. The newest always stays."""
        games = self.kept()
        if len(games) > MOST:
            # The sort is stable, so games that are alike stay in the order of their age.
            for kept in sorted(games[1:], key=lambda kept: kept.is_short)[MOST - 1 :]:
                kept.remove()


def _sorted(paths: Iterable[Path]) -> list[Kept]:
    games = []
    for path in paths:
        # Another program may have removed it just now.
        with suppress(OSError):
            games.append(Kept(path, datetime.fromtimestamp(path.stat().st_mtime)))
    return sorted(games, key=lambda kept: kept.when, reverse=True)


def _put_away(game: Path) -> None:
    game.replace(game.with_name(f"kept-{game.name.removeprefix('game-')}"))


def _is_held(game: Path) -> bool:
    """Whether the program that has this game is running, or it cannot be told."""
    try:
        file = os.open(game.with_suffix(".lock"), os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        _lock(file, wait=False)
    except OSError:
        return True
    finally:
        os.close(file)
    return False
