"""KaTrain's own engine class, from its package, against `darkgo analysis`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from darkgo.go.game import Game, Rules
from darkgo.go.points import parse_point

HERE = Path(__file__).parent
KATRAIN = HERE.parents[1] / ".venv" / "katrain" / "bin" / "python"


@pytest.mark.long
def test_katrain_analyses_a_game() -> None:
    if not KATRAIN.exists():
        missing = f"{KATRAIN} is not there; make test-long installs KaTrain"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    command = [str(KATRAIN), str(HERE / "katrain_game.py"), sys.executable, "-m", "darkgo", "analysis"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=500)
    assert done.returncode == 0, done.stdout
    lines = [line.split() for line in done.stdout.splitlines()]
    assert len(lines) == 250
    game = Game(19, Rules(superko=False))
    for move, points, complete in lines:
        assert (points, complete) == ("362", "True")
        game.play(parse_point(move, 19))
