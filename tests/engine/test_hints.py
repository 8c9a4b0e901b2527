"""Hints: what a person wants to see in the two kinds of games, and what is not played unseen."""

import pytest

from darkgo.engine.commands import Action, Show
from darkgo.engine.hints import HintChoice, Hints
from darkgo.engine.parse import parse
from darkgo.engine.perform import perform
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import Colour
from tests.evaluators import Steady

WHITE = frozenset({Colour.WHITE})


def typed(session: Session, line: str) -> str:
    command: Action | Show = parse(line, session.game.size)
    assert not isinstance(command, Show)
    said = perform(command, session)
    session.think()
    return said


def judged(computer: frozenset[Colour] = frozenset()) -> Session:
    session = Session(Game(5), Steady(), computer=computer)
    session.think()
    return session


def test_after_the_most_comes_nothing() -> None:
    assert [hints.next for hints in Hints] == [
        Hints.NUMBERS,
        Hints.HEAT,
        Hints.OWNERSHIP,
        Hints.OFF,
    ]


@pytest.mark.parametrize(
    ("computer", "hints"),
    [(WHITE, Hints.OFF), (frozenset[Colour](), Hints.NUMBERS), (frozenset(Colour), Hints.NUMBERS)],
)
def test_only_against_the_computer_they_are_off_at_first(computer: frozenset[Colour], hints: Hints) -> None:
    session = judged(computer)
    assert session.hints is hints
    assert bool(session.suggestions) is bool(session.marks) is (hints is not Hints.OFF)


def test_each_kind_of_game_keeps_what_was_chosen_in_it() -> None:
    session = judged()
    session.hints = Hints.HEAT
    session.set_computer(WHITE)
    assert session.hints is Hints.OFF
    session.hints = Hints.NUMBERS
    session.set_computer(frozenset())
    assert session.hint_choice == HintChoice(against_computer=Hints.NUMBERS, otherwise=Hints.HEAT)
    assert session.hints is Hints.HEAT


@pytest.mark.parametrize("line", ["", "1", "3"])
def test_a_suggestion_that_is_not_to_be_seen_is_not_played(line: str) -> None:
    session = judged(WHITE)
    with pytest.raises(BadInput, match="hints are off"):
        typed(session, line)
    assert session.game.move_number == 0
    typed(session, "top 3")
    typed(session, line)
    assert session.game.move_number == 1


@pytest.mark.parametrize("line", ["0", "top 0"])
def test_0_switches_them_off_and_top_on(line: str) -> None:
    session = judged()
    assert typed(session, line) == "hints are off: top 5 shows them again"
    assert (session.hints, session.count, session.suggestions) == (Hints.OFF, 5, ())
    typed(session, "top 4")
    assert (session.hints, len(session.suggestions)) == (Hints.NUMBERS, 4)


def test_top_leaves_the_heat_map() -> None:
    session = judged()
    session.hints = Hints.HEAT
    typed(session, "top 4")
    assert session.hints is Hints.HEAT


def test_there_may_be_too_few_points() -> None:
    with pytest.raises(BadInput, match="top 27: expected 0 to 26"):
        typed(judged(), "top 27")
