"""The time that is left, as records note it: read, written, and taken again by a kept game."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.engine.clock import Absolute, ByoYomi, Canadian, Fischer, Left, TimeSystem
from darkgo.engine.game_file import read_copy
from darkgo.engine.info import info
from darkgo.engine.noted_time import noted_time
from darkgo.engine.pasted import read_record
from darkgo.engine.session import Session
from darkgo.engine.session_text import time_text
from darkgo.engine.time_text import LONGEST, read_clock, read_sgf_time, sgf_time
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree
from tests.evaluators import Steady

BLACK, WHITE = Colour.BLACK, Colour.WHITE
TIMES = b"(;SZ[9]TM[600]OT[3x30 byo-yomi];B[aa]BL[541.2];W[bb]WL[28.6]OW[2];B[cc]BL[500];W[dd])"


class Time:
    """A time that goes on when it is told to."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def resumed(session: Session, time: Time) -> Session:
    """A new session that goes on with the game, as at the next start."""
    again = Session(Game(9), Steady())
    again.now = time
    again.resume(read_copy(b"".join(session.copy())))
    return again


@pytest.mark.parametrize(
    ("clock", "black", "white"),
    [
        ("10m", Left(590), Left(595)),
        ("10m 3x30s", Left(590), Left(595)),
        ("5s 3x30s", Left(30, 3), Left(30, 3)),
        ("1m +5s", Left(55), Left(60)),
        ("5s 15/5m", Left(295, 14), Left(300, 15)),
    ],
)
def test_a_kept_game_has_the_clock_it_had_after_the_last_move(clock: str, black: Left, white: Left) -> None:
    time = Time()
    session = Session(Game(9), Steady(), computer=frozenset({WHITE}))
    session.now = time
    session.set_clock(read_clock(clock))
    for point, seconds in ((0, 50), (80, 50), (1, 10), (79, 5)):
        time.seconds += seconds
        session.play(point)
    again = resumed(session, time)
    assert again.computer == {WHITE}
    assert again.time_system == read_clock(clock)
    assert (again.time_left(BLACK), again.time_left(WHITE)) == (black, white)
    time.seconds += 2
    assert again.time_left(BLACK).seconds == black.seconds - 2


def test_a_game_that_was_lost_on_time_is_resumed_without_a_clock() -> None:
    time = Time()
    session = Session(Game(9))
    session.now = time
    session.set_clock(Absolute(60))
    for point in (0, 80, 1):
        time.seconds += 20
        session.play(point)
    time.seconds += 100
    assert session.lose_on_time()
    session.undo()
    assert resumed(session, time).time_system is None
    assert resumed(session, time).shown_time(BLACK) is None


def test_a_record_shows_the_times_that_it_notes() -> None:
    session = Session(Game(9), Steady())
    session.look_at(read_record(TIMES.decode()))
    assert session.time_system is None
    assert session.shown_time(BLACK) is None
    assert time_text(session) == "clock 10m 3x30s"
    session.go_to(2)
    assert session.shown_time(BLACK) == Left(541.2)
    assert session.shown_time(WHITE) == Left(28.6, 2)
    assert time_text(session) == "clock 10m 3x30s: Black 9:02, White 0:29 x2"
    assert ("Time", "clock 10m 3x30s: Black 9:02, White 0:29 x2") in info(session)[0][1]
    session.go_to(4)
    assert session.shown_time(BLACK) == Left(500)
    assert session.shown_time(WHITE) == Left(28.6, 2)


def test_times_without_a_known_system_are_shown_too() -> None:
    session = Session(Game(9), Steady())
    session.look_at(read_record("(;SZ[9]OT[as they like];B[aa]BL[61];W[bb])"))
    assert time_text(session).startswith("the game has no clock")
    session.go_to(1)
    assert time_text(session) == "clock: Black 1:01"


@pytest.mark.parametrize("raw", [b"", b"soon", b"nan", b"inf", b"-5", b"1e300", b"1:30", "\u0661x".encode()])
def test_what_is_no_time_is_not_shown(raw: bytes) -> None:
    tree = GameTree.read(b"(;SZ[9]TM[" + raw + b"]OT[" + raw + b"];B[aa]BL[" + raw + b"]OB[" + raw + b"])")
    tree.go_to(1)
    assert noted_time(tree, BLACK) is None
    assert read_sgf_time(tree.text("TM"), tree.text("OT")) is None


@pytest.mark.parametrize("count", ["", "-1", "many", "99999", "9" * 5000])
def test_a_count_that_is_none_is_left_out(count: str) -> None:
    tree = GameTree.read(f"(;SZ[9];B[aa]BL[5]OB[{count}])".encode())
    tree.go_to(1)
    assert noted_time(tree, BLACK) == Left(5)


@pytest.mark.parametrize(
    ("main", "overtime", "system"),
    [
        ("1800", "5x30 byo-yomi", ByoYomi(1800, 30, 5)),
        ("60.0", "3x10.5 Byoyomi", ByoYomi(60, 10.5, 3)),
        ("600", "25/600 Canadian", Canadian(600, 600, 25)),
        ("86400", "86400 fischer", Fischer(86400, 86400)),
        ("", "", None),
        ("0", "", None),
        ("", "5x30 byo-yomi", ByoYomi(0, 30, 5)),
        ("600", "0x30 byo-yomi", None),
        ("600", "sudden death", None),
        ("0", "10 fischer", None),
    ],
)
def test_what_servers_write_is_read(main: str, overtime: str, system: TimeSystem | None) -> None:
    assert read_sgf_time(main, overtime) == system


MAIN, PERIOD, COUNT = st.integers(0, LONGEST), st.integers(1, 3600), st.integers(1, 99)


@given(
    st.builds(Absolute, MAIN.filter(bool))
    | st.builds(ByoYomi, MAIN, PERIOD, COUNT)
    | st.builds(Fischer, MAIN.filter(bool), PERIOD)
    | st.builds(Canadian, MAIN, PERIOD, COUNT)
)
def test_every_clock_that_is_written_is_read_again(system: TimeSystem) -> None:
    assert read_sgf_time(*sgf_time(system)) == system
