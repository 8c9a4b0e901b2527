"""Where things are: DarkGo's cfg files and weights, and the folders of the person who runs it."""

import os
from collections.abc import Callable
from pathlib import Path

from darkgo.errors import BadInput

PACKAGE = Path(__file__).parent


def share(folder: str) -> Path:
    """The folder `cfg` or `weights` that belongs to this DarkGo. Raises BadInput if it is missing."""
    for parent in (PACKAGE / "share", PACKAGE.parent):
        if (parent / folder).is_dir():
            return parent / folder
    raise BadInput(f"{PACKAGE}: found no folder {folder}; expected it in the package or beside it")


def find(path: Path, folder: str) -> Path:
    """The path as given, or DarkGo's own file where `go.cfg` or `cfg/go.cfg` names none here."""
    if path.exists() or path not in (Path(path.name), Path(folder) / path.name):
        return path
    own = share(folder) / path.name
    return own if own.exists() else path


def default_network() -> tuple[Path, Path]:
    """The cfg and the weights that DarkGo plays with."""
    return share("cfg") / "darkgo.cfg", share("weights") / "darkgo.weights"


def own_folder(variable: str, usual: Callable[..., Path]) -> Path:
    """The folder that a variable of the environment names, or the user's `usual` one, by platformdirs.

    Raises BadInput if there is neither: in a container a user may have no home folder.
    """
    if given := os.environ.get(variable):
        return Path(given)
    try:
        return usual("darkgo", appauthor=False)
    except RuntimeError:
        raise BadInput(f"there is no home folder; {variable} can name a folder") from None


def working_folder() -> Path:
    """The working folder; the home folder, or the root, where it has been deleted."""
    for folder in (Path.cwd, Path.home):
        try:
            found = folder()
        except (OSError, RuntimeError):
            continue
        if os.path.isdir(found):
            return found
    return Path(os.path.abspath(os.sep))
