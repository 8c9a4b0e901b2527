"""The commands that the README and the manual show.

They are in blocks that begin with ```sh. A comment of the page may stand above a block:

    <!-- test: not run: a reason -->              the block is checked, but not run
    <!-- test: a reason: this => that; ... -->    the block is run with other words, for example fewer games
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_BLOCK = re.compile(r"(?:^<!-- test: ([^\n]*) -->\n)?^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NOT_RUN = "not run: "


@dataclass(frozen=True)
class Block:
    """A block of commands of a page, and the mark above it."""

    page: Path
    line: int
    mark: str
    text: str

    @property
    def is_run(self) -> bool:
        """Whether a test runs it."""
        return not self.mark.startswith(_NOT_RUN)

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands as they are shown."""
        return tuple(_commands(self.text))

    @property
    def tried(self) -> tuple[str, ...]:
        """The commands as the test runs them."""
        text = self.text
        for change in self.mark.partition(": ")[2].split("; ") if self.mark else ():
            shown, _, tried = change.partition(" => ")
            assert shown in text, f"{self}: {shown!r} is not in the block"
            text = text.replace(shown, tried)
        return tuple(_commands(text))

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of commands of a page."""
    text = page.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(text):
        if match[2] == "sh":
            yield Block(page, text.count("\n", 0, match.start()) + 1, match[1] or "", match[3])


def words(command: str) -> list[str]:
    """The words of a command, without comments."""
    return shlex.split(command, comments=True)


def _commands(text: str) -> Iterator[str]:
    for line in text.replace("\\\n", " ").splitlines():
        if words(line):
            yield line
