"""What SGF properties mean, and games as they are written."""

import itertools
import random
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sgfmill.sgf import Sgf_game

from darkgo.go.board import Board
from darkgo.go.game import Game, IllegalMove, Rules
from darkgo.go.points import PASS, Colour, format_point, parse_point
from darkgo.go.sgf import GameRecord, SgfError, area, read_games, write_game
from darkgo.go.tree import GameTree

BLACK, WHITE = Colour.BLACK, Colour.WHITE


def drawn(stones, size):
    return ", ".join(f"{colour.name[0]} {format_point(point, size)}" for colour, point in stones)


def read_one(data):
    (game,) = read_games(data)
    return game


@pytest.mark.parametrize(
    ("data", "setup", "first"),
    [
        (b"(;GM[1]SZ[9]HA[2]AB[gc][cg];W[ee])", "B G7, B C3", WHITE),
        (b"(;GM[1]SZ[9]AB[gc]AB[cg];W[ee])", "B G7, B C3", WHITE),
        (b"(;GM[1]SZ[9]HA[2];AB[gc]AB[cg]PL[W];W[ee];B[aa])", "B G7, B C3", WHITE),
        (b"(;GM[1]SZ[9];C[x];AB[gc];AB[cg];W[ee])", "B G7, B C3", WHITE),
        (b"(;GM[1]SZ[9]AB[cg]AW[gc]PL[B];B[ee])", "W G7, B C3", BLACK),
        (b"(;GM[1]SZ[9]AB[aa:bb]AE[ba];W[ee])", "B A9, B A8, B B8", WHITE),
        (b"(;GM[1]SZ[9]AB[aa]AW[aa];W[ee])", "W A9", WHITE),
        (b"(;GM[1]SZ[9]AB[]AW[ ];B[ee])", "", BLACK),
    ],
)
def test_setup(data, setup, first):
    game = read_one(data)
    assert drawn(game.setup, 9) == setup
    assert game.to_move is first
    assert game.moves[0] == (first, parse_point("E5", 9))
    assert game.cut == ""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not SGF"),
        (b"GM[1];B[aa]", "not SGF"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "not SGF"),
        (b"(;", "no moves"),
        (b"(;GM[1]FF[4]SZ[19])", "no moves"),
        (b"(;GM[1];AB[aa];C[a problem])", "no moves"),
        (b"(;GM[2];B[aa])", "other game"),
        (b"(;GM[Othello];B[aa])", "other game"),
        (b"(;SZ[9:13];B[aa])", "board size"),
        (b"(;SZ[0];B[aa])", "board size"),
        (b"(;SZ[26];B[aa])", "board size"),
        (b"(;SZ[big];B[aa])", "board size"),
        (b"(;SZ[9];B[jj];W[aa])", "bad move"),
        (b"(;B[aa]W[bb];B[cc])", "bad move"),
        (b"(;B[aabb])", "bad move"),
        (b"(;SZ[9]AB[jj];W[aa])", "bad setup"),
        (b"(;SZ[9]AB[aa:jj];W[aa])", "bad setup"),
        (b"(;SZ[9]AB[aa]AW[ab][ba];W[cc])", "bad setup"),
        (b"(;SZ[9]HA[3];W[cc];B[dd])", "handicap stones missing"),
        (b"(;SZ[9];B[a", "broken text"),
        (b"(;PB[never closed;XX)", "broken text"),
    ],
)
def test_refused_with_a_reason(data, reason):
    error = read_one(data)
    assert isinstance(error, SgfError)
    assert error.reason == reason
    assert str(error).startswith(f"{reason}: ")


@pytest.mark.parametrize(("size", "point"), [("9", PASS), ("", PASS), ("19:19", PASS), ("21", 418)])
def test_tt_is_a_pass_up_to_side_nineteen(size, point):
    assert read_one(f"(;SZ[{size}];B[tt])".encode()).moves == ((BLACK, point),)


@pytest.mark.parametrize("corners", [b"ab:bc", b"bc:ab", b"bb:ac", b"ac:bb"])
def test_any_two_corners_name_a_rectangle(corners):
    assert area(corners, 9) == [9, 10, 18, 19]


@pytest.mark.parametrize("size", range(1, 26))
def test_every_size(size):
    letter = "abcdefghijklmnopqrstuvwxy"[size - 1]
    game = read_one(f"(;SZ[{size}];B[a{letter}])".encode())
    assert (game.size, game.moves) == (size, ((BLACK, size * (size - 1)),))


@pytest.mark.parametrize(
    ("text", "komi"),
    [
        ("6.5", 6.5),
        ("7", 7),
        ("0", 0),
        ("-5.5", -5.5),
        ("+6.5", 6.5),
        ("0.50", 0.5),
        (" 6.5 ", 6.5),
        ("6,5", 6.5),
        ("6.5 points", 6.5),
        ("6.5\xe7", 6.5),
        ("375", 7.5),
        ("325", 6.5),
        ("275", 5.5),
        ("3.75", 7.5),
        ("650", 6.5),
        ("750", 7.5),
        ("800", 8),
        ("6.25", None),
        ("0.25", None),
        ("", None),
        ("?", None),
        ("6.3", None),
        ("1.2.3", None),
        ("99", None),
        ("9999", None),
        ("9" * 5000, None),
        ("1e3", None),
        ("nan", None),
        ("inf", None),
    ],
)
def test_komi(text, komi):
    assert read_one(f"(;KM[{text}];B[aa])".encode()).komi == komi


