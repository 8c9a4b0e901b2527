"""What stops a run: it says why and at which update, and the last checkpoint is there to go on from."""

import errno
import re
import signal
from pathlib import Path
from types import SimpleNamespace

import jax
import numpy as np
import pytest

from darkgo.darknet.device import USABLE
from darkgo.darknet.network import initial_parameters, load_network, with_options
from darkgo.errors import BadInput
from darkgo.train.begin import TrainOptions
from darkgo.train.checkpoint import FILE, load_checkpoint
from darkgo.train.journal import Journal
from darkgo.train.loop import train
from darkgo.train.memory import bytes_of_update, shortage
from darkgo.train.moves import MOVES
from darkgo.train.step import initial_state
from tests.disk import room_for

UPDATES = 12


@pytest.fixture(scope="module")
def cfg(little: Path) -> Path:
    """What stops a run stops one of any network."""
    return little


def options(cfg: Path, records: Path, out: Path, **others: object) -> TrainOptions:
    given: dict[str, object] = {
        "max_positions": 8 * UPDATES,
        "log_seconds": 0.0,
        "valid_positions": 8,
        "checkpoint_minutes": 0.0,
    }
    return TrainOptions(cfg, records, out, **{**given, **others})  # type: ignore[arg-type]


def reached(cfg: Path, out: Path) -> int:
    """The update of the checkpoint, which is whole, and whose numbers are numbers."""
    network = load_network(cfg)
    state, _, _ = load_checkpoint(out, initial_state(network, initial_parameters(network, 0)))
    assert all(np.isfinite(leaf).all() for leaf in jax.tree.leaves(state))
    return int(state.updates)


