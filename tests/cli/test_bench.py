"""`darkgo bench` as it is typed."""

import json
import os
import sys
from pathlib import Path

import pytest

from darkgo.cli import run
from tests.bench.reports import report_of

BATCHES = {"1", "8", "32"}
WAYS = {"xla", "onednn"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what the trial finds."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _quick(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One start of each kind, few batches and turns, small matrices, a folder for the trial, and no PyTorch
    even where there is one."""
    monkeypatch.setattr("darkgo.bench.start.TURNS", 1)
    monkeypatch.setattr("darkgo.bench.rows.LARGER", (16,))
    monkeypatch.setattr("darkgo.bench.peak.SIDES", (128,))
    monkeypatch.setattr("darkgo.bench.timing.SECONDS", 0.0)
    monkeypatch.setattr("darkgo.bench.torch_twin.torch", None)
    monkeypatch.setenv("DARKGO_CACHE", str(kept))


@pytest.fixture
def mini(goldens: Path) -> list[str]:
    return [str(goldens / "go-mini.cfg"), str(goldens / "go-mini.step12.weights")]


def are_positive(numbers: dict[str, float]) -> bool:
    return all(isinstance(number, float) and number > 0 for number in numbers.values())


def test_one_object_of_json_with_all_figures(mini: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", *mini, "--json"]) == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    assert all(line.startswith("darkgo: ") for line in err.splitlines())
    found = json.loads(out)
    assert set(found["milliseconds"]) >= BATCHES
    assert str(found["best_batch"]) in found["milliseconds"]
    for by_batch in ("milliseconds", "per_second"):
        assert set(found[by_batch]) == set(found["milliseconds"])
        assert are_positive(found[by_batch])
    for batch, way in found["chosen"].items():
        assert found["milliseconds"][batch] == found["by_dtype"][batch][found["dtype"]]
        assert way in WAYS
        assert found["per_second"][batch] == pytest.approx(
            1000 * int(batch) / found["milliseconds"][batch], rel=1e-6
        )
    best = found["per_second"][str(found["best_batch"])]
    assert best == max(found["per_second"].values())
    assert found["gflops"] == pytest.approx(best * found["network"]["operations"] / 1e9)
    assert found["peak_gflops"] > 0
    assert set(found["start"]) == {"help", "name", "genmove"}
    assert are_positive(found["start"])
    assert are_positive(found["memory"])
    assert found["signature"] == 498221
    assert found["versions"]["jax"]
    assert found["pytorch"] is None
    assert found["machine"]["cores"] >= 1
    if found["trial"] is not None:
        assert set(found["trial"]) == {"float32", "bfloat16"}
        for by_batch in found["trial"].values():
            assert set(by_batch) == BATCHES
            assert all(set(times) == WAYS for times in by_batch.values())


def test_lines_are_the_default(
    goldens: Path, mini: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("darkgo.bench.report.report", lambda *_: report_of(goldens))
    for arguments in ([], mini):
        assert run(["bench", *arguments]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].startswith("network")
        assert lines[-1] == "signature  123456"


@pytest.mark.long
def test_a_network_of_images(goldens: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", str(goldens / "tiny-mini.cfg"), str(goldens / "tiny-mini.weights")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("GFLOP for 32 x 32 x 3")
    assert any(line.split()[:2] == ["inputs", "chosen"] for line in lines)
    (start,) = (line for line in lines if line.startswith("start"))
    # The engine does not play with such a network.
    assert "--help after" in start
    assert "genmove" not in start


@pytest.mark.long
def test_without_a_folder_for_the_trial_it_is_made_each_time(
    mini: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DARKGO_CACHE", os.devnull)
    assert run(["bench", *mini, "--json"]) == 0
    out, err = capsys.readouterr()
    assert set(json.loads(out)["milliseconds"]) >= BATCHES
    assert "trying which way" in err


@pytest.mark.parametrize("arguments", [["x.cfg"], ["a.cfg", "b.weights", "c"], ["--turns"]])
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", *arguments]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert "--help" in err


@pytest.mark.parametrize("json_too", [[], ["--json"]])
@pytest.mark.parametrize("fault", ["no cfg", "no weights", "other weights", "weights is a folder"])
def test_files_that_cannot_be_used_are_one_line(
    fault: str, json_too: list[str], mini: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cfg, weights = mini
    if fault == "no cfg":
        cfg = str(tmp_path / "none.cfg")
    elif fault == "no weights":
        weights = str(tmp_path / "none.weights")
    elif fault == "other weights":
        weights = str(Path(weights).with_name("tiny-mini.weights"))
    else:
        weights = str(tmp_path)
    assert run(["bench", cfg, weights, *json_too]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith(f"darkgo: {cfg if fault == 'no cfg' else weights}: ")
    assert err.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_an_output_that_takes_nothing_is_one_line(
    goldens: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("darkgo.bench.report.report", lambda *_: report_of(goldens))
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert run(["bench", "--json"]) == 1
    assert capsys.readouterr().err == "darkgo: [Errno 28] No space left on device\n"
