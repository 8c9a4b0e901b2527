"""`darkgo devices` as it is typed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from darkgo.cli import run
from tests.waiting import PATIENCE


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few turns, and small matrices and arrays."""
    monkeypatch.setattr("darkgo.bench.timing.TURNS", 2)
    monkeypatch.setattr("darkgo.bench.timing.SECONDS", 0.0)
    monkeypatch.setattr("darkgo.bench.peak.SIDES", (128,))
    monkeypatch.setattr("darkgo.bench.bandwidth.LARGEST", 2**20)


@pytest.fixture
def little(goldens: Path, tmp_path: Path) -> Path:
    """A network that is compiled soon."""
    net, layer, *_, last = (goldens / "go-mini.cfg").read_text().split("[convolutional]")
    path = tmp_path / "little.cfg"
    path.write_text("[convolutional]".join((net, layer, last)))
    return path


def test_one_object_of_json_with_all_figures(little: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["devices", str(little), "--json"]) == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 1
    assert all(line.startswith("darkgo: ") for line in err.splitlines())
    found = json.loads(out)
    assert found["machine"]["cores"] >= 1
    assert found["devices"]["count"] >= 1
    assert found["memory"] >= found["devices"]["memory"] > 2**20
    assert set(found["peak_gflops"]) == set(found["inference"]) == {"float32", "bfloat16"}
    assert all(peak > 0 for peak in found["peak_gflops"].values())
    assert found["bandwidth"] > 0
    assert found["network"]["operations"] == 2 * 361 * (9 * 8 + 8)
    for computed in found["inference"].values():
        assert set(computed["per_second"]) == {"1", "32"}
        assert all(speed > 0 for speed in computed["per_second"].values())
        # A board takes a few kilobytes between two layers of eight filters.
        assert found["devices"]["memory"] / 10**6 < computed["largest_batch"] < found["devices"]["memory"]
    training = found["training"]
    assert training["batch"] == 32
    assert 0 < training["largest_batch"] < found["inference"]["float32"]["largest_batch"]
    assert training["hours_for_100_million"] == pytest.approx(1e8 / training["per_second"] / 3600)


def test_lines_with_little_memory(
    little: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("darkgo.bench.devices.device_memory", lambda _: 200_000)
    assert run(["devices", str(little)]) == 0
    shown = capsys.readouterr().out.splitlines()
    (computed,) = (line for line in shown if line.startswith("float32"))
    assert "with batches of 1, a batch of" in computed
    assert "with batches of 32" not in computed
    assert shown[-1].startswith("training   not measured: a batch of 32 needs ")
    assert " of memory; " in shown[-1]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[net]\nheight=19\nwidth=19\nchannels=1\n[lstm]\n", ":5: unknown section [lstm]"),
        ("[net]\nheight=19\nwidth=19\nchannels=1\nbatch=many\n", ":5: "),
        ("", ":1: "),
    ],
)
def test_a_bad_cfg_is_refused_by_file_and_line(
    text: str, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cfg = tmp_path / "bad.cfg"
    cfg.write_text(text)
    assert run(["devices", str(cfg)]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith(f"darkgo: {cfg}{place}")
    assert err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["a.cfg", "b.cfg"], ["--turns"]])
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["devices", *arguments]) == 2
    assert "--help" in capsys.readouterr().err


def test_a_network_that_cannot_be_trained_is_measured_all_the_same(
    little: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    little.write_text(little.read_text().replace("[softmax]", "[softmax]\nnoloss=1"))
    assert run(["devices", str(little)]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith(f"training   not possible: {little}:")
    assert "noloss" in last


@pytest.mark.long
def test_pictures_without_a_usable_accelerator(goldens: Path) -> None:
    cfg = goldens / "tiny-mini.cfg"
    done = subprocess.run(
        [sys.executable, "-m", "darkgo", "devices", str(cfg), "--json"],
        env={**os.environ, "JAX_PLATFORMS": "cuda"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stderr.count("cuda cannot be used: JAX found no such device") == 1
    found = json.loads(done.stdout)
    assert found["devices"]["platform"] == "cpu"
    assert found["network"]["input"] == [32, 32, 3]
    assert found["training"]["per_second"] > 0
