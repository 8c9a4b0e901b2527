"""Times taken in turns."""

import time

import pytest

from darkgo.bench.timing import SECONDS, TURNS, best_times


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes on only when it is told to, in seconds."""
    now = [0.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    return now


def test_calls_take_turns_and_the_least_time_counts(clock: list[float]) -> None:
    taken = {"a": iter([9.0, 0.3, 0.2, *[0.4] * 99]), "b": iter([9.0, *[0.5] * 99])}
    order = []

    def call(name: str) -> None:
        order.append(name)
        clock[0] += next(taken[name])

    found = best_times({name: lambda name=name: call(name) for name in taken}, turns=5)
    assert found == pytest.approx({"a": 200, "b": 500})
    # The first of each is not counted. A call of more than SHORT is made once in a turn.
    assert "".join(order) == "ab" * 6


def test_a_short_call_is_made_until_it_has_taken_long_enough(clock: list[float]) -> None:
    calls = 0

    def call() -> None:
        nonlocal calls
        calls += 1
        clock[0] += 0.01

    assert best_times({"a": call}) == pytest.approx({"a": 10})
    assert calls == pytest.approx(1 + SECONDS / 0.01, abs=2)
    assert calls >= 1 + 2 * TURNS


@pytest.mark.parametrize(("longest", "turns"), [(10, 1), (150, 2), (1e9, TURNS)])
def test_long_calls_are_made_less_often_where_that_is_wanted(
    clock: list[float], longest: float, turns: int
) -> None:
    calls = 0

    def call() -> None:
        nonlocal calls
        calls += 1
        clock[0] += 100

    best_times({"a": call}, longest=longest)
    assert calls == 1 + turns
