"""What the tests of the board have in common: folders of their own, and short naps."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and kept games of each test's own."""
    monkeypatch.setenv("DARKGO_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("DARKGO_STATE", str(tmp_path / "state"))
