"""What a record tells: rows of the table of games against the texts and the last position."""

import math

import numpy as np
import pytest

from darkgo.data.game_row import game_row, with_first_record
from darkgo.data.games import dtype, unpacked
from darkgo.data.replay import replay
from darkgo.go.sgf import read_games


def read(sgf):
    """The row of a game, its owners [S, S] and the doubts."""
    (record,) = read_games(sgf.encode())
    side = record.size
    raw, doubts = game_row(record, replay(record), 7)
    (found,) = np.frombuffer(raw, dtype(side))
    return found, unpacked(found["owners"][None], side).reshape(side, side), doubts


def facts(header):
    """The numbers and letters of a row, and the doubts."""
    found, _, doubts = read(f"(;SZ[19]{header};B[aa])")
    letters = "".join(chr(found[name]) for name in ("winner", "ending", "rules"))
    numbers = [None if math.isnan(found[name]) else float(found[name]) for name in ("komi", "margin")]
    return *numbers, letters, doubts


@pytest.mark.parametrize(
    ("header", "komi", "margin", "letters"),
    [
        ("KM[6.5]RE[B+3.5]", 6.5, 3.5, "1CT"),
        ("KM[7.5]RE[W+12.5]", 7.5, -12.5, "0CA"),
        ("KM[375]RE[W+R]", 7.5, None, "0RA"),
        ("KM[650]RE[W+R]", 6.5, None, "0RT"),
        ("KM[750]RE[B+]", 7.5, None, "1?A"),
        ("KM[5.5]RE[黑胜1又3/4子]", 5.5, 3.5, "1CA"),
        ("KM[5.5]RE[白中盤勝]", 5.5, None, "0RT"),
        ("KM[6]RE[0]", 6, 0, "=CT"),
        ("KM[6]RE[Jigo]", 6, 0, "=CT"),
        ("KM[6.5]RE[Void]", 6.5, None, "?VT"),
        ("KM[6.5]RE[?]", 6.5, None, "??T"),
        ("", None, None, "???"),
        # Who lost on time may have been ahead.
        ("KM[6.5]RE[B+T]", 6.5, None, "?TT"),
        ("KM[6.5]RE[W+F]", 6.5, None, "?FT"),
        ("KM[6.5]RU[Chinese]RE[B+3.5]", 6.5, 3.5, "1CA"),
        ("KM[6.5]RU[中国规则]RE[B+3.5]", 6.5, 3.5, "1CA"),
        ("KM[7.5]RU[Japanese]RE[B+3.5]", 7.5, 3.5, "1CT"),
        ("KM[7.5]RU[my own]RE[B+3.5]", 7.5, 3.5, "1CA"),
        ("KM[-5.5]RE[B+0.5]", -5.5, 0.5, "1CT"),
        ("KM[0]DT[1870]RE[B+R]", 0, None, "1RT"),
        ("KM[0]DT[2015]RE[B+5]", 0, 5, "1CT"),
        ("KM[0]HA[2]AB[dd][pp]DT[2015]RE[B+R]", 0, None, "1RT"),
        ("KM[6.5]RE[W+354.5]", 6.5, -354.5, "0CT"),
    ],
)
def test_komi_and_result(header, komi, margin, letters):
    assert facts(header) == (komi, margin, letters, [])


@pytest.mark.parametrize(
    ("header", "komi", "margin", "letters", "doubt"),
    [
        ("KM[1000000000]RE[B+R]", None, None, "1R?", "komi not understood"),
        ("KM[-800]RE[B+R]", -8, None, "1RT", None),
        ("KM[-90]RE[B+R]", None, None, "1R?", "komi not understood"),
        ("AP[DarkGo]KM[999]RE[B+R]", None, None, "1R?", "komi not understood"),
        ("KM[much]RE[B+2]", None, 2, "1C?", "komi not understood"),
        ("KM[6.5]RE[hello]", 6.5, None, "??T", "result not understood"),
        ("KM[6.5]RE[B+3.5 白中盤勝]", 6.5, None, "??T", "result contradicts itself"),
        ("KM[6.5]RE[0]", 6.5, None, "??T", "result contradicts itself"),
        ("KM[6.5]RE[B+0]", 6.5, None, "??T", "result contradicts itself"),
        ("KM[6.5]RE[B+400.5]", 6.5, None, "??T", "margin beyond the board"),
        ("KM[0]RE[B+3.5]", None, 3.5, "1CT", "komi does not fit"),
        ("KM[0]DT[2015-01-02]RE[B+R]", None, None, "1R?", "komi 0 not believed"),
        ("KM[0]DT[2015-01-02]RE[B+3.5]", None, 3.5, "1C?", "komi 0 not believed"),
    ],
)
def test_what_cannot_be_believed(header, komi, margin, letters, doubt):
    assert facts(header) == (komi, margin, letters, [doubt] if doubt else [])


