"""Results in words."""
# ruff: noqa: RUF001  (full-width letters are what people type)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.go.points import Colour
from darkgo.go.result import EndingKind, read_result, says_no_winner

BLACK, WHITE = Colour.BLACK, Colour.WHITE


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
    assert read_result(text).winner is winner
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
    assert read_result(text).winner is None
    assert says_no_winner(text)


@pytest.mark.parametrize("text", ["hello", "5目", "黑", "+", "won", "ab+3"])
def test_a_result_that_is_not_understood(text):
    assert read_result(text).winner is None
    assert not says_no_winner(text)


@pytest.mark.parametrize(
    ("text", "ending", "margin"),
    [
        ("B+3.5", EndingKind.COUNTED, 3.5),
        ("W+12", EndingKind.COUNTED, -12),
        ("B+0,5", EndingKind.COUNTED, 0.5),
        ("Ｗ＋１２．５", EndingKind.COUNTED, -12.5),
        ("B+3½", EndingKind.COUNTED, 3.5),
        ("W+2 1/2", EndingKind.COUNTED, -2.5),
        ("W+2.5 points", EndingKind.COUNTED, -2.5),
        ("Black wins by 3.5 points", EndingKind.COUNTED, 3.5),
        ("黑胜1又3/4子", EndingKind.COUNTED, 3.5),
        ("黑胜3/4子", EndingKind.COUNTED, 1.5),
        ("黑胜1/4子", EndingKind.COUNTED, 0.5),
        ("白勝3子", EndingKind.COUNTED, -6),
        ("W+0.75", EndingKind.COUNTED, -1.5),
        ("黒3目半勝", EndingKind.COUNTED, 3.5),
        ("黒３目半勝", EndingKind.COUNTED, 3.5),
        ("225手完, 黒半目勝ち", EndingKind.COUNTED, 0.5),
        ("백 3집반승", EndingKind.COUNTED, -3.5),
        ("흑 반집승", EndingKind.COUNTED, 0.5),
        ("0", EndingKind.COUNTED, 0),
        ("Draw", EndingKind.COUNTED, 0),
        ("Jigo", EndingKind.COUNTED, 0),
        ("持碁", EndingKind.COUNTED, 0),
        ("B+R", EndingKind.RESIGNED, None),
        ("B+Resign", EndingKind.RESIGNED, None),
        ("White resigns", EndingKind.RESIGNED, None),
        ("白中盤勝", EndingKind.RESIGNED, None),
        ("黑中盘胜", EndingKind.RESIGNED, None),
        ("白番中押し勝ち", EndingKind.RESIGNED, None),
        ("흑 불계승", EndingKind.RESIGNED, None),
        ("B+T", EndingKind.TIME, None),
        ("W+Time", EndingKind.TIME, None),
        ("黑超时负", EndingKind.TIME, None),
        ("黒時間切れ負け", EndingKind.TIME, None),
        ("B+F", EndingKind.FORFEIT, None),
        ("W+Forfeit", EndingKind.FORFEIT, None),
        ("白 反則負け", EndingKind.FORFEIT, None),
        ("Void", EndingKind.VOID, None),
        ("無勝負", EndingKind.VOID, None),
        ("B+", EndingKind.UNKNOWN, None),
        ("黑胜185子", EndingKind.UNKNOWN, None),
        ("?", EndingKind.UNKNOWN, None),
        ("", EndingKind.UNKNOWN, None),
    ],
)
def test_how_it_ended_and_by_how_much(text, ending, margin):
    result = read_result(text)
    assert (result.ending, result.margin) == (ending, margin)
    assert not result.is_contradictory


@pytest.mark.parametrize("text", ["B+3.5 白中盤勝", "W+R (B+2)", "黑胜, 白1目半勝ち", "B+0"])
def test_a_result_that_contradicts_itself(text):
    result = read_result(text)
    assert result.is_contradictory
    assert (result.winner, result.ending, result.margin) == (None, EndingKind.UNKNOWN, None)
    assert not says_no_winner(text)


@given(st.text() | st.text("BWbw+0123456789.,/½又目子半六十百집반黒白胜負 -", max_size=12))
def test_any_text_is_understood_or_not(text):
    result = read_result(text)
    assert result.margin is None or result.margin * 2 == round(result.margin * 2)
    assert (result.margin is None) == (result.ending is not EndingKind.COUNTED)
    if result.winner and result.margin:
        assert result.margin * result.winner > 0
