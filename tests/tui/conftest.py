"""What the tests of the board have in common: folders of their own, and a small network."""

from pathlib import Path

import pytest

from darkgo.model.evaluator import NetworkEvaluator, network_evaluator


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and kept games of each test's own."""
    monkeypatch.setenv("DARKGO_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("DARKGO_STATE", str(tmp_path / "state"))


@pytest.fixture(scope="module")
def mini(goldens: Path) -> NetworkEvaluator:
    return network_evaluator(goldens / "go-mini.cfg", goldens / "go-mini.initial.weights")
