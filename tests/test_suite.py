"""What the tests themselves are held to: on a busy machine they take longer and say the same."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).parent
FILES = sorted(path for path in HERE.rglob("*.py") if path.name not in ("conftest.py", Path(__file__).name))
NUMBER = r"(?:\d[\d_.]*)"
TIMED = re.compile(
    rf"\bdeadline=|\bsuppress_health_check=|\btimeout[=(]{NUMBER}|\.(wait|result|join)\({NUMBER}\)"
    rf"|\bmonotonic\(\) \+ {NUMBER}|\bwait_for\(.*, {NUMBER}\)"
)
"""Examples that are given so long and no longer, and waiting for so long and no longer."""


def test_no_example_fails_for_being_slow_or_large() -> None:
    assert settings().deadline is None
    by_time_or_chance = {HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large}
    assert by_time_or_chance <= {*settings().suppress_health_check}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HERE)))
def test_whoever_waits_has_patience(path: Path) -> None:
    """A test does not say how fast an example is, and limits its waiting by `tests.waiting.PATIENCE`."""
    found = [line for line in path.read_text().splitlines() if TIMED.search(line)]
    assert not found
