"""The program itself with a second left on its clock, beside loops that keep every processor busy."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.gtp.gnugo import GnuGo

TRIES = 3
"""Of so many moves the quickest counts: a machine may stand still for a second whatever a program does."""
SYSTEMS = [
    "kgs-time_settings absolute 600",
    "kgs-time_settings byoyomi 600 30 5",
    "kgs-time_settings canadian 600 30 5",
    "kata-time_settings fischer 600 30",
    "kata-time_settings fischer-capped 60 10 120 -1",
]


class DarkGo(GnuGo):
    """The program that is tested, asked as GNU Go is."""

    def __init__(self, *options: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "darkgo", "gtp", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def timed(self, *commands: str) -> float:
        """Seconds until it has answered them all."""
        begun = time.monotonic()
        for command in commands:
            self.ask(command)
        return time.monotonic() - begun


@pytest.fixture
def busy() -> Iterator[None]:
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    yield
    for loop in loops:
        loop.kill()
        loop.wait()


def finished(darkgo: DarkGo) -> None:
    """A position in which both would have to look for dead stones before they move."""
    darkgo.ask("boardsize 19")
    stones = [
        f"{'b' if row < 10 else 'w'} {column}{row}"
        for row in (2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18)
        for column in "ABCDEFGHJKLMNOPQRST"
    ]
    darkgo.ask(f"gogui-setup {' '.join(stones)} w D4 w D7 b D13 b D16")
    darkgo.ask("play w pass")


@pytest.mark.long
@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("settings", SYSTEMS)
def test_with_a_second_left_it_moves_within_the_second(settings: str) -> None:
    is_overtime = "byoyomi" in settings or "canadian" in settings
    with DarkGo("--resign-points", "10") as darkgo:
        finished(darkgo)
        darkgo.ask(settings)
        taken = []
        for move in range(TRIES):
            # Another position each time; gtp2ogs sends the settings anew before each move, too.
            darkgo.ask(f"play b {'ABC'[move]}1")
            darkgo.ask("play w pass")
            taken.append(darkgo.timed(settings, f"time_left b 1 {int(is_overtime)}", "genmove b"))
    assert min(taken) < 1, taken


@pytest.mark.long
@pytest.mark.usefixtures("busy")
def test_it_looks_for_dead_stones_no_longer_than_its_period() -> None:
    with DarkGo("--resign-points", "10") as darkgo:
        finished(darkgo)
        darkgo.ask("kgs-time_settings byoyomi 600 8 5")
        taken = []
        for _ in range(TRIES):
            darkgo.ask("time_left b 8 1")
            taken.append(darkgo.timed("genmove b"))
            darkgo.ask("undo")
    assert max(taken) < 8, taken
