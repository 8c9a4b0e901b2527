"""Anonymous memory (mapped files not counted) of training and of building, whatever the size of the set."""

import io
import subprocess
import sys
import tarfile
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from darkgo.data.records import RECORD_BYTES
from darkgo.train.examples import Examples
from darkgo.train.sampling import Sampler

ROOT = Path(__file__).parents[2]
MOST = 2**30
"""Of the 4 GB that a real network and batch may take, these small ones get less."""

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what memory is of which kind")


def anonymous(pid: int) -> int:
    """Bytes of a process and of all its descendants; 0 when it has ended."""
    folder = Path("/proc", str(pid))
    try:
        lines = (folder / "status").read_text().splitlines()
        children = (folder / "task" / str(pid) / "children").read_text().split()
    except OSError:
        return 0
    kilobytes = sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))
    return 1024 * kilobytes + sum(anonymous(int(child)) for child in children)


def peak_of(*arguments: object) -> int:
    """The most anonymous memory that this command of darkgo had, bytes."""
    command = [sys.executable, "-m", "darkgo", *map(str, arguments)]
    most = 0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, anonymous(process.pid))
            time.sleep(0.02)
    assert process.returncode == 0
    return most


def large_set(folder: Path, records: Path, count: int) -> Path:
    """A file of so many positions, holes but for those that are looked at when it is opened."""
    one = np.fromfile(records / "b.train.records", np.uint8, RECORD_BYTES)
    path = folder / "large.train.records"
    with path.open("wb") as file:
        file.truncate(count * RECORD_BYTES)
        for number in np.linspace(0, count - 1, 4096).astype(np.int64):
            file.seek(int(number) * RECORD_BYTES)
            file.write(one.tobytes())
    return path


def test_a_batch_of_a_large_set_is_all_that_is_read(records: Path, tmp_path: Path) -> None:
    """Of 4 million positions, 384 MB."""
    path = large_set(tmp_path, records, 4_000_000)
    Sampler(Examples.of(np.fromfile(records / "a.train.records", np.uint8).reshape(-1, 96)), 8, 0).read(1)
    tracemalloc.start()
    try:
        examples = Examples.open(tmp_path, "train")
        examples.digest()
        raw, _ = Sampler(examples, 8, 0).read(1)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert raw.shape == (8, RECORD_BYTES)
    assert peak < path.stat().st_size / 20


@on_linux
@pytest.mark.long
def test_training_on_a_large_set(cfg: Path, records: Path, tmp_path: Path) -> None:
    """A file of 38 GB: 400 million positions."""
    path = large_set(tmp_path, records, 400_000_000)
    run = ("train", cfg, "--data", tmp_path, "--out", tmp_path / "out", "--max-positions", 8000)
    peak = peak_of(*run, "--phases", "1,0.5,0.5")
    assert 2**26 < peak < MOST < path.stat().st_size / 30


@on_linux
@pytest.mark.long
def test_building_from_a_large_archive(tmp_path: Path) -> None:
    """1.5 GB of large collections, built by two processes."""
    game = b"(;SZ[19]C[%b];B[aa];W[bb])" % (b"x" * (1 << 20))
    collection = 30 * game
    with tarfile.open(tmp_path / "large.tar.gz", "w:gz", compresslevel=1) as archive:
        for number in range(50):
            info = tarfile.TarInfo(f"{number}.sgf")
            info.size = len(collection)
            archive.addfile(info, io.BytesIO(collection))
    peak = peak_of("data", "build", tmp_path / "large.tar.gz", "--out", tmp_path / "out", "--processes", 2)
    assert 2**25 < peak < MOST
