"""SGF files as people have them: brackets, parentheses, encodings, collections."""

from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darkgo.go.points import format_point
from darkgo.go.sgf import GameRecord, SgfError, read_games
from darkgo.go.sgf_text import main_lines

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


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        (b"(;GM[1];B[aa])\n(;GM[1];B[bb];W[cc])", "1 2"),
        (b"(;B[aa])(;W[bb];B[cc])", "1 2"),
        (b"(;GM[1];B[aa])(;GM[2];B[bb])(;GM[1];B[cc];W[dd])", "1 other-game 2"),
        (b"(;GM[1];B[aa];W[bb](;GM[1];B[cc])", "2 1"),
        (b"(;GM[1];B[aa](;W[bb])(;W[cc](;GM[1];B[cc])", "2 1"),
        (b"(;GM[1];!!B[aa])(;GM[1];B[cc])", "broken-text 1"),
        (b"(;GM[1];B[aa];W[bb]!!(;B[xx])(;B[yy]))(;GM[1];B[cc])", "2-broken-text 1"),
        (b"(;GM[1];B[aa](;W[bb])(;W!![bb])(;W[dd]))(;GM[1];B[cc])", "2 1"),
        (b"(;GM[1];B[aa])(;GM[1];B[bb];W[c", "1 1-broken-text"),
        (b"(;PB[[a] b];B[aa])(;PB[x];B[aa];W[bb])", "1 2"),
    ],
)
def test_collections(data, kinds):
    """What each tree gives: the number of moves and why they are cut, or the reason for refusing it."""
    found = []
    for game in read_games(data):
        if isinstance(game, SgfError):
            found.append(game.reason)
        else:
            found.append(f"{len(game.moves)} {game.cut}".strip())
    assert " ".join(text.replace(" ", "-") for text in found) == kinds


# The last byte of every name below is a bracket or a backslash in its encoding, if that has such characters.
@pytest.mark.parametrize(
    ("encoding", "declared", "name"),
    [
        ("utf-8", "UTF-8", "Zo\u00eb \u53e4\u529b"),
        ("utf-8", "", "\u53e4\u529b"),
        ("utf-8", "GBK", "\u53e4\u529b"),
        ("utf-16", "", "\u53e4\u529b"),
        ("gbk", "GBK", "\u53e4\u529b\u698e\u698f"),
        ("gbk", "gb2312", "\u698e\u698f"),
        ("gb18030", "GB18030", "\u53e4\u529b\u698f"),
        ("gbk", "", "\u53e4\u529b"),
        ("gbk", "", "\u53e4\u529b\u698e\u698f"),
        ("gbk", "UTF-8", "\u53e4\u529b\u698f"),
        ("big5", "Big5", "\u8a31\u529f"),
        ("cp932", "Shift_JIS", "\u4e95\u5c71\u80fd\u8868"),
        ("cp932", "shift-jis", "\u5341\u8ee2"),
        ("cp932", "", "\u4e95\u5c71\u88d5\u592a"),
        ("cp932", "", "\u4e95\u5c71\u80fd\u8868"),
        ("euc_jp", "EUC-JP", "\u4e95\u5c71\u88d5\u592a"),
        ("cp949", "EUC-KR", "\uc774\ucc3d\ud638"),
        ("latin-1", "ISO-8859-1", "Andr\u00e9"),
        ("latin-1", "", "Andr\u00e9"),
        ("latin-1", "", "G\u00fcnther Sch\u00f6ne"),
        ("latin-1", "no such encoding", "Andr\u00e9"),
    ],
)
def test_encodings(encoding, declared, name):
    header = f"CA[{declared}]" if declared else ""
    game = read_one(f"(;GM[1]{header}PB[{name}]PW[x {name}];B[pd];W[dp])".encode(encoding))
    assert isinstance(game, GameRecord), game
    assert (game.black, game.white, game.cut) == (name, f"x {name}", "")
    assert drawn(game.moves, 19) == MOVES


def test_bytes_of_no_encoding():
    game = read_one(b"(;PB[\xff\xfe\xfd\x80 \x81];B[pd];W[dp])")
    assert drawn(game.moves, 19) == MOVES


