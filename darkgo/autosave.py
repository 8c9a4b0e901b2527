"""Games in progress, kept for the case that their program crashes or is killed.

Each running program has two files: the game, and a lock that the system holds for it and lets go however it
ends. A game whose lock is free is one that was left.
"""

import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Kept:
    """A game that was left."""

    path: Path
    when: datetime
    """When it was last kept, in local time."""
    data: bytes

    def remove(self) -> None:
        """Offers it no more. What cannot be removed stays."""
        try:
            for path in self.path.parent.glob(f"{self.path.stem}.*"):
                path.unlink(missing_ok=True)
        except OSError:
            return


class Autosave:
    """Keeps the game of this program in a folder: by default the user's, or the one DARKGO_STATE names.

    Raises BadInput if there is neither.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or own_folder("DARKGO_STATE", user_state_path)
        self._file: int | None = None
        self._path = Path()

    def keep(self, data: bytes) -> None:
        """Writes the game in place of what was kept before, and to the disk. Raises OSError."""
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file, lock = tempfile.mkstemp(".lock", "game-", self._folder)
            self._path = Path(lock)
            # Another program that looks for games left may be trying this lock just now.
            _lock(self._file, wait=True)
        with whole(self._path.with_suffix(".sgf")) as file:
            file.write(data)

    def discard(self) -> None:
        """Keeps nothing: the game has come to its end, or is saved elsewhere. Raises OSError."""
        if self._file is None:
            return
        self._path.with_suffix(".sgf").unlink(missing_ok=True)
        os.close(self._file)
        self._file = None
        self._path.unlink(missing_ok=True)

    def leave(self) -> None:
        """Leaves the game for the next start, as if this program had been killed."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def found(self) -> list[Kept]:
        """The games that were left by programs that no longer run, the newest first.

        A game that cannot be read, or of which this cannot be told, is passed over.
        """
        left = []
        for path in self._folder.glob("game-*.sgf"):
            try:
                if not _is_held(path.with_suffix(".lock")):
                    when = datetime.fromtimestamp(path.stat().st_mtime)
                    left.append(Kept(path, when, path.read_bytes()))
            except OSError:
                continue
        return sorted(left, key=lambda kept: kept.when, reverse=True)


def _is_held(lock: Path) -> bool:
    try:
        file = os.open(lock, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        _lock(file, wait=False)
    except OSError:
        return True
    finally:
        os.close(file)
    return False
