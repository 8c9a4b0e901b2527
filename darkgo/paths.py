"""Where cfg files and default weights are: in a checkout, or inside the installed package."""

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
    return share("cfg") / "go-small.cfg", share("weights") / "go-small.weights"