FILES = [
    b"(;GM[1]FF[4]SZ[9]KM[6.5]RE[B+R]PB[x]AB[aa][bb];W[cc];B[dd];W[];B[tt])",
    b"(;FF[4]C[a \\] b]SZ[9:9];B[aa](;W[bb]C[x];B[cc])(;W[dd]))(;GM[2])",
    "(;CA[Shift_JIS]PB[\u8868\u80fd]HA[2];AB[aa]AB[bb]PL[W];W[cc];AE[aa];B[dd])".encode("cp932"),
]
SCRAPS = [b"", b"(", b")", b";", b"[", b"]", b"\\", b"B[aa]", b"AB[aa:cc]", b"SZ[", b"(;GM[1]", b"\x00"]


@st.composite
def broken_files(draw):
    data = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        stop = draw(st.integers(start, min(len(data), start + 8)))
        data = data[:start] + draw(st.sampled_from(SCRAPS) | st.binary(max_size=3)) + data[stop:]
    return data


@given(broken_files() | st.binary())
@settings(max_examples=400)
def test_no_file_is_too_broken(data):
    games = read_games(data)
    assert games
    for game in games:
        if isinstance(game, SgfError):
            assert game.reason
        else:
            assert game.moves
            assert all(-1 <= point < game.size**2 for _, point in (*game.setup, *game.moves))


HEADERS = [b"GM[1]", b"SZ[9]", b"AB[aa]", b"AB [bb]\n[cc]", b"KM[5.5]", b"B[dd]", b"PB[a b]"]
NODES = [b";B[ee]", b"; W [ff]\n", b";B[]", b";W[tt]", b";B[zz]", b";B[ gg ]"]


@given(st.lists(st.sampled_from(HEADERS)), st.lists(st.sampled_from(NODES)))
def test_the_short_way_through_a_plain_file_leads_to_the_same_game(headers, moves):
    data = b"(;" + b"".join(headers) + b"".join(moves)
    # An empty node more, and the file is not plain.
    plain, other = read_one(data + b")"), read_one(data + b";)")
    assert str(plain) == str(other)


@pytest.mark.usefixtures("no_search_through_old_objects")
def test_plain_games_are_read_as_fast_together_as_alone() -> None:
    game = b"(;GM[1]SZ[19]PB[\xe5\x91\x89]" + 120 * b";B[aa];W[bb]" + b")\n"
    odd = b"(;GM[1]SZ[19];B[aa]C[a (comment;];W[bb])\n"
    together = 40 * (7 * game + odd)

    def seconds(read: Callable[[], object]) -> float:
        taken = []
        for _ in range(3):
            begun = process_time()
            read()
            taken.append(process_time() - begun)
        return min(taken)

    alone = seconds(lambda: [main_lines(game) for _ in range(280)])
    assert seconds(lambda: main_lines(together)) < 2 * alone
    assert main_lines(together) == 40 * [*(7 * main_lines(game)), *main_lines(odd)]


@given(st.lists(st.sampled_from(HEADERS), min_size=1), st.lists(st.sampled_from(NODES)))
def test_a_root_without_its_semicolon_is_the_same_root(headers, moves):
    data = b"".join(headers) + b"".join(moves)
    for end in (b")", b";)"):
        assert str(read_one(b"(\r\n" + data + end)) == str(read_one(b"(;" + data + end))


@pytest.mark.parametrize(
    ("data", "moves"),
    [
        (b"(;GM[1](B[pd];W[dp])(B[dd]))", MOVES),
        (b"(PB[x];B[pd](W[dp])(W[dq];B[aa]))", MOVES),
        (b"(GM[1];B[pd];W[dp](;B[", MOVES),
        (b"(;GM[1];B[pd]( W [dp])(W[dq]))", MOVES),
        (b"mail (me, too) [x] (PB[x]\n;B[pd];W[dp])", MOVES),
    ],
)
def test_semicolons_may_be_missing(data, moves):
    game = read_one(data)
    assert drawn(game.moves, game.size) == moves
