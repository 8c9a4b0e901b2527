"""What is played in a seki, and where the same shapes are fights that must be played."""

import pytest

from darkgo.engine.ranking import Suggestion
from darkgo.engine.useful import useful_at_a_glance, useful_moves
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, format_point, parse_point
from tests.evaluators import choose

# Nothing else is left to be played on these boards.
FINISHED = {
    "two shared liberties at the edge, no eyes": """
        . O X X . O X X .
        O O X X . O X X X
        O O O X X O X . X
        O O O O O X X X X
        . O O . O X X . X
        O O O O O X X X X
        O . O O O X X X .
        O O O O O X X X X
        O O . O O X . X X
    """,
    "one eye each and a shared liberty, the whole board": """
        . O O O X X X X .
        O O O O X X X X X
        O O O O X X X X X
        . O O O X X X X .
        O O O O X X X X X
        O . O O X X X . X
        O O O O X X X X X
        O X X X O O O O X
        O X . X . O . O X
    """,
    "a big eye in the corner: five in a row, three stones within": """
        . O O O . X O O .
        X X X X X X O O O
        O O O O O O O . O
        O O . O O O O O O
        O O O O O O O O O
        X X X X X X X X X
        X X . X X X X . X
        X X X X X X X X X
        . X X X . X X X X
    """,
    "a big eye at the edge: five bent, three stones within": """
        O X . O O O X O .
        O X X X X . X O O
        O O O O X X X O O
        O O . O O O O . O
        O O O O O O O O O
        X X X X X X X X X
        X X . X X X X . X
        X X X X X X X X X
        . X X X . X X X X
    """,
    "three groups in a row, the one in the middle without eye": """
        . X . O . X . X O
        X X X O X X X X O
        O O O X O O O O O
        O . O X O . O . O
        O O O X O O O O O
        . O O X O O . O O
        O O X X X O O O O
        X X X . X X X X X
        . X X X X . X X X
    """,
    "two shared liberties, one of them the corner point": """
        . X X X O O O O .
        O O . X O O . O O
        X O O X O O O O O
        X X X O O O O . O
        . X X X O O O O O
        X X . X X O O . O
        X X X X X X O O O
        X X X . X X X X X
        X X X X X . X X X
    """,
    "one eye each, Black's looks false": """
        O . O O X X X . X
        O O O O X X X X X
        . O O O O X X . X
        O O O O O O X X X
        X X X X X O X . X
        X O O . X O X X X
        X O . O X O O X X
        X O O O X O O X .
        . X X X X O O X X
    """,
    "one eye against one eye, White's in the corner": """
        . O X X . X O O O
        O O . X X X O O O
        O O X X O O O . O
        X X O O O O O O O
        . X X X O O . O O
        X X . X O O O O O
        X X X X O O O . O
        X . X X O O O O O
        X X X X O O O O O
    """,
}

# The points of the seki, and a board on which the game goes on elsewhere.
UNFINISHED = {
    "two shared liberties": (
        "C9 C8",
        """
        X O . X X O . O .
        X O . X O O O O O
        X O O X O . O . O
        X X X O O O O O O
        . X X X X X X X X
        X X . X . X X . X
        . X X X X X . X X
        . . . . . . . . .
        . . . . . . . . .
        """,
    ),
    "one eye each, among groups that are not alive for certain": (
        "C1 E1 G1",
        """
        . . . O X . . . .
        . O . O X . X . .
        . . . O X . . . .
        . . O O X X . . .
        . . . O X . . X .
        . O . O X . . . .
        O O O O X X X X X
        O X X X O O O O X
        O X . X . O . O X
        """,
    ),
}

