import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from darkgo.data import records
from darkgo.data.manifest import Manifest, Source
from darkgo.data.records import (
    BLACK,
    UNKNOWN,
    WHITE,
    Positions,
    check,
    convert_old,
    decode,
    encode,
    open_old_records,
    open_records,
    upgrade,
)
from darkgo.errors import BadInput
from darkgo.go.board import Board

LAST_BUT_ONE = """
    X X . . . . . . . . . . . . . . . . .
    . . . . . . . . . . . . . . . . . . .
    . . . . . X . . . . . . . . . . . . .
    . . . X . . . . . . . . . . . X X . .
    . . . . . . . . . . . . . . . . . . .
    . . . . . . . . . . . . . . . . . . .
    . . . . . . . . . . . . . . . . . . .
    . . . . . . . . . . . . . . . . . . .
    . . . . . . . . . . O . . . . . . . .
    . . . . . . . . . O . O . . . . . . .
    . . . . . . . . . O O O X . . . . . .
    . . . . . . . . . . X . . . . . . . .
    . . . . . . . . . . . . . . . . . . .
    . . . . . . . . . . . . . . . . . . .
    . . . . . . . . . . . . . . . . . . .
    . . . O . . . . . . . . . . . O . . .
    . . . . . . . . . . . . . . . . O . .
    . . . . . . . . . . . . . . . . . . .
    . . . . . . . . . . . . . . . . . . X
"""


def test_golden_of_the_original(goldens):
    positions = decode(open_records(goldens / "records.96"))
    assert len(positions.row) == 20
    assert not positions.stones[0].any()
    assert (positions.player == [BLACK, WHITE] * 10).all()
    assert (positions.winner == WHITE).all()
    assert (positions.row[-1], positions.column[-1]) == (18, 0)
    # White is to move, so White's stones are +1.
    assert Board.from_array(-positions.stones[-1]) == Board.parse(LAST_BUT_ONE)


def test_old_golden_holds_the_same_positions(goldens):
    old, new = open_old_records(goldens / "records.94"), open_records(goldens / "records.96")
    assert (old == new[:, 2:]).all()
    positions = decode(upgrade(old))
    assert (positions.stones == decode(new).stones).all()
    assert set(positions.player) == set(positions.winner) == {UNKNOWN}


def test_encode_gives_back_the_golden(goldens):
    raw = open_records(goldens / "records.96")
    assert encode(decode(raw)).tobytes() == raw.tobytes()


