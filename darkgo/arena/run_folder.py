"""The folder of a match or a run. One process at a time may use it, with the settings that it was begun
with."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from darkgo.errors import BadInput
from darkgo.files import write_whole


@contextmanager
def held(folder: Path, kind: str) -> Iterator[None]:
    """Makes the folder if needed, and locks it for this process. Raises BadInput if another process holds the
    lock, or if locking is not possible. `kind` names the contents in messages."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise BadInput(f"{folder}: no {kind} can be kept there: {error.strerror}") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput(f"{folder}: a {kind} is going on there") from None
        except OSError as error:
            raise BadInput(f"{folder}: cannot be locked for one {kind}: {error.strerror}") from None
        yield
    finally:
        os.close(lock)


def begun_with(file: Path, kind: str, settings: Mapping[str, Any], **mark: str) -> dict[str, Any]:
    """The contents of the settings file. If there is none, it is written with the JSON-like settings and
    `mark`.

    Raises BadInput if the settings in the file differ, or if it cannot be read or written. `kind` names the
    contents in messages.
    """
    if not file.exists():
        write_whole(file, json.dumps({**mark, **settings}, indent=2).encode() + b"\n")
        return {**mark, **settings}
    try:
        found = json.loads(file.read_bytes())
    except OSError as error:
        raise BadInput(f"{file}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not mark.keys() <= found.keys():
        raise BadInput(f"{file}: found no settings of a {kind}")
    for name, value in settings.items():
        if found.get(name) != value:
            raise BadInput(
                f"{file}: {name}: found {json.dumps(found.get(name))}, expected {json.dumps(value)}: "
                f"another {kind} is kept there, and the settings of a {kind} cannot change"
            )
    return found
