"""Clocks of the five time systems: what a move may take, and what is left after it."""

from math import inf

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from darkgo.engine.clock import Absolute, ByoYomi, Canadian, Clock, Fischer, Left, TimeSystem, Unlimited
from darkgo.go.points import Colour


@pytest.mark.parametrize(
    ("system", "left", "seconds"),
    [
        (Unlimited(), None, inf),
        (Unlimited(), Left(80), 2),
        (Unlimited(), Left(30, 5), 6),
        (Absolute(400), None, 10),
        (Absolute(400), Left(1), 0.025),
        (Absolute(0), None, 0),
        (ByoYomi(400, 30, 5), None, 40),
        (ByoYomi(0, 30, 5), None, 29),
        (ByoYomi(400, 30, 5), Left(20, 3), 19),
        (ByoYomi(400, 30, 5), Left(1, 5), 0.5),
        (ByoYomi(400, 30, 0), Left(1), 0.025),
        (Canadian(400, 60, 20), None, 13),
        (Canadian(0, 60, 20), None, 3),
        (Canadian(400, 60, 20), Left(30, 5), 6),
        (Canadian(400, 60, 20), Left(30, 1), 29),
        (Canadian(400, 60, 20), Left(1, 1), 0.5),
        (Fischer(400, 12), None, 22),
        # The increment is no part of what is left.
        (Fischer(60, 10, 120), Left(1), 0.5),
        (Fischer(60, 10, 120), Left(20), 10),
        (Fischer(60, 10, 120), Left(0), 0),
        # Neither the clock nor a move has more than its limit.
        (Fischer(400, 12, 600, 5), None, 4),
        (Fischer(400, 12, 40), None, 13),
        (Fischer(400, 12, 600, 1), None, 0.5),
        (Fischer(400, 12, 600, 0), None, 0),
    ],
)
def test_what_a_move_may_take(system: TimeSystem, left: Left | None, seconds: float) -> None:
    assert system.allowed(left or system.start()) == seconds


@pytest.mark.parametrize(
    ("system", "left", "seconds", "after"),
    [
        (Unlimited(), Left(inf), 10**6, Left(inf)),
        (Absolute(400), Left(10), 10, Left(0)),
        (Absolute(400), Left(10), 10.5, None),
        (ByoYomi(400, 30, 5), Left(10), 4, Left(6)),
        (ByoYomi(400, 30, 5), Left(10), 10, Left(30, 5)),
        (ByoYomi(400, 30, 5), Left(10), 39, Left(30, 5)),
        (ByoYomi(400, 30, 5), Left(10), 41, Left(30, 4)),
        (ByoYomi(400, 30, 5), Left(30, 2), 31, Left(30, 1)),
        (ByoYomi(400, 30, 5), Left(30, 2), 61, None),
        (ByoYomi(400, 30, 0), Left(10), 11, None),
        (ByoYomi(400, 0, 10**9), Left(10), 11, None),
        (Canadian(400, 60, 20), Left(10), 4, Left(6)),
        (Canadian(400, 60, 20), Left(10), 14, Left(56, 19)),
        (Canadian(400, 60, 20), Left(10), 10, Left(60, 20)),
        (Canadian(400, 60, 20), Left(56, 19), 57, None),
        (Canadian(400, 60, 20), Left(56, 2), 50, Left(6, 1)),
        (Canadian(400, 60, 20), Left(6, 1), 5, Left(60, 20)),
        (Fischer(60, 10, 120), Left(60), 4, Left(66)),
        (Fischer(60, 10, 120), Left(119), 1, Left(120)),
        (Fischer(60, 10, 120), Left(1), 1.5, None),
        (Fischer(60, 10, 120, 5), Left(60), 6, None),
    ],
)
def test_what_is_left_after_a_move(
    system: TimeSystem, left: Left, seconds: float, after: Left | None
) -> None:
    assert system.after(left, seconds) == after


