import pytest

from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.points import (
    PASS,
    Colour,
    format_point,
    free_handicap_points,
    handicap_points,
    parse_point,
    star_points,
)


@pytest.mark.parametrize(
    ("text", "size", "point"),
    [
        ("A 19", 19, 0),
        ("T19", 19, 18),
        ("a1", 19, 342),
        ("Q16", 19, 72),
        ("  q  16 ", 19, 72),
        ("J9", 9, 8),
        ("H9", 9, 7),
        ("Z25", 25, 24),
        ("A1", 1, 0),
        ("pass", 19, PASS),
        (" PASS ", 9, PASS),
    ],
)
def test_parse_point(text, size, point):
    assert parse_point(text, size) == point


@pytest.mark.parametrize("size", range(1, 26))
def test_a_point_is_read_as_it_was_written(size):
    for point in (PASS, *range(size * size)):
        assert parse_point(format_point(point, size), size) == point
        assert parse_point(format_point(point, size, " ").lower(), size) == point


@pytest.mark.parametrize(
    "text", ["I 5", "A 0", "A 20", "U 1", "A 25", "", "3", "A", "AA1", "A-1", "A1 B2", "Q16.", "é5", "A٣"]
)
def test_no_such_point(text):
    with pytest.raises(BadInput) as caught:
        parse_point(text, 19)
    assert str(caught.value) == f'no point "{text.strip()}": columns are A-T without I, rows 1-19'


def test_what_is_no_point_is_quoted_short_and_printable():
    with pytest.raises(BadInput) as caught:
        parse_point("\x1b" + 3000 * "a", 19)
    assert str(caught.value).startswith(f'no point "?{23 * "a"}...": ')


def test_columns_of_a_small_board_in_the_message():
    with pytest.raises(BadInput, match="columns are A-E, rows 1-5"):
        parse_point("F1", 5)


def test_other_colour():
    assert Colour.BLACK.other is Colour.WHITE
    assert Colour.WHITE.other is Colour.BLACK


@pytest.mark.parametrize(
    ("size", "stones", "names"),
    [
        (19, 2, "D4 Q16"),
        (19, 3, "D4 Q16 D16"),
        (19, 4, "D4 Q16 D16 Q4"),
        (19, 5, "D4 Q16 D16 Q4 K10"),
        (19, 6, "D4 Q16 D16 Q4 D10 Q10"),
        (19, 7, "D4 Q16 D16 Q4 D10 Q10 K10"),
        (19, 8, "D4 Q16 D16 Q4 D10 Q10 K4 K16"),
        (19, 9, "D4 Q16 D16 Q4 D10 Q10 K4 K16 K10"),
        (13, 5, "D4 K10 D10 K4 G7"),
        (9, 9, "C3 G7 C7 G3 C5 G5 E3 E7 E5"),
        (9, 2, "C3 G7"),
        (7, 4, "C3 E5 C5 E3"),
        (8, 4, "C3 F6 C6 F3"),
        (12, 2, "C3 K10"),
        (14, 2, "D4 L11"),
    ],
)
def test_handicap_points(size, stones, names):
    assert " ".join(format_point(point, size) for point in handicap_points(size, stones)) == names


@pytest.mark.parametrize(
    ("size", "stones"), [(19, 0), (19, 1), (19, 10), (19, -2), (7, 5), (8, 5), (18, 5), (6, 2), (1, 2)]
)
def test_no_fixed_handicap(size, stones):
    with pytest.raises(BadInput, match=f"handicap of {stones} on {size}x{size}"):
        handicap_points(size, stones)


@pytest.mark.parametrize(
    ("size", "stones", "names"),
    [
        (19, 9, "D4 Q16 D16 Q4 D10 Q10 K4 K16 K10"),
        (19, 12, "D4 Q16 D16 Q4 D10 Q10 K4 K16 K10 G13 N7 N13"),
        (13, 10, "D4 K10 D10 K4 D7 K7 G4 G10 G7 C11"),
        (8, 3, "C3 F6 C6"),
        (8, 5, "C3 F6 C6 F3 D5"),
        (7, 5, "C3 E5 C5 E3 D4"),
        (6, 5, "B2 E5 B5 E2 C4"),
        (5, 2, "B2 D4"),
        (5, 4, "B2 D4 B4 D2"),
        (5, 5, "B2 D4 B4 D2 C3"),
        (3, 2, "B2 A3"),
        (2, 3, "A2 B1 B2"),
    ],
)
def test_free_handicap_points(size, stones, names):
    assert " ".join(format_point(point, size) for point in free_handicap_points(size, stones)) == names


@pytest.mark.parametrize("size", range(2, 26))
def test_any_handicap_that_the_board_can_hold_has_its_points(size):
    most = size * size - 1
    everywhere = free_handicap_points(size, most)
    assert len(set(everywhere)) == most
    for stones in {2, 3, 4, 5, 9, 10, 12, 25, most // 2, most} & set(range(2, most + 1)):
        points = free_handicap_points(size, stones)
        assert len(points) == stones
        if stones > 9:
            assert points == everywhere[:stones]
        board = Board.empty(size)
        for point in points:
            board = board.put(point, Colour.BLACK)
        assert all(board.liberties(point) for point in points)
    for stones in (-1, 0, 1, most + 1):
        with pytest.raises(BadInput, match=f"handicap of {stones} on {size}x{size}: 2 to {most} stones"):
            free_handicap_points(size, stones)


def test_a_large_handicap_spreads_over_the_board():
    points = free_handicap_points(19, 25)
    for point in points:
        row, column = divmod(point, 19)
        assert 2 <= row <= 16
        assert 2 <= column <= 16
        nearest = min(sum(map(abs, (row - p // 19, column - p % 19))) for p in points if p != point)
        assert nearest >= 3
    quarters = [
        sum((p // 19 > 9) == low and (p % 19 > 9) == right for p in points)
        for low in (0, 1)
        for right in (0, 1)
    ]
    assert max(quarters) < 2 * min(quarters)


@pytest.mark.parametrize(
    ("size", "names"),
    [
        (19, "D16 K16 Q16 D10 K10 Q10 D4 K4 Q4"),
        (15, "D12 H12 M12 D8 H8 M8 D4 H4 M4"),
        (14, "D11 L11 D4 L4"),
        (13, "D10 K10 G7 D4 K4"),
        (9, "C7 G7 E5 C3 G3"),
        (8, "C6 F6 C3 F3"),
        (7, "C5 E5 D4 C3 E3"),
        (5, "C3"),
        (4, ""),
        (1, ""),
    ],
)
def test_star_points(size, names):
    assert " ".join(format_point(point, size) for point in star_points(size)) == names
