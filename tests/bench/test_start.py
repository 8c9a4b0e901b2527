"""Starts of the program."""

import re
from pathlib import Path

import pytest

from darkgo.bench.start import starts
from darkgo.errors import BadInput


def test_a_program_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("darkgo.bench.start.TURNS", 1)
    cfg, weights = tmp_path / "none.cfg", tmp_path / "none.weights"
    command = f"darkgo gtp --cfg {cfg} --weights {weights} --precision float32 --visits 1"
    found = f"{command}: found nothing in answer to name"
    with pytest.raises(BadInput, match=re.escape(found)):
        starts((cfg, weights, 19), "float32")
