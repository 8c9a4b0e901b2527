"""The computer in a game gives it up, by its win rates."""

import pytest

from darkgo.engine.perform import computer_text
from darkgo.engine.player import Resigning
from darkgo.engine.session import Session
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour
from tests.evaluators import Owners, Steady

BEHIND = Owners(Board.empty(5).put(0, Colour.BLACK), [1.0] * 25)


def played(evaluator: Steady, resigning: Resigning) -> tuple[Session, str]:
    """A game in which the computer has just moved for White, and what it said."""
    session = Session(
        Game(5, Rules(komi=0.5)), evaluator, computer=frozenset({Colour.WHITE}), resigning=resigning
    )
    said = ""
    for point in (0, 2, 4, 10, 12, 14):
        if not session.game.board.at(point):
            session.play(point)
            session.think()
            said = computer_text(session)
        if session.is_over:
            break
    return session, said


def test_it_resigns_and_says_why() -> None:
    session, said = played(BEHIND, Resigning(0.05))
    assert session.resigned is Colour.WHITE
    assert said == "White resigns: B+R (win rate below 5% in 3 turns in a row)"
    assert session.game.move_number >= 7
    session.undo()
    assert not session.is_over


@pytest.mark.parametrize(("handicap", "opening"), [(0, 13), (2, 25)])
def test_white_gives_a_handicap_game_up_only_when_half_of_it_is_played(handicap: int, opening: int) -> None:
    """A board of 7 lines has 49 points: the opening has a quarter as many moves, or half as many."""
    game = Game(7, Rules(komi=0.5), handicap)
    if not handicap:
        game.play(16)
    behind = Owners(game.board, [1.0] * 49)
    session = Session(game, behind, computer=frozenset({Colour.WHITE}), resigning=Resigning(0.05))
    while not session.is_over:
        session.think()
        computer_text(session)
        if not session.is_over:
            session.play(Board.points(session.game.legal_mask())[0])
    assert session.resigned is Colour.WHITE
    assert opening <= session.game.move_number < opening + 2


def test_it_plays_on_where_it_is_not_to_resign_or_cannot_tell() -> None:
    for evaluator, resigning in ((BEHIND, Resigning()), (Steady(), Resigning(0.05))):
        session, said = played(evaluator, resigning)
        assert not session.resigned
        assert "resigns" not in said
