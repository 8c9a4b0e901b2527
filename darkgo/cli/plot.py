"""`darkgo plot`."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from darkgo.errors import BadInput


def plot(
    runs: Annotated[list[Path], Parameter(negative=())],
    /,
    *,
    out: Path = Path("curves.png"),
    by: Literal["positions", "updates"] = "positions",
) -> None:
    """Draw the learning curves of training runs to a PNG file. A run may still be active.

    Parameters
    ----------
    runs
        The output folders of `darkgo train`.
    out
        The picture.
    by
        The unit of the horizontal axis.
    """
    try:
        from darkgo.train.plot import plot as draw
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise
        raise BadInput("drawing curves needs matplotlib: pip install 'darkgo[train]'") from None

    print(draw(runs, out, by))