# Black to move, and the move that gains.
FIGHTS = {
    "a race won by one liberty": (
        "E9",
        """
        . O X X . O X X .
        O O . X . O X X X
        O O O X X O X . X
        O O O O O X X X X
        . O O . O X X . X
        O O O O O X X X X
        O . O O O X X X .
        O O O O O X X X X
        O O . O O X . X X
        """,
    ),
    "a race with a liberty open on the outside": (
        "F6",
        """
        . O X X . O X X .
        O O X X . O X X X
        O O O X X O X . X
        O O O O O . X X X
        . O O . O X X . X
        O O O O O X X X X
        O . O O O X X X .
        O O O O O X X X X
        O O . O O X . X X
        """,
    ),
    "four in a row: White's big eye becomes one of three": (
        "A9",
        """
        . X X . O X X X .
        O O O O O X X X X
        X X X X X X X . X
        X X . X X X X X X
        X X X X X X X X X
        O O O O O O O O O
        O O . O O O O . O
        O O O O O O O O O
        . O O O . O O O O
        """,
    ),
    "an eye against none": (
        "E1",
        """
        . O O O X X X X .
        O O O O X X X X X
        O O O O X X X X X
        . O O O X X X X .
        O O O O X X X X X
        O . O O X X X . X
        O O O O X X X X X
        O X X X X X X O X
        O X . X . . O O X
        """,
    ),
    "a big eye against a small one": (
        "E1",
        """
        . O O O X X X X .
        O O O O X X X X X
        O O O O X X X X X
        . O O O X X X X .
        O O O O X X X X X
        O . O O X X X . X
        O O O O X X X X X
        X X X X O O O O X
        X . . X . O . O X
        """,
    ),
    "a throw-in and a snapback": (
        "D9",
        """
        . X O . O X X X .
        X X O . O X X X X
        X X O O O X . X X
        
        X X X X X X X X X
        O O O O O O O O O
        O O . O O O O . O
        O O O O O O O O O
        . O O O . O O O O
        O O O O O O O O O
        """,
    ),
    "a ko for White's second eye": (
        "C9",
        """
        . O . O X X X X .
        O O O X X X X X X
        X X X X X X . X X
        
        X X X X X X X X X
        O O O O O O O O O
        O O . O O O O . O
        O O O O O O O O O
        . O O O . O O O O
        O O O O O O O O O
        """,
    ),
    "the fifth stone makes a bulky five": (
        "D8",
        """
        X O . X X O X X .
        X O X . X O X X X
        X O O O O O X . X
        
        X X X X X X X X X
        O O O O O O O O O
        O O . O O O O . O
        O O O O O O O O O
        . O O O . O O O O
        O O O O O O O O O
        """,
    ),
    "the fourth stone makes a square": (
        "C8",
        """
        X O X X O O X X .
        X O . X . O X X X
        X O O O O O X . X
        
        X X X X X X X X X
        O O O O O O O O O
        O O . O O O O . O
        O O O O O O O O O
        . O O O . O O O O
        O O O O O O O O O
        """,
    ),
    "an eye against none, with a liberty on the outside to be filled first": (
        "A6",
        """
        O O X X . X O O O
        O O . X X X O O O
        O O X X O O O . O
        . X O O O O O O O
        X X X X O O . O O
        X X . X O O O O O
        X X X X O O O . O
        X . X X O O O O O
        X X X X O O O O O
        """,
    ),
}


def game_at(diagram: str, to_move: Colour) -> Game:
    board = Board.parse(diagram)
    game = Game(board.size, Rules(komi=0))
    game.set_up(board, to_move)
    return game


def liked(game: Game, point: int, probability: float) -> list[Suggestion]:
    """What a network says that likes one move so much, and all others little, the pass most."""
    others = [other for other in Board.points(game.legal_mask()) if other != point]
    return [
        Suggestion(point, probability),
        Suggestion(PASS, 0.01),
        *(Suggestion(other, 0.001) for other in others),
    ]


@pytest.mark.parametrize("to_move", Colour)
@pytest.mark.parametrize("diagram", FINISHED.values(), ids=FINISHED)
def test_both_pass_in_a_seki_whatever_the_network_likes(diagram: str, to_move: Colour) -> None:
    game = game_at(diagram, to_move)
    assert game.legal_mask()
    for point in Board.points(game.legal_mask()):
        assert choose(game, liked(game, point, 0.65)) == PASS, format_point(point, game.size)


@pytest.mark.parametrize("to_move", Colour)
@pytest.mark.parametrize(("seki", "diagram"), UNFINISHED.values(), ids=UNFINISHED)
def test_a_seki_is_left_alone_while_the_game_goes_on(seki: str, diagram: str, to_move: Colour) -> None:
    game = game_at(diagram, to_move)
    points = {parse_point(name, game.size) for name in seki.split()} & set(Board.points(game.legal_mask()))
    for point in points:
        assert choose(game, liked(game, point, 0.65)) not in {PASS, *points}


@pytest.mark.parametrize("probability", [0.65, 0.015])
@pytest.mark.parametrize(("name", "diagram"), FIGHTS.values(), ids=FIGHTS)
def test_a_fight_is_played_however_little_the_network_likes_it(
    name: str, diagram: str, probability: float
) -> None:
    game = game_at(diagram, Colour.BLACK)
    point = parse_point(name, game.size)
    assert choose(game, liked(game, point, probability)) == point


@pytest.mark.parametrize(("shape", "wrong"), [("square", "E8"), ("bulky", "C9"), ("outside", "C8")])
def test_the_wrong_move_in_such_a_fight_is_not_played(shape: str, wrong: str) -> None:
    (diagram,) = (diagram for title, (_, diagram) in FIGHTS.items() if shape in title and "open" not in title)
    game = game_at(diagram, Colour.BLACK)
    point = parse_point(wrong, game.size)
    ranking = liked(game, point, 0.65)
    useful = useful_moves(game, ranking, useful_at_a_glance(game, ranking))
    assert point not in {move.point for move in useful}
