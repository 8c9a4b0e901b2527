"""Two hosts that train together: two processes of this machine, which share nothing but the folders."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from darkgo.cli import run
from darkgo.darknet.network import load_network
from darkgo.darknet.weights import read_weights
from darkgo.errors import BadInput
from darkgo.train.hosts import join
from tests.train.metrics import mean_loss
from tests.waiting import PATIENCE


def command(cfg: Path, records: Path, out: Path) -> list[str]:
    arguments = [
        "train",
        cfg,
        "--data",
        records,
        "--out",
        out,
        "--max-positions",
        "128",
        "--dtype",
        "float32",
    ]
    return list(map(str, arguments))


def free_port(high: bool = False) -> int:
    """A port that nobody listens to; a high one is among the last 4,096."""
    for port in range(65535, 65535 - 2**12, -1) if high else (0,):
        with socket.socket() as one, suppress(OSError):
            one.bind(("localhost", port))
            return int(one.getsockname()[1])
    raise AssertionError("no port is free")


def given(port: int, number: int) -> tuple[str, dict[str, str]]:
    """The option of a host among two, and nothing in its environment."""
    return f"localhost:{port},2,{number}", {}


def by_slurm(port: int, number: int) -> tuple[str, dict[str, str]]:
    """The option of a task of SLURM, and what SLURM tells it. JAX makes the port from the number of the
    job."""
    lowest = 65536 - 2**12
    return "auto", {
        "SLURM_JOB_ID": str(port - lowest),
        "SLURM_STEP_NODELIST": "localhost",
        "SLURM_STEP_NUM_NODES": "1",
        "SLURM_NTASKS": "2",
        "SLURM_PROCID": str(number),
        "SLURM_LOCALID": "0",
    }


@pytest.mark.parametrize("launched", [given, pytest.param(by_slurm, marks=pytest.mark.long)])
def test_two_hosts_train_as_one_does(
    launched: Callable[[int, int], tuple[str, dict[str, str]]],
    goldens: Path,
    records: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cfg = goldens / "go-mini.cfg"
    assert run(command(cfg, records, tmp_path / "1")) == 0
    port, program = free_port(high=launched is by_slurm), (sys.executable, "-m", "darkgo")
    together = []
    for number in (0, 1):
        hosts, environment = launched(port, number)
        together.append(
            subprocess.Popen(
                [*program, *command(cfg, records, tmp_path / "2"), "--hosts", hosts],
                env={**os.environ, **environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    said = [one.communicate(timeout=PATIENCE) for one in together]
    assert [one.returncode for one in together] == [0, 0], said
    assert capsys.readouterr().out.strip() == str(tmp_path / "1" / "go-mini.weights")
    # JAX's own library for CPUs tells of its connections, too.
    weights = str(tmp_path / "2" / "go-mini.weights")
    assert said[0][0].splitlines()[-1] == weights
    assert weights not in said[1][0]
    assert mean_loss(tmp_path / "2") == pytest.approx(mean_loss(tmp_path / "1"), rel=1e-4)
    network = load_network(cfg)
    one, two = (read_weights(tmp_path / name / "go-mini.weights", network)[0] for name in ("1", "2"))
    for expected, found in zip(one, two, strict=True):
        for array in expected:
            np.testing.assert_allclose(found[array], expected[array], rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(
    "hosts", ["", "here", "here:99", "here:99,2", "here:99,2,2", "here:99,0,0", "here:99,2,-1"]
)
def test_what_hosts_may_be(hosts: str) -> None:
    with pytest.raises(BadInput, match="expected auto or FIRST:PORT,COUNT,NUMBER"):
        join(hosts)


@pytest.mark.parametrize("given", [None, 99999])
def test_a_first_host_that_is_not_there(given: int | None) -> None:
    port = given or free_port()
    with pytest.raises(BadInput, match=f"localhost:{port}, does not answer"):
        join(f"localhost:{port},2,1", patience=1)


def test_no_cluster_to_be_found(goldens: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "train",
        str(goldens / "go-mini.cfg"),
        "--data",
        str(tmp_path),
        "--out",
        str(tmp_path / "out"),
    ]
    assert run([*arguments, "--hosts", "auto"]) == 1
    assert "--hosts auto: the hosts could not connect" in capsys.readouterr().err
    assert run([*arguments, "--hosts", "auto", "--max-minutes", "1"]) == 1
    assert "expected --max-positions" in capsys.readouterr().err
