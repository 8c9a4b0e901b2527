"""`data_tools/improve.py`: rounds of self-play, training and matches."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from darkgo.arena.elo import Rating
from darkgo.train.examples import Examples
from darkgo.train.mixture import Mixture
from data_tools.improve import Round, plan_of, positions, stronger
from tests.value_heads import files, records

ROOT = Path(__file__).parents[1]


def test_a_step_is_made_once_and_goes_on_with_the_time_it_had_left(tmp_path: Path) -> None:
    plan = plan_of([str(tmp_path), "--generate", "100"])
    plan.round(1).mkdir()
    played, given = Round(plan, 1), []

    def stopped(seconds: float) -> None:
        given.append(seconds)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        played.step("games", 100, stopped)
    (plan.round(1) / "games.seconds").write_text("40.0\n")
    for _ in range(2):
        played.step("games", 100, given.append)
    assert given == [100, 60]


@pytest.mark.parametrize("share", [0.25, 0.75])
def test_the_games_get_their_share_of_the_updates(tmp_path: Path, share: float) -> None:
    keep = tmp_path / "keep"
    plan = plan_of([str(tmp_path), "--keep", str(keep), "--share", str(share), "--recent", "2", "--size=5"])
    for folder, name, side, count in (
        (keep, "pro.train", 19, 50),
        (plan.round(1) / "games", "a.train.5x5", 5, 900),
        (plan.round(2) / "games", "b.train.5x5", 5, 20),
        (plan.round(3) / "games", "c.train.5x5", 5, 10),
    ):
        folder.mkdir(parents=True)
        records(side, count, 1).tofile(folder / f"{name}.records")
    data = plan.round(3) / "data"
    mixture = Mixture.parse(list(Round(plan, 3).gathered(data)), None)
    totals = [mixture.total(Examples.open(data, "train", side)) for side in (5, 19)]
    assert np.array(totals) / sum(totals) == pytest.approx([share, 1 - share], rel=0.01)
    assert positions(data, 5) == {"b": 20, "c": 10}


def test_who_won_more_is_stronger() -> None:
    for elo, low, high, expected in (
        (10.0, -5.0, 30.0, True),
        (-1.0, -50.0, 30.0, False),
        (None, 100.0, None, True),
        (None, None, -100.0, False),
        (None, None, None, False),
    ):
        assert stronger(Rating("new", 10, 5, elo, low, high)) == expected


@pytest.mark.long
def test_a_round_and_the_next(tmp_path: Path) -> None:
    cfg, weights = files(tmp_path)
    words = ["--cfg", cfg, "--weights", weights, "--size", 5, "--visits", 4, "--batch", 4, "--games", 4]
    words += ["--generate", 90, "--train", 60, "--match", 90]

    def improved(rounds: int) -> list[dict[str, object]]:
        command = [sys.executable, "data_tools/improve.py", tmp_path / "out", *words, "--rounds", rounds]
        done = subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, text=True, check=True)
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    (found,) = improved(1)
    assert found["round"] == 1
    assert found["match"] == 4
    assert found["positions"]
    assert improved(1) == []
    best, old = tmp_path / "out" / "best.weights", tmp_path / "out" / "round-1" / "old.weights"
    assert (best.read_bytes() != old.read_bytes()) == found["better"]
    assert [said["round"] for said in improved(2)] == [2]
