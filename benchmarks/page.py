"""Tables of the manual that a program writes: they stand between two marks of their page."""

from collections.abc import Sequence
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
END = "<!-- end -->\n"


def begin(name: str, program: str) -> str:
    """The mark above a table."""
    return f"<!-- {name}: {program} -->\n"


def write(page: Path, name: str, program: str, lines: Sequence[str]) -> None:
    """Puts the lines between their marks on the page."""
    mark = begin(name, program)
    before, found, rest = page.read_text().partition(mark)
    _, end, after = rest.partition(END)
    if not found or not end:
        raise SystemExit(f"{page}: found no mark; expected {mark}")
    page.write_text(before + mark + "\n" + "\n".join(lines) + "\n\n" + end + after)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table in Markdown."""
    return [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]