def test_the_number_of_the_first_record():
    (record,) = read_games(b"(;SZ[9];B[aa];W[bb])")
    raw, _ = game_row(record, replay(record), 2)
    (found,) = np.frombuffer(with_first_record(raw, 70_000), dtype(9))
    assert (found["first"], found["count"]) == (70_000, 2)


@pytest.mark.parametrize(
    ("header", "stones"),
    [
        ("HA[2]AB[aa][bb];W[cc]", 2),
        ("AB[aa][bb][dd];W[cc]", 3),
        ("AB[aa];W[cc]", 0),
        ("AB[aa][bb]AW[ee];W[cc]", 0),
        ("AB[aa][bb];B[cc]", 0),
    ],
)
def test_handicap(header, stones):
    found, _, _ = read(f"(;SZ[9]{header})")
    assert found["handicap"] == stones


# Owners

SGF = "abcdefghijklmnopqrs"


def game(diagram, header, passes=2, shuttle=0):
    """A game whose last position is a diagram of stones set up. `shuttle`: passes that come first."""
    rows = [line.split() for line in diagram.splitlines() if line.strip()]
    placed = {
        ident: "".join(
            f"[{SGF[x]}{SGF[y]}]" for y, line in enumerate(rows) for x, at in enumerate(line) if at == sign
        )
        for ident, sign in (("AB", "X"), ("AW", "O"))
    }
    setup = "".join(ident + points for ident, points in placed.items() if points)
    moves = ";B[];W[]" * (shuttle // 2) + ";B[];W[]"[: 4 * passes]
    return f"(;SZ[{len(rows)}]{header}{setup}{moves})"


# Black has 14 points and White 11.
DIVIDED = """
    . X O . .
    X X O O O
    X . X O .
    X X X O O
    . . . X O
"""
OWNERS = [
    [1, 1, 2, 2, 2],
    [1, 1, 2, 2, 2],
    [1, 1, 1, 2, 2],
    [1, 1, 1, 2, 2],
    [1, 1, 1, 1, 2],
]


def test_a_count_that_is_the_margin_is_exact():
    found, owners, _ = read(game(DIVIDED, "KM[0.5]RE[B+2.5]"))
    assert chr(found["origin"]) == "X"
    assert owners.tolist() == OWNERS


@pytest.mark.parametrize(
    ("header", "passes", "shuttle", "origin"),
    [
        ("KM[0.5]RE[B+4.5]", 2, 0, "?"),
        ("KM[0.5]RE[B+4.5]", 2, 10, "L"),
        ("KM[0.5]RE[B+R]", 2, 10, "L"),
        ("RE[B+2.5]", 2, 10, "L"),
        ("KM[0.5]RE[B+2.5]", 1, 0, "?"),
    ],
)
def test_other_games_have_the_owners_of_a_late_last_position(header, passes, shuttle, origin):
    found, owners, _ = read(game(DIVIDED, header, passes, shuttle))
    assert chr(found["origin"]) == origin
    assert owners.tolist() == (OWNERS if origin == "L" else np.zeros((5, 5), int).tolist())


def test_points_beside_both_are_neutral_in_an_exact_count_and_else_unknown():
    neutral = DIVIDED.replace(". . . X O", ". . . O O")
    found, owners, _ = read(game(neutral, "KM[0]RE[W+2]"))
    assert chr(found["origin"]) == "X"
    assert owners[4].tolist() == [3, 3, 3, 2, 2]
    found, owners, _ = read(game(neutral, "KM[0]RE[W+R]", shuttle=10))
    assert chr(found["origin"]) == "L"
    assert owners[4].tolist() == [0, 0, 0, 2, 2]


@pytest.mark.parametrize(("third", "owner"), [(". . X X X", 1), (". . . X X", 0)])
def test_an_open_area_is_left_out(third, owner):
    """On 5x5 a region of 13 points is open, one of 12 is not."""
    diagram = f". . . . .\n . . . . .\n {third}\n X X X X O\n O O O . O"
    found, owners, _ = read(game(diagram, "KM[6.5]RE[B+R]", shuttle=10))
    assert chr(found["origin"]) == "L"
    assert set(owners[:2].flat) == {owner}
    assert owners[3].tolist() == [1, 1, 1, 1, 2]
    assert owners[4].tolist() == [2, 2, 2, 0, 2]


def test_a_game_that_was_cut_has_no_owners():
    sgf = game(DIVIDED, "KM[0.5]RE[B+2.5]", shuttle=20)
    found, _, _ = read(sgf[:-1] + ";B[ca])")
    assert chr(found["origin"]) == "?"
