"""Matches on a clock: who loses on time, and what programs are told."""

from collections.abc import Callable

import pytest

from darkgo.arena.players import NetworkPlayer
from darkgo.arena.program_clock import settings, time_left
from darkgo.arena.referee import play
from darkgo.engine.clock import Absolute, ByoYomi, Canadian, Clock, Fischer, Left, TimeSystem, Unlimited
from darkgo.engine.strength import BEST
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour
from tests.arena.matches import fake, match, played
from tests.evaluators import After, NearestStones


def every(command: str) -> bool:
    return True


def none(command: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("system", "knows", "told"),
    [
        (Unlimited(), every, ""),
        (Absolute(30.5), every, "time_settings 30 0 0"),
        (Canadian(30, 60, 5), none, "time_settings 30 60 5"),
        (ByoYomi(30, 5, 3), every, "kgs-time_settings byoyomi 30 5 3"),
        (ByoYomi(30, 5, 3), none, "time_settings 30 5 1"),
        (Fischer(5, 0.5), every, "kata-time_settings fischer 5 0.5"),
        (Fischer(5, 0.5), none, "time_settings 5 0 0"),
    ],
)
def test_programs_are_told_of_the_clock_as_they_know_it(
    system: TimeSystem, knows: Callable[[str], bool], told: str
) -> None:
    assert settings(system, knows) == told


def test_programs_are_told_what_is_left() -> None:
    clock = Clock(ByoYomi(30, 5, 3)).told(Colour.WHITE, Left(4.25, 2))
    assert time_left(clock, Colour.BLACK, fractions=True) == "time_left black 30.000 0"
    assert time_left(clock, Colour.WHITE, fractions=False) == "time_left white 4 2"
    assert time_left(Clock(), Colour.BLACK, fractions=True) == ""


class Time:
    """A clock that each evaluation of one player moves on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def spend(self) -> None:
        """A second passes."""
        self.seconds += 1


def test_who_takes_too_long_loses_on_time() -> None:
    time = Time()
    slow = NetworkPlayer(After(time.spend, NearestStones()), False, BEST, "")
    quick = NetworkPlayer(NearestStones(), False, BEST, "")
    for system, moves in ((Absolute(3.5), 7), (ByoYomi(0, 0.5, 2), 3), (Fischer(1.5, 0.75), 7)):
        game = Game(5, Rules(0.5))
        seats = {Colour.BLACK: quick, Colour.WHITE: slow}
        verdict = play(game, seats, 1, lambda game: 0, Clock(system), time)
        assert (verdict.result, verdict.end, verdict.failed) == ("B+T", "White lost on time", None)
        assert game.move_number == moves


def test_a_program_plays_on_a_clock() -> None:
    agreed = match(fake("good"), fake("fine"))
    object.__setattr__(agreed, "clock", Clock(Fischer(600, 1)))
    [game] = played(agreed, 1)
    assert game.result == "W+0.5"
