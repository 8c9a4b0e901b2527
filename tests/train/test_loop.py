"""Whole runs: they learn, resume to the bit, refuse what does not fit, and leave nothing half done."""

import csv
import json
import math
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from darkgo.darknet import onednn
from darkgo.darknet.keys import Key
from darkgo.darknet.network import initial_parameters, load_network, with_options
from darkgo.darknet.weights import read_weights
from darkgo.data.records import Positions, encode
from darkgo.errors import BadInput
from darkgo.model.network import GO_SECTIONS
from darkgo.train.advance import make_advance
from darkgo.train.begin import TrainOptions, goes_by_onednn
from darkgo.train.checkpoint import RunFacts, load_checkpoint, save_checkpoint
from darkgo.train.examples import Examples
from darkgo.train.journal import Journal, Row
from darkgo.train.loop import train
from darkgo.train.moves import MOVES
from darkgo.train.step import initial_state, make_step

UPDATES = 40
ENDLESS = "batch=8 and an end at update 125,000,000,000; expected fewer than 1,073,741,824 updates"


def options(cfg: Path, records: Path, out: Path, **others: object) -> TrainOptions:
    given: dict[str, object] = {"max_positions": 8 * UPDATES, "log_seconds": 0.2, "valid_positions": 64}
    return TrainOptions(cfg, records, out, **{**given, **others})  # type: ignore[arg-type]


