"""An accelerator that cannot be used is named in one line, and the processor computes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from darkgo.cli import run
from tests.waiting import PATIENCE

REFUSING = """
import jax
from jax.extend.backend import clear_backends, get_backend, register_backend_factory


class Accelerator:
    platform = "fake"

    def __init__(self):
        self.processor = get_backend("cpu")

    def __getattr__(self, name):
        return getattr(self.processor, name)


def refuse(*_):
    raise RuntimeError("out of memory\\nwhile allocating 1 MiB")


accelerator = Accelerator()
clear_backends()
register_backend_factory("fake", lambda: accelerator, priority=1000)
assert jax.default_backend() == "fake"
zeros, jax.numpy.zeros = jax.numpy.zeros, refuse
from darkgo.darknet.device import batches, choose_device
choose_device(print)
jax.numpy.zeros = zeros
print(jax.default_backend(), max(batches()), int(jax.jit(lambda x: x + 1)(zeros(3)).sum()))
"""
"""An accelerator that begins and then cannot compute."""


def with_platform(name: str) -> dict[str, str]:
    return {**os.environ, "JAX_PLATFORMS": name}


@pytest.mark.parametrize(
    ("name", "reason"), [("cuda", "JAX found no such device"), ("no-such", "'no-such' is not in the list")]
)
def test_an_accelerator_that_is_not_there_leaves_the_processor(goldens: Path, name: str, reason: str) -> None:
    network = ["--cfg", f"{goldens / 'go-mini.cfg'}", "--weights", f"{goldens / 'go-mini.initial.weights'}"]
    done = subprocess.run(
        [sys.executable, "-m", "darkgo", "gtp", *network],
        input="boardsize 5\ngenmove b\n",
        env=with_platform(name),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stdout.startswith("=\n\n= ")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"darkgo: {name} cannot be used: ")
    assert reason in line
    assert line.endswith("; computing on the processor")


def test_an_accelerator_that_refuses_to_compute_leaves_the_processor() -> None:
    done = subprocess.run(
        [sys.executable, "-c", REFUSING],
        env={name: value for name, value in os.environ.items() if name != "JAX_PLATFORMS"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    told, computed = done.stdout.splitlines()
    assert told == "the accelerator cannot be used: out of memory; computing on the processor"
    assert computed == "cpu 32 3"


@pytest.mark.parametrize(
    "command",
    [
        "net CFG WEIGHTS",
        "valid CFG WEIGHTS RECORDS",
        "selfplay CFG WEIGHTS --games 1 --out OUT --size 3 --max-moves 2 --batch 1",
        pytest.param("train CFG --data DATA --out OUT --max-positions 4", marks=pytest.mark.long),
        pytest.param("bench CFG WEIGHTS", marks=pytest.mark.long),
        pytest.param("devices CFG", marks=pytest.mark.long),
    ],
)
def test_every_command_that_computes_leaves_it_to_the_processor(
    goldens: Path, tmp_path: Path, command: str
) -> None:
    records = (goldens / "records.96").read_bytes()
    for name in ("g.train.records", "g.valid.records"):
        (tmp_path / name).write_bytes(records)
    files = {
        "CFG": goldens / "go-mini.cfg",
        "WEIGHTS": goldens / "go-mini.step12.weights",
        "RECORDS": tmp_path / "g.valid.records",
        "DATA": tmp_path,
        "OUT": tmp_path / "out",
    }
    done = subprocess.run(
        [sys.executable, "-m", "darkgo", *(str(files.get(word, word)) for word in command.split())],
        env=with_platform("cuda"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("cuda cannot be used: JAX found no such device") == 1
    assert "Traceback" not in done.stderr


def test_what_needs_no_device_says_nothing_of_it(goldens: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["net", str(goldens / "go-mini.cfg")]) == 0
    assert not capsys.readouterr().err
