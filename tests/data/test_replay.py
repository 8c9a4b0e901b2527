"""Records against positions that sgfmill's board reaches."""

import itertools
import random
from collections import Counter

import numpy as np
import pytest
from sgfmill import sgf as sgfmill_sgf
from sgfmill import sgf_moves
from sgfmill.boards import Board

from darkgo.data import sources
from darkgo.data.records import BLACK, UNKNOWN, WHITE, decode
from darkgo.data.replay import replay
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.go.sgf import read_games

COLOURS = {"b": BLACK, "w": WHITE}
SIGNS = {None: 0, "b": 1, "w": -1}


def read(data):
    (record,) = read_games(data)
    return record


def agree_with_sgfmill(data):
    """Check every record of a game; returns how many there are and why the game was cut."""
    raw, cut, _ = replay(read(data))
    positions = decode(raw)
    board, plays = sgf_moves.get_setup_and_moves(sgfmill_sgf.Sgf_game.from_bytes(data))
    expected = np.empty((len(raw), 361), np.int8)
    for number, (colour, move) in enumerate(plays[: len(raw)]):
        stones = [SIGNS[stone] for row in reversed(board.board) for stone in row]
        expected[number] = stones
        assert positions.player[number] == COLOURS[colour]
        row, column = (19, 19) if move is None else (18 - move[0], move[1])
        assert (positions.row[number], positions.column[number]) == (row, column)
        if move is not None:
            board.play(*move, colour)
    black_to_move = positions.player == BLACK
    assert (positions.stones == np.where(black_to_move[:, None], expected, -expected)).all()
    assert len(raw) == len(plays) or cut
    return len(raw), cut


def test_golden_byte_for_byte(goldens):
    raw, cut, _ = replay(read((goldens / "records.sgf").read_bytes()))
    assert raw.tobytes() == (goldens / "records.96").read_bytes()
    assert cut == ""


@pytest.mark.parametrize("seed", range(60))
def test_random_games(random_moves, sgf, seed):
    moves = random_moves(seed, count=150, corner=4 + seed % 6)
    assert agree_with_sgfmill(sgf(moves)) == (150, "")


@pytest.mark.parametrize("name", ["pro", "dan-9d", "dan-kgs", "ai"])
def test_real_games(shared, random_moves, sgf, name):
    """250 of each collection: 1,000 real games. Without the collections, as many random ones."""
    if shared:
        archive = sources.items(shared / "games" / f"{name}.tar.xz")
        games = [item.data for item in itertools.islice(archive, 250)]
    else:
        games = [sgf(random_moves(f"{name} {seed}", count=200, corner=19)) for seed in range(250)]
    assert len(games) == 250
    for data in games:
        played, _ = agree_with_sgfmill(data)
        assert played


def test_handicap_stones_are_on_the_board_and_white_begins(sgf):
    data = sgf([(Colour.WHITE, 60), (Colour.BLACK, 300)], "HA[2]AB[pd][dp]")
    assert agree_with_sgfmill(data) == (2, "")
    positions = decode(replay(read(data))[0])
    assert positions.player[0] == WHITE
    assert list(np.flatnonzero(positions.stones[0] == -1)) == [3 * 19 + 15, 15 * 19 + 3]


@pytest.mark.parametrize(
    ("result", "winner"),
    [("RE[B+0.5]", BLACK), ("RE[W+R]", WHITE), ("RE[0]", UNKNOWN), ("RE[Void]", UNKNOWN), ("", UNKNOWN)],
)
def test_winner(sgf, result, winner):
    raw, _, _ = replay(read(sgf([(Colour.BLACK, 60)], result)))
    assert decode(raw).winner[0] == winner


def test_a_pass_is_a_record_too(sgf):
    moves = [(Colour.BLACK, 60), (Colour.WHITE, PASS), (Colour.BLACK, PASS)]
    positions = decode(replay(read(sgf(moves)))[0])
    assert list(positions.row) == [3, 19, 19]
    assert positions.stones[1][60] == -1
    assert positions.stones[2][60] == 1


# Black to move takes B18 at C18, and White may not take back at once.
KO = """
    . X O . .
    X O . O .
    . X O . .
"""


@pytest.mark.parametrize(
    ("diagram", "moves", "played", "reason"),
    [
        (KO, "C18 B18", 1, "ko"),
        (KO, "C18 Q4 R4 B18", 4, ""),
        (KO, "C18 Q4 R4 B18 C18", 4, "ko"),
        (KO, "C18 pass pass B18", 4, ""),
        # Two are taken and one is taken back: not the position before.
        (". O O X\n O X X .", "A19 B19", 2, ""),
        (KO, "C18 C18", 1, "occupied point"),
        (". O\n O .", "A19", 0, "suicide"),
        (". X O\n O O .", "A19", 0, "suicide"),
        (". X O\n O O X\n X X .", "A19", 1, ""),
    ],
)
def test_where_a_game_is_cut(sgf, diagram, moves, played, reason):
    rows = [line.split() for line in diagram.splitlines() if line.strip()]
    letters = "abcdefgh"
    places = [(sign, letters[x] + letters[y]) for y, row in enumerate(rows) for x, sign in enumerate(row)]
    header = "".join(
        ident + "".join(f"[{place}]" for at, place in places if at == sign)
        for ident, sign in (("AB", "X"), ("AW", "O"))
        if sign in diagram
    )
    points = [parse_point(move, 19) for move in moves.split()]
    data = sgf(list(zip(itertools.cycle(Colour), points, strict=False)), header)
    assert agree_with_sgfmill(data) == (played, reason)


def test_random_games_are_cut_where_sgfmill_finds_the_first_illegal_move(sgf):
    reasons = Counter()
    corner = [(row, column) for row in range(14, 19) for column in range(5)]
    for seed in range(150):
        choice = random.Random(seed)
        board, ko, reason, moves = Board(19), None, "", []
        while not reason and (free := [place for place in corner if not board.get(*place)]):
            row, column = ko if ko and choice.random() < 0.9 else choice.choice(free)
            colour, sign = (Colour.WHITE, "w") if len(moves) % 2 else (Colour.BLACK, "b")
            after = board.copy()
            ko_after = after.play(row, column, sign)
            suicide = after.get(row, column) is None
            if suicide and choice.random() < 0.9:
                # Most games are to reach a ko first.
                continue
            moves.append((colour, (18 - row) * 19 + column))
            reason = "suicide" if suicide else "ko" if (row, column) == ko else ""
            board, ko = after, ko_after
        raw, cut, _ = replay(read(sgf(moves)))
        assert (len(raw), cut) == (len(moves) - bool(reason), reason)
        reasons[reason] += 1
    assert min(reasons["ko"], reasons["suicide"]) > 10
