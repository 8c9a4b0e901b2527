"""What several parts of the panel say in the same way."""

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text

from darkgo.go.points import Colour
from darkgo.tui.stones import STONE, WOOD, cell_style

BOLD = Style(bold=True)
DIM = Style(dim=True)


def lead_text(points: float) -> str:
    """Black's lead as a result is written: B+3.5."""
    said = f"{abs(points):.1f}"
    return "even" if said == "0.0" else f"{'B' if points > 0 else 'W'}+{said}"


def disc(colour: Colour) -> Text:
    """A stone on a wood background, as on the board, so that its colour is visible in any theme."""
    return Text("●", cell_style(STONE[colour], WOOD))


def fitted(text: str, width: int) -> str:
    """The text in so many cells: cut off with an ellipsis, or padded with blanks."""
    if cell_len(text) > width > 0:
        return set_cell_size(text, width - 1) + "…"
    return set_cell_size(text, max(0, width))
