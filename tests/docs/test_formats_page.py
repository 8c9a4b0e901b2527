"""docs/formats.md names the columns and keys that the program writes."""

import re
from dataclasses import fields

import pytest

from darkgo.arena.ladder import GameResult
from darkgo.data.records import RECORD_BYTES
from darkgo.train.journal import Row
from tests.docs.blocks import ROOT

TEXT = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def named(heading: str) -> set[str]:
    """What the first column of the table below a heading names."""
    part = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]*)\|", part, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


@pytest.mark.parametrize(("heading", "kind"), [("Metrics of a run", Row), ("Results of matches", GameResult)])
def test_the_page_names_every_column(heading: str, kind: type) -> None:
    assert named(heading) == {field.name for field in fields(kind)}


def test_the_page_describes_every_byte_of_a_record() -> None:
    rows = re.findall(
        r"^\| (\d+)(?:, (\d+)| to (\d+))? \|", TEXT.split("## Position records")[1], re.MULTILINE
    )
    described = []
    for first, second, last in rows[:5]:
        described += range(int(first), int(last or second or first) + 1)
    assert described == list(range(RECORD_BYTES))
