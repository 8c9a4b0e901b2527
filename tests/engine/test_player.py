"""Which move the program plays: eyes stay open, and passes come neither too early nor too late."""

from random import Random

import pytest

from darkgo.engine.ranking import Suggestion
from darkgo.engine.strength import Strength
from darkgo.engine.useful import is_eye, useful_at_a_glance, useful_moves
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.model.evaluation import EXPECTED
from tests.evaluators import choose

SETTLED = """
    . X . X O
    X X X X O
    X X O O O
    X O O . O
    X O . O O
"""
"""Black has two eyes, White too; no useful move is left. Black holds 11 points, White 14."""


def game_with(diagram: str, komi: float = 0, to_move: Colour = Colour.BLACK) -> Game:
    board = Board.parse(diagram)
    game = Game(board.size, Rules(komi=komi))
    if to_move is Colour.WHITE:
        game.play(PASS)
    for point in range(board.size**2):
        if (stone := board.at(point)) is not None:
            game.edit(point, stone)
    return game


def ranked(game: Game, *first: int) -> list[Suggestion]:
    """These points first, the other legal ones after them, as the network might rank them."""
    legal = Board.points(game.legal_mask())
    first = tuple(point for point in first if point in (*legal, PASS))
    order = [*first, *(point for point in (*legal, PASS) if point not in first)]
    return [Suggestion(point, 0.01) for point in order]


@pytest.mark.parametrize(
    ("diagram", "eyes"),
    [
        (". X . / X X X / . . .", "A3 C3"),
        (". X O / X X X / . . .", "A3"),
        (". X . / X O X / . X .", ""),
        ("X . X / X X X / . . .", "B3"),
        ("X . X / X X O / . . .", ""),
        ("X X X / X . X / X X X", "B2"),
        ("X X O / X . X / X X X", "B2"),
        ("X X O / X . X / X X O", ""),
        ("X . . / X X X / X X X", ""),
        ("O O O / O . O / O O O", ""),
    ],
)
def test_an_eye_is_real(diagram: str, eyes: str) -> None:
    board = Board.parse(diagram.replace("/", "\n"))
    found = [point for point in Board.points(board.free) if is_eye(board, point, Colour.BLACK)]
    assert [f"{'ABC'[point % 3]}{3 - point // 3}" for point in found] == eyes.split()


def test_the_best_move_is_played() -> None:
    game = Game(5)
    assert choose(game, ranked(game, 7, 12)) == 7


def test_a_pass_that_the_network_likes_waits_for_the_end() -> None:
    game = Game(5)
    assert choose(game, ranked(game, PASS, 12)) == 12


def test_an_eye_is_kept_open() -> None:
    game = game_with(SETTLED.replace("O O O\n", ". . .\n", 1))
    assert choose(game, ranked(game, 0, 2, 14)) == 14


@pytest.mark.parametrize("to_move", Colour)
def test_it_passes_when_only_eyes_are_left(to_move: Colour) -> None:
    game = game_with(SETTLED, to_move=to_move)
    assert choose(game, ranked(game)) == PASS


@pytest.mark.parametrize(("komi", "answer"), [(-3.5, "pass"), (3.5, "plays on")])
def test_a_pass_is_answered_by_a_pass_only_when_that_wins(komi: float, answer: str) -> None:
    game = game_with(
        """
        . X . X O
        X X X X O
        X X O O O
        X O O . .
        X O . O .
        """,
        komi,
        Colour.WHITE,
    )
    game.play(PASS)
    assert choose(game, ranked(game, 19)) == (PASS if answer == "pass" else 19)


def test_a_pass_in_the_opening_ends_nothing() -> None:
    game = Game(9, Rules(komi=0))
    game.play(40)
    game.play(PASS)
    assert choose(game, ranked(game, 20)) == 20


def test_a_weaker_player_draws_its_moves_and_a_seed_repeats_them() -> None:
    game, evenly = Game(5), Strength(1)
    moves = [
        [choose(game, ranked(game), evenly, random) for _ in range(30)] for random in (Random(3), Random(3))
    ]
    assert moves[0] == moves[1]
    assert len(set(moves[0])) > 10


