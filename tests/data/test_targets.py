"""Targets of a search beside a file of records."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.data.targets import (
    HEADER_BYTES,
    MOVES,
    NONE,
    ROW,
    WHOLE,
    Targets,
    check,
    header,
    open_targets,
    rows_of,
    targets_of,
)
from darkgo.errors import BadInput

SIDE = 5
ACTIONS = SIDE * SIDE + 1


def drawn(seed, count=6, moves=10):
    """Visits, win rates and policies of so many positions, the last without a search."""
    random = np.random.default_rng(seed)
    policy = random.random((count, ACTIONS)).astype(np.float32) ** 4
    for row in policy:
        row[random.permutation(ACTIONS)[moves:]] = 0
    policy /= policy.sum(axis=1, keepdims=True)
    visits = random.integers(1, 100, count)
    visits[-1], policy[-1] = 0, 0
    return visits, random.random(count).astype(np.float32), policy


def written(folder, rows, side=SIDE):
    records = folder / f"x.train.{side}x{side}.records"
    targets_of(records).write_bytes(header(side) + rows.tobytes())
    return records


@given(st.integers(0, 10**6), st.integers(1, MOVES))
def test_what_is_written_is_read(seed, moves):
    visits, win, policy = drawn(seed, moves=moves)
    rows = rows_of(visits, win, policy)
    targets = Targets(SIDE, rows)
    check(targets, "x")
    assert rows["visits"].tolist() == visits.tolist()
    assert rows["win"][:-1] / WHOLE == pytest.approx(win[:-1], abs=1e-5)
    assert targets.policy(np.arange(len(rows))) == pytest.approx(policy, abs=MOVES / WHOLE)


def test_moves_beyond_the_fifteenth_leave_their_share_to_the_others():
    policy = np.full((1, ACTIONS), 1 / ACTIONS, np.float32)
    rows = rows_of(np.array([20]), np.array([0.5]), policy)
    found = Targets(SIDE, rows).policy(np.array([0]))[0]
    assert found.sum() == pytest.approx(1)
    assert (found > 0).sum() == MOVES


def test_a_row_has_64_bytes_and_lies_in_the_file(tmp_path):
    assert ROW.itemsize == 64
    assert open_targets(tmp_path / "x.train.5x5.records", 6) is None
    visits, win, policy = drawn(1)
    records = written(tmp_path, rows_of(visits, win, policy))
    targets = open_targets(records, 6)
    assert targets.side == SIDE
    assert targets.policy(np.array([2])).argmax() == policy[2].argmax()
    assert open_targets(written(tmp_path, np.empty(0, ROW)), 0).rows.shape == (0,)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows["moves"][1].__setitem__(0, ACTIONS), "row 1: expected moves below 26"),
        (lambda rows: rows["moves"][1].__setitem__(0, NONE), "row 1: expected a share for each move"),
        (lambda rows: rows["moves"][1].__setitem__(0, rows["moves"][1, 1]), "row 1: expected each move once"),
        (lambda rows: rows["shares"][1].__setitem__(0, 1), "row 1: expected the largest share first"),
        (lambda rows: rows["visits"].__setitem__(5, 3), "row 5: expected shares whose sum is 65535"),
        (lambda rows: rows["visits"].__setitem__(0, 0), "row 0: expected shares whose sum is 65535"),
    ],
)
def test_a_row_that_is_malformed(tmp_path, change, said):
    rows = rows_of(*drawn(2))
    change(rows)
    with pytest.raises(BadInput, match=said):
        open_targets(written(tmp_path, rows), 6)


def test_a_file_that_does_not_fit_its_records(tmp_path):
    records = written(tmp_path, rows_of(*drawn(3)))
    size = HEADER_BYTES + 6 * 64
    with pytest.raises(BadInput, match=f"found {size} bytes, expected {size - 64} for 5 records"):
        open_targets(records, 5)
    path = targets_of(records)
    path.write_bytes(header(9) + path.read_bytes()[HEADER_BYTES:])
    with pytest.raises(BadInput, match="found side 9, expected 5, as the file's name says"):
        open_targets(records, 6)
    path.write_bytes(b"(;GM[1])")
    with pytest.raises(BadInput, match="byte 0: found"):
        open_targets(records, 6)
