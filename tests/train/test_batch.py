"""Records as examples: unpacked like the reader of records does it, turned as a whole, drawn repeatably."""

from pathlib import Path

import jax.numpy as jnp
import numpy as np

from darkgo.data.records import POINTS, RECORD_BYTES, decode, open_records
from darkgo.go.symmetry import permutations
from darkgo.train.batch import draw, outcome, turn, unpack
from darkgo.train.examples import Examples


def test_unpack_agrees_with_the_reader_of_records(records: Path) -> None:
    raw = np.asarray(open_records(records / "a.train.records"))[:300].copy()
    raw[5, 2:4] = 19
    stones, target = unpack(jnp.asarray(raw))
    expected = decode(raw)
    np.testing.assert_array_equal(stones, expected.stones)
    np.testing.assert_array_equal(
        np.delete(target, 5), np.delete(expected.row.astype(int) * 19 + expected.column, 5)
    )
    assert target[5] == POINTS


def test_the_outcome_is_that_of_the_player_to_move() -> None:
    table = {b"11": 1, b"00": 1, b"10": -1, b"01": -1, b"1?": 0, b"0?": 0, b"?1": 0, b"??": 0}
    raw = np.zeros((len(table), RECORD_BYTES), np.uint8)
    raw[:, :2] = [list(both) for both in table]
    assert outcome(jnp.asarray(raw)).tolist() == list(table.values())


def test_turning_moves_board_and_target_together() -> None:
    rng = np.random.default_rng(0)
    targets = rng.integers(0, POINTS, 64)
    stones = np.zeros((64, POINTS), np.int8)
    stones[np.arange(64), targets] = 1
    turned, moved = turn(jnp.asarray(stones), jnp.asarray(targets), jnp.arange(64) % 8)
    np.testing.assert_array_equal(np.argmax(turned, axis=1), moved)
    expected = [permutations(19)[k % 8][target] for k, target in enumerate(targets)]
    assert moved.tolist() == expected


def test_pass_stays_pass_however_the_board_is_turned() -> None:
    _, moved = turn(jnp.zeros((8, POINTS), jnp.int8), jnp.full(8, POINTS), jnp.arange(8))
    assert moved.tolist() == [POINTS] * 8


def test_draws_depend_on_seed_and_update_alone_and_cover_everything() -> None:
    indices, symmetry = draw(1, jnp.asarray(5), 4096, 100)
    again, _ = draw(1, jnp.asarray(5), 4096, 100)
    other, _ = draw(1, jnp.asarray(6), 4096, 100)
    np.testing.assert_array_equal(indices, again)
    assert (np.asarray(indices) != np.asarray(other)).any()
    assert set(np.asarray(indices).tolist()) == set(range(100))
    assert np.bincount(np.asarray(symmetry), minlength=8).min() > 4096 / 8 * 0.8


def test_examples_number_the_records_of_all_files(records: Path) -> None:
    examples = Examples.open(records, "train")
    first, second = (np.asarray(open_records(records / f"{name}.train.records")) for name in "ab")
    assert len(examples) == len(first) + len(second)
    chosen = np.array([len(first), 0, len(first) - 1, len(examples) - 1, 3])
    np.testing.assert_array_equal(examples[chosen], np.concatenate([first, second])[chosen])
    assert examples.spread(3).tolist() == [0, (len(examples) - 1) // 2, len(examples) - 1]
    assert len(examples.spread(None)) == len(examples)