@given(
    stones=hnp.arrays(np.int8, (3, 361), elements=st.sampled_from([-1, 0, 1])),
    heads=hnp.arrays(np.uint8, (2, 3), elements=st.sampled_from([BLACK, WHITE, UNKNOWN])),
    points=st.lists(st.integers(0, 361), min_size=3, max_size=3),
)
def test_decode_is_the_inverse_of_encode(stones, heads, points):
    row, column = (
        np.array([point // 19 for point in points], np.uint8),
        np.array([19 if point == 361 else point % 19 for point in points], np.uint8),
    )
    raw = encode(Positions(stones, row, column, *heads))
    check(raw, "made here", np.arange(3))
    again = decode(raw)
    for name, expected in (("stones", stones), ("row", row), ("column", column)):
        assert (getattr(again, name) == expected).all()
    assert (again.player == heads[0]).all()
    assert (again.winner == heads[1]).all()


@pytest.mark.parametrize(("row", "column"), [(19, 19), (19, 3), (0, 19), (255, 255)])
def test_nineteen_or_more_in_either_means_pass(goldens, row, column):
    raw = np.array(open_records(goldens / "records.96")[:1])
    raw[0, 2:4] = row, column
    positions = decode(raw)
    assert (positions.row[0], positions.column[0]) == (19, 19)


def test_an_empty_file_has_no_records(tmp_path):
    (tmp_path / "none.records").touch()
    assert open_records(tmp_path / "none.records").shape == (0, 96)


def test_records_are_mapped_and_cannot_be_written(goldens):
    raw = open_records(goldens / "records.96")
    assert isinstance(raw, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        raw[0, 0] = 0


@pytest.mark.parametrize(
    ("place", "byte", "message"),
    [
        (0, ord("2"), r"record 7: expected player and winner, each '1', '0' or '\?', found b'20'"),
        (1, 0, r"record 7: expected player and winner"),
        (95, ord(" "), r"record 7: expected a newline at the end, found b' '"),
        (20, 0b1100, "record 7: expected no point with stones of both"),
        (94, 0b100, "record 7: expected only one point in the last byte"),
    ],
)
def test_a_malformed_record_is_refused(goldens, tmp_path, place, byte, message):
    data = bytearray((goldens / "records.96").read_bytes())
    data[7 * 96 + place] = byte
    path = tmp_path / "x.records"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=message):
        open_records(path)


@pytest.mark.parametrize("point", [0, 1, 2, 3, 360])
def test_no_point_of_a_byte_has_stones_of_both(goldens, tmp_path, point):
    data = bytearray((goldens / "records.96").read_bytes())
    data[4 + point // 4] |= 0b11 << 2 * (point % 4)
    path = tmp_path / "x.records"
    path.write_bytes(data)
    with pytest.raises(BadInput, match="record 0: expected no point with stones of both"):
        open_records(path)


def test_a_size_that_is_no_multiple_is_refused(goldens, tmp_path):
    path = tmp_path / "x.records"
    path.write_bytes((goldens / "records.96").read_bytes()[:-1])
    with pytest.raises(BadInput, match=r"1919 bytes is not a multiple of 96, the size of a record$"):
        open_records(path)


@pytest.mark.parametrize("copies", [1, 12])
def test_old_records_are_recognised(goldens, tmp_path, copies):
    """Also when their size happens to be a multiple of both sizes."""
    path = tmp_path / "x.records"
    path.write_bytes((goldens / "records.94").read_bytes() * copies)
    assert (path.stat().st_size % 96 == 0) == (copies == 12)
    with pytest.raises(BadInput, match="old records have 94 bytes: darkgo data convert"):
        open_records(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"x\.records: No such file"):
        open_records(tmp_path / "x.records")


def test_a_file_that_the_manifest_counts_otherwise_is_refused(goldens, tmp_path):
    source = Source.named("pro", "pro.tar.xz", "")
    source.train.bytes = 21 * 96
    Manifest([source]).write(tmp_path)
    path = tmp_path / "pro.train.records"
    path.write_bytes((goldens / "records.96").read_bytes())
    with pytest.raises(BadInput, match=r"1920 bytes, but manifest\.json beside it says 2016"):
        open_records(path)
    path.rename(tmp_path / "other.records")
    assert len(open_records(tmp_path / "other.records")) == 20


def test_convert(goldens, tmp_path):
    new = tmp_path / "new.records"
    assert convert_old(goldens / "records.94", new) == 20
    assert (open_records(new)[:, 2:] == open_records(goldens / "records.96")[:, 2:]).all()


def test_convert_of_new_records_is_refused_and_leaves_nothing(goldens, tmp_path):
    old = tmp_path / "old"
    old.write_bytes((goldens / "records.96").read_bytes() * 47)
    for source, message in (
        (goldens / "records.96", "1920 bytes is not a multiple of 94"),
        (old, "old: record 0: expected"),
    ):
        with pytest.raises(BadInput, match=message):
            convert_old(source, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize("left", [4700, 0, None])
def test_a_file_that_is_cut_while_it_is_converted(goldens, tmp_path, monkeypatch, left):
    """Reading on in the map would kill the process."""
    old, new = tmp_path / "old.94", tmp_path / "new.records"
    old.write_bytes((goldens / "records.94").read_bytes() * 100)
    monkeypatch.setattr(records, "_CHUNK", 100)
    numbers = []

    def checked(raw, path, which):
        numbers.append(which[0])
        if len(numbers) == 2:
            old.unlink() if left is None else os.truncate(old, left)

    monkeypatch.setattr(records, "check", checked)
    found = "No such file" if left is None else f"found {left} bytes; expected {94 * 2000}"
    with pytest.raises(BadInput, match=rf"old\.94: {found}"):
        convert_old(old, new)
    assert numbers == [0, 100]
    assert [path.name for path in tmp_path.iterdir()] == ([] if left is None else ["old.94"])


def test_converting_a_file_onto_itself_is_refused(goldens, tmp_path):
    path = tmp_path / "x.94"
    path.write_bytes((goldens / "records.94").read_bytes())
    with pytest.raises(BadInput, match="are the same"):
        convert_old(path, path)
    assert path.read_bytes() == (goldens / "records.94").read_bytes()
