"""Komi and results in words."""
# ruff: noqa: RUF001  (full-width letters are what people type)

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from darkgo.go.points import Colour
from darkgo.go.wording import MOST, read_komi, read_winner, says_no_winner

BLACK, WHITE = Colour.BLACK, Colour.WHITE


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


@pytest.mark.parametrize(
    ("text", "winner"),
    [
        ("黑胜1又3/4子", BLACK),
        ("黑中盘胜", BLACK),
        ("白方中盘胜", WHITE),
        ("白中盤勝", WHITE),
        ("黑超时负", WHITE),
        ("白认输", BLACK),
        ("黑胜 (白超时)", BLACK),
        ("白1目半勝ち", WHITE),
        ("225手完, 黒半目勝ち", BLACK),
        ("5手完, 白中押し勝ち", WHITE),
        ("白番中押し勝ち", WHITE),
        ("黒時間切れ負け", WHITE),
        ("白投了", BLACK),
        ("흑 불계승", BLACK),
        ("백 3집반승", WHITE),
        ("백 시간패", BLACK),
        ("Ｗ＋Ｒ", WHITE),
        ("Game over, W+2.5", WHITE),
        ("White resigns", BLACK),
        ("B resigned", WHITE),
        ("black lost by time", WHITE),
    ],
)
def test_who_won(text, winner):
    assert read_winner(text) is winner
    assert not says_no_winner(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "Draw",
        "Void",
        "?",
        "Both lost",
        "ジゴ",
        "持碁",
        "和棋",
        "무승부",
        "黒白勝負なし",
        "胜负未分",
        "無勝負",
    ],
)
def test_nobody_won(text):
    assert read_winner(text) is None
    assert says_no_winner(text)


@pytest.mark.parametrize("text", ["hello", "5目", "黑", "+", "won", "ab+3"])
def test_a_result_that_is_not_understood(text):
    assert read_winner(text) is None
    assert not says_no_winner(text)


@example("0,.")
@given(st.text() | st.text("0123456789.,/½¾又目子半六十百零집반黒贴 -+", max_size=12))
def test_any_text_is_understood_or_not(text):
    komi = read_komi(text)
    assert komi is None or (abs(komi) <= MOST and komi * 2 == round(komi * 2))
    assert read_winner(text) in (BLACK, WHITE, None)
    assert says_no_winner(text) in (True, False)
