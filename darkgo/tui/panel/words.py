"""What several parts of the panel say in the same way."""

from rich.text import Text

from darkgo.go.points import Colour
from darkgo.tui.stones import STONE, WOOD, cell_style


def lead_text(points: float) -> str:
    """Black's lead as a result is written: B+3.5."""
    said = f"{abs(points):.1f}"
    return "even" if said == "0.0" else f"{'B' if points > 0 else 'W'}+{said}"


def disc(colour: Colour) -> Text:
    """A stone on a wood background, as on the board, so that its colour is visible in any theme."""
    return Text("●", cell_style(STONE[colour], WOOD))
