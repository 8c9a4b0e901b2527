"""What the program decides for a colour, whoever's turn it is: moves, passes and resigning."""

import pytest

from darkgo.engine.player import Resigning, clear_away, is_hopeless, may_resign, needs_count
from darkgo.engine.ranking import Suggestion
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game, IllegalMove, Rules
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.go.score import area_score
from darkgo.go.tree import GameTree
from darkgo.model.evaluator import NetworkEvaluator

BLACK, WHITE = Colour.BLACK, Colour.WHITE


@pytest.fixture
def session(mini: NetworkEvaluator) -> Session:
    return Session(Game(5, Rules(komi=0.5)), mini)


def decided(session: Session, colour: Colour, points: float = 0) -> int | None:
    """What the program would play that resigns when it is so many points behind."""
    resign = Resigning(points=points)
    count = needs_count(session.game.snapshot(colour), resign=resign)
    return session.decide(session.consult(colour, count=count), colour, resign=resign)


def set_up(session: Session, diagram: str, to_move: Colour = BLACK) -> None:
    session.set_up(Board.parse(diagram), to_move)


SETTLED = """
    . X . X O
    X X X X O
    X X O O O
    X O O . O
    X O . O O
"""


@pytest.mark.parametrize("colour", Colour)
def test_either_colour_is_decided_for_and_nothing_is_played(session: Session, colour: Colour) -> None:
    before = session.game.board
    point = decided(session, colour)
    assert point in range(25)
    assert session.game.board == before
    session.move(colour, point)
    assert session.game.board.at(point) is colour


def test_moves_may_come_from_one_colour_and_after_the_end(session: Session) -> None:
    for colour, point in [(BLACK, 3), (BLACK, 4), (WHITE, PASS), (BLACK, PASS), (WHITE, 9)]:
        session.move(colour, point)
    assert session.game.moves[-1] == (WHITE, 9)
    with pytest.raises(IllegalMove):
        session.move(WHITE, 9)
    assert session.game.move_number == 5


def test_only_eyes_are_left_so_it_passes(session: Session) -> None:
    set_up(session, SETTLED)
    assert decided(session, BLACK) == PASS
    assert decided(session, WHITE) == PASS


def test_its_own_pass_is_not_answered(session: Session) -> None:
    set_up(session, SETTLED.replace("O O O\n", ". . .\n", 1))
    session.move(BLACK, PASS)
    assert decided(session, BLACK) != PASS


def test_a_move_taken_back_is_forgotten(session: Session) -> None:
    session.move(BLACK, 3)
    session.move(WHITE, 4)
    assert session.take_back()
    assert session.tree.variations == ()
    assert session.game.moves == [(BLACK, 3)]
    session.resign(WHITE)
    assert session.take_back()
    assert (session.resigned, session.game.moves) == (None, [])
    assert not session.take_back()


def test_stones_set_up_are_not_taken_back(session: Session) -> None:
    set_up(session, SETTLED)
    assert not session.take_back()


WHITES = """
    . . . . .
    . . . . .
    O O O O O
    . O . O .
    O O O O O
"""


def test_it_resigns_when_asked_to_late_and_far_behind(session: Session) -> None:
    set_up(session, WHITES)
    session.move(WHITE, 2)
    assert decided(session, BLACK, points=5) is not None
    for _ in range(10):
        session.move(BLACK, PASS)
        session.move(WHITE, PASS)
    # Twenty-one moves on a board of 25 points.
    assert may_resign(session.game)
    assert decided(session, BLACK) is not None
    assert decided(session, BLACK, points=5) is None
    assert decided(session, BLACK, points=26) is not None
    assert decided(session, WHITE, points=5) is not None


def test_hopeless_is_a_matter_of_points() -> None:
    game = Game(5, Rules(komi=0.5))
    score = area_score(Board.parse("O....\n" + ".....\n" * 4), 0.5)
    assert score.margin == -25.5
    assert is_hopeless(game, score, 25.5)
    assert not is_hopeless(game, score, 26)
    assert not is_hopeless(game.snapshot(WHITE), score, 1)


DEAD = """
    . X . X O
    X X X X O
    . X X O O
    O . X O .
    . X X O O
"""


@pytest.mark.parametrize(
    ("diagram", "dead", "expected"),
    [
        (DEAD, "A2", "A1 A3 B2"),
        (DEAD, "", ""),
        # Inside, a stone put into atari would be given away.
        ("OO.X. XXXX. ..... ..... .....", "A5 B5", "C5"),
        ("XO.OX XX.XX ..... ..... .....", "B5 D5", "C5"),
    ],
)
def test_dead_stones_are_captured_first(diagram: str, dead: str, expected: str) -> None:
    game = Game(5)
    game.set_up(Board.parse("\n".join(diagram.split("\n") if "\n" in diagram else diagram.split())), BLACK)
    mask = sum(1 << parse_point(name, 5) for name in dead.split())
    for name in expected.split():
        point = parse_point(name, 5)
        ranking = [Suggestion(PASS, 0.5), Suggestion(point, 0.1)]
        found = clear_away(game, ranking, mask)
        assert found == point, name
    if not expected:
        assert (
            clear_away(game, [Suggestion(point, 0.1) for point in Board.points(game.board.free)], mask)
            is None
        )


def test_an_estimate_is_made_once(session: Session) -> None:
    set_up(session, SETTLED)
    assert str(session.estimate()) == "W+1.5"
    session.dismiss_network()
    assert str(session.estimate()) == "W+1.5"


def test_without_a_network_nothing_is_decided() -> None:
    with pytest.raises(BadInput, match="no network"):
        Session(Game(5)).consult(BLACK)


def test_another_game_is_gone_on_with(session: Session) -> None:
    game = Game(9)
    game.play(40)
    session.start(GameTree(game))
    assert session.game.moves == [(BLACK, 40)]
