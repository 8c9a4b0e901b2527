"""Learning what a search preferred, beside positions without a search."""

from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.data.records import open_records, record_bytes
from darkgo.data.targets import MOVES, NONE, NOTHING, ROW, WHOLE, header, open_targets, rows_of, targets_of
from darkgo.errors import BadInput
from darkgo.go.symmetry import permutations
from darkgo.train.advance import make_advance, uploaded
from darkgo.train.examples import Examples
from darkgo.train.moves import of_moves
from darkgo.train.sampling import Sampler
from darkgo.train.search_targets import SearchTargets, search_targets
from darkgo.train.step import initial_state, make_step
from tests.value_heads import game, records, table, trained_a_little, value_network, write_table

SIDE, COUNT = 5, 12
ACTIONS = SIDE * SIDE + 1


def drawn(seed: int, count: int = COUNT) -> np.ndarray:
    """Rows of targets of so many positions; the last has none."""
    random = np.random.default_rng(seed)
    policy = (random.random((count, ACTIONS)) ** 8).astype(np.float32)
    visits = np.full(count, 16)
    visits[-1] = 0
    return rows_of(visits, random.random(count).astype(np.float32), policy)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files of records: `a` was searched, `b` was not."""
    found = tmp_path_factory.mktemp("searched")
    for number, name in enumerate("ab"):
        path = found / f"{name}.train.5x5.records"
        records(SIDE, COUNT, number).tofile(path)
        write_table(path, table(game(SIDE, COUNT, komi=0.5, winner="1", margin=1.5)), SIDE)
    searched = found / "a.train.5x5.records"
    targets_of(searched).write_bytes(header(SIDE) + drawn(1).tobytes())
    return found


def opened(folder: Path, with_games: bool = True) -> Examples:
    return Examples.open(folder, "train", SIDE, with_games, with_targets=True)


@pytest.mark.parametrize("with_games", [False, True])
def test_an_example_ends_with_the_row_of_its_target(folder: Path, with_games: bool) -> None:
    examples, plain = opened(folder, with_games), Examples.open(folder, "train", SIDE, with_games)
    assert examples.width == plain.width + ROW.itemsize
    assert plain.width == examples.game_end
    order = np.array([2 * COUNT - 1, 3, COUNT - 1, 0])
    raw = examples[order]
    np.testing.assert_array_equal(raw[:, : plain.width], plain[order])
    rows = np.ascontiguousarray(raw[:, plain.width :]).view(ROW)[:, 0]
    assert rows.tobytes() == np.array([NOTHING, drawn(1)[3], drawn(1)[-1], drawn(1)[0]]).tobytes()
    alone = examples.only(["b"])
    assert alone.width == plain.width
    assert not alone.has_targets
    assert examples.digest() != plain.digest()


def test_they_are_the_same_from_files_and_on_a_device(folder: Path) -> None:
    examples = opened(folder)
    sampler = Sampler(examples, 16, 0)
    raw, symmetry = sampler.read(1)
    gathered, same = sampler.gather(uploaded(examples), jnp.asarray(1))
    np.testing.assert_array_equal(raw, gathered)
    np.testing.assert_array_equal(symmetry, same)


def test_moves_are_turned_with_their_board() -> None:
    rows, symmetry = drawn(2, 9), np.arange(9) % 8
    played = np.full(9, 7)
    raw = rows.view(np.uint8).reshape(9, -1)
    found = search_targets(jnp.asarray(raw), SIDE, jnp.asarray(symmetry), jnp.asarray(played))
    for number in range(8):
        turned = [*permutations(SIDE)[symmetry[number]], ACTIONS - 1]
        there = rows["moves"][number] != NONE
        expected = [turned[move] for move in rows["moves"][number][there]]
        assert np.asarray(found.moves)[number][there].tolist() == expected
        np.testing.assert_allclose(found.shares[number], rows["shares"][number] / WHOLE, rtol=1e-6)
    assert found.moves[8, 0] == 7
    np.testing.assert_array_equal(found.shares[8], np.arange(MOVES) == 0)


def test_training_lowers_the_loss_against_them(tmp_path: Path) -> None:
    """A search prefers the pass, which was never played. Statistics that are kept do not change."""
    path = tmp_path / "a.train.5x5.records"
    records(SIDE, COUNT, 1).tofile(path)
    policy = np.full((COUNT, ACTIONS), 0.2 / SIDE**2, np.float32)
    policy[:, -1] = 0.8
    rows = rows_of(np.full(COUNT, 16), np.full(COUNT, 0.5, np.float32), policy)
    targets_of(path).write_bytes(header(SIDE) + rows.tobytes())
    network = value_network(SIDE)
    step = make_step(network, of_moves(keep_statistics=True), by_onednn=False)
    before = trained_a_little(network)
    kept = [{name: np.array(one) for name, one in arrays.items()} for arrays in before]
    advance = make_advance(network, step, [opened(tmp_path, with_games=False)], 1)
    state, result = advance(initial_state(network, before), 60)
    loss, accuracy = np.asarray(result.loss), np.asarray(result.accuracy)
    assert loss[-5:].mean() < loss[:5].mean() - 0.5
    assert accuracy[:5].mean() < 0.5 < accuracy[-5:].mean()
    for arrays, old in zip(state.parameters, kept, strict=True):
        for name in {"mean", "variance"} & arrays.keys():
            np.testing.assert_array_equal(arrays[name], old[name])
    assert "mean" in state.parameters[1]


def test_the_cross_entropy() -> None:
    shares = jnp.array([[0.75, 0.25, 0.0], [1.0, 0.0, 0.0]])
    wanted = SearchTargets(jnp.array([[2, 0, 0], [1, 1, 1]]), shares)
    logs = jnp.log(jnp.array([[0.2, 0.3, 0.5], [0.1, 0.8, 0.1]]))
    found = wanted.log_likelihood(logs)
    np.testing.assert_allclose(found, [0.75 * np.log(0.5) + 0.25 * np.log(0.2), np.log(0.8)], rtol=1e-6)


def test_malformed_targets_are_refused(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.train.5x5.records"
    path.write_bytes((folder / path.name).read_bytes())
    targets_of(path).write_bytes(header(SIDE) + drawn(1)[:-1].tobytes())
    with pytest.raises(BadInput, match=f"expected {18 + 64 * COUNT} for {COUNT} records"):
        opened(tmp_path, with_games=False)
    assert len(open_records(path)) * record_bytes(SIDE) == path.stat().st_size
    assert open_targets(folder / "b.train.5x5.records", COUNT) is None
