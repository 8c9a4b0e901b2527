"""What a match or a run was begun with: it stands in the folder, and only with the same is gone on there."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from darkgo.errors import BadInput
from darkgo.files import write_whole


def begun_with(file: Path, kind: str, settings: Mapping[str, Any], **mark: str) -> dict[str, Any]:
    """What the file holds, which is written now if there is none: the settings, fit for JSON, and `mark`.

    Raises BadInput if its settings are others, or if it is unreadable or cannot be written. `kind` is what is
    kept there, for the message.
    """
    if not file.exists():
        write_whole(file, json.dumps({**mark, **settings}, indent=2).encode() + b"\n")
        return {**mark, **settings}
    try:
        found = json.loads(file.read_bytes())
    except OSError as error:
        raise BadInput(f"{file}: cannot be read: {error.strerror}") from None
    except ValueError:
        found = None
    if not isinstance(found, dict) or not mark.keys() <= found.keys():
        raise BadInput(f"{file}: found no settings of a {kind}")
    for name, value in settings.items():
        if found.get(name) != value:
            raise BadInput(
                f"{file}: {name}: found {json.dumps(found.get(name))}, expected {json.dumps(value)}: "
                f"another {kind} is kept there, and a {kind} goes on as it was begun"
            )
    return found
