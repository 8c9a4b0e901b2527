"""Games on every kind of clock, with a time that the evaluator spends: nobody loses by it."""

from collections.abc import Sequence
from random import Random

import pytest

from darkgo.engine.clock import Absolute, ByoYomi, Canadian, Fischer, TimeSystem
from darkgo.engine.limit import Limit, limit_of
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour
from darkgo.model.evaluation import Evaluation, Position
from tests.evaluators import NearestStones

BUSY = 0.2
"""The share of evaluations that take four times as long, as on a busy machine."""


class Spending(NearestStones):
    """Takes time to evaluate, on a clock of its own."""

    def __init__(self, seconds: float, seed: int = 0) -> None:
        super().__init__()
        self.time, self._seconds, self._random = 1000.0, seconds, Random(seed)

    def now(self) -> float:
        """The time, in seconds."""
        return self.time

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        times = 4 if self._random.random() < BUSY else 1
        self.time += times * self._seconds * (1 + len(positions) / 8)
        return super().evaluate(positions)


def session_of(network: Spending, system: TimeSystem, limit: Limit) -> Session:
    """The program against itself."""
    session = Session(Setup(5).game(), network, computer=frozenset(Colour))
    session.now, session.limit = network.now, limit
    session.set_clock(system)
    return session


def moves_of(session: Session, most: int = 50) -> list[float]:
    """Plays, and returns the seconds of each move."""
    spent = []
    while not session.is_over and not session.counting and len(spent) < most:
        began = session.now()
        session.think()
        session.play_best()
        spent.append(session.now() - began)
    return spent


SYSTEMS = (
    Absolute(20),
    ByoYomi(3, 1, 3),
    ByoYomi(0, 0.5, 1),
    Canadian(5, 4, 6),
    Fischer(5, 0.5),
    Fischer(2, 0.3, most=3, most_for_a_move=0.6),
)


@pytest.mark.parametrize("system", SYSTEMS, ids=repr)
@pytest.mark.parametrize("limit", [limit_of(visits=10**9), limit_of(seconds=1000)], ids=["visits", "seconds"])
def test_nobody_loses_on_time(system: TimeSystem, limit: Limit) -> None:
    session = session_of(Spending(0.02), system, limit)
    spent = moves_of(session)
    assert session.out_of_time is None
    assert len(spent) > 10


@pytest.mark.parametrize("system", SYSTEMS, ids=repr)
def test_the_time_that_there_is_gets_used(system: TimeSystem) -> None:
    spent = moves_of(session_of(Spending(0.01), system, limit_of(visits=10**9)), 12)
    # A search may end early, but not always.
    assert max(spent) > 0.2 * system.allowed(system.start())


def test_nothing_is_spent_on_the_only_move() -> None:
    game = Game(3, Rules(komi=0.5))
    game.set_up(Board.parse(". X .\nX X X\nX X ."), Colour.WHITE)
    network = Spending(0.01)
    session = Session(game, network, computer=frozenset(Colour))
    session.now, session.limit = network.now, limit_of(seconds=1000)
    began = network.time
    session.think()
    assert network.time - began < 0.2
