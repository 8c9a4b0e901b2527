"""What several parts of the panel say in the same way."""

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text

from darkgo.go.points import Colour
from darkgo.tui.stones import STONE, WOOD, cell_style

BOLD = Style(bold=True)
DIM = Style(dim=True)


def disc(colour: Colour) -> Text:
    """A stone on a wood background, as on the board, so that its colour is visible in any theme."""
    return Text("●", cell_style(STONE[colour], WOOD))


def fitted(text: str, width: int) -> str:
    """The text in so many cells: cut off with an ellipsis, or padded with blanks."""
    if cell_len(text) > width > 0:
        return set_cell_size(text, width - 1) + "…"
    return set_cell_size(text, max(0, width))