@pytest.mark.parametrize("komi", [6.25, 3.75, 0.25, -0.5, 60, 361])
def test_komi_of_our_own_files_is_taken_as_it_is(komi):
    game = Game(9, Rules(komi=komi))
    game.play(0)
    assert read_one(write_game(game)).komi == GameTree.read(write_game(game)).game.rules.komi == komi


@pytest.mark.parametrize(
    ("text", "winner"),
    [
        ("B+3.5", BLACK),
        ("B+R", BLACK),
        ("B+", BLACK),
        ("b+resign", BLACK),
        ("Black wins", BLACK),
        ("black", BLACK),
        ("W+T", WHITE),
        ("W + 0.5", WHITE),
        ("White won by time", WHITE),
        ("\u9ed1\u4e2d\u76d8\u80dc", BLACK),
        ("\u767d\u756a\u4e2d\u62bc\u3057\u52dd\u3061", WHITE),
        ("0", None),
        ("Draw", None),
        ("Jigo", None),
        ("Void", None),
        ("?", None),
        ("", None),
        ("Both lost", None),
        ("won", None),
    ],
)
def test_winner(text, winner):
    game = read_one(f"(;RE[{text}];B[aa])".encode())
    assert game.winner is winner
    assert game.result == text


def test_texts_of_the_header():
    game = read_one(
        b"(;PB[Li\\]ly\\\\]PW[ two\nlines ]BR[9p]WR[3d?]DT[2001-02-03]RU[Japanese]HA[0]KM[6.5]RE[B+R];B[aa])"
    )
    assert (game.black, game.white) == ("Li]ly\\", "two lines")
    assert (game.black_rank, game.white_rank) == ("9p", "3d?")
    assert (game.date, game.rules, game.handicap) == ("2001-02-03", "Japanese", 0)


def test_a_header_without_texts():
    game = read_one(b"(;B[aa])")
    assert (game.size, game.komi, game.handicap, game.winner) == (19, None, 0, None)
    texts = (game.result, game.date, game.black, game.white, game.black_rank, game.white_rank, game.rules)
    assert set(texts) == {""}


def random_game(size, seed, length, edits=True):
    rng = random.Random(seed)
    game = Game(size, Rules(komi=rng.choice([0, 6.5, 7])), handicap=rng.choice([0, 2]) if size >= 7 else 0)
    for _ in range(length):
        try:
            if edits and rng.random() < 0.1:
                game.edit(rng.randrange(size * size), rng.choice([BLACK, WHITE, None]))
            else:
                game.play(rng.randrange(-1, size * size))
        except IllegalMove:
            continue
    return game


@given(st.integers(1, 25), st.integers(0, 2**32), st.integers(1, 200))
def test_a_game_is_read_as_it_was_written(size, seed, length):
    game = random_game(size, seed, length, edits=False)
    if not game.moves:
        return
    name = "a]b\\c [d] \u53e4"
    record = read_one(write_game(game, PB=name, RE="B+2"))
    assert isinstance(record, GameRecord)
    assert record.moves == tuple(game.moves)
    assert [point for _, point in record.setup] == game.board.points(game.history[0].board.black)
    assert (record.size, record.komi, record.handicap) == (size, game.rules.komi, game.handicap)
    assert (record.black, record.winner, record.cut) == (name, BLACK, "")


@given(st.integers(1, 25), st.integers(0, 2**32), st.integers(0, 200))
def test_sgfmill_reads_what_is_written(size, seed, length):
    game = random_game(size, seed, length)
    written = Sgf_game.from_bytes(write_game(game))
    assert written.get_size() == size
    assert written.get_komi() == game.rules.komi
    board, moves = Board.empty(size), []
    for node in written.get_main_sequence():
        for colour, points in zip((BLACK, WHITE, None), node.get_setup_stones(), strict=True):
            for row, column in points:
                board = board.put((size - 1 - row) * size + column, colour)
        letter, place = node.get_move()
        if letter:
            colour = BLACK if letter == "b" else WHITE
            point = (size - 1 - place[0]) * size + place[1] if place else PASS
            moves.append((colour, point))
            board = board.play(point, colour) if place else board
    assert board == game.board
    assert moves == game.moves


def test_edits_are_written():
    game = Game(5)
    game.play(0)
    game.edit(6, BLACK)
    game.edit(7, WHITE)
    game.edit(0, None)
    game.edit(7, None)
    game.play(1)
    assert b";B[aa];AB[bb]AE[aa]PL[W];W[ba])" in write_game(game).replace(b"\n", b"")


def test_what_was_undone_is_not_written():
    game = Game(5)
    game.play(0)
    game.play(1)
    game.undo()
    assert read_one(write_game(game)).moves == ((BLACK, 0),)


@pytest.mark.parametrize("ident", ["pb", "P B", "P1", ""])
def test_no_such_header(ident):
    with pytest.raises(ValueError, match="is not an SGF property"):
        write_game(Game(5), **{ident: "x"})


@pytest.fixture(scope="module")
def plain_files(shared):
    """Real games where there are some, else random ones."""
    if shared is None:
        return [write_game(random_game(19, seed, 300, edits=False), RE="W+R") for seed in range(50)]
    with tarfile.open(shared / "games" / "ai.tar.xz") as archive:
        members = (member for member in archive if member.isfile())
        found = [archive.extractfile(member).read() for member in itertools.islice(members, 2000)]
    assert len(found) == 2000
    return found


def test_real_games(plain_files):
    for data in plain_files:
        (game,) = read_games(data)
        assert isinstance(game, GameRecord)
        assert game.cut == ""
        assert game.size == 19
