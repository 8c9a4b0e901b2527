"""How long the program thinks where nobody said: a search, but not where moves are drawn."""

import pytest

from darkgo.engine.clock import Absolute, Clock
from darkgo.engine.limit import ALONE, BY_DEFAULT, limit_of
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.engine.strength import LEVELS, Strength
from darkgo.go.points import Colour
from darkgo.model.evaluation import Evaluator
from tests.evaluators import NearestStones, Steady


def session_at(strength: Strength, network: Evaluator) -> Session:
    session = Session(Setup(5).game(), network, strength=strength, computer=frozenset(Colour))
    session.limit = limit_of(otherwise=BY_DEFAULT)
    return session


def test_the_best_move_is_searched_and_one_of_several_is_drawn_from_the_policy() -> None:
    for strength in LEVELS:
        session = session_at(strength, NearestStones())
        session.think()
        assert session.report
        assert session.report.is_searched == (not strength.draws)
        # A search that was asked for is made at every level.
        session.limit = limit_of(visits=30)
        assert session.consult(limit=session.limit).is_searched


def test_a_network_without_value_heads_plays_alone_without_a_word() -> None:
    session = session_at(LEVELS[-1], Steady())
    session.think()
    assert session.report
    assert not session.report.is_searched
    assert session.report.remark == ""


def test_what_is_asked_for_counts() -> None:
    assert limit_of(visits=1, otherwise=BY_DEFAULT) == ALONE
    assert limit_of(seconds=5, otherwise=BY_DEFAULT).seconds == 5


@pytest.mark.parametrize("seconds", [10, 4000])
def test_a_clock_may_allow_less_but_not_more(seconds: float) -> None:
    limit = Clock(Absolute(seconds)).limit(Colour.BLACK, BY_DEFAULT)
    assert limit.seconds == min(1, 2 * seconds / 40)
    assert limit.is_default
