"""Games on time: whose clock runs, and who loses by it."""

import pytest

from darkgo.engine.clock import Left
from darkgo.engine.parse import parse
from darkgo.engine.perform import computer_text, perform
from darkgo.engine.session import Session
from darkgo.engine.time_text import read_clock
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree
from tests.evaluators import Steady

BLACK, WHITE = Colour.BLACK, Colour.WHITE


class Time:
    """A time that goes on when it is told to."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def timed(clock: str, computer: frozenset[Colour] = frozenset()) -> tuple[Session, Time]:
    """A game after one move of each player, with what may make its time go on."""
    session, time = Session(Game(9), Steady(), computer=computer), Time()
    session.now = time
    session.set_clock(read_clock(clock))
    for point in (0, 80):
        time.seconds += 50
        session.play(point)
    return session, time


def left(session: Session) -> tuple[float, float]:
    return session.time_left(BLACK).seconds, session.time_left(WHITE).seconds


def test_the_first_move_of_each_player_takes_no_time() -> None:
    session, _ = timed("1m")
    assert left(session) == (60, 60)


def test_the_clock_of_the_player_to_move_runs() -> None:
    session, time = timed("1m +5s")
    time.seconds += 10
    assert left(session) == (50, 60)
    session.play(1)
    assert left(session) == (55, 60)
    time.seconds += 20
    assert left(session) == (55, 40)


def test_periods_begin_while_a_move_is_thought_about() -> None:
    session, time = timed("10s 3x5s")
    for seconds, found in [(9, Left(1)), (4, Left(2, 3)), (4, Left(3, 2)), (6, Left(2, 1))]:
        time.seconds += seconds
        assert session.time_left(BLACK) == found
    session.play(1)
    assert session.time_left(BLACK) == Left(5, 1)


def test_who_has_no_time_left_loses_and_the_file_says_so() -> None:
    session, time = timed("1m")
    time.seconds += 59
    assert not session.lose_on_time()
    time.seconds += 2
    with pytest.raises(BadInput, match=r"Black runs out of time: W\+T"):
        session.play(1)
    assert session.result == "Black runs out of time: W+T"
    assert session.is_over
    assert session.time_left(BLACK).seconds == 0
    assert b"RE[W+T]" in session.sgf()
    assert perform(parse("u", 9), session) == "the game goes on without a clock"
    session.play(1)
    assert b"RE" not in session.sgf()


def test_looking_back_stops_the_clock_and_forgets_nothing() -> None:
    session, time = timed("1m")
    time.seconds += 10
    session.step(-1)
    time.seconds += 1000
    assert not session.lose_on_time()
    session.step(1)
    time.seconds += 5
    assert left(session) == (45, 60)


@pytest.mark.parametrize("line", ["count", "pause"])
def test_counting_and_pausing_stop_the_clock(line: str) -> None:
    session, time = timed("1m", frozenset({WHITE}))
    time.seconds += 10
    perform(parse(line, 9), session)
    time.seconds += 1000
    assert left(session) == (50, 60)
    perform(parse(line, 9), session)
    time.seconds += 5
    assert left(session) == (45, 60)


def test_the_computer_loses_on_time_as_well() -> None:
    session, time = timed("1m", frozenset({WHITE}))
    session.play(1)
    session.think()
    time.seconds += 61
    assert computer_text(session) == "White runs out of time: B+T"
    assert session.game.move_number == 3


def test_it_is_typed_and_said_and_kept_for_the_next_game() -> None:
    session, time = Session(Game(9)), Time()
    session.now = time
    assert perform(parse("clock", 9), session) == "the game has no clock; clock 10m 3x30s gives it one"
    said = perform(parse("clock 10m 3x30s", 9), session)
    assert said == "clock 10m 3x30s: Black 10:00, White 10:00"
    perform(parse("new 13", 9), session)
    assert perform(parse("clock", 13), session) == said
    assert b"TM[600]OT[3x30 byo-yomi]" in session.sgf()
    perform(parse("clock off", 13), session)
    assert session.time_system is None
    assert b"TM[" not in session.sgf()
    with pytest.raises(BadInput, match="expected times such as 10m"):
        parse("clock soon", 13)


def test_a_record_has_no_clock() -> None:
    session = Session(Game(9))
    perform(parse("clock 10m", 9), session)
    session.start(GameTree.read(b"(;SZ[9];B[aa])"))
    assert session.time_system is None
    session.is_record = True
    with pytest.raises(BadInput, match="a record has no clock"):
        perform(parse("clock 10m", 9), session)