@pytest.fixture(scope="module")
def undisturbed(cfg: Path, records: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train(options(cfg, records, tmp_path_factory.mktemp("undisturbed")))


def test_a_full_disk(
    cfg: Path, records: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While weights, then a checkpoint, then metrics are written; at last there is room again."""
    with monkeypatch.context() as patch:
        patch.setattr(Journal, "add", lambda *_: signal.raise_signal(signal.SIGINT))
        with pytest.raises(KeyboardInterrupt):
            train(options(cfg, records, tmp_path))
    at = reached(cfg, tmp_path)
    before = (tmp_path / FILE).read_bytes()
    weights = undisturbed.stat().st_size
    assert len(before) > weights + 1000
    header = (tmp_path / "metrics.csv").stat().st_size
    for room, minutes in ((weights - 1, 0.0), (weights + 1000, 0.0), (header + 10, 1e6)):
        with room_for(room), pytest.raises(BadInput, match=f"File too large; .*is of update {at}$"):
            train(options(cfg, records, tmp_path, resume=True, checkpoint_minutes=minutes))
        assert (tmp_path / FILE).read_bytes() == before
        assert {path.name for path in tmp_path.iterdir()} == {"mini.weights", "metrics.csv", FILE}
    train(options(cfg, records, tmp_path, resume=True))
    assert (tmp_path / "mini.weights").read_bytes() == undisturbed.read_bytes()


def test_a_full_disk_from_the_beginning(cfg: Path, records: Path, undisturbed: Path, tmp_path: Path) -> None:
    with room_for(1000), pytest.raises(BadInput, match="File too large; there is no checkpoint yet"):
        train(options(cfg, records, tmp_path))
    train(options(cfg, records, tmp_path))
    assert (tmp_path / "mini.weights").read_bytes() == undisturbed.read_bytes()


def test_what_a_killed_run_had_half_written_is_removed(cfg: Path, records: Path, tmp_path: Path) -> None:
    for name in (f"{FILE}.123.part", "mini.weights.45.part", "metrics.csv.6.part"):
        (tmp_path / name).write_bytes(b"half")
    (tmp_path / "other.part").touch()
    train(options(cfg, records, tmp_path, max_positions=8))
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"mini.weights", "metrics.csv", FILE, "other.part"}


def test_a_record_file_cut_in_the_middle_of_a_run(
    cfg: Path, records: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    for path in records.iterdir():
        (data / path.name).write_bytes(path.read_bytes())
    with monkeypatch.context() as patch:
        cut = data / "a.train.records"
        patch.setattr(Journal, "add", lambda *_: cut.write_bytes(b""))
        with pytest.raises(BadInput, match=r"a\.train\.records: found 0 bytes; .*is of update 1$"):
            train(options(cfg, data, out))
    assert reached(cfg, out) == 1
    cut.write_bytes((records / "a.train.records").read_bytes())
    train(options(cfg, data, out, resume=True))
    assert (out / "mini.weights").read_bytes() == undisturbed.read_bytes()


def endless_from(update: int, cfg: Path, folder: Path) -> Path:
    """A cfg with a learning rate that is beyond all numbers from this update on."""
    path = folder / "wild.cfg"
    schedule = f"policy=steps\nsteps={update},{update}\nscales=1e30,1e30"
    path.write_text(cfg.read_text().replace("policy=poly", schedule).replace("burn_in=4\n", ""))
    return path


def test_no_number_after_some_checkpoints(cfg: Path, records: Path, tmp_path: Path) -> None:
    path = endless_from(5, cfg, tmp_path)
    said = r"update (\d+): .* not a finite number; .*smaller learning_rate in .*wild.cfg, .* of update (\d+)$"
    with pytest.raises(BadInput, match=said) as error:
        train(options(path, records, tmp_path / "out"))
    found = re.search(said, str(error.value))
    assert found is not None
    assert int(found[1]) >= 5 > int(found[2]) == reached(path, tmp_path / "out")
    advice = re.search(r"go on with --weights (\S+) --clear and another --out;", str(error.value))
    assert advice is not None
    other = tmp_path / "slower.cfg"
    other.write_text(cfg.read_text())
    train(options(other, records, tmp_path / "other", weights=Path(advice[1]), clear=True))
    assert reached(other, tmp_path / "other") == UPDATES


def test_no_number_after_the_last_update(cfg: Path, records: Path, tmp_path: Path) -> None:
    """Its loss was one: it is that of the parameters before."""
    path = endless_from(1, cfg, tmp_path)
    with pytest.raises(
        BadInput, match=r"update 1: a parameter is not a finite number; .*no checkpoint yet"
    ) as error:
        train(options(path, records, tmp_path / "out", max_positions=8))
    assert "--weights" not in str(error.value)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"metrics.csv"}


@pytest.mark.long
def test_too_little_memory(little: Path) -> None:
    network = with_options(load_network(little), batch=16)
    needed = {
        batch: bytes_of_update(with_options(network, batch=batch), MOVES, "float32") for batch in (16, 8, 4)
    }
    assert needed[16] > needed[8] > needed[4]
    # At least the parameters, and as many numbers that the optimizer keeps.
    arrays = jax.tree.leaves(initial_parameters(network, 0))
    assert needed[4] > 2 * sum(array.nbytes for array in arrays)
    records = 10 * 2**30

    def told(there: float, devices: int = 1) -> str:
        device = SimpleNamespace(device_kind="Little GPU", memory_stats=lambda: {"bytes_limit": there})
        return str(shortage(network, MOVES, "float32", records, device, devices))  # type: ignore[arg-type]

    for batch in (8, 4):
        assert f"expected batch={batch}, which needs" in told((records + needed[batch]) / USABLE + 1)
    message = told((records + needed[8]) / USABLE + 1)
    assert re.search(
        r"mini\.cfg:\d+: \[net\] batch=16 needs .* GiB of memory, besides 10 GiB of records", message
    )
    assert "Little GPU gives 10.5 GiB" in message
    assert told(records).endswith("expected a smaller one")
    # A share of 2, where 5 are too many and a batch of 8 cannot be divided.
    shared = told((records + needed[4]) / USABLE + 1, devices=3)
    assert "GiB of memory on each of 3 devices, besides" in shared
    assert "expected batch=6, which needs" in shared


def test_memory_is_refused_in_a_run(
    cfg: Path, records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise jax.errors.JaxRuntimeError(
            "RESOURCE_EXHAUSTED: Out of memory while trying to allocate 9 bytes."
        )

    monkeypatch.setattr("darkgo.train.record_set.make_advance", lambda *_: refused)
    with pytest.raises(BadInput, match=r"batch=8 needs .* GiB of memory; expected a smaller one"):
        train(options(cfg, records, tmp_path))
    # And again when it is to be found out how much is needed.
    monkeypatch.setattr("darkgo.train.memory.bytes_of_update", refused)
    with pytest.raises(BadInput, match=r"batch=8 needs more memory than .* has left; expected a smaller one"):
        train(options(cfg, records, tmp_path))


def test_another_failure_of_a_device_is_no_bad_input(
    cfg: Path, records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failed(*_: object) -> None:
        raise jax.errors.JaxRuntimeError("INTERNAL: the device was lost")

    monkeypatch.setattr("darkgo.train.record_set.make_advance", lambda *_: failed)
    with pytest.raises(jax.errors.JaxRuntimeError, match="INTERNAL"):
        train(options(cfg, records, tmp_path))


class Deaf:
    """A stderr whose reader is gone: a pipe, or a terminal."""

    def __init__(self, terminal: bool) -> None:
        self.terminal, self.refused = terminal, 0

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        self.refused += 1
        raise OSError(errno.EIO if self.terminal else errno.EPIPE, "nobody is there")

    flush = write


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("terminal", [False, True])
def test_nobody_reads_how_it_goes(
    cfg: Path,
    records: Path,
    undisturbed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,
) -> None:
    deaf = Deaf(terminal)
    with monkeypatch.context() as patch:
        patch.setattr("sys.stderr", deaf)
        train(options(cfg, records, tmp_path))
    assert deaf.refused
    assert (tmp_path / "mini.weights").read_bytes() == undisturbed.read_bytes()
