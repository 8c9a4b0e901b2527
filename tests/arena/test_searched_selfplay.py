"""Self-play with a search, from the command to the files."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from darkgo.cli import run
from darkgo.data.records import decode, open_records
from darkgo.data.targets import NONE, ROW, open_targets, targets_of
from darkgo.go.board import Board, is_in
from darkgo.go.game import Game
from darkgo.go.points import Colour
from tests.arena.programs import make_advance_once
from tests.value_heads import files

GOLDENS = Path(__file__).parents[1] / "goldens"
WITHOUT_HEADS = GOLDENS / "go-mini.cfg", GOLDENS / "go-mini.step12.weights"
SIZE, VISITS = 5, 4


@pytest.fixture(autouse=True)
def _made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("darkgo.arena.selfplay.make_advance", make_advance_once)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return [*files(tmp_path_factory.mktemp("network"))]


def command(network: list[Path], out: Path, *more: object) -> list[str]:
    words = ["selfplay", *network, "--out", out, "--size", SIZE, "--batch", 2, "--seed", 3, *more]
    return [str(word) for word in words]


def searched(network: list[Path], out: Path, games: int) -> list[str]:
    return command(network, out, "--visits", VISITS, "--max-moves", 20, "--games", games)


def written(out: Path) -> dict[str, bytes]:
    """The games by name, and under "rows" the records with their targets, in some order."""
    found: dict[str, bytes] = {}
    rows = []
    for path in sorted(out.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            found |= {name: archive.read(name) for name in archive.namelist()}
    for path in out.glob("*.records"):
        raw = open_records(path)
        targets = open_targets(path, len(raw))
        assert targets
        rows += [one.tobytes() + row.tobytes() for one, row in zip(raw, targets.rows, strict=True)]
    return {**found, "rows": b"".join(sorted(rows))}


@pytest.mark.long
def test_a_resumed_run_gives_the_same_games_and_targets(
    network: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(searched(network, tmp_path / "whole", 4)) == 0
    assert run(searched(network, tmp_path / "parts", 2)) == 0
    assert run(searched(network, tmp_path / "parts", 4)) == 0
    assert "2 of these games are there already" in capsys.readouterr().err
    whole = written(tmp_path / "whole")
    assert len(whole) == 5
    assert whole == written(tmp_path / "parts")
    (path,) = (tmp_path / "whole").glob("*.train.5x5.records")
    assert run(["data", "show", str(path), "1"]) == 0
    assert f"\nsearch: {VISITS} visits, win rate " in capsys.readouterr().out


def test_the_targets_are_policies_of_legal_moves(network: list[Path], tmp_path: Path) -> None:
    assert run(searched(network, tmp_path, 4)) == 0
    count = 0
    for path in tmp_path.glob("*.records"):
        raw = open_records(path)
        targets = open_targets(path, len(raw))
        assert targets
        position = decode(raw)
        assert (targets.rows["visits"] == VISITS).all()
        policy = targets.policy(np.arange(len(raw)))
        assert policy.sum(axis=1) == pytest.approx(1, abs=1e-5)
        for stones, one in zip(position.stones, policy, strict=True):
            game = Game(SIZE)
            game.set_up(Board.from_array(stones), Colour.BLACK)
            assert not one[:-1][~is_in(game.legal_mask(), SIZE * SIZE)].any()
        assert not (targets.rows["moves"] == NONE).all()
        assert targets_of(path).stat().st_size == 18 + ROW.itemsize * len(raw)
        count += len(raw)
    assert count > 40


def test_time_ends_a_run(network: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = "--visits", VISITS, "--max-moves", 20, "--max-minutes", 1e-6
    assert run(command(network, tmp_path, *more)) == 0
    assert "games      0," in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        (["--games", "2", "--visits", "1"], 2, "--visits"),
        (
            ["--games", "2", "--visits", "8", "--top", "3"],
            1,
            "found --visits with --top; expected one of them",
        ),
        (
            ["--games", "2", "--visits", "8", "--multi"],
            1,
            "found --visits with --multi; expected one of them",
        ),
        (["--visits", "8"], 1, "found neither --games nor --max-minutes; expected one of them, or both"),
        (["--max-minutes", "0"], 2, "--max-minutes"),
    ],
)
def test_refusals(
    network: list[Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    status: int,
    said: str,
) -> None:
    assert run(command(network, tmp_path / "out", *more)) == status
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_network_without_value_heads_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(searched([*WITHOUT_HEADS], tmp_path / "out", 2)) == 1
    told = capsys.readouterr().err
    assert "go-mini.cfg: found --visits and no value heads; expected a network with [ownership]" in told
    assert not (tmp_path / "out").exists()
