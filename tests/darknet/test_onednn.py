"""oneDNN against XLA's float32, where the processor can, and the trial that finds out."""

import platform
import sys
from collections.abc import Iterator
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.darknet import onednn
from darkgo.darknet.convolution import convolve
from tests.darknet.test_convolution import by_xla, drawn, with_gradients

CPUS = Path("/proc/cpuinfo")
IS_X86 = platform.machine() in ("x86_64", "AMD64")
HAS_TILES = CPUS.exists() and "amx_bf16" in CPUS.read_text()


@pytest.fixture
def untried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No trial has been made yet, and what it says here is forgotten."""
    monkeypatch.delenv("DARKGO_ONEDNN")
    onednn._tried.cache_clear()
    yield
    onednn._tried.cache_clear()


@pytest.mark.parametrize(
    ("boards", "size", "channels", "filters"), [(4, 5, 1, 32), (3, 3, 32, 16), (6, 3, 33, 7)]
)
@pytest.mark.parametrize("dtype", ["bfloat16", "float32"])
def test_it_computes_what_xla_computes(
    dtype: str, boards: int, size: int, channels: int, filters: int
) -> None:
    if not onednn.is_right(dtype):
        # Where the processor has instructions for it, a jaxlib that has changed must not go unnoticed.
        assert not (HAS_TILES if dtype == "bfloat16" else IS_X86), "the trial said no"
        pytest.skip(f"oneDNN computes no {dtype} here")
    given = [each.astype(jnp.dtype(dtype)) for each in drawn(boards, 9, size, channels, filters)]
    ours = with_gradients(lambda x, k: convolve(x, k, 1, size // 2, 1, fast=True), *given)
    exact = [each.astype(np.float32) for each in given]
    theirs = with_gradients(lambda x, k: by_xla(x, k, size // 2), *exact)
    for found, expected in zip(ours, theirs, strict=True):
        assert found.dtype == dtype
        # In bfloat16 a rounding to eight bits, of a sum in float32.
        near = 2**-7 if dtype == "bfloat16" else 1e-4
        np.testing.assert_allclose(np.asarray(found, np.float32), expected, rtol=near, atol=near)


def tried_by(folder: Path, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a line of the shell be the trial."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{line}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


@pytest.mark.parametrize(
    ("status", "right", "faster"),
    [(onednn.FASTER, True, True), (onednn.RIGHT, True, False), (1, False, False), (-6, False, False)],
)
@pytest.mark.usefixtures("untried")
def test_the_trial_process_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, right: bool, faster: bool
) -> None:
    tried_by(tmp_path, f"exit {status}" if status >= 0 else f"kill {status} $$", monkeypatch)
    assert (onednn.is_right("bfloat16"), onednn.is_faster("bfloat16")) == (right, faster)


@pytest.mark.usefixtures("untried")
def test_where_it_is_off_it_is_not_chosen_but_what_began_with_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried_by(tmp_path, f"exit {onednn.FASTER}", monkeypatch)
    monkeypatch.setenv("DARKGO_ONEDNN", "off")
    assert (onednn.is_right("float32"), onednn.is_faster("float32")) == (True, False)


@pytest.mark.usefixtures("untried")
def test_a_trial_that_hangs_or_cannot_begin_says_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    assert not onednn.is_right("bfloat16")
    onednn._tried.cache_clear()
    tried_by(tmp_path, "exec sleep 600", monkeypatch)
    monkeypatch.setattr(onednn, "PATIENCE", 0.5)
    assert not onednn.is_right("bfloat16")


@pytest.mark.usefixtures("untried")
def test_only_a_cpu_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried_by(tmp_path, f"exit {onednn.FASTER}", monkeypatch)
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    assert not onednn.is_right("bfloat16")
