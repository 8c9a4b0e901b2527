"""SGF files as people have them."""

import pytest

from darkgo.go.points import Colour, format_point
from darkgo.go.sgf import GameRecord, read_games

BLACK, WHITE = Colour.BLACK, Colour.WHITE
MOVES = "B Q16, W D4"


def drawn(stones, size):
    return ", ".join(f"{colour.name[0]} {format_point(point, size)}" for colour, point in stones)


def read_one(data):
    (game,) = read_games(data)
    return game


@pytest.mark.parametrize(
    ("data", "moves", "cut"),
    [
        pytest.param(b"(;GM[1]FF[4]SZ[19];B[pd];W[dp])", MOVES, "", id="plain"),
        pytest.param(b"(;B[pd];W[dp])", MOVES, "", id="no header"),
        pytest.param(b"( ;\r\nGM [1]\n FF[4]\n\n;B [pd]\n ; W[ dp ] )\n\x00", MOVES, "", id="blanks"),
        pytest.param(b"\xef\xbb\xbf(;GM[1];B[pd];W[dp])", MOVES, "", id="byte order mark"),
        pytest.param("\ufeff(;GM[1];B[pd];W[dp])".encode("utf-16-le"), MOVES, "", id="UTF-16"),
        pytest.param(b"From: a@b (me)\n\n(;GM[1];B[pd];W[dp])\n-- \nbye", MOVES, "", id="junk around it"),
        pytest.param(b"(;GM[1]B[pd];W[dp])", MOVES, "", id="move in the root"),
        pytest.param(b"(;GaMe[1]SiZe[19];Black[pd];White[dp])", MOVES, "", id="long names of FF[1]"),
        pytest.param(b"(;C[a \\] (;B[aa\\]];B[pd]C[x]BL[9];W[dp]LB[aa:1])", MOVES, "", id="comments"),
        pytest.param(b"(;GM[1];B[pd](;W[dp])(;W[dd];B[pp]))", MOVES, "", id="variations"),
        pytest.param(b"(;GM[1](;B[pd](;W[dp])(;W[dq]))(;B[dd]))", MOVES, "", id="variations at the root"),
        pytest.param(b"(;GM[1];;B[pd];C[hm];W[dp];)", MOVES, "", id="empty nodes"),
        pytest.param(b"(;GM[1];B[pd];W[dp]", MOVES, "", id="no closing parenthesis"),
        pytest.param(b"(;GM[1];B[pd](;W[dp](;B[aa])(;B[bb]", MOVES + ", B A19", "", id="no closing ones"),
        pytest.param(b"(;GM[1];B[pd];W[dp]))))", MOVES, "", id="too many closing ones"),
        pytest.param(b"(;GM[1];B[pd];W[dp];B[c", MOVES, "broken text", id="breaks off"),
        pytest.param(b"(;GM[1];B[pd];W[dp];!!;B[cc])", MOVES, "broken text", id="junk in the moves"),
        pytest.param(b"(;GM[1];B[pd];W[dp];B[zz];W[cc])", MOVES, "bad move", id="no such point"),
        pytest.param(b"(;GM[1];B[pd];W[dp];B[Q16])", MOVES, "bad move", id="no SGF point"),
        pytest.param(b"(;GM[1];B[pd];W[dp];B[cc]W[dd])", MOVES, "bad move", id="two moves in a node"),
        pytest.param(b"(;GM[1];B[pd];W[dp];B[cc][dd])", MOVES, "bad move", id="one move twice"),
        pytest.param(b"(;GM[1];B[pd];W[dp];AB[cc];W[dd])", MOVES, "setup in mid-game", id="stone added"),
        pytest.param(b"(;GM[1];B[pd];W[dp];AE[pd];W[dd])", MOVES, "setup in mid-game", id="stone taken away"),
        pytest.param(b"(;GM[1];B[pd];W[dp]AE[];B[];W[tt])", MOVES + ", B pass, W pass", "", id="passes"),
        pytest.param(b"(;EV[[a] Cup (final)]PW[x]RE[B+R];B[pd];W[dp])", MOVES, "", id="brackets in a value"),
        pytest.param(b"(;EV[a]]PW[x];B[pd];W[dp])", MOVES, "", id="two closing brackets"),
        pytest.param(b"(;EV[[a]PW[x];B[pd];W[dp])", MOVES, "", id="two opening brackets"),
        pytest.param(b"(;EV[aPW[x];B[pd];W[dp])", MOVES, "", id="no closing bracket"),
        pytest.param(b"(;EV[a;B[pd];W[dp])", MOVES, "", id="no closing bracket before the moves"),
        pytest.param(b"(;EV[a] b];B[pd];W[dp])", MOVES, "", id="bracket too early"),
        pytest.param(b"(;EV[a] b;B[pd];W[dp])", MOVES, "", id="words outside brackets"),
    ],
)
def test_main_line(data, moves, cut):
    game = read_one(data)
    assert isinstance(game, GameRecord), game
    assert drawn(game.moves, game.size) == moves
    assert game.cut == cut
