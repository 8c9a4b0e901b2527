"""A run killed with kill -9, again and again, ends with the same bytes as one that was not."""

import csv
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from darkgo.train.begin import TrainOptions
from darkgo.train.checkpoint import FILE
from darkgo.train.loop import train
from darkgo.train.mixture import Mixture

ROOT = Path(__file__).parents[2]
UPDATES = 60
MIXTURE = Mixture({"b": 4.0}, (1.0, 2.0, 0.5))
CHILD = f"""
import sys
from pathlib import Path
from darkgo.train.begin import TrainOptions
from darkgo.train.loop import train
from darkgo.train.mixture import Mixture
cfg, records, out = map(Path, sys.argv[1:4])
dtype = sys.argv[4]
resume = (out / "{FILE}").exists()
mixture = Mixture() if resume else {MIXTURE!r}
train(TrainOptions(cfg, records, out, resume=resume, mixture=mixture, dtype=dtype,
                   max_positions={8 * UPDATES}, log_seconds=0, checkpoint_minutes=0, valid_positions=8))
"""


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize(
    ("optimizer", "dtype", "kills"),
    [
        ("sgd", "float32", 3),
        pytest.param("sgd", "float32", 20, marks=pytest.mark.long),
        pytest.param("muon", "bfloat16", 5, marks=pytest.mark.long),  # by oneDNN where there is one
    ],
)
def test_killed_and_resumed_it_ends_with_the_same_bytes(
    little: Path,
    records: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    optimizer: str,
    dtype: str,
    kills: int,
) -> None:
    """After some of its calls, and then at any moment: within one, or while something is written."""
    if dtype == "bfloat16":
        monkeypatch.delenv("DARKGO_ONEDNN")
    undisturbed, out = tmp_path / "undisturbed", tmp_path / "out"
    cfg = tmp_path / little.name
    cfg.write_text(little.read_text().replace("[net]", f"[net]\noptimizer={optimizer}"))
    train(TrainOptions(cfg, records, undisturbed, mixture=MIXTURE, dtype=dtype, max_positions=8 * UPDATES))
    out.mkdir()
    chance = random.Random()
    killed, updates, moments = 0, [], []
    while killed < kills:
        calls, seconds = chance.choice((0, 1, 1, 2)), chance.uniform(0, 0.1)
        moments.append((calls, seconds))
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, str(cfg), str(records), str(out), dtype],
            stderr=subprocess.PIPE,
            cwd=ROOT,
        ) as child:
            assert child.stderr is not None
            for _ in range(calls):
                child.stderr.readline()
            # Without a call: anywhere from the start of the interpreter on.
            time.sleep(seconds if calls else 50 * seconds)
            ended = child.poll()
            child.kill()
        if ended is not None:
            assert ended == 0
            if killed:
                break
            # It came to its end while this process stood still: once more.
            shutil.rmtree(out)
            out.mkdir()
            continue
        killed += 1
        updates = _updates(out)
        assert updates == sorted(set(updates))
    resume = (out / FILE).exists()
    mixture = Mixture() if resume else MIXTURE
    last = TrainOptions(
        cfg, records, out, resume=resume, mixture=mixture, dtype=dtype, max_positions=8 * UPDATES
    )
    train(last)
    for name in ("mini.weights", FILE):
        same = (out / name).read_bytes() == (undisturbed / name).read_bytes()
        assert same, f"another {name} after kills at {moments}"
    assert {path.name for path in out.iterdir()} == {"mini.weights", "metrics.csv", FILE}
    assert _updates(out)[-1] == UPDATES


def _updates(out: Path) -> list[int]:
    path = out / "metrics.csv"
    if not path.exists():
        return []
    with path.open(newline="") as file:
        return [int(row["update"]) for row in csv.DictReader(file)]
