"""KaTrain's own game, engine and opponents, from its package, against `darkgo analysis`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from darkgo.engine.useful import is_eye
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, parse_point
from darkgo.go.tree import GameTree
from darkgo.model.evaluation import Position
from tests.evaluators import NearestStones
from tests.waiting import PATIENCE

HERE = Path(__file__).parent
KATRAIN = HERE.parents[1] / ".venv" / "katrain" / "bin" / "python"


RECORD = "(;GM[1]SZ[9]KM[5.5]RU[Chinese];B[cg];W[gc];B[gg];W[cc];B[ee];W[aa];B[])"


def katrain(script: str, *arguments: str) -> list[str]:
    """The lines that a script prints. KaTrain's Python runs it, and it starts an engine."""
    if not KATRAIN.exists():
        missing = f"{KATRAIN} is not there; make test-long installs KaTrain"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    done = subprocess.run(
        [str(KATRAIN), str(HERE / script), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.splitlines()


@pytest.mark.long
def test_katrain_gets_score_win_rate_and_territory_of_a_whole_game(tmp_path: Path) -> None:
    record = tmp_path / "game.sgf"
    record.write_text(RECORD)
    told = katrain("katrain_review.py", str(record), sys.executable, "-m", "tests.analysis.value_engine")
    game = GameTree.read(RECORD.encode())
    before = None
    for found in map(json.loads, told):
        (now,) = NearestStones().evaluate([Position.of(game.game)])
        sign = game.game.to_move.value
        assert now.ownership is not None
        assert found["score"] == pytest.approx(now.margin * sign - 5.5, abs=0.01)
        assert len(found["ownership"]) == 81
        assert sum(found["ownership"]) == pytest.approx(now.margin * sign, abs=0.01)
        assert (found["winrate"] > 0.5) is (found["score"] > 0)
        assert found["shown"] == f"{'B' if found['score'] > 0 else 'W'}+{abs(found['score']):.1f}"
        assert len(found["moves"]) > 1
        assert len({lead for _, lead, _ in found["moves"]}) > 1
        if before is not None:
            # What the last mover lost, by KaTrain's own sum.
            lost = (before - found["score"]) * -sign
            assert found["lost"] == pytest.approx(lost, abs=0.01)
        before = found["score"]
        is_left = game.forward()
    assert not is_left
    assert len(told) == 8


@pytest.mark.long
@pytest.mark.parametrize(
    ("opponent", "side"),
    [("ai:p:weighted", 19), ("ai:default", 19), ("ai:p:rank", 9), ("ai:p:local", 9), ("ai:policy", 9)],
)
def test_katrains_opponents_play_to_the_end(opponent: str, side: int) -> None:
    told = katrain("katrain_game.py", opponent, str(side), sys.executable, "-m", "darkgo", "analysis")
    lines = [line.split() for line in told]
    game = Game(side, Rules(superko=False))
    for move, points, complete in lines:
        assert (points, complete) == (str(side**2 + 1), "True")
        point = parse_point(move, side)
        assert point == PASS or not is_eye(game.board, point, game.to_move), f"{move} fills an eye"
        game.play(point)
    assert game.is_over
    assert len(lines) > side**2 // 2
