"""Whole runs that learn who wins: with tables of games and without, on several sides, resumed."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from darkgo.cli import run
from darkgo.darknet.weights import read_weights, write_weights
from darkgo.train.plot import read_metrics
from tests.value_heads import TEXT, files, game, records, table, trained_a_little, value_network, write_table

OLD = "update,positions,loss,accuracy,rate,positions_per_second,valid_top1,valid_nll"
Trained = Callable[..., int]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Games of 9x9 and 19x19 in two sources, with tables; `bare` has records alone."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "bare").mkdir()
    for name, side in (("a", 9), ("a", 19), ("own", 19)):
        path = folder / (f"{name}.train.records" if side == 19 else f"{name}.train.{side}x{side}.records")
        records(side, 16, side).tofile(path)
        owners = np.random.default_rng(side).integers(0, 4, side * side).astype(np.uint8)
        rows = table(
            game(side, 10, owners, komi=6.5, margin=3.5, winner="1", ending="C", rules="A", origin="E"),
            game(side, 6, 1 + owners // 2, komi=7.5, winner="0", ending="R", origin="X"),
        )
        write_table(path, rows, side)
        if name == "a" and side == 19:
            for copy in (folder / "bare" / path.name, folder / "a.valid.records"):
                copy.write_bytes(path.read_bytes())
            write_table(folder / "a.valid.records", rows, side)
    return folder


@pytest.fixture(scope="module")
def cfg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cfg") / "heads.cfg"
    path.write_text(TEXT.format(side=19))
    return path


@pytest.fixture
def trained(cfg: Path) -> Trained:
    def train(data: Path, out: Path, *options: str, updates: int = 2) -> int:
        given = [] if "--resume" in options else ["--dtype", "float32"]
        arguments = ["train", str(cfg), "--data", str(data), "--out", str(out), *options, *given]
        return run([*arguments, "--max-positions", str(8 * updates)])

    return train


def last_row(out: Path) -> dict[str, str]:
    with (out / "metrics.csv").open(newline="") as file:
        return list(csv.DictReader(file))[-1]


@pytest.fixture(scope="module")
def both_sides(data: Path, cfg: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six updates in one go, on 9 and 19 lines."""
    out = tmp_path_factory.mktemp("both")
    arguments = ["train", str(cfg), "--data", str(data), "--out", str(out), "--dtype", "float32"]
    assert run([*arguments, "--sides", "9,19", "--no-moves", "own", "--max-positions", "48"]) == 0
    return out


def test_a_run_writes_down_all_losses(both_sides: Path) -> None:
    """In which lines depends on the time."""
    found = read_metrics(both_sides)
    names = ("loss", "ownership", "winner", "margin", "valid_top1", "valid_winner", "valid_winner_nll")
    values = {name: found[name][~np.isnan(found[name])] for name in names}
    assert all(len(known) for known in values.values())
    assert (values["ownership"] > 0).all()
    assert (values["ownership"] < 2).all()
    assert 0 <= values["valid_winner"][-1] <= 1
    assert values["valid_winner_nll"][-1] > 0


def test_a_resumed_run_ends_with_the_same_bytes(
    both_sides: Path, data: Path, tmp_path: Path, trained: Trained
) -> None:
    """On several sides, with a source whose moves are not learnt; the options are those of the checkpoint."""
    assert trained(data, tmp_path, "--sides", "9,19", "--no-moves", "own", updates=3) == 0
    assert trained(data, tmp_path, "--resume", updates=6) == 0
    assert (tmp_path / "heads.weights").read_bytes() == (both_sides / "heads.weights").read_bytes()
    with np.load(tmp_path / "checkpoint.npz") as file:
        facts = json.loads(file["about"].tobytes())["facts"]
    assert facts["sides"] == [9, 19]
    assert facts["mixture"]["no_moves"] == ["own"]


