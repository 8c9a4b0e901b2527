"""A metrics file that a resumed run finds."""

from pathlib import Path

import pytest

from darkgo.errors import BadInput
from darkgo.train.journal import METRICS, Journal, Row

HEADER = b"update,positions,loss,accuracy,rate,positions_per_second,valid_top1,valid_nll\r\n"
JUDGING = b",ownership,winner,margin,valid_winner,valid_winner_nll"
NOW = HEADER.replace(b"\r\n", JUDGING + b"\r\n")
ROWS = b"10,80,5.5,0.02,0.1,90.0,,\r\n20,160,4.5,0.08,0.1,91.0,0.09,4.4\r\n"


def test_later_rows_are_cut_off_and_the_others_stay_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / METRICS
    rows = b"10,80,5.5,0.02,0.1,90.0,,,,,,,\r\n20,160,4.5,0.08,0.1,91.0,0.09,4.4,0.5,0.6,,0.55,0.68\r\n"
    path.write_bytes(NOW + rows + b"30,240,4.0,0.1,0.1,92.0,,,,,,,\r\n40,3")
    Journal(tmp_path, 0, 50, 20).add(Row(21, 168, 4.4, 0.1, 0.1, 90.0, ownership=0.5), 4.4, 0.0, 1.0, 168)
    assert path.read_bytes() == NOW + rows + b"21,168,4.4,0.1,0.1,90.0,,,0.5,,,,\r\n"


def test_the_rows_of_a_run_from_before_value_heads_get_the_new_columns(tmp_path: Path) -> None:
    path = tmp_path / METRICS
    path.write_bytes(HEADER + ROWS + b"30,240,4.0,0.1,0.1,92.0,,\r\n40,3")
    Journal(tmp_path, 0, 50, 20).add(Row(21, 168, 4.4, 0.1, 0.1, 90.0, winner=0.6), 4.4, 0.0, 1.0, 168)
    longer = ROWS.replace(b"\r\n", b",,,,,\r\n")
    assert path.read_bytes() == NOW + longer + b"21,168,4.4,0.1,0.1,90.0,,,,0.6,,,\r\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1: found ''"),
        (HEADER.replace(b"update", b"up") + ROWS, "line 1: found 'up,positions"),
        (HEADER + b"x" + ROWS, "line 2: found 'x10,80,"),
        (HEADER + b"9" * 5000 + ROWS, "line 2: found '9999"),
        (HEADER + ROWS.replace(b"10,80,", b"80,"), "line 2: found '80,5.5"),
        (HEADER + ROWS + b"\xff\0\r\n", "line 4: found '\ufffd"),
        (HEADER + ROWS + b"\n", "line 4: found ''"),
        (NOW + ROWS, "line 2: found '10,80,5.5,0.02,0.1,90.0,,'"),
        (HEADER.replace(b"\r\n", b",ownership\r\n") + ROWS, "line 1: found 'update,"),
    ],
)
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / METRICS
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        Journal(tmp_path, 0, 50, 20)
    assert str(caught.value).startswith(f"{path}, {said}")
    assert "expected the metrics of this run" in str(caught.value)
    assert path.read_bytes() == content
