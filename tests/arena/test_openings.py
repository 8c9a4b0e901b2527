"""How games begin: drawn openings and those of a book."""

import gzip
from pathlib import Path

import pytest

from darkgo.arena import openings as module
from darkgo.arena.openings import drawn, from_book
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import format_point, parse_point

EIGHT = "B[pd];W[dd];B[pp];W[dp];B[fq];W[cn];B[jp];W[qn]"
TURNED = "B[pp];W[pd];B[dp];W[dd];B[cf];W[fc];B[dj];W[fq]"


def game(moves: str, root: str = "SZ[19]") -> str:
    return f"(;GM[1]FF[4]{root};{moves};B[aa])"


def test_a_book_gives_each_position_once_and_even_whole_openings_only(tmp_path: Path) -> None:
    book = tmp_path / "book.sgf"
    first, second = EIGHT.replace("qn", "qf"), EIGHT.replace("jp", "jq")
    book.write_text(
        game(first)
        + game(second)
        + game(second)
        + game(TURNED)
        + game(EIGHT)
        + game(EIGHT, "SZ[19]HA[2]AB[pd][dp]")
        + game(EIGHT.replace("qn", "qg"), "SZ[19]HA[2]")
        + game(EIGHT, "SZ[13]")
        + game(EIGHT.replace("jp", ""))
        + game(EIGHT.replace("qn", "jp"))
        + game("B[pd];W[dd]")
        + "(;GM[1]"
    )
    openings = from_book(book, 19, seed=1)
    assert len(openings) == 3
    assert openings == from_book(book, 19, seed=1)
    assert sorted(openings) == sorted(from_book(book, 19, seed=2))
    shown = [[format_point(point, 19) for point in opening] for opening in openings]
    assert ["Q16", "D16", "Q4", "D4", "F3", "C6", "K4", "R14"] in shown


def test_games_that_do_not_fit_leave_room_for_those_that_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_GAMES", 2)
    book = tmp_path / "book.sgf"
    fitting = [EIGHT, EIGHT.replace("qn", "qf"), EIGHT.replace("qn", "qg")]
    book.write_text(3 * game(EIGHT, "SZ[13]") + "".join(game(moves) for moves in fitting))
    assert len(from_book(book, 19, 0)) == 2


def test_a_book_without_a_game_and_one_that_is_not_there(tmp_path: Path) -> None:
    book = tmp_path / "book.sgf"
    with pytest.raises(BadInput, match=r"book\.sgf: No such file"):
        from_book(book, 19, 0)
    book.write_text("no game")
    with pytest.raises(BadInput, match="found no even game of 8 moves or more on a board of 19 lines"):
        from_book(book, 19, 0)


def test_a_damaged_book_is_told_of(tmp_path: Path) -> None:
    """Where nothing could be taken from it; else what is whole will do."""
    book = tmp_path / "book.tar.gz"
    book.write_bytes(gzip.compress(b"no archive"))
    with pytest.raises(BadInput, match=r"book\.tar\.gz: found no even game .*; book.*: "):
        from_book(book, 9, 0)


@pytest.mark.parametrize("size", [2, 3, 5, 7, 9, 13, 19, 25])
def test_drawn_openings_are_legal_distinct_and_the_same_for_a_seed(size: int) -> None:
    openings = drawn(40, size, seed=3)
    assert len(openings) == (1 if size < 4 else 12 if size == 5 else 40)
    assert openings == drawn(40, size, seed=3)
    # More of them are the same ones and others.
    assert drawn(50, size, seed=3)[: len(openings)] == openings
    assert len(set(openings)) == len(openings)
    for opening in openings:
        board = Game(size)
        for point in opening:
            board.play(point)
        assert board.board.occupied.bit_count() == (0 if size < 4 else 2 if size < 9 else 4)


def test_from_side_nine_every_corner_is_occupied() -> None:
    quarters = [
        [parse_point(f"{column}{row}", 19) for column in columns for row in rows]
        for columns in ("CD", "QR")
        for rows in ((3, 4), (16, 17))
    ]
    openings = drawn(30, 19, seed=1)
    assert len(openings) == 30
    for opening in openings:
        assert all(len(set(quarter) & set(opening)) == 1 for quarter in quarters)
