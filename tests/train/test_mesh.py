"""The same run on one device and on two that share the CPU, in another process: JAX counts them only once."""

import subprocess
import sys
from pathlib import Path

import jax
import numpy as np
import pytest

from darkgo.cli import run
from darkgo.darknet.network import load_network
from darkgo.darknet.weights import read_weights
from darkgo.train.checkpoint import FILE
from tests.train.metrics import mean_loss
from tests.waiting import PATIENCE


def command(cfg: Path, records: Path, out: Path) -> list[str]:
    given = ["train", cfg, "--data", records, "--out", out, "--max-positions", 64, "--dtype", "float32"]
    return [str(word) for word in given]


def trained(cfg: Path, records: Path, out: Path, devices: int) -> subprocess.CompletedProcess[str]:
    """In a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "darkgo", *command(cfg, records, out), "--devices", str(devices)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize("name", [pytest.param("go-mini.cfg", marks=pytest.mark.long), "go-subdivisions.cfg"])
def test_two_devices_train_as_one_does(
    goldens: Path,
    records: Path,
    tmp_path: Path,
    name: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One of them by oneDNN where that is faster."""
    if name == "go-mini.cfg":
        monkeypatch.delenv("DARKGO_ONEDNN")
    cfg = goldens / name
    assert run(command(cfg, records, tmp_path / "1")) == 0
    done = trained(cfg, records, tmp_path / "2", devices=2)
    assert done.returncode == 0, done.stderr
    assert mean_loss(tmp_path / "2") == pytest.approx(mean_loss(tmp_path / "1"), rel=1e-4)
    network = load_network(cfg)
    one, two = (read_weights(tmp_path / devices / f"{cfg.stem}.weights", network)[0] for devices in "12")
    for expected, found in zip(one, two, strict=True):
        for array in expected:
            np.testing.assert_allclose(found[array], expected[array], rtol=1e-3, atol=1e-4)
    assert run(["train", str(cfg), "--data", str(records), "--out", str(tmp_path / "2"), "--resume"]) == 0
    assert "found 1 device; expected 2 devices, as this run began" in capsys.readouterr().err


def test_a_batch_that_cannot_be_divided_among_devices(goldens: Path, records: Path, tmp_path: Path) -> None:
    done = trained(goldens / "go-mini.cfg", records, tmp_path / "out", 3)
    assert done.returncode == 1
    assert "expected a multiple of subdivisions=1 times 3 devices" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_that_is_interrupted_says_how_it_goes_on(
    cfg: Path,
    records: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With as many devices, and with the other hosts; they are only asked for here."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("darkgo.train.loop.train", interrupted)
    monkeypatch.setattr("darkgo.train.hosts.join", lambda hosts: None)
    monkeypatch.setattr(jax.config, "update", lambda name, value: None)
    (tmp_path / FILE).touch()
    place = f"train {cfg} --data {records} --out {tmp_path}"
    for given in ("", "--devices 2 ", "--hosts here:99,2,0 ", "--devices 2 --hosts here:99,2,0 "):
        with pytest.raises(SystemExit, match="130"):
            run(f"{place} {given}".split())
        assert capsys.readouterr().err == f"darkgo: stopped; {place} {given}--resume continues\n"
