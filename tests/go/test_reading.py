"""Closed fights, read to their end."""

import pytest

from darkgo.go.board import Board
from darkgo.go.fight import area, certain_points, find_fight
from darkgo.go.life import pass_alive
from darkgo.go.points import Colour, format_point, parse_point
from darkgo.go.reading import FightReader

RACE = """
    . O X X . O X X .
    O O . X . O X X X
    O O O X X O X . X
    O O O O O X X X X
    . O O . O X X . X
    O O O O O X X X X
    O . O O O X X X .
    O O O O O X X X X
    O O . O O X . X X
"""
"""Both have two liberties in common on top; Black has one more, C8."""
EVEN = RACE.replace("O O . X .", "O O X X .", 1)


def alive(board: Board) -> int:
    return pass_alive(board, Colour.BLACK) | pass_alive(board, Colour.WHITE)


def names(mask: int, size: int) -> str:
    return " ".join(format_point(point, size) for point in Board.points(mask))


def test_a_fight_is_its_chains_and_their_liberties() -> None:
    board = Board.parse(RACE)
    found = find_fight(board, parse_point("E8", 9), alive(board))
    assert found
    assert names(found.empty, 9) == "E9 C8 E8"
    assert names(found.stones, 9) == "C9 D9 F9 D8 F8 D7 E7 F7"
    assert not found.doubtful


@pytest.mark.parametrize("diagram", [". . . . / . . . . / . . X . / . . . .", ". . . / . . . / . . ."])
def test_an_open_board_is_no_fight(diagram: str) -> None:
    assert find_fight(Board.parse(diagram.replace("/", "\n")), 0, 0) is None


@pytest.mark.parametrize(
    ("diagram", "colour", "point", "gains"),
    [
        (RACE, Colour.BLACK, "E9", True),
        (RACE, Colour.BLACK, "C8", True),
        (EVEN, Colour.BLACK, "E9", False),
        (EVEN, Colour.WHITE, "E8", False),
        # Who is behind in a race loses by a pass, too: nothing is said.
        (RACE, Colour.WHITE, "E9", None),
    ],
)
def test_what_a_move_gains(diagram: str, colour: Colour, point: str, gains: bool | None) -> None:
    board = Board.parse(diagram)
    assert FightReader(board, colour, alive(board)).gains(parse_point(point, 9)) is gains


@pytest.mark.parametrize(
    ("diagram", "colour", "point", "gains"),
    [
        (
            """
            X X . X .
            . X X . X
            O O O X .
            . X O O X
            O X O . O
            """,
            Colour.BLACK,
            "D4",
            True,
        ),
        (
            """
            X X O . X
            . X O O X
            X X X X X
            O O O O X
            O . O . O
            """,
            Colour.WHITE,
            "B1",
            False,
        ),
    ],
)
def test_the_player_wins_a_ko(diagram: str, colour: Colour, point: str, gains: bool) -> None:
    """Without a threat elsewhere neither of these would be certain."""
    board = Board.parse(diagram)
    assert FightReader(board, colour, alive(board)).gains(parse_point(point, 5)) is gains


@pytest.mark.parametrize(
    ("diagram", "point", "gains"),
    [
        (
            """
            . X X X
            X X O .
            O O O X
            X . O .
            """,
            "B1",
            True,
        ),
        (
            """
            . X . .
            O X O X
            X . O X
            O O . .
            """,
            "C1",
            None,
        ),
    ],
)
def test_a_player_who_would_lose_by_a_move_passes(diagram: str, point: str, gains: bool | None) -> None:
    """If both had to move, the answers would be others."""
    board = Board.parse(diagram)
    assert FightReader(board, Colour.WHITE, alive(board)).gains(parse_point(point, 4)) is gains


@pytest.mark.parametrize(
    ("diagram", "colour", "point", "gains"),
    [
        # White's two liberties are elsewhere, and not enough: Black connects and lives, White does not.
        (". . O O / O O O X / X X X . / X . X .", Colour.BLACK, "D2", True),
        (". . O O / O O O X / X X X . / X . X .", Colour.WHITE, "D1", None),
        # White's chains also have liberties outside of the fight, or in two parts of it.
        ("X X O O / . O O . / O . O . / . . . O", Colour.BLACK, "D3", None),
        (". O O . / O O . O / O . . . / O O . O", Colour.BLACK, "C3", None),
    ],
)
def test_chains_with_liberties_elsewhere(
    diagram: str, colour: Colour, point: str, gains: bool | None
) -> None:
    board = Board.parse(diagram.replace("/", "\n"))
    assert FightReader(board, colour, alive(board)).gains(parse_point(point, 4)) is gains


def test_nothing_is_said_of_an_open_board() -> None:
    assert FightReader(Board.empty(9), Colour.BLACK, 0).gains(40) is None


def test_the_area_of_a_field_counts_every_stone_as_alive() -> None:
    board = Board.parse("X . O / X X O / . X O".replace("/", "\n"))
    everything = 2**9 - 1
    assert area(board, everything) == 5 - 3
    assert area(board, everything & ~1) == 4 - 3


@pytest.mark.parametrize(
    ("row", "points"),
    [("X . X . . X O", 6), ("X . . . X X O", 0), ("X . . . . X O", 6), ("X . O . . X O", 0)],
)
def test_what_is_held_for_good(row: str, points: int) -> None:
    """A group at the edge with a wall below: two eyes, a straight three, a straight four, a stone within."""
    board = Board.parse(f"{row}\nX X X X X X O\n" + "O O O O O O O\n" * 5)
    field = sum(1 << point for point in range(13) if point % 7 < 6)
    assert certain_points(board, Colour.BLACK, field, 0) == (12 if points else 0)


@pytest.mark.parametrize(("corner", "points"), [("X", 0), (".", 16)])
def test_six_points_may_be_one_eye_and_seven_are_two(corner: str, points: int) -> None:
    """Rabbity six, and with A3 a point more."""
    board = Board.parse(f"..XXO\n...XO\n{corner}.XXO\nXXXXO\nOOOOO")
    field = sum(1 << 5 * row + column for row in range(4) for column in range(4))
    assert certain_points(board, Colour.BLACK, field, 0) == points
