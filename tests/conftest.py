"""Fixtures that several rooms share."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def goldens() -> Path:
    """Answers of the original C program."""
    return ROOT / "tests" / "goldens"


@pytest.fixture(scope="session")
def shared() -> Path | None:
    """The folder of real games and large reference files beside the checkout, where there is one."""
    folder = ROOT.parent / "shared"
    return folder if (folder / "games").is_dir() else None
