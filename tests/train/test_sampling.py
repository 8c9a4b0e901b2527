"""Which positions are drawn: in proportion to the weights, the same ones from files as from a device."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.cli import run
from darkgo.darknet.network import initial_parameters, load_network
from darkgo.data import games
from darkgo.data.records import decode
from darkgo.errors import BadInput
from darkgo.train import advance as advancing
from darkgo.train.advance import make_advance
from darkgo.train.batch import draw
from darkgo.train.calls import TOGETHER, Advance
from darkgo.train.examples import Examples
from darkgo.train.mixture import EVEN, Mixture
from darkgo.train.moves import MOVES
from darkgo.train.sampling import MOST_POSITIONS, Sampler, Stored
from darkgo.train.step import initial_state, make_step
from darkgo.train.validation import PHASES

MIXTURES = (EVEN, Mixture({"a": 0.25}), Mixture({}, (1.0, 0.0, 0.5)), Mixture({"b": 3.0}, (0.2, 1.0, 1.0)))


@pytest.fixture(scope="module")
def examples(records: Path) -> Examples:
    """720 positions of a, in all phases, and 40 of b, in the opening; two bytes hold the number."""
    found = Examples.open(records, "train")
    numbers = np.arange(len(found), dtype=">u2").view(np.uint8).reshape(-1, 2)
    files = [np.array(file) for file in found.files]
    for file, start in zip(files, found.starts[:-1], strict=True):
        file[:, :2] = numbers[start : start + len(file)]
    return Examples(tuple(files), found.names, found.starts)


def stacked(examples: Examples) -> np.ndarray:
    return np.concatenate(examples.files)


def stored(examples: Examples) -> Stored:
    """All examples as on a device."""
    rows, first = examples.games()
    return Stored(jnp.asarray(stacked(examples)), jnp.asarray(rows), jnp.asarray(first, jnp.int32))


@pytest.mark.parametrize("mixture", MIXTURES)
def test_files_and_a_device_give_the_same_batch(examples: Examples, mixture: Mixture) -> None:
    sampler = Sampler(examples, 64, 7, mixture)
    gather, resumed = jax.jit(sampler.gather), Sampler(examples, 64, 7, mixture)
    for update in (1, 2, 3):
        raw, symmetry = sampler.read(update)
        from_device, same = gather(stored(examples), jnp.asarray(update))
        np.testing.assert_array_equal(raw, from_device)
        np.testing.assert_array_equal(symmetry, same)
        if update > 1:
            again, _ = resumed.read(update)
            np.testing.assert_array_equal(raw, again)


def test_without_weights_a_batch_is_what_it_always_was(examples: Examples) -> None:
    raw, symmetry = Sampler(examples, 8, 3).read(5)
    indices, expected = draw(3, jnp.asarray(5), 8, len(examples))
    assert np.asarray(indices).tolist() == [205, 320, 1, 534, 475, 352, 534, 758]
    np.testing.assert_array_equal(raw, stacked(examples)[np.asarray(indices)])
    np.testing.assert_array_equal(symmetry, expected)
    even, _ = Sampler(examples, 8, 3, Mixture({"a": 2.0, "b": 2.0}, (3.0, 3.0, 3.0))).read(5)
    np.testing.assert_array_equal(even, raw)


@pytest.mark.parametrize("mixture", MIXTURES)
def test_positions_are_drawn_in_proportion_to_their_weights(examples: Examples, mixture: Mixture) -> None:
    every = stacked(examples)
    batch, updates = 2048, 20
    sampler = Sampler(examples, batch, 0, mixture)
    drawn = np.concatenate([sampler.read(update)[0] for update in range(1, updates + 1)])
    counts = np.bincount(drawn[:, :2].astype(int) @ (256, 1), minlength=len(every))
    stones = np.abs(decode(every).stones).sum(axis=1)
    phase = np.array([sum(count >= low for _, low, _ in PHASES[1:]) for count in stones])
    file = np.repeat(np.arange(2), np.diff(examples.starts))
    weights = (
        np.array([mixture.sources.get(name, 1) for name in "ab"])[file] * np.array(mixture.phases)[phase]
    )
    for number in range(2):
        for part in range(3):
            here = (file == number) & (phase == part)
            expected = batch * updates * weights[here].sum() / weights.sum()
            assert abs(counts[here].sum() - expected) <= 4 * np.sqrt(expected)
    # Within a cell no position is preferred: the variance is that of chance.
    expected = batch * updates * weights / weights.sum()
    wanted = expected > 0
    assert not counts[~wanted].any()
    squares = (counts[wanted] - expected[wanted]) ** 2 / expected[wanted]
    assert 0.8 < squares.mean() < 1.2


def test_a_source_of_weight_0_is_left_out(examples: Examples) -> None:
    (chosen,) = Mixture({"a": 0.0}).select([examples])
    assert (chosen.names, len(chosen)) == (("b",), 40)
    with pytest.raises(BadInput, match="expected one of the sources there: a, b"):
        Mixture({"c": 1.0}).select([examples])
    with pytest.raises(BadInput, match="no position in the remaining sources"):
        Mixture({"a": 0.0, "b": 0.0}).select([examples])


def test_a_phase_that_is_not_there_is_not_waited_for(examples: Examples) -> None:
    with pytest.raises(BadInput, match="of 1024 positions drawn 0% would be taken, with weights 0,0,1"):
        Sampler(examples.only("b"), 8, 0, Mixture({}, (0.0, 0.0, 1.0)))


def test_a_small_source_may_weigh_as_much_as_a_large_one(records: Path) -> None:
    """One position of a thousand, a thousand times as often: however it is asked, half of what is drawn."""
    one = np.fromfile(records / "b.train.records", np.uint8).reshape(-1, 96)[:1]
    many = np.repeat(np.fromfile(records / "a.train.records", np.uint8).reshape(-1, 96)[1:2], 1000, axis=0)
    examples = Examples.of(many, one)
    for phases in ((1.0, 1.0, 1.0), (1.0, 0.5, 0.0)):
        raw, _ = Sampler(examples, 4096, 0, Mixture({"1": 1000.0}, phases)).read(1)
        share = np.mean((raw == one).all(axis=1))
        assert abs(share - 0.5) < 4 * 0.5 / np.sqrt(4096)


def test_counted_games_are_drawn_more_often() -> None:
    """A game that was counted, and three that were not, of 100 positions each."""
    rows = np.zeros(4, games.dtype(19))
    rows["first"], rows["count"], rows["newline"] = 100 * np.arange(4), 100, ord("\n")
    rows["origin"] = list(b"L?EL")
    records = np.zeros((400, 96), np.uint8)
    records[:, 1] = np.repeat(np.arange(4), 100)
    examples = replace(Examples.of(records), game_rows=(rows,))
    sampler = Sampler(examples, 4096, 0, Mixture(counted=6.0))
    raw, _ = sampler.read(1)
    share = np.mean(raw[:, 1] == 2)
    assert abs(share - 2 / 3) < 4 * 0.5 / np.sqrt(4096)
    np.testing.assert_array_equal(raw, sampler.gather(stored(examples), jnp.asarray(1))[0])
    assert Mixture.of_json(asdict(Mixture(counted=6.0))) == Mixture(counted=6.0)


@pytest.mark.parametrize("counted", [0.0, -1.0, float("nan"), float("inf")])
def test_a_weight_of_counted_games_that_is_none(counted: float) -> None:
    with pytest.raises(BadInput, match=r"found --counted .*; expected a number above 0"):
        Mixture.parse([], None, counted=counted)


def test_more_positions_than_int32_numbers() -> None:
    def many(count: int) -> Examples:
        return Examples.of(np.broadcast_to(np.zeros((1, 96), np.uint8), (count, 96)))

    with pytest.raises(BadInput, match="found 2,147,483,648 positions"):
        Sampler(many(MOST_POSITIONS + 1), 8, 0)
    raw, _ = Sampler(many(MOST_POSITIONS), 64, 0).read(1)
    assert raw.shape == (64, 96)
    indices, _ = draw(0, jnp.asarray(1), 1024, MOST_POSITIONS)
    assert 2**30 < np.asarray(indices).max() < MOST_POSITIONS
    assert np.asarray(indices).min() >= 0


@pytest.mark.parametrize(
    ("mixture", "reinforce"), [(EVEN, False), pytest.param(MIXTURES[3], True, marks=pytest.mark.long)]
)
def test_records_on_a_device_train_the_same_network(
    little: Path, examples: Examples, mixture: Mixture, reinforce: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A CPU stands in for an accelerator with room for the records."""
    network = load_network(little)

    def trained(advance: Advance, *counts: int) -> tuple[list[np.ndarray], np.ndarray]:
        state, losses = initial_state(network, initial_parameters(network, 0)), []
        for count in counts:
            state, result = advance(state, count)
            losses.append(np.asarray(result.loss))
        return [np.asarray(leaf) for leaf in jax.tree.leaves(state)], np.concatenate(losses)

    given = network, make_step(network, MOVES), [examples], 1, mixture, reinforce
    leaves, losses = trained(make_advance(*given), 4)
    monkeypatch.setattr(advancing, "resident_bytes", lambda every: 1)
    monkeypatch.setattr(advancing, "PIECE", 500)
    resident = make_advance(*given)
    others, same = trained(resident, 4)
    np.testing.assert_allclose(losses, same, rtol=1e-5)
    for one, other in zip(leaves, others, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-6)
    # However many are asked for at a time, to the bit: a run that is resumed asks for others.
    leaves, losses = trained(resident, 2 * TOGETHER + 3)
    others, same = trained(resident, 3, TOGETHER - 1, TOGETHER + 1)
    assert len(losses) == 2 * TOGETHER + 3
    np.testing.assert_array_equal(losses, same)
    for one, other in zip(leaves, others, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_file_that_is_cut_while_it_is_mapped(records: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.train.records"
    path.write_bytes((records / "a.train.records").read_bytes())
    examples = Examples.open(tmp_path, "train")
    sampler = Sampler(examples, 8, 0)
    sampler.read(1)
    with path.open("r+b") as file:
        file.truncate(96 * 100)
    for use in (lambda: sampler.read(2), lambda: list(examples.pieces(100))):
        with pytest.raises(BadInput, match=r"a\.train\.records: found 9600 bytes; expected 69120"):
            use()
    path.unlink()
    with pytest.raises(BadInput, match="No such file"):
        sampler.read(3)


@pytest.mark.parametrize(
    ("sources", "phases", "said"),
    [
        (["a"], None, "expected NAME=WEIGHT"),
        (["=1"], None, "expected NAME=WEIGHT"),
        (["a=1", "a=2"], None, "each name once"),
        (["a=x"], None, "a number, 0 or more, for 'x'"),
        (["a=-1"], None, "a number, 0 or more"),
        (["a=inf"], None, "a number, 0 or more"),
        ([], "1,2", "expected OPENING,MIDDLE,END"),
        ([], "0,0,0", "at least one above 0"),
        ([], "1,nan,1", "a number, 0 or more, for 'nan'"),
    ],
)
def test_weights_that_are_none(sources: list[str], phases: str | None, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Mixture.parse(sources, phases)


def test_weights_as_they_are_typed(
    goldens: Path, records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cfg = str(goldens / "go-mini.cfg")
    arguments = ["train", cfg, "--data", str(records), "--out", str(tmp_path / "out")]
    given = [
        "--max-positions",
        "8",
        "--dtype",
        "float32",
        "--source",
        "a=2",
        "--source",
        "b=0.5",
        "--phases",
        "1,1,3",
    ]
    assert run([*arguments, *given]) == 0
    with np.load(tmp_path / "out" / "checkpoint.npz") as file:
        facts = json.loads(file["about"].tobytes())["facts"]
    assert facts["mixture"] == {
        "sources": {"a": 2, "b": 0.5},
        "phases": [1, 1, 3],
        "no_moves": [],
        "counted": 1,
    }
    capsys.readouterr()
    assert run([*arguments, "--resume", "--phases", "1,1,1"]) == 1
    assert "expected --max-positions at most" in capsys.readouterr().err
    assert run([*arguments, "--resume"]) == 0
