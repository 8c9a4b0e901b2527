"""Tables of games: their form, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.data.build import build
from darkgo.data.games import (
    HEADER_BYTES,
    dtype,
    header,
    open_games,
    packed,
    read_games,
    table_of,
    unpacked,
)
from darkgo.data.records import BLACK, record_bytes
from darkgo.errors import BadInput

GAME = b"(;SZ[%d]KM[6.5]RE[B+3.5];B[aa];W[bb];B[cc])"


def rows_of(side, counts):
    rows = np.zeros(len(counts), dtype(side))
    rows["first"] = np.cumsum([0, *counts[:-1]])
    rows["count"] = counts
    rows["komi"], rows["margin"] = 6.5, np.nan
    for name, letter in (
        ("winner", "1"),
        ("ending", "R"),
        ("rules", "T"),
        ("origin", "L"),
        ("newline", "\n"),
    ):
        rows[name] = ord(letter)
    return rows


def written(folder, rows, side=19):
    path = folder / ("x.train.games" if side == 19 else f"x.train.{side}x{side}.games")
    path.write_bytes(header(side) + rows.tobytes())
    return path


def test_a_row_of_19x19_has_116_bytes_in_the_order_of_the_documentation(tmp_path):
    assert dtype(19).itemsize == 24 + 91 + 1
    path = written(tmp_path, rows_of(19, [5, 7]))
    second = path.read_bytes()[16 + 116 :]
    assert path.read_bytes()[:16] == b"darkgo games 1\n\x13"
    assert second[:8] == b"\x05\0\0\0\x07\0\0\0"
    assert second[16:20] == b"1RTL"
    assert second[-1:] == b"\n"


@pytest.mark.parametrize("side", [5, 6, 9, 13, 18, 19, 25])
def test_a_table_comes_back(tmp_path, side):
    rows = rows_of(side, [3, 0, 4])
    owners = np.random.default_rng(side).integers(0, 4, (3, side * side)).astype(np.uint8)
    rows["owners"] = packed(owners)
    games = read_games(written(tmp_path, rows, side), 7)
    assert games.side == side
    assert games.rows.tobytes() == rows.tobytes()
    assert (games.owners() == owners).all()
    assert (games.owners([2, 0]) == owners[[2, 0]]).all()


@given(st.lists(st.integers(0, 3), min_size=49, max_size=49))
def test_packing(owners):
    row = np.array([owners], np.uint8)
    assert (unpacked(packed(row), 7) == row).all()


def test_a_table_without_games(tmp_path):
    assert len(read_games(written(tmp_path, rows_of(9, [])[:0], 9), 0).rows) == 0


def test_records_without_a_table(tmp_path):
    (tmp_path / "x.train.records").write_bytes(b"")
    assert open_games(tmp_path / "x.train.records") is None


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("first", 4, "row 1: found 4, expected record 5 as its first"),
        ("count", 8, "row 1: found 13, expected at most 12 records"),
        ("count", 6, "found games of 11 records, expected 12"),
        ("winner", ord("b"), "row 1: found 98, expected the code of one of 10=[?] as winner"),
        ("ending", 0, "row 1: found 0, expected the code of one of CRTFV[?] as ending"),
        ("rules", ord("a"), "row 1: found 97, expected the code of one of AT[?] as rules"),
        ("origin", ord("Y"), "row 1: found 89, expected the code of one of [?]LEX as origin"),
        ("komi", 1e9, "row 1: found 1000000000.0, expected a komi up to 50, or NaN"),
        ("margin", np.inf, "row 1: found inf, expected a margin, or NaN"),
        ("zero", 1, "row 1: .* expected zeros at bytes 21 to 23"),
        ("owners", 255, "row 1: found 255, expected owners of 361 points"),
        ("newline", 0, "row 1: found 0, expected a newline at the end"),
    ],
)
def test_a_row_that_is_malformed(tmp_path, name, value, message):
    rows = rows_of(19, [5, 7])
    rows[name][1] = value
    path = written(tmp_path, rows)
    with pytest.raises(BadInput, match=rf"x\.train\.games: {message}: build it again"):
        read_games(path, 12)


def test_owners_without_an_origin(tmp_path):
    rows = rows_of(19, [5])
    rows["origin"], rows["owners"][0, 3] = ord("?"), 1
    with pytest.raises(BadInput, match=r"row 0: found 63, expected no owners where their origin is [?]"):
        read_games(written(tmp_path, rows), 5)


def test_a_file_that_is_no_table(tmp_path):
    path = tmp_path / "x.train.games"
    for content, message in (
        (b"", "byte 0: found b'', expected b'darkgo games 1"),
        (b"PNG", "byte 0: found b'PNG', expected b'darkgo games 1"),
        (header(9), "byte 15: found side 9, expected 19, as the file's name says"),
        (header(19)[:-1], "byte 15: found no side, expected 19"),
        (header(19) + b"x", "found 17 bytes, expected 16 and 116 for each game"),
    ):
        path.write_bytes(content)
        with pytest.raises(BadInput, match=rf"x\.train\.games: {message}"):
            read_games(path, 0)


@pytest.mark.parametrize("side", [9, 19])
def test_a_table_that_does_not_fit_its_manifest_or_its_records(tmp_path, side):
    source, out = tmp_path / "games.sgf", tmp_path / "out"
    source.write_bytes(GAME % side)
    (built,) = build([source], out, 1).sources
    (part,) = (part for part in built.record_files if part.games)
    records = out / part.file
    games = open_games(records)
    assert (games.side, games.rows["count"].tolist(), games.rows["winner"].tolist()) == (side, [3], [BLACK])
    rows, table = games.rows.tobytes(), table_of(records)
    table.write_bytes(header(side))
    with pytest.raises(BadInput, match=rf"{table.name}: found {HEADER_BYTES} bytes, but manifest"):
        open_games(records)
    (out / "manifest.json").unlink()
    with pytest.raises(
        BadInput, match=rf"{table.name}: found games of 0 records, expected 3: build it again"
    ):
        open_games(records)
    records.write_bytes(records.read_bytes()[: record_bytes(side)])
    table.write_bytes(header(side) + rows)
    with pytest.raises(BadInput, match="row 0: found 3, expected at most 1 records"):
        open_games(records)
