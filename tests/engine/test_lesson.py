"""Teaching: what a person is told of a move against the computer that lost many points."""

from collections.abc import Sequence

import pytest

from darkgo.engine.parse import parse
from darkgo.engine.perform import computer_text, perform
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.errors import BadInput
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour
from darkgo.model.evaluation import Evaluation, Position
from tests.evaluators import NearestStones, Steady

WHITE = frozenset({Colour.WHITE})


def against_the_computer(evaluator: Steady | None = None, teach: float = 2.0, **wanted: object) -> Session:
    wanted.setdefault("computer", WHITE)
    return Session(Game(9, Rules(komi=6.5)), evaluator or NearestStones(), teach=teach, **wanted)  # type: ignore[arg-type]


def played(session: Session, *lines: str) -> str:
    """What is said when a person types these, and the computer answers."""
    said = ""
    for line in lines:
        perform(parse(line, 9), session)  # type: ignore[arg-type]
        session.think()
        if session.computer_to_move:
            said = computer_text(session)
            session.think()
    return said


@pytest.mark.parametrize("thinks_first", [True, False])
def test_a_bad_move_is_spoken_of_before_the_answer(thinks_first: bool) -> None:
    session = against_the_computer()
    if thinks_first:
        session.think()
    told = played(session, "e5", "p")
    first, second = told.splitlines()
    assert first.startswith("That lost ")
    assert first.endswith(" was better: take back? u")
    assert second.startswith("White plays")
    session.undo()
    line = session.judged_line()
    assert line[-2].lost is not None
    assert line[-2].lost >= 2
    assert f"That lost {line[-2].lost:.1f} points" in first
    assert session.game.to_move is Colour.BLACK
    assert session.game.move_number == 2


def test_a_good_move_is_answered_only() -> None:
    session = against_the_computer()
    session.think()
    told = played(session, "e5")
    assert told.startswith("White plays")


def test_it_is_the_threshold_that_decides() -> None:
    assert not played(against_the_computer(teach=50.0), "e5", "p").startswith("That")
    assert not played(against_the_computer(teach=0.0), "e5", "p").startswith("That")
    assert played(against_the_computer(teach=0.1), "a1").startswith("That lost")


def test_nobody_is_taught_who_plays_no_computer() -> None:
    assert played(against_the_computer(computer=frozenset()), "e5", "p") == ""
    assert "lost" not in played(against_the_computer(computer=frozenset(Colour)), "pause", "e5")


def test_a_network_without_value_heads_says_nothing_and_is_asked_once() -> None:
    class Counting(Steady):
        asked = 0

        def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
            self.asked += 1
            return super().evaluate(positions)

    evaluator = Counting()
    session = against_the_computer(evaluator)
    session.think()
    assert played(session, "e5").startswith("White")
    assert evaluator.asked == 3


def test_without_a_network_the_game_goes_on() -> None:
    session = against_the_computer()
    session.dismiss_network()
    perform(parse("e5", 9), session)  # type: ignore[arg-type]
    assert session.wanted() is None
    assert session.lesson == ""


def test_in_a_new_game_nothing_of_the_old_one_is_said() -> None:
    session = against_the_computer()
    played(session, "e5", "p")
    session.new(Setup(9, computer=frozenset({Colour.BLACK})))
    session.think()
    assert session.lesson == ""
    assert computer_text(session).startswith("Black plays")


def test_a_stone_that_was_set_is_no_move() -> None:
    session = against_the_computer()
    session.think()
    perform(parse("b e5", 9), session)  # type: ignore[arg-type]
    session.think()
    assert session.lesson == ""
    with pytest.raises(BadInput):
        session.play(40)
