"""`darkgo net`, `darkgo train` and `darkgo valid` as they are typed."""

import json
from pathlib import Path

import numpy as np
import pytest

from darkgo.cli import run


def test_net_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["net", "tiny.cfg"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("layer     filters    size")
    assert "operations 0.98 Bn (983,048,192)" in out
    assert "weights    4.0 MB (4,185,972 bytes)" in out


def test_net_checks_weights(goldens: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["net", str(goldens / "go-mini.cfg"), str(goldens / "go-mini.step12.weights")]) == 0
    assert "seen       48 images" in capsys.readouterr().out
    assert run(["net", str(goldens / "go-mini.cfg"), str(goldens / "tiny-mini.weights")]) == 1
    assert "go-mini.cfg" in capsys.readouterr().err


def test_net_prints_several_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["net", "tiny.cfg", "go.cfg"]) == 0
    one, two = capsys.readouterr().out.split("\n\n")
    assert one.startswith("tiny.cfg\nlayer     filters")
    assert two.startswith("go.cfg\nlayer     filters")
    assert two.endswith("(28,375,064 bytes)\n")


def test_net_compares(capsys: pytest.CaptureFixture[str]) -> None:
    """The published figures: AlexNet 2.27 Bn and 238 MB, Tiny Darknet 0.98 Bn and 4.0 MB."""
    assert run(["net", "--compare", "alexnet.cfg", "tiny.cfg"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == ["network", "input", "outputs", "layers", "operations", "parameters", "weights"]
    assert " ".join(rows[1]) == "alexnet.cfg 227 x 227 x 3 1,000 8 2.27 Bn 62,378,344 238.0 MB"
    assert " ".join(rows[2]) == "tiny.cfg 224 x 224 x 3 1,000 16 0.98 Bn 1,046,488 4.0 MB"


@pytest.mark.parametrize(
    "arguments",
    [["go.cfg", "tiny.cfg", "a.weights"], ["go.cfg", "a", "b"], ["--compare", "go.cfg", "a.weights"]],
)
def test_net_takes_networks_or_one_weights_file(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["net", *arguments]) == 1
    assert "expected" in capsys.readouterr().err


def test_deepen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = Path("cfg/darkgo.cfg").read_text()
    first, second = text.index("[shortcut]"), text.index("[gpool]")
    begin = text.index("[convolutional]", text.index("[convolutional]") + 1)
    end = text.index("[convolutional]", text.index("[shortcut]", second))
    block = text[begin:end]
    assert begin < first < second < end, "two blocks, one of them with [gpool]"
    cfg, out = tmp_path / "deeper.cfg", tmp_path / "deeper.weights"
    cfg.write_text(text.replace(block, 2 * block, 1))
    assert run(["deepen", "darkgo.cfg", "darkgo.weights", str(cfg), str(out)]) == 0
    assert f"{out}: plays like" in capsys.readouterr().out
    assert run(["net", str(cfg), str(out)]) == 0
    seen = capsys.readouterr().out.splitlines()[-1]
    assert run(["net", "darkgo.cfg", "darkgo.weights"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == seen
    assert run(["deepen", "darkgo.cfg", "darkgo.weights", "go.cfg", str(out)]) == 1
    assert "residual blocks" in capsys.readouterr().err


def test_reinforce_wants_winners(goldens: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = np.frombuffer((goldens / "records.96").read_bytes(), np.uint8).reshape(-1, 96).copy()
    raw[:, 1] = ord("?")
    (tmp_path / "g.train.records").write_bytes(raw.tobytes())
    arguments = ["train", str(goldens / "go-mini.cfg"), "--data", str(tmp_path), "--max-positions", "12"]
    arguments += ["--reinforce", "--clear"]
    assert run([*arguments, "--out", str(tmp_path / "a")]) == 1
    assert "--reinforce: found no --weights" in capsys.readouterr().err
    arguments += ["--weights", str(goldens / "go-mini.step12.weights")]
    assert run([*arguments, "--out", str(tmp_path / "a")]) == 1
    assert "found no game whose winner is known" in capsys.readouterr().err
    raw[7, :2] = list(b"10")
    (tmp_path / "g.train.records").write_bytes(raw.tobytes())
    assert run([*arguments, "--out", str(tmp_path / "b"), "--dtype", "float32"]) == 0


def test_train_then_valid(goldens: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "g.train.records").write_bytes((goldens / "records.96").read_bytes())
    (tmp_path / "g.valid.records").write_bytes((goldens / "records.96").read_bytes())
    cfg, out = goldens / "go-mini.cfg", tmp_path / "out"
    arguments = ["train", str(cfg), "--data", str(tmp_path), "--out", str(out), "--max-positions", "12"]
    assert run([*arguments, "--dtype", "float32"]) == 0
    assert capsys.readouterr().out.strip() == str(out / "go-mini.weights")
    records = str(tmp_path / "g.valid.records")
    assert run(["valid", str(cfg), str(out / "go-mini.weights"), records, "-multi", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert sorted(found) == ["nll", "phases", "positions", "top1", "top5"]
    assert found["positions"] == 20
    assert run(["valid", str(cfg), str(out / "go-mini.weights"), records, "--limit", "7"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[1].split()[0] == "all"
    assert shown[1].split()[-1] == "7"


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        (["--max-positions", "5", "--max-minutes", "1"], "expected one of them"),
        (["--max-positions", "0"], "expected more than 0"),
        (["--max-minutes", "-1"], "expected more than 0"),
        (["--max-minutes", "nan"], "expected more than 0"),
        (["--max-positions", "99999999999999"], "at most"),
        (["--resume", "--seed", "5"], "expected --max-positions at most"),
        ([], "found no position to train on"),
    ],
)
def test_train_refuses(
    goldens: Path, tmp_path: Path, extra: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["train", str(goldens / "go-mini.cfg"), "--data", str(tmp_path), "--out", str(tmp_path / "o")]
    assert run([*arguments, *extra]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("seed", ["-1", "99999999999999999999"])
def test_train_wants_a_seed_in_range(goldens: Path, seed: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["train", str(goldens / "go-mini.cfg"), "--data", "none", "--out", "none", "--seed", seed]
    assert run(arguments) == 2
    err = capsys.readouterr().err
    assert f'Invalid value "{seed}"' in err
    assert "--seed" in err


def test_a_board_of_no_lines_is_not_that_of_the_cfg(
    goldens: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    network = [str(goldens / "go-mini.cfg"), str(goldens / "go-mini.initial.weights")]
    assert run(["selfplay", *network, "--games", "1", "--out", str(tmp_path / "out"), "--size", "0"]) == 1
    assert "cannot read a board of 0 lines" in capsys.readouterr().err


def test_valid_refuses_what_is_no_record(
    goldens: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cfg, weights = str(goldens / "go-mini.cfg"), str(goldens / "go-mini.step12.weights")
    (tmp_path / "x.records").write_bytes(b"x" * 97)
    assert run(["valid", cfg, weights, str(tmp_path / "x.records")]) == 1
    assert "97 bytes is not a multiple of 96" in capsys.readouterr().err
    assert run(["valid", cfg, weights, str(goldens / "records.94")]) == 1
    assert "darkgo data convert" in capsys.readouterr().err
    (tmp_path / "empty.records").write_bytes(b"")
    assert run(["valid", cfg, weights, str(tmp_path / "empty.records")]) == 1
    assert "found no position" in capsys.readouterr().err
    assert run(["valid", cfg, weights, str(goldens / "records.96"), "--limit", "0"]) == 1
    assert "expected 1 or more" in capsys.readouterr().err


def test_valid_reads_records_with_a_network_of_another_side(
    goldens: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (goldens / "go-mini.cfg").read_text()
    (tmp_path / "nine.cfg").write_text(text.replace("=19", "=9"))
    arguments = [str(goldens / "go-mini.step12.weights"), str(goldens / "records.96"), "--json"]
    assert run(["valid", str(goldens / "go-mini.cfg"), *arguments]) == 0
    expected = capsys.readouterr().out
    assert run(["valid", str(tmp_path / "nine.cfg"), *arguments]) == 0
    assert capsys.readouterr().out == expected
