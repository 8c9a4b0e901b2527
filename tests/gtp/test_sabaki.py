"""A whole game through the code with which Sabaki drives its engines, on Node.js."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour, parse_point
from tests.waiting import PATIENCE

HERE = Path(__file__).parent
COLOURS = {"B": Colour.BLACK, "W": Colour.WHITE}


def missing(what: str) -> None:
    """Skips the test, or fails where CI is set."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which @sabaki/gtp is installed."""
    if not shutil.which("node") or not shutil.which("npm"):
        missing("no node and npm (Debian: apt-get install nodejs npm): Sabaki's client is not tested")
    folder = tmp_path_factory.mktemp("sabaki")
    shutil.copy(HERE / "package.json", folder)
    command = ["npm", "install", "--no-audit", "--no-fund", "--no-update-notifier", "--silent"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode:
        missing(f"npm cannot install @sabaki/gtp: {done.stdout}{done.stderr}")
    return folder


def test_a_game_with_handicap_undo_and_interrupted_analyses(modules: Path, goldens: Path) -> None:
    network = ["--cfg", f"{goldens / 'go-mini.cfg'}", "--weights", f"{goldens / 'go-mini.initial.weights'}"]
    engine = [sys.executable, "-m", "darkgo", "gtp", *network]
    done = subprocess.run(
        ["node", str(HERE / "sabaki.cjs"), str(modules), *engine],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={**os.environ, "JAX_PLATFORMS": "cpu"},
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["name"] == "DarkGo"
    for lines, least in zip(report["analyses"], (3, 2, 2, 1), strict=True):
        assert len(lines) >= least
        assert all(field in line for line in lines for field in ("info move ", " winrate ", " pv "))
        # Sabaki writes numbers beside moves from ten visits on.
        assert all(max(map(int, re.findall(r" visits (\d+) ", line))) >= 10 for line in lines)
    for with_lead in (report["analyses"][0], report["analyses"][2]):
        assert all(re.search(r" scoreLead \d+\.\d+ .*pv ", line) for line in with_lead)
    assert report["passes"] == 2
    handicap, *moves = report["history"]
    assert handicap == {"name": "set_free_handicap", "args": ["C3", "G7"]}
    # What the tracker believes was played leads to the engine's board.
    game = Game(9, Rules(komi=0.5))
    for name in handicap["args"]:
        game.edit(parse_point(name, 9), Colour.BLACK)
    for move in moves:
        colour, vertex = move["args"]
        game.play(parse_point(vertex, 9), COLOURS[colour])
    for colour in Colour:
        stones = {parse_point(name, 9) for name in report["board"][colour.name.lower()].split()}
        assert stones == set(Board.points(game.board.stones(colour)))
    assert report["score"][:2] in ("B+", "W+")