def test_a_weaker_player_neither_fills_eyes_nor_passes_early() -> None:
    game = game_with(SETTLED.replace("O O O\n", ". . .\n", 1))
    random = Random(1)
    drawn = {choose(game, ranked(game, PASS, 0, 2), Strength(100), random) for _ in range(100)}
    # D2 would be captured for nothing.
    assert drawn == set(Board.points(game.legal_mask())) - {0, 2, parse_point("D2", 5)}


def test_a_weaker_player_passes_when_only_eyes_are_left() -> None:
    assert choose(game_with(SETTLED), ranked(game_with(SETTLED)), Strength(1)) == PASS


INVADED = """
    . X . . .
    X X . O .
    . X X X X
    X X O O O
    . X O . .
"""
"""White's stone in the upper right is dead; without it Black holds 19 points, White 6."""


@pytest.mark.parametrize(("dead", "answer"), [("", 3), ("D4", PASS)])
def test_a_pass_is_answered_by_a_pass_when_that_wins_without_the_dead_stones(dead: str, answer: int) -> None:
    game = game_with(INVADED, 10.5, Colour.WHITE)
    game.play(PASS)
    mask = sum(1 << parse_point(name, 5) for name in dead.split())
    assert choose(game, ranked(game, 3), dead=mask) == answer


UNFINISHED = """
    . . X O .
    . . X O .
    X X X O O
    . . . O .
    X X O O .
"""
"""What Black has lives only if it answers; in the second line the border is open."""


@pytest.mark.parametrize(
    ("second_line", "passes", "expected"),
    [(". . . O .", 1, 0), (". . . O .", 2, 17), ("X X X O .", 1, 0), ("X X X O .", 2, PASS)],
)
def test_a_lost_game_is_not_played_on_for_ever(second_line: str, passes: int, expected: int) -> None:
    game = game_with(UNFINISHED.replace(". . . O .", second_line), -9.5)
    game.play(PASS)
    if passes == 2:
        game.play(PASS)
        game.play(PASS)
    assert choose(game, ranked(game, 0, 17)) == expected


DECIDED = """
    . . X O O
    X X X O .
    . X O O O
    X X O . O
    . X O O .
"""
"""Black lives in the upper left for good, and White to the right."""


@pytest.mark.parametrize(
    ("diagram", "to_move", "useless"),
    [
        (DECIDED, Colour.BLACK, "A5 B5 A3 A1 E4 D2 E1"),
        (DECIDED, Colour.WHITE, "A5 B5 A3 A1 E4 D2 E1"),
        # White's stone in Black's own room may be taken off; White gains nothing there.
        (DECIDED.replace(". . X", ". O X", 1), Colour.BLACK, "A3 A1 E4 D2 E1"),
        (DECIDED.replace(". . X", ". O X", 1), Colour.WHITE, "A5 A3 A1 E4 D2 E1"),
        # The first to take one of the two liberties in the corner loses what it has there.
        (
            """
            . . X O .
            X X X O O
            O O O X X
            O X X X X
            . O O O .
            """,
            Colour.BLACK,
            "A5 B5",
        ),
        # Two stones of Black's with two liberties beside White's chain: one liberty less gives them away.
        (
            """
         X X O . .
         . . O . .
         O O O . .
         . . . . .
         . . . . .
         """,
            Colour.BLACK,
            "A4 B4",
        ),
    ],
)
def test_useless_moves_are_not_made(diagram: str, to_move: Colour, useless: str) -> None:
    game = game_with(diagram, to_move=to_move)
    useful = {
        suggestion.point
        for suggestion in useful_moves(game, ranked(game), useful_at_a_glance(game, ranked(game)))
    }
    left_out = set(Board.points(game.legal_mask())) - useful
    assert left_out <= {parse_point(name, 5) for name in useless.split()}
    assert useful.isdisjoint(parse_point(name, 5) for name in useless.split())


def test_stones_are_given_away_when_the_network_expects_it() -> None:
    game = game_with("X X O . .\n. . O . .\nO O O . .\n. . . . .\n. . . . .")
    ranking = [Suggestion(5, EXPECTED), Suggestion(6, 0.01)]
    useful = useful_moves(game, ranking, useful_at_a_glance(game, ranking))
    assert [move.point for move in useful] == [5]
