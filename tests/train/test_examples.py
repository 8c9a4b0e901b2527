"""Examples with tables of games: each record comes with the row of its game."""

from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from darkgo.data.games import dtype
from darkgo.data.records import record_bytes
from darkgo.errors import BadInput
from darkgo.train.examples import Examples, digest_of
from darkgo.train.game_targets import NO_MOVES_BYTE
from darkgo.train.mixture import EVEN, Mixture
from darkgo.train.sampling import Batches, Sampler, Stored
from tests.value_heads import drawn_owners, game, records, table, write_table

SIDE = 5
OWNERS = drawn_owners("XXXOO", "XXXOO", "XX..O", "XXXOO", "XXXXO")
COUNTS = (3, 0, 4, 0), (2, 5), (6,)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three files of 5x5; the komi of a game is its number in the file. The last file has no table."""
    found = tmp_path_factory.mktemp("games")
    for number, (name, counts) in enumerate(zip("abc", COUNTS, strict=True)):
        path = found / f"{name}.train.5x5.records"
        records(SIDE, sum(counts), number).tofile(path)
        rows = [
            game(SIDE, count, OWNERS, komi=komi, margin=3.5, winner="1", ending="CR"[komi % 2], origin="X")
            for komi, count in enumerate(counts)
        ]
        if name != "c":
            write_table(path, table(*rows), SIDE)
    records(9, 8, 7).tofile(found / "a.train.9x9.records")
    return found


@pytest.fixture(scope="module")
def examples(folder: Path) -> Examples:
    return Examples.open(folder, "train", SIDE, with_games=True)


def rows_of(raw: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(raw[:, record_bytes(SIDE) :]).view(dtype(SIDE))[:, 0]


def test_every_record_has_the_row_of_its_game(examples: Examples) -> None:
    assert len(examples) == 3 + 4 + 2 + 5 + 6
    raw = examples[np.arange(len(examples))]
    assert raw.shape == (20, examples.width)
    row = rows_of(raw)
    np.testing.assert_array_equal(row["komi"], [*3 * [0], *4 * [2], *2 * [0], *5 * [1], *6 * [np.nan]])
    assert bytes(row["winner"]) == 14 * b"1" + 6 * b"?"
    alone = np.concatenate(examples.files)
    np.testing.assert_array_equal(raw[:, : record_bytes(SIDE)], alone)
    order = np.array([19, 2, 3, 0, 13])
    np.testing.assert_array_equal(examples[order], raw[order])


def test_without_games_there_are_records_alone(folder: Path, examples: Examples) -> None:
    plain = Examples.open(folder, "train", SIDE)
    assert plain.width == record_bytes(SIDE)
    assert not plain.has_game_targets
    assert plain.digest() != examples.digest()
    assert digest_of([plain]) == plain.digest()
    rows, first = plain.games()
    assert rows.shape == (0, 0)
    assert len(first) == 0


def test_counted_ends_are_the_last_records_of_counted_games(examples: Examples) -> None:
    # Games with an even number were counted; those without a record have no end.
    assert examples.counted_ends().tolist() == [2, 6, 8]


def test_silent_sources_keep_their_games(examples: Examples) -> None:
    chosen = examples.only(["b", "a"], no_moves=["b"])
    assert chosen.names == ("a", "b")
    raw = chosen[np.arange(len(chosen))]
    no_moves = raw[:, record_bytes(SIDE) + NO_MOVES_BYTE]
    assert no_moves.tolist() == 7 * [0] + 7 * [1]
    assert (rows_of(raw)["winner"] == ord("1")).all()
    (again,) = Mixture.parse([], None, ["b"]).select([examples])
    assert again.no_moves == {"b"}
    with pytest.raises(BadInput, match="found --no-moves d; expected one of the sources there: a, b, c"):
        Mixture.parse([], None, ["d"]).select([examples])


def test_files_and_a_device_give_the_same_batch(examples: Examples) -> None:
    mixture = Mixture({"a": 3.0}, no_moves=("b",))
    (chosen,) = mixture.select([examples])
    rows, first = chosen.games()
    stored = Stored(
        jnp.asarray(np.concatenate(chosen.files)), jnp.asarray(rows), jnp.asarray(first, jnp.int32)
    )
    sampler = Sampler(chosen, 32, 5, mixture)
    gather = jax.jit(sampler.gather)
    for update in (1, 2):
        raw, symmetry = sampler.read(update)
        from_device, same = gather(stored, jnp.asarray(update))
        assert raw.shape == (32, chosen.width)
        np.testing.assert_array_equal(raw, from_device)
        np.testing.assert_array_equal(symmetry, same)


def test_a_batch_has_one_side_and_sides_are_drawn_by_their_weights(folder: Path) -> None:
    every = [Examples.open(folder, "train", side) for side in (SIDE, 9)]

    def drawn(mixture: Mixture) -> list[int]:
        batches = Batches(mixture.select(every), 4, 0, mixture)
        sides = []
        for update in range(1, 41):
            side, raw, symmetry = batches.read(update)
            assert raw.shape == (4, record_bytes(side))
            assert symmetry.shape == (4,)
            sides.append(side)
        again, raw, _ = batches.read(1)
        same, expected, _ = Batches(mixture.select(every), 4, 0, mixture).read(1)
        assert again == same
        np.testing.assert_array_equal(raw, expected)
        return sides

    # 20 positions of 5x5 to 8 of 9x9; four deviations are 12 of 40.
    assert abs(drawn(EVEN).count(9) - 40 * 8 / 28) < 12
    assert set(drawn(Mixture({"a": 0.0}))) == {SIDE}


def test_weights_of_any_size_give_shares(folder: Path) -> None:
    every = [Examples.open(folder, "train", side) for side in (SIDE, 9)]
    # Only a has 9x9: 7 and 7 of 5x5 to 8 of 9x9, and next to nothing of c.
    mixture = Mixture({"a": 1e308, "b": 1e308})
    five, nine = (mixture.total(examples) for examples in mixture.select(every))
    assert nine / (five + nine) == pytest.approx(8 / 22)
