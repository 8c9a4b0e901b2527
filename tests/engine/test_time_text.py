"""Clocks as they are typed and said."""

import pytest

from darkgo.engine.clock import Absolute, ByoYomi, Canadian, Fischer, Left, TimeSystem
from darkgo.engine.time_text import clock_text, left_text, read_clock
from darkgo.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "system", "said"),
    [
        ("10m", Absolute(600), "10m"),
        ("1h30m", Absolute(5400), "1h30m"),
        ("10m 3x30s", ByoYomi(600, 30, 3), "10m 3x30s"),
        ("10M  3 X 30S", ByoYomi(600, 30, 3), "10m 3x30s"),
        ("5x1m", ByoYomi(0, 60, 5), "5x1m"),
        ("10m +10s", Fischer(600, 10), "10m +10s"),
        ("90s+5s", Fischer(90, 5), "1m30s +5s"),
        ("10m 15/5m", Canadian(600, 300, 15), "10m 15/5m"),
        ("5s +0.5s", Fischer(5, 0.5), "5s +0.5s"),
        ("1.5m 3x2.25s", ByoYomi(90, 2.25, 3), "1m30s 3x2.25s"),
        ("off", None, "off"),
        ("none", None, "off"),
        ("", None, "off"),
    ],
)
def test_a_clock_is_read_and_said(typed: str, system: TimeSystem | None, said: str) -> None:
    assert read_clock(typed) == system
    assert clock_text(system) == said
    assert read_clock(said) == system


@pytest.mark.parametrize(
    "typed", ["10", "ten", "0m", "+10s", "0x30s", "3x0s", "0/5m", "5m 3x", "1m 2m", "-5m", "9999h"]
)
def test_what_is_no_clock_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(BadInput, match="10m 3x30s"):
        read_clock(typed)


@pytest.mark.parametrize(
    ("left", "system", "said"),
    [
        (Left(600), Absolute(600), "10:00"),
        (Left(580.2), Absolute(600), "9:41"),
        (Left(0.3), Absolute(600), "0:01"),
        (Left(0), Absolute(600), "0:00"),
        (Left(3723), Absolute(7200), "1:02:03"),
        (Left(28, 3), ByoYomi(600, 30, 3), "0:28 x3"),
        (Left(299, 15), Canadian(600, 300, 15), "4:59 /15"),
    ],
)
def test_what_is_left_is_said(left: Left, system: TimeSystem, said: str) -> None:
    assert left_text(left, system) == said
