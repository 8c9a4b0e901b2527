"""How long a move may take, and what is left out when that is short."""

from collections.abc import Sequence
from math import inf
from random import Random

import pytest

from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.go.points import Colour
from darkgo.gtp.engine import Engine
from darkgo.model.evaluation import Evaluation, Position
from darkgo.model.evaluator import NetworkEvaluator
from tests.evaluators import After, Refusing, Steady


class Watch:
    """A clock that goes on by so many seconds each time it is looked at."""

    def __init__(self, step: float) -> None:
        self.time, self.step = 0.0, step

    def __call__(self) -> float:
        self.time += self.step
        return self.time


def send(engine: Engine, *commands: str) -> None:
    for command in commands:
        answer = engine.answer(command) or ""
        assert answer.startswith("="), f"{command}: {answer}"


@pytest.mark.parametrize(
    ("commands", "seconds"),
    [
        ("", inf),
        ("kgs-time_settings none", inf),
        ("time_settings 10 30 0", inf),
        ("time_settings 0 0 0", 0),
        ("time_settings 400 0 10", 10),
        ("kgs-time_settings absolute 400", 10),
        ("kgs-time_settings absolute 400, time_left b 80 0", 2),
        ("kgs-time_settings absolute 400, time_left w 80 0", 10),
        ("kgs-time_settings absolute 400, time_left b 80 0, clear_board", 10),
        ("time_left b 80 0", 2),
        ("time_left b -3 0", 0),
        ("time_settings 0 60 20", 3),
        ("kgs-time_settings canadian 0 60 20, time_left b 30 5", 6),
        ("kgs-time_settings canadian 0 60 0", inf),
        ("kgs-time_settings byoyomi 0 30 5", 29),
        ("kgs-time_settings byoyomi 400 30 5, time_left b 20 3", 19),
        ("kgs-time_settings byoyomi 400 30 5, time_left b 1 1", 0.5),
        ("kata-time_settings fischer 400 12", 22),
        ("kata-time_settings fischer 400 12, time_left b 1 0", 0.5),
        ("kata-time_settings fischer-capped 60 10 120 -1, time_left b 1 0", 0.5),
        ("kata-time_settings fischer-capped 400 12 600 5", 4),
        ("kata-time_settings fischer-capped 400 12 40 -1", 13),
        ("kata-time_settings fischer-capped 400 12 600 -1, time_left b 40 0", 13),
    ],
)
def test_seconds_for_a_move_of_black(engine: Engine, commands: str, seconds: float) -> None:
    send(engine, *filter(None, commands.split(", ")))
    assert engine.state.session.clock.allowed(Colour.BLACK) == seconds


FINISHED = ("boardsize 3", "play b B3", "play b B2", "play w A3", "play b B1", "play w pass")


@pytest.mark.parametrize(("left", "counts"), [(1000, True), (10, False)])
def test_dead_stones_are_not_looked_for_in_time_trouble(engine: Engine, left: int, counts: bool) -> None:
    send(engine, *FINISHED, f"time_left b {left} 0", "reg_genmove b")
    assert engine.state.session.dead_are_known is counts


@pytest.mark.parametrize(
    "settings",
    [
        "kgs-time_settings absolute 600, time_left b 1 0",
        "kgs-time_settings byoyomi 600 30 5, time_left b 1 1",
        "kgs-time_settings canadian 600 30 5, time_left b 1 2",
        "kata-time_settings fischer 600 30, time_left b 1 0",
        "kata-time_settings fischer-capped 600 30 600 -1, time_left b 1 0",
        "kata-time_settings fischer-capped 600 30 600 1",
    ],
)
def test_with_a_second_left_a_move_is_one_look_of_the_network(mini: NetworkEvaluator, settings: str) -> None:
    asked: list[int] = []

    class Counting:
        def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
            asked.append(len(positions))
            return mini.evaluate(positions)

    random = Random(1)
    engine = Engine(Session(Setup().game(), Counting(), random=random), random)
    send(engine, "darkgo-set resign-points 1", *FINISHED, *settings.split(", "))
    asked.clear()
    send(engine, "genmove b")
    assert asked == [1]
    assert not engine.state.session.dead_are_known


@pytest.mark.parametrize("command", ["genmove b", "kgs-genmove_cleanup b"])
def test_looking_for_dead_stones_ends_with_the_time_for_the_move(engine: Engine, command: str) -> None:
    """The machine is so slow that each step of it takes a second."""
    send(engine, "darkgo-set resign-points 1", *FINISHED, "kata-time_settings fischer 40 12")
    engine.state.session.now = watch = Watch(1)
    allowed = engine.state.session.clock.allowed(Colour.BLACK)
    send(engine, command)
    assert watch.time < allowed
    assert watch.time > allowed / 3
    assert not engine.state.session.resigned
    assert not engine.state.session.dead_are_known


def test_its_own_moves_are_timed_if_nobody_tells_what_is_left(engine: Engine) -> None:
    send(engine, "boardsize 5", "kgs-time_settings absolute 60")
    engine.state.session.now = Watch(5)
    for _ in range(3):
        before = engine.state.session.clock.left(Colour.BLACK).seconds
        send(engine, "genmove b", "genmove w")
        assert before - 20 <= engine.state.session.clock.left(Colour.BLACK).seconds <= before - 5
    send(engine, "reg_genmove b", "genmove w", "time_left b 50 0")
    assert engine.state.session.clock.left(Colour.BLACK).seconds == 50
    for _ in range(20):
        send(engine, "genmove b")
    assert engine.state.session.clock.is_up(Colour.BLACK)


def test_the_network_is_ready_before_a_clock_runs() -> None:
    asked: list[None] = []
    random = Random(1)
    evaluator = After(lambda: asked.append(None), Steady())
    engine = Engine(Session(Setup().game(), evaluator, random=random), random)
    send(engine, "boardsize 7", "time_settings 60 0 0")
    assert asked


def test_settings_are_taken_though_the_network_cannot_be_used() -> None:
    random = Random(1)
    session = Session(Setup().game(), Refusing("there is no such network"), random=random)
    engine = Engine(session, random)
    send(engine, "time_settings 60 0 0")
    assert engine.state.session.clock.allowed(Colour.BLACK) == 1.5
    assert engine.answer("genmove b") == "? there is no such network\n\n"
