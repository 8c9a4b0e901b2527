"""Komi in words."""
# ruff: noqa: RUF001  (full-width letters are what people type)

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from darkgo.go.wording import MOST, read_komi


@pytest.mark.parametrize(
    ("text", "komi"),
    [
        ("6目半", 6.5),
        ("六目半", 6.5),
        ("６目半", 6.5),
        ("６．５", 6.5),
        ("6½", 6.5),
        ("6 1/2", 6.5),
        ("6.5目", 6.5),
        ("六半", 6.5),
        ("半目", 0.5),
        ("十二目", 12),
        ("黒6目半", 6.5),
        ("白贴目六目半", 6.5),
        ("先番５目半コミ出し", 5.5),
        ("3又3/4子", 7.5),
        ("3 3/4子", 7.5),
        ("3¾子", 7.5),
        ("3.75子", 7.5),
        ("三又四分之三子", 7.5),
        ("黑贴3又3/4子", 7.5),
        ("2又3/4子", 5.5),
        ("375", 7.5),
        ("375子", 7.5),
        ("6집반", 6.5),
        ("덤 여섯집반", 6.5),
        ("Komi: 6.5", 6.5),
        ("6.5 moku", 6.5),
        ("5 and a half", 5.5),
        ("7 (area)", 7),
        ("逆コミ5目半", -5.5),
        ("コミなし", 0),
        ("無し", 0),
        ("6目半くらい", None),
        ("6目か7目", None),
        ("六六六目", None),
        ("6.5目半", None),
        ("半分", None),
        ("six", None),
        ("6 foo", None),
        ("180又1/2子", None),
        ("又", None),
        ("/", None),
    ],
)
def test_komi(text, komi):
    assert read_komi(text) == komi


@example("0,.")
@given(st.text() | st.text("0123456789.,/½¾又目子半六十百零집반黒贴 -+", max_size=12))
def test_any_text_is_understood_or_not(text):
    komi = read_komi(text)
    assert komi is None or (abs(komi) <= MOST and komi * 2 == round(komi * 2))
