"""KaTrain's own game, engine and opponents, from its package, against `darkgo analysis`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from darkgo.engine.useful import is_eye
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, parse_point
from tests.waiting import PATIENCE

HERE = Path(__file__).parent
KATRAIN = HERE.parents[1] / ".venv" / "katrain" / "bin" / "python"


@pytest.mark.long
@pytest.mark.parametrize(
    ("opponent", "side"),
    [("ai:p:weighted", 19), ("ai:default", 19), ("ai:p:rank", 9), ("ai:p:local", 9), ("ai:policy", 9)],
)
def test_katrains_opponents_play_to_the_end(opponent: str, side: int) -> None:
    if not KATRAIN.exists():
        missing = f"{KATRAIN} is not there; make test-long installs KaTrain"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    script = [str(KATRAIN), str(HERE / "katrain_game.py"), opponent, str(side)]
    done = subprocess.run(
        [*script, sys.executable, "-m", "darkgo", "analysis"],
        stdout=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout
    lines = [line.split() for line in done.stdout.splitlines()]
    game = Game(side, Rules(superko=False))
    for move, points, complete in lines:
        assert (points, complete) == (str(side**2 + 1), "True")
        point = parse_point(move, side)
        assert point == PASS or not is_eye(game.board, point, game.to_move), f"{move} fills an eye"
        game.play(point)
    assert game.is_over
    assert len(lines) > side**2 // 2