def metrics(out: Path) -> list[dict[str, str]]:
    with (out / "metrics.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def cfg(little: Path) -> Path:
    """What is true of a run is true of one of any network."""
    return little


@pytest.fixture(scope="module")
def undisturbed(cfg: Path, records: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed")
    assert train(options(cfg, records, out)) == out / "mini.weights"
    return out


def test_a_run_leaves_weights_checkpoint_and_metrics(cfg: Path, undisturbed: Path) -> None:
    assert {path.name for path in undisturbed.iterdir()} == {"mini.weights", "checkpoint.npz", "metrics.csv"}
    _, seen = read_weights(undisturbed / "mini.weights", load_network(cfg))
    assert seen == 8 * UPDATES
    last = metrics(undisturbed)[-1]
    assert int(last["update"]) == UPDATES
    assert int(last["positions"]) == 8 * UPDATES
    assert float(last["rate"]) == 0  # poly ends at --max-positions, whatever max_batches the cfg has
    assert 0 <= float(last["valid_top1"]) <= 1
    assert 0 < float(last["valid_nll"]) < 20


def surrounded_points(count: int) -> np.ndarray:
    """Records uint8 [M, 96] in which the move is always the point between four stones of the opponent."""
    stones = np.zeros((count, 19, 19), np.int8)
    row, column = np.random.default_rng(0).integers(1, 18, (2, count))
    for down, right in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        stones[np.arange(count), row + down, column + right] = -1
    unknown = np.full(count, ord("?"), np.uint8)
    rows, columns = row.astype(np.uint8), column.astype(np.uint8)
    return encode(Positions(stones.reshape(count, -1), rows, columns, unknown, unknown))


@pytest.mark.parametrize(
    ("change", "by_onednn"), [({}, True), ({"optimizer": "muon", "learning_rate": 0.02}, False)]
)
def test_a_shape_is_learned(goldens: Path, change: dict[str, str | float], by_onednn: bool) -> None:
    """By oneDNN where it can."""
    network = with_options(load_network(goldens / "go-mini.cfg"), batch=8, max_batches=10_000, **change)
    step = make_step(network, MOVES, by_onednn=by_onednn and onednn.is_right("float32"))
    advance = make_advance(network, step, [Examples.of(surrounded_points(500))], 0)
    state, result = advance(initial_state(network, initial_parameters(network, 0)), 100)
    assert int(state.updates) == 100
    assert result.loss[0] > 5
    assert np.mean(result.loss[-5:]) < 1
    assert np.mean(result.accuracy[-5:]) > 0.9


def test_the_weights_and_the_row_are_there_before_the_last_checkpoint(
    cfg: Path, records: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a run stopped in between would resume at its end without them."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("darkgo.train.loop.save_checkpoint", stopped)
    with pytest.raises(KeyboardInterrupt):
        train(options(cfg, records, tmp_path))
    assert (tmp_path / "mini.weights").read_bytes() == (undisturbed / "mini.weights").read_bytes()
    found, expected = metrics(tmp_path)[-1], metrics(undisturbed)[-1]
    assert [found[key] for key in ("update", "valid_nll")] == [expected["update"], expected["valid_nll"]]


def test_ctrl_c_saves_the_work_done_so_far(
    cfg: Path, records: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = Journal.add

    def interrupt_once(self: Journal, *arguments: object) -> None:
        monkeypatch.setattr(Journal, "add", add)
        signal.raise_signal(signal.SIGINT)
        add(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Journal, "add", interrupt_once)
    with pytest.raises(KeyboardInterrupt):
        train(options(cfg, records, tmp_path, log_seconds=0.0))
    assert (tmp_path / "checkpoint.npz").exists()
    train(options(cfg, records, tmp_path, resume=True))
    assert (tmp_path / "mini.weights").read_bytes() == (undisturbed / "mini.weights").read_bytes()


@pytest.mark.parametrize("ignored", [True, False])
def test_ctrl_c_that_was_meant_for_others_or_comes_at_the_end(
    cfg: Path,
    records: Path,
    undisturbed: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ignored: bool,
) -> None:
    """A run in the background of a script goes on, and one that is done is done."""
    add = Journal.add

    def interrupt(self: Journal, row: Row, *others: object) -> None:
        if ignored or row.update == UPDATES:
            signal.raise_signal(signal.SIGINT)
        add(self, row, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(Journal, "add", interrupt)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN if ignored else signal.default_int_handler)
    try:
        assert train(options(cfg, records, tmp_path, log_seconds=0.0)) == tmp_path / "mini.weights"
    finally:
        signal.signal(signal.SIGINT, before)
    assert (tmp_path / "mini.weights").read_bytes() == (undisturbed / "mini.weights").read_bytes()


def test_a_key_that_is_new_to_darkgo_changes_no_checkpoint(
    cfg: Path, records: Path, undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in undisturbed.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    net = GO_SECTIONS.keys["net"]
    more = replace(net, keys={**net.keys, "nesterov": Key(0, "Whether the momentum looks ahead.")})
    monkeypatch.setitem(GO_SECTIONS.keys, "net", more)  # type: ignore[arg-type]
    train(options(cfg, records, tmp_path, resume=True))
    other = tmp_path / "mini.cfg"
    other.write_text(cfg.read_text().replace("momentum", "nesterov=1\nmomentum"))
    with pytest.raises(BadInput, match="another cfg"):
        train(options(other, records, tmp_path, resume=True))


def test_a_resumed_run_may_end_elsewhere(cfg: Path, records: Path, undisturbed: Path, tmp_path: Path) -> None:
    for path in undisturbed.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with pytest.raises(BadInput, match=f"found --max-positions 8; expected {8 * UPDATES} or more"):
        train(options(cfg, records, tmp_path, resume=True, max_positions=8))
    with pytest.raises(BadInput, match=ENDLESS):
        train(options(cfg, records, tmp_path, resume=True, max_positions=10**12))
    train(options(cfg, records, tmp_path, resume=True, max_positions=8 * UPDATES + 33))
    _, seen = read_weights(tmp_path / "mini.weights", load_network(cfg))
    assert seen == 8 * (UPDATES + 5)
    assert float(metrics(tmp_path)[-1]["rate"]) == 0
    weights = tmp_path / "mini.weights"
    kept = weights.read_bytes()
    weights.unlink()
    assert train(options(cfg, records, tmp_path, resume=True, max_positions=None)) == weights
    assert weights.read_bytes() == kept  # a run at its end finds a file that was lost
    assert int(metrics(tmp_path)[-1]["update"]) == UPDATES + 5


def test_a_new_run_never_overwrites_another(cfg: Path, records: Path, undisturbed: Path) -> None:
    before = (undisturbed / "metrics.csv").read_bytes()
    being_written = undisturbed / "checkpoint.npz.1.part"
    being_written.touch()
    with pytest.raises(BadInput, match="expected --resume"):
        train(options(cfg, records, undisturbed))
    assert (undisturbed / "metrics.csv").read_bytes() == before
    being_written.unlink()


def test_a_place_that_cannot_be_written(cfg: Path, records: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadInput, match="cannot be kept there"):
        train(options(cfg, records, tmp_path / "file"))


def test_a_torn_last_line_of_the_metrics_is_dropped(
    cfg: Path, records: Path, undisturbed: Path, tmp_path: Path
) -> None:
    for path in undisturbed.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "metrics.csv").open("a") as file:
        file.write("40,32")
    train(options(cfg, records, tmp_path, resume=True))
    assert metrics(tmp_path) == metrics(undisturbed)


def changed(undisturbed: Path, cfg: Path, out: Path, **others: object) -> RunFacts:
    """A copy of the run's checkpoint with other facts; those it had."""
    like = initial_state(load_network(cfg), initial_parameters(load_network(cfg), 0))
    state, facts, average = load_checkpoint(undisturbed, like)
    save_checkpoint(out, state, replace(facts, **others), average)  # type: ignore[arg-type]
    return facts


@pytest.mark.parametrize(
    ("began", "said"),
    [
        (
            {"by_onednn": True},
            "found convolutions by XLA; expected convolutions by oneDNN, as this run began",
        ),
        ({"devices": 2}, "found 1 device; expected 2 devices, as this run began"),
        ({"by_onednn": None, "devices": None, "records": None}, ""),
    ],
)
def test_a_run_that_goes_on_with_other_roundings_says_so(
    cfg: Path,
    records: Path,
    undisturbed: Path,
    tmp_path: Path,
    began: dict[str, object],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # This machine does not compute right by oneDNN.
    monkeypatch.setattr(onednn, "_tried", lambda dtype: 1)
    facts = changed(undisturbed, cfg, tmp_path, **{"by_onednn": False, **began})
    assert facts.devices == 1
    train(options(cfg, records, tmp_path, resume=True))
    told = capsys.readouterr().err
    assert said in told if said else not told


@pytest.mark.parametrize(
    ("began", "status", "expected"),
    [(True, onednn.RIGHT, True), (True, 1, False), (False, onednn.FASTER, False)],
)
def test_what_computed_a_run_goes_on_whatever_is_faster_now(
    began: bool, status: int, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onednn, "_tried", lambda dtype: status)
    assert goes_by_onednn(RunFacts("", 1, 0, "bfloat16", 0, 1, by_onednn=began)) is expected


def test_checkpoints_of_earlier_versions_are_read(cfg: Path, undisturbed: Path, tmp_path: Path) -> None:
    path = undisturbed / "checkpoint.npz"
    with np.load(path) as file:
        arrays = dict(file)
    about = json.loads(arrays.pop("about").tobytes())
    facts = about["facts"]
    for name in ("by_onednn", "devices", "records", "mixture", "reinforce", "sides"):
        del facts[name]
    like = initial_state(load_network(cfg), initial_parameters(load_network(cfg), 0))
    for fast in ({}, {"fast": True}):
        words = json.dumps({**about, "facts": {**facts, **fast}}).encode()
        np.savez(tmp_path / "checkpoint.npz", about=np.frombuffer(words, np.uint8), **arrays)
        _, found, _ = load_checkpoint(tmp_path, like)
        assert (found.by_onednn, found.devices, found.records) == (fast.get("fast"), None, None)


def test_resume_refuses_another_cfg_and_other_data(
    cfg: Path, records: Path, undisturbed: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.cfg"
    other.write_text(cfg.read_text().replace("momentum=0.9", "momentum=0.8"))
    with pytest.raises(
        BadInput, match=r"other\.cfg: found another cfg; expected the layers and options that"
    ):
        train(options(other, records, undisturbed, resume=True))
    wider = tmp_path / "wider.cfg"
    wider.write_text(cfg.read_text().replace("filters=8", "filters=9"))
    with pytest.raises(BadInput, match=r"found \(8,\) for \.parameters.*another network; expected \(9,\)"):
        train(options(wider, records, undisturbed, resume=True))
    other.write_text(cfg.read_text().replace("momentum=0.9", "optimizer=adamw"))
    with pytest.raises(BadInput, match=r"found \d+ arrays, those of another network; expected \d+"):
        train(options(other, records, undisturbed, resume=True))
    (tmp_path / "a.train.records").write_bytes((records / "a.train.records").read_bytes())
    with pytest.raises(BadInput, match="another number of training positions, 720; expected 760"):
        train(options(cfg, tmp_path, undisturbed, resume=True))
    b = (records / "b.train.records").read_bytes()
    (tmp_path / "b.train.records").write_bytes(b[96:] + b[:96])
    with pytest.raises(BadInput, match="other training positions, in the same number"):
        train(options(cfg, tmp_path, undisturbed, resume=True))


def test_resume_without_or_with_a_damaged_checkpoint(cfg: Path, records: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no checkpoint"):
        train(options(cfg, records, tmp_path, resume=True))
    for damaged in (b"PK\x03\x04 and then nothing", b"", b"no archive"):
        (tmp_path / "checkpoint.npz").write_bytes(damaged)
        with pytest.raises(BadInput, match="damaged"):
            train(options(cfg, records, tmp_path, resume=True))


def test_a_checkpoint_with_a_flipped_bit_is_read_or_refused(little: Path, tmp_path: Path) -> None:
    """Each bit of the first header, of the first line of the directory, and of the end that points to it."""
    like = initial_state(load_network(little), initial_parameters(load_network(little), 0))
    save_checkpoint(tmp_path, like, RunFacts("", 760, 0, "float32", 0, UPDATES), 5.0)
    whole = (tmp_path / "checkpoint.npz").read_bytes()
    directory = whole.index(b"PK\x01\x02")
    places = [*range(60), *range(directory, directory + 55), *range(len(whole) - 22, len(whole))]
    refused = 0
    for place in places:
        for bit in range(8):
            damaged = bytearray(whole)
            damaged[place] ^= 1 << bit
            (tmp_path / "checkpoint.npz").write_bytes(damaged)
            try:
                load_checkpoint(tmp_path, like)
            except BadInput:
                refused += 1
    assert refused > len(places)


def test_a_run_never_writes_over_the_weights_it_begins_from(
    cfg: Path, records: Path, undisturbed: Path, tmp_path: Path
) -> None:
    weights = tmp_path / "mini.weights"
    weights.write_bytes((undisturbed / "mini.weights").read_bytes())
    with pytest.raises(BadInput, match="found the file that this run is going to write"):
        train(options(cfg, records, tmp_path, weights=tmp_path / "." / weights.name, clear=True))
    assert {path.name for path in tmp_path.iterdir()} == {weights.name}


def test_weights_carry_on_the_schedule_unless_cleared(
    cfg: Path, records: Path, undisturbed: Path, tmp_path: Path
) -> None:
    weights = undisturbed / "mini.weights"
    train(options(cfg, records, tmp_path / "on", weights=weights, max_positions=16))
    assert [int(metrics(tmp_path / "on")[-1][key]) for key in ("update", "positions")] == [UPDATES + 2, 16]
    train(options(cfg, records, tmp_path / "anew", weights=weights, max_positions=16, clear=True))
    assert int(metrics(tmp_path / "anew")[-1]["update"]) == 2


def test_without_validation_games_a_run_has_no_validation(cfg: Path, records: Path, tmp_path: Path) -> None:
    (tmp_path / "a.train.records").write_bytes((records / "a.train.records").read_bytes())
    (tmp_path / "a.valid.records").touch()
    train(options(cfg, tmp_path, tmp_path / "out"))
    assert metrics(tmp_path / "out")[-1]["valid_top1"] == ""


def test_minutes_become_the_end_of_the_schedule(cfg: Path, records: Path, tmp_path: Path) -> None:
    train(options(cfg, records, tmp_path, max_positions=None, max_minutes=0.1, probe_seconds=0.2))
    last = metrics(tmp_path)[-1]
    network = load_network(cfg)
    _, facts, _ = load_checkpoint(tmp_path, initial_state(network, initial_parameters(network, 0)))
    assert int(last["update"]) == facts.end >= 1


@pytest.mark.parametrize("optimizer", ["muon", "adamw"])
def test_other_optimizers_and_bfloat16(goldens: Path, records: Path, tmp_path: Path, optimizer: str) -> None:
    text = (goldens / "go-mini.cfg").read_text()
    text = text.replace("learning_rate=0.1", f"learning_rate=0.003\noptimizer={optimizer}")
    path = tmp_path / "net.cfg"
    path.write_text(text)
    train(options(path, records, tmp_path / "out", dtype="bfloat16"))
    assert math.isfinite(float(metrics(tmp_path / "out")[-1]["loss"]))


def test_a_loss_that_is_no_number_stops_the_run(cfg: Path, records: Path, tmp_path: Path) -> None:
    path = tmp_path / "wild.cfg"
    path.write_text(
        cfg.read_text().replace("learning_rate=0.1", "learning_rate=1e30").replace("burn_in=4", "")
    )
    with pytest.raises(BadInput, match=r"update \d+: the loss is not a finite number"):
        train(options(path, records, tmp_path / "out"))
    assert not (tmp_path / "out" / "wild.weights").exists()


def test_refusals(cfg: Path, records: Path, goldens: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="found no position to train on"):
        train(options(cfg, tmp_path, tmp_path / "out"))
    with pytest.raises(BadInput, match=ENDLESS):
        train(options(cfg, records, tmp_path / "out", max_positions=10**12))
    with pytest.raises(BadInput, match="channels=3"):
        train(options(goldens / "tiny-mini.cfg", records, tmp_path / "out"))
    path = tmp_path / "uneven.cfg"
    path.write_text(cfg.read_text().replace("subdivisions=1", "subdivisions=3"))
    with pytest.raises(BadInput, match="a divisor of batch=8"):
        train(options(path, records, tmp_path / "out"))
    path.write_text(cfg.read_text().replace("height=19\nwidth=19", "height=9\nwidth=9"))
    with pytest.raises(BadInput, match="19, the size of position records"):
        train(options(path, records, tmp_path / "out"))
