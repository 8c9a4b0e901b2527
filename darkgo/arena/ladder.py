"""Results of games in a file, one JSON object per line. The file is for one match or for many."""

import json
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from darkgo.arena.elo import Points
from darkgo.errors import BadInput, shown

ANCHOR = "GNU Go 3.8 level 10"
"""The player whose rating is 0, if it is among the players."""

_KINDS: dict[Any, tuple[type, ...]] = {str: (str,), int: (int,), float: (int, float)}
"""The JSON types allowed for a field of each type."""
_RESULT = re.compile(r"([BW])\+(R|T|F|[0-9]+(?:\.[0-9]+)?)|0")
_NAMES = "black", "white"
_NAME = "a name that can be printed"
_WANTED = {"result": "B+3.5, W+R, W+T, W+F or 0", "black": _NAME, "white": _NAME}
"""The expectation named in an error message, by field; for other fields the type is named."""


@dataclass(frozen=True, slots=True)
class GameResult:
    """How one game ended."""

    match: str
    """The unique mark of its match."""
    game: int
    """Its number in the match, from 1."""
    black: str
    white: str
    """The players' names."""
    result: str
    """The result as in SGF: B+3.5, W+R (resigned), W+T (on time), W+F (by a fault), 0 (a draw)."""
    end: str
    """How it ended, in words."""
    moves: int
    size: int
    komi: float
    date: str
    """The day, as 2026-01-31."""

    @property
    def winner(self) -> str | None:
        """The winner's name; None after a draw."""
        return {"B": self.black, "W": self.white}.get(self.result[0])

    @property
    def margin(self) -> float | None:
        """Points by which Black won; negative if White did; None if they were not counted."""
        match = _RESULT.fullmatch(self.result)
        if match is None or match[2] in ("R", "T", "F"):
            return None
        return float(match[2] or 0) * (-1 if match[1] == "W" else 1)


def is_name(text: str) -> bool:
    """Whether a text can be a player's name. It must be printable and fit on one line."""
    return text.isprintable() and text != ""


def read(path: Path) -> list[GameResult]:
    """The results of a file, each game once; none if there is no such file.

    Raises BadInput if the file cannot be read, or if a line is not a result.
    """
    try:
        text = path.read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from None
    lines = enumerate(text.split("\n"), 1)
    found = [_result(line, f"{path}, line {number}") for number, line in lines if line.strip()]
    return list({(result.match, result.game): result for result in found}.values())


def _result(line: str, place: str) -> GameResult:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadInput(f"{place}: found {shown(line, 60)}; expected a result as a JSON object")
    values: dict[str, Any] = {}
    for field in fields(GameResult):
        value = found.get(field.name)
        kinds = _KINDS[field.type]
        fits = type(value) in kinds and (field.name != "result" or _RESULT.fullmatch(str(value)))
        if not fits or (field.name in _NAMES and not is_name(str(value))):
            quoted = shown(json.dumps(value), 60) if field.name in found else "nothing"
            wanted = _WANTED.get(field.name, kinds[-1].__name__)
            raise BadInput(f'{place}: found {quoted} for "{field.name}"; expected {wanted}')
        values[field.name] = value
    return GameResult(**values)


def append(path: Path, results: Iterable[GameResult]) -> None:
    """Append results to a file, all or none. Several programs may append to one file.

    Without results, only checks that the file can be written. Raises BadInput if it cannot.
    """
    lines = "".join(json.dumps(asdict(result), ensure_ascii=False) + "\n" for result in results).encode()
    try:
        file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
        try:
            length = os.fstat(file).st_size
            if length and path.is_file():
                with path.open("rb") as before:
                    before.seek(-1, os.SEEK_END)
                    # The last line may lack its newline if somebody edited the file.
                    lines = lines if before.read() == b"\n" else b"\n" + lines
            written = os.write(file, lines)
            if written < len(lines):
                os.ftruncate(file, os.fstat(file).st_size - written)
                raise BadInput(f"{path}: cannot be written: the disk is full")
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}") from None


def points(results: Sequence[GameResult]) -> Points:
    """The score of each player against each other one: 1 for a win, one half for a draw."""
    scored: dict[tuple[str, str], float] = {}
    for result in results:
        pair = result.black, result.white
        share = 0.5 if result.winner is None else float(result.winner == result.black)
        scored[pair] = scored.get(pair, 0) + share
        scored[pair[::-1]] = scored.get(pair[::-1], 0) + 1 - share
    return scored
