"""Who is ahead, in one line: a bar with Black's win rate, and Black's lead."""

from rich.text import Text

from darkgo.engine.ahead import lead_text
from darkgo.engine.standing import Standing
from darkgo.go.points import Colour
from darkgo.tui.panel.words import BOLD
from darkgo.tui.stones import STONE, cell_style

EIGHTHS = " ▏▎▍▌▋▊▉"
SAID = 14
"""The columns beside the bar."""


def bar_text(black: Standing | None, width: int) -> Text:
    """The bar in `width` columns: B, Black's share, White's share, W; then score and win rate, as Black sees
    them. Without a standing the line says that it is not known yet."""
    ink, paper = STONE[Colour.BLACK], STONE[Colour.WHITE]
    long = max(4, width - SAID - 2)
    text = Text(no_wrap=True)
    if black is None:
        text.append("B", cell_style(paper, ink)).append("─" * long, "dim")
        return text.append("W", cell_style(ink, paper)).append("  ...")
    eighths = round(8 * long * black.winrate)
    whole, part = divmod(eighths, 8)
    filled = "█" * whole + (EIGHTHS[part] if whole < long else "")
    text.append("B", cell_style(paper, ink))
    text.append(f"{filled:<{long}}", cell_style(ink, paper))
    text.append("W", cell_style(ink, paper))
    return text.append(f" {lead_text(black.lead):>7}", BOLD).append(f" {100 * black.winrate:3.0f}%")
