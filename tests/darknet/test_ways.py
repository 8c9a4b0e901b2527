"""The trial that finds the fastest way of computing, and what is remembered of it."""

import json
import os
import platform
from pathlib import Path

import jax
import pytest

from darkgo.darknet.ways import (
    ATTEMPTS,
    BATCHES,
    BY_XLA,
    ONEDNN,
    XLA,
    Computation,
    Ways,
    chosen,
    is_tried,
    measured,
    remembered,
    try_out,
)
from tests.waiting import PATIENCE


def test_the_way_is_that_of_the_largest_batch_tried_that_is_not_larger() -> None:
    found = Ways(((1, XLA), (8, ONEDNN), (32, XLA)))
    assert [found.for_batch(batch) for batch in (1, 7, 8, 31, 32, 1000)] == [
        XLA,
        XLA,
        ONEDNN,
        ONEDNN,
        XLA,
        XLA,
    ]
    assert BY_XLA.for_batch(8) == XLA


def test_a_trial_is_remembered_and_the_ways_agree(goldens: Path, tmp_path: Path) -> None:
    cfg = goldens / "go-mini.cfg"
    assert remembered(tmp_path, cfg) is None
    process = try_out(tmp_path, cfg)
    assert process is not None
    # Until it ends, and if it crashes, it is float32 by XLA.
    assert remembered(tmp_path, cfg) == Computation("float32", by_xla())
    assert remembered(tmp_path, cfg, "bfloat16") == Computation("bfloat16", by_xla())
    assert not measured(tmp_path, cfg)
    if platform.machine() in ("x86_64", "AMD64"):
        assert process.wait(PATIENCE) == 0
        (file,) = tmp_path.iterdir()
        kept = json.loads(file.read_bytes())
        assert max(kept["difference"]["float32"].values()) < 1e-4
        milliseconds = measured(tmp_path, cfg)
        assert is_tried(tmp_path, cfg)
        for dtype, by_batch in milliseconds.items():
            for batch, times in by_batch.items():
                assert times == kept["milliseconds"][dtype][str(batch)]
                assert kept["ways"][dtype][str(batch)] == min(times, key=lambda way: times[way])
    else:
        process.wait(PATIENCE)
    found = remembered(tmp_path, cfg)
    assert found is not None
    assert remembered(tmp_path, cfg, found.dtype) == found
    assert remembered(tmp_path, cfg, "float16") is None
    assert remembered(tmp_path, goldens / "tiny-mini.cfg") is None


RUBBISH = [
    b"",
    b"{",
    b"[]",
    b'{"dtype": "float32", "ways": {"float32": {"1": "magic"}}}',
    b'{"dtype": "float32", "ways": 3}',
    b'{"dtype": 7, "ways": {}}',
    b'{"milliseconds": {"float32": {"1": 3}, "bfloat16": []}}',
    b"\xff" * 99,
]


@pytest.mark.parametrize("content", RUBBISH)
def test_rubbish_is_as_if_there_were_nothing(goldens: Path, tmp_path: Path, content: bytes) -> None:
    cfg = goldens / "go-mini.cfg"
    process = try_out(tmp_path, cfg)
    assert process is not None
    process.kill()
    process.wait()
    for file in tmp_path.iterdir():
        file.write_bytes(content)
    assert remembered(tmp_path, cfg) is None
    assert not measured(tmp_path, cfg)


def by_xla() -> Ways:
    return Ways(tuple((batch, XLA) for batch in BATCHES))


def begun(folder: Path) -> int:
    """How many trials have begun, by the only file of the folder."""
    (file,) = folder.iterdir()
    return int(json.loads(file.read_bytes())["attempts"])


@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="oneDNN computes on x86 alone")
def test_a_processor_without_bfloat16_has_the_ways_of_float32(
    goldens: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There oneDNN ends the process when it is asked for bfloat16."""
    monkeypatch.setenv("ONEDNN_MAX_CPU_ISA", "AVX2")
    cfg = goldens / "go-mini.cfg"
    process = try_out(tmp_path, cfg)
    assert process is not None
    assert process.wait(PATIENCE) != 0
    assert measured(tmp_path, cfg).keys() == {"float32"}
    found = remembered(tmp_path, cfg)
    assert found is not None
    assert found.dtype == "float32"
    assert remembered(tmp_path, cfg, "bfloat16") == Computation("bfloat16", by_xla())


@pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")
def test_a_trial_that_was_killed_or_hangs_is_made_again_but_not_for_ever(
    goldens: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DARKGO_CACHE", str(tmp_path))
    monkeypatch.setattr("darkgo.darknet.ways.PATIENCE", 3600)
    cfg = goldens / "go-mini.cfg"
    # Nothing is found by this program, which ends at once.
    for attempt in range(1, ATTEMPTS + 2):
        for _ in range(2):
            assert chosen(cfg, "auto", "this").dtype == "float32"
            assert begun(tmp_path) == min(attempt, ATTEMPTS)
        (file,) = tmp_path.iterdir()
        long_ago = file.stat().st_mtime - 4000
        os.utime(file, (long_ago, long_ago))
    assert is_tried(tmp_path, cfg)
    assert remembered(tmp_path, cfg) == Computation("float32", by_xla())


def test_an_accelerator_is_never_given_the_ways_of_a_processor(
    goldens: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DARKGO_CACHE", str(tmp_path))
    monkeypatch.setattr(jax, "default_backend", lambda: "gpu")
    assert chosen(goldens / "go-mini.cfg") == Computation("float32", BY_XLA)
    assert not list(tmp_path.iterdir())


def test_where_nothing_can_be_kept_nothing_is_tried(goldens: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for folder in (file, Path(os.devnull)):
        assert try_out(folder, goldens / "go-mini.cfg") is None
        assert remembered(folder, goldens / "go-mini.cfg") is None
    assert try_out(tmp_path, tmp_path / "none.cfg") is None
    assert remembered(tmp_path, tmp_path / "none.cfg") is None