def test_without_a_table_moves_are_learnt_and_it_is_said(
    data: Path, cfg: Path, tmp_path: Path, trained: Trained, capsys: pytest.CaptureFixture[str]
) -> None:
    """The parameters of the heads stay as they began."""
    weights = tmp_path / "begin.weights"
    begun = trained_a_little(value_network())
    write_weights(weights, value_network(), begun, 0)
    assert trained(data / "bare", tmp_path / "out", "--weights", str(weights)) == 0
    said = capsys.readouterr().err
    assert f"{data / 'bare'}: no table of games beside the records: only moves are learnt" in said
    row = last_row(tmp_path / "out")
    assert float(row["loss"]) > 1
    assert [row[name] for name in ("ownership", "winner", "margin", "valid_winner")] == ["", "", "", ""]
    after, _ = read_weights(tmp_path / "out" / "heads.weights", value_network())
    assert not np.array_equal(after[3]["weights"], begun[3]["weights"])
    # A run that an older version began goes on: its checkpoint and metrics say less.
    out = tmp_path / "out"
    with np.load(out / "checkpoint.npz") as file:
        arrays = dict(file)
    about = json.loads(arrays.pop("about").tobytes())
    del about["facts"]["sides"], about["facts"]["mixture"]["no_moves"]
    np.savez(out / "checkpoint.npz", about=np.frombuffer(json.dumps(about).encode(), np.uint8), **arrays)
    metrics = (out / "metrics.csv").read_text().splitlines()
    older = [OLD, *(",".join(line.split(",")[:8]) for line in metrics[1:])]
    (out / "metrics.csv").write_text("".join(f"{line}\n" for line in older))
    assert trained(data / "bare", out, "--resume", updates=4) == 0
    assert last_row(out)["update"] == "4"
    assert {2, 4} <= set(read_metrics(out)["update"].tolist())


def test_a_head_that_is_no_number_is_named(
    data: Path, tmp_path: Path, trained: Trained, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = [dict(given) for given in trained_a_little(value_network())]
    # Weights that are not finite are refused before. The sum of 361 such numbers is not.
    broken[7]["biases"] = broken[7]["biases"].at[0].set(3e38)
    weights = tmp_path / "broken.weights"
    write_weights(weights, value_network(), tuple(broken), 0)
    assert trained(data, tmp_path / "out", "--weights", str(weights), "--sides", "19") == 1
    assert "update 1: the loss of ownership is not a finite number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--no-moves", "all"], "found --no-moves all; expected one of the sources there: a, own"),
        (["--sides", "9,9"], "found --sides 9,9; expected 5 to 25, separated by commas, each once"),
        (["--sides", "9,26"], "found --sides 9,26; expected 5 to 25"),
        (["--sides", "13"], "found no position to train on"),
        (
            ["--no-moves", "own", "--reinforce", "--weights", "WEIGHTS"],
            "found --no-moves with --reinforce; expected a network that learns how games end",
        ),
        (
            ["--counted", "3", "--reinforce", "--weights", "WEIGHTS"],
            "found --counted with --reinforce; expected a network that learns how games end",
        ),
        (
            ["--resume", "--no-moves", "own"],
            "--no-moves, --counted, --sides, --reinforce, --keep-statistics, --dtype and --max-minutes",
        ),
    ],
)
def test_refusals(
    data: Path,
    tmp_path: Path,
    trained: Trained,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    said: str,
) -> None:
    _, weights = files(tmp_path)
    given = [str(weights) if option == "WEIGHTS" else option for option in options]
    assert trained(data, tmp_path / "out", *given) == 1
    assert said in capsys.readouterr().err


def test_without_heads_nothing_but_moves_could_be_learnt(
    goldens: Path, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["train", str(goldens / "go-mini.cfg"), "--data", str(data), "--out", str(tmp_path)]
    assert run([*arguments, "--no-moves", "own"]) == 1
    assert "go-mini.cfg without [ownership] and [outcome]; expected" in capsys.readouterr().err


def test_a_network_of_one_side_cannot_learn_from_others(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cfg = tmp_path / "fixed.cfg"
    cfg.write_text("[net]\nbatch=8\nheight=19\nwidth=19\nchannels=1\n[connected]\noutput=362\n[softmax]\n")
    arguments = ["train", str(cfg), "--data", str(data), "--out", str(tmp_path / "out")]
    assert run([*arguments, "--sides", "9,19", "--max-positions", "8"]) == 1
    assert f"{cfg}:8: [softmax] 362 outputs; expected 82" in capsys.readouterr().err
