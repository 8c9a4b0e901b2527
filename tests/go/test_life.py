"""Unconditional life: drawn positions, and what the definition demands of random ones."""

import random

import pytest

from darkgo.go.board import Board
from darkgo.go.life import pass_alive, safe
from darkgo.go.points import Colour

# The second drawing of each marks Black's pass-alive stones with X and its safe territory with x.
POSITIONS = [
    (
        "two eyes of one point in the corner",
        ". X . X O / X X X X O / O O O O O / . . . . . / . . . . .",
        "x X x X - / X X X X - / - - - - - / - - - - - / - - - - -",
    ),
    (
        "one eye",
        ". X O . . / X X O . . / O O O . . / . . . . . / . . . . .",
        "- - - - - / - - - - - / - - - - - / - - - - - / - - - - -",
    ),
    (
        "the second eye is false: the stone below it can be captured",
        ". X O . . / X X O . . / . X O . . / X O O . . / . O . . .",
        "- - - - - / - - - - - / - - - - - / - - - - - / - - - - -",
    ),
    (
        "two chains that share two eyes live together",
        ". X X O . / X . X O . / X X O O . / O O O . . / . . . . .",
        "x X X - - / X x X - - / X X - - - / - - - - - / - - - - -",
    ),
    (
        "an eye of two points, every one a liberty, and one of one point",
        ". . X . X / X X X X X / O O O O O / . . . . . / . . . . .",
        "x x X x X / X X X X X / - - - - - / - - - - - / - - - - -",
    ),
    (
        "a dead stone in an eye is Black's",
        ". O X . X / X X X X X / O O O O O / . . . . . / . . . . .",
        "x x X x X / X X X X X / - - - - - / - - - - - / - - - - -",
    ),
    (
        "one large eye: it lives by answering, but not by passing",
        ". . . . X / X X X X X / O O O O O / . . . . . / . . . . .",
        "- - - - - / - - - - - / - - - - - / - - - - - / - - - - -",
    ),
    (
        "seki: two shared liberties, no eyes",
        ". X O X O / X X O X O / X O O X O / X O O X O / X O . X .",
        "- - - - - / - - - - - / - - - - - / - - - - - / - - - - -",
    ),
    (
        "a chain in between shares both eyes with its neighbours",
        ". X . X . / X X X X X / . . . . . / O O O O O / . O . O .",
        "x X x X x / X X X X X / - - - - - / - - - - - / - - - - -",
    ),
    (
        "a region too large to be safe beside two eyes",
        ". X . X . / X X X X . / . . . . . / . . . . . / . . . . .",
        "x X x X - / X X X X - / - - - - - / - - - - - / - - - - -",
    ),
    (
        "a whole board in which two eyes cannot be made",
        ". X . X . / X X X X X / X . . . X / X X X X X / . X . X .",
        "x X x X x / X X X X X / X x x x X / X X X X X / x X x X x",
    ),
    (
        "a region in which one point is out of reach",
        "X X X X X X / X . . . X X / X . . . X X / X . . . X X / X X X X X X / . X . X X X",
        "X X X X X X / X x x x X X / X x x x X X / X x x x X X / X X X X X X / x X x X X X",
    ),
    (
        "a region in which two points are",
        "X X X X X X / X . . . . X / X . . . . X / X . . . . X / X X X X X X / . X . X X X",
        "X X X X X X / X - - - - X / X - - - - X / X - - - - X / X X X X X X / x X x X X X",
    ),
    ("an empty board", ". . / . .", "- - / - -"),
    ("no stones of the colour", ". O / O O", "- - / - -"),
]


def parse(drawing: str) -> Board:
    return Board.parse(drawing.replace("/", "\n"))


def mask(drawing: str, sign: str) -> int:
    return sum(1 << point for point, found in enumerate(drawing.replace("/", " ").split()) if found == sign)


@pytest.mark.parametrize(
    ("drawing", "expected"), [case[1:] for case in POSITIONS], ids=[case[0] for case in POSITIONS]
)
def test_drawn_positions(drawing: str, expected: str) -> None:
    board = parse(drawing)
    swapped = Board(board.size, board.white, board.black)
    assert safe(board, Colour.BLACK) == (mask(expected, "X"), mask(expected, "x"))
    assert safe(swapped, Colour.WHITE) == (mask(expected, "X"), mask(expected, "x"))
    assert pass_alive(board, Colour.BLACK) == mask(expected, "X")


@pytest.mark.parametrize("size", [3, 4, 5, 7])
def test_nothing_the_opponent_does_alone_captures_what_is_pass_alive(size: int) -> None:
    """In random positions with many chains; the opponent plays wherever it is no suicide."""
    rng = random.Random(size)
    found = 0
    for _ in range(100):
        board = Board.empty(size)
        for _ in range(rng.randrange(4 * size * size)):
            colour = Colour.BLACK if rng.random() < 0.7 else Colour.WHITE
            board = board.play(rng.choice(Board.points(board.free)), colour)
        alive, territory = safe(board, Colour.BLACK)
        found += bool(alive)
        assert alive & board.black == alive
        assert not territory & alive
        for _ in range(2 * size * size):
            point = rng.choice(Board.points(board.free))
            after = board.play(point, Colour.WHITE)
            board = after if after.at(point) else board
            assert alive & board.black == alive
    assert found > 5


def test_safe_territory_has_no_room_for_two_eyes() -> None:
    """No living white chain ever stands in it, however White fills it."""
    rng = random.Random(1)
    for _ in range(100):
        board = Board.empty(5)
        for _ in range(rng.randrange(60)):
            colour = Colour.BLACK if rng.random() < 0.8 else Colour.WHITE
            board = board.play(rng.choice(Board.points(board.free)), colour)
        territory = safe(board, Colour.BLACK).territory
        for point in rng.sample(range(25), 25):
            if territory & board.free & 1 << point:
                after = board.play(point, Colour.WHITE)
                board = after if after.at(point) else board
                assert not pass_alive(board, Colour.WHITE) & territory
