"""The names of classes: a text file with one on each line, in the order of a network's outputs."""

from pathlib import Path

from darkgo.errors import BadInput


def read_names(path: Path, classes: int) -> list[str]:
    """The names in a file. Raises BadInput if it cannot be read, or if it has not one for each class."""
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError as error:
        raise BadInput(f"{path}: cannot read these names: {error.strerror}") from None
    names = [line.strip() for line in lines]
    while names and not names[-1]:
        names.pop()
    if len(names) != classes:
        raise BadInput(f"{path}: found {len(names)} names; expected {classes}, one on each line")
    if "" in names:
        raise BadInput(f"{path}:{names.index('') + 1}: found an empty line; expected the name of a class")
    return names
