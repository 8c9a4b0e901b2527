"""SGF files that a person opens and saves."""

import re
from pathlib import Path
from typing import NamedTuple

from darkgo.engine.found_moves import FoundMoves
from darkgo.engine.garbage import spared
from darkgo.errors import BadInput
from darkgo.files import whole
from darkgo.go.tree import GameTree

LARGEST_FILE = 1 << 24
"""The most bytes of an SGF file that is opened. The largest real files have a tenth of it."""


class FileKept(BadInput):
    """The file exists already, and is not overwritten."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: exists already; choose another name")
        self.path = path


class Record(NamedTuple):
    """A game that was read, to be looked at."""

    path: Path | None
    """The file it was read from; None if it was pasted."""
    tree: GameTree
    found_moves: FoundMoves


def open_record(name: str, number: int | None = None) -> Record:
    """A game of a file, at its root, as `open_game_file` gives it, for playing along.

    A file of thousands of games takes a while. Raises BadInput if none of its games can be used.
    """
    path, tree = open_game_file(name, number)
    return Record(path, tree, FoundMoves(tree))


def open_game_file(name: str, number: int | None = None) -> tuple[Path, GameTree]:
    """A game of a file, at its root: the one with this number, or the first that can be used. Raises BadInput
    if there is none."""
    try:
        path = Path(name).expanduser()
        if path.exists() and not path.is_file():
            raise BadInput(f"{name}: cannot be read: it is not a file")
        if path.is_file() and (size := path.stat().st_size) > LARGEST_FILE:
            raise BadInput(f"{path}: found {size:,} bytes; expected {LARGEST_FILE:,} at most")
        data = path.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:
        raise BadInput(f"{name}: cannot be read: {_why_unread(name, error)}") from None
    try:
        with spared(len(data)):
            return path, GameTree.read(data, number)
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from None


def read_copy(data: bytes) -> GameTree:
    """The game that `Session.copy` has written. Raises BadInput if it cannot be used."""
    which = re.match(rb"game ([0-9]{1,9})\n", data)
    return GameTree.read(data[which.end() :], int(which[1])) if which else GameTree.read(data)


def game_path(name: str) -> Path:
    """The path for saving a game, from a typed name. Raises BadInput unless it ends in .sgf."""
    try:
        path = Path(name).expanduser()
    except RuntimeError as error:
        raise BadInput(f"{name}: {error}") from None
    if path.suffix.lower() != ".sgf":
        raise BadInput(
            f"{name}: the name of a saved game ends in .sgf" if name else "save as which file? s GAME.sgf"
        )
    return path


def write_game_file(path: Path, data: bytes, *, over: bool) -> None:
    """Writes a game as a whole, or not at all. Raises FileKept if the file exists and `over` is False, and
    BadInput for other reasons."""
    try:
        if not over and path.exists():
            raise FileKept(path)
        with whole(path) as file:
            file.write(data)
    except (OSError, ValueError) as error:
        reason = _no_working_folder(path) or f"; {_advice(path, error)}"
        raise BadInput(f"{path}: the game cannot be saved: {_reason(error)}{reason}") from None


def _advice(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError) and not path.parent.exists():
        return f"make the folder {path.parent}, or choose another one"
    return "choose another name or folder"


def _why_unread(name: str, error: Exception) -> str:
    """Why a file cannot be read. If it does not exist, says where it was looked for."""
    if advice := _no_working_folder(name):
        return _reason(error) + advice
    if not isinstance(error, FileNotFoundError):
        return _reason(error)
    folder = Path(name).expanduser().absolute().parent
    return f"there is no such file in {folder}" if folder.is_dir() else f"there is no folder {folder}"


def _no_working_folder(path: Path | str) -> str:
    """What to do if a path is relative to a working folder that has been deleted; empty if it is not."""
    try:
        Path.cwd()
    except OSError:
        is_relative = not Path(path).is_absolute()
        return "; the working folder has been deleted: give the whole path, from / on" if is_relative else ""
    return ""


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