some = st.floats(0, 10**4)
systems = st.one_of(
    st.just(Unlimited()),
    st.builds(Absolute, some),
    st.builds(ByoYomi, some, some, st.integers(0, 10)),
    st.builds(Canadian, some, some, st.integers(1, 30)),
    st.builds(Fischer, some, some),
    st.builds(Fischer, some, some, st.floats(0.001, 10**4), st.floats(0.001, 10**4)),
)


@given(systems, st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_who_takes_no_more_than_is_allowed_never_loses_by_it(system: TimeSystem, shares: list[float]) -> None:
    left = system.start()
    for share in shares:
        after = system.after(left, share * min(system.allowed(left), 10**9))
        assert after is not None
        if isinstance(system, ByoYomi) and left.count:
            assert after.count == left.count
        left = after


@given(systems, st.floats(0, 1), st.integers(0, 5))
def test_a_second_is_a_second_in_every_system(system: TimeSystem, seconds: float, count: int) -> None:
    """Of what is left no move may take more, but for a period that follows the main time."""
    left = Left(seconds, count)
    overtime = 0 if count or not isinstance(system, ByoYomi | Canadian) else system.period
    assert system.allowed(left) <= seconds + overtime


def test_a_clock_is_one_for_each_player() -> None:
    clock = Clock(Fischer(60, 10)).after(Colour.BLACK, 30).told(Colour.WHITE, Left(8))
    assert [clock.left(colour) for colour in Colour] == [Left(40), Left(8)]
    assert clock.allowed(Colour.WHITE) == 4
    assert clock.reset() == Clock(Fischer(60, 10))
    assert not clock.is_up(Colour.WHITE)
    late = clock.after(Colour.WHITE, 9)
    assert late.is_up(Colour.WHITE)
    assert late.allowed(Colour.WHITE) == 0


@pytest.mark.parametrize(
    ("system", "left", "seconds", "during"),
    [
        (Unlimited(), Left(80), 30, Left(50)),
        (Absolute(60), None, 61, Left(0)),
        (ByoYomi(60, 30, 3), None, 59, Left(1)),
        (ByoYomi(60, 30, 3), None, 61, Left(29, 3)),
        (ByoYomi(60, 30, 3), Left(30, 3), 65, Left(25, 1)),
        (ByoYomi(60, 30, 3), Left(30, 3), 91, Left(0, 1)),
        (ByoYomi(60, 30, 0), None, 61, Left(0, 1)),
        (Canadian(60, 30, 5), None, 61, Left(29, 5)),
        (Canadian(60, 30, 5), Left(10, 2), 8, Left(2, 2)),
        (Fischer(60, 10), None, 50, Left(10)),
        (Fischer(60, 10, most_for_a_move=20), None, 15, Left(5)),
    ],
)
def test_what_is_left_while_a_move_is_thought_about(
    system: TimeSystem, left: Left | None, seconds: float, during: Left
) -> None:
    assert system.during(left or system.start(), seconds) == during


@example(ByoYomi(20, 7, 3), [12, 15])
@given(
    st.sampled_from([Absolute(50), ByoYomi(20, 7, 3), ByoYomi(0, 5, 2), Canadian(20, 10, 4), Fischer(30, 5)]),
    st.lists(st.floats(0, 15), max_size=8),
)
def test_time_runs_out_during_a_move_when_it_has_run_out_after_it(
    system: TimeSystem, moves: list[float]
) -> None:
    left: Left | None = system.start()
    for seconds in moves:
        assert left is not None
        shown, after = system.during(left, seconds), system.after(left, seconds)
        # A move that takes all of a period is in time, and nothing is left of the period while it is made.
        is_used_up = system.during(left, seconds - 1e-6).seconds > 0
        assert shown.seconds > 0 or after is None or is_used_up
        if after is None:
            assert shown.seconds == 0
            break
        left = after
