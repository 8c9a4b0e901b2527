"""Searching over GTP: moves, clocks, analysis that goes on, and what becomes of bad input."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from random import Random
from threading import Timer
from threading import enumerate as enumerate_threads

import pytest

from darkgo.cli import run as darkgo
from darkgo.engine.limit import limit_of
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.gtp.engine import Engine
from darkgo.model.evaluation import Evaluation, Evaluator, Position
from tests.evaluators import After, NearestStones, Steady
from tests.waiting import PATIENCE, wait_until


class Told:
    """An engine that searches, and the lines that it narrates."""

    def __init__(self, visits: int | None = 100, seconds: float | None = None) -> None:
        self.lines: list[str] = []
        self.network: Evaluator = NearestStones()
        random = Random(1)
        session = Session(Setup(5).game(), self, random=random)
        session.limit = limit_of(visits, seconds)
        self.engine = Engine(session, random, narrate=self.lines.append)

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        return self.network.evaluate(positions)

    def __call__(self, line: str) -> str:
        return self.engine.answer(line) or ""

    def until(self, is_true: Callable[[str], bool]) -> str:
        """The first line of the running analysis of which that is true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if is_true(found := self.engine.update()):
                return found
            time.sleep(0.01)
        raise TimeoutError(self.engine.update())


def visits(line: str) -> int:
    """The visits of all candidates of a line."""
    words = line.split()
    return sum(int(words[at + 1]) for at, word in enumerate(words) if word == "visits")


@pytest.fixture
def telling() -> Iterator[Callable[..., Told]]:
    """Makes engines, whose analyses end with the test."""
    made: list[Told] = []

    def make(visits: int | None = 100, seconds: float | None = None) -> Told:
        made.append(Told(visits, seconds))
        return made[-1]

    yield make
    for told in made:
        told("name")


def test_the_move_is_that_of_a_search(telling: Callable[..., Told]) -> None:
    told = telling()
    answer = told("genmove b").strip("=\n ")
    assert f"{answer}: " in told("gomill-explain_last_move")
    assert " of 100 visits, win rate " in told("gomill-explain_last_move")
    assert "with a search" in told("gomill-describe_engine")


def test_limits_can_be_set_and_the_network_alone_plays_without(telling: Callable[..., Told]) -> None:
    told = telling(visits=None)
    assert "visits 1\n" in told("darkgo-list")
    told("genmove b")
    assert "visits" not in told("gomill-explain_last_move")
    told("darkgo-set visits 50")
    told("genmove w")
    assert " of 50 visits" in told("gomill-explain_last_move")
    told("darkgo-set visits 1")
    told("darkgo-set seconds 0.2")
    assert "visits none\nseconds 0.2" in told("darkgo-list")
    told("genmove b")
    assert "visits, win rate" in told("gomill-explain_last_move")
    assert told("darkgo-set visits 0").startswith('? visits: found "0"')
    assert told("darkgo-set seconds -1").startswith('? seconds: found "-1"')


def test_an_analysis_goes_on_until_the_next_line(telling: Callable[..., Told]) -> None:
    told = telling()
    assert told("lz-analyze 5").startswith("=\n")
    few = told.until(lambda line: visits(line) > 5)
    assert told.until(lambda line: visits(line) > 2 * visits(few)).startswith("info move ")
    began = time.monotonic()
    assert told("name") == "\n= DarkGo\n\n"
    assert time.monotonic() - began < PATIENCE / 4
    # The next one goes on with the same tree.
    told("kata-analyze 5 ownership true")
    line = told.until(lambda line: "ownership" in line)
    assert visits(line) > visits(few)
    assert told("genmove b").startswith("\n= ")


def test_an_analysis_may_have_a_limit_of_visits(telling: Callable[..., Told]) -> None:
    told = telling()
    told("kata-set-param maxVisits 30")
    told("kata-analyze 1 rootinfo true")
    line = told.until(lambda line: "rootInfo visits 30 " in line)
    assert visits(line) == 29 + 30


def test_a_move_with_its_analysis_is_that_of_one_search(telling: Callable[..., Told]) -> None:
    told = telling()
    answer = told("kata-genmove_analyze b rootinfo true")
    shown, played = answer.strip("=\n ").split("\n")
    assert shown.split()[2] == played.removeprefix("play ")
    assert "rootInfo visits 100 " in shown


def test_avoided_moves_are_not_searched(telling: Callable[..., Told]) -> None:
    told = telling()
    told("lz-analyze 1 allow b a1,b2,c3 1")
    line = told.until(lambda line: visits(line) > 40)
    shown = {word for before, word in zip(line.split(), line.split()[1:], strict=False) if before == "move"}
    assert shown == {"A1", "B2", "C3"}


def test_without_value_heads_there_is_no_search_and_that_is_said_once(telling: Callable[..., Told]) -> None:
    told = telling()
    told.network = Steady()
    for colour in "bwbw":
        assert told(f"genmove {colour}").startswith("= ")
    assert told.lines == ["this network says nothing of who is ahead: it plays without a search"]


def test_a_network_that_fails_in_the_middle_plays_the_best_move_so_far(telling: Callable[..., Told]) -> None:
    told = telling(visits=10**9)
    asked = 0

    def fail() -> None:
        nonlocal asked
        asked += 1
        if asked > 30:
            raise OSError("the device is gone")

    told.network = After(fail, NearestStones())
    assert told("genmove b").startswith("= ")
    assert told.lines == ["the search ended after 30 visits: the device is gone"]


def test_a_tree_without_room_is_said_once_and_moves_are_played_on(
    telling: Callable[..., Told], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("darkgo.search.room.MOST_NODES", 40)
    told = telling(visits=10**9)
    for colour in "bwbw":
        assert told(f"genmove {colour}").startswith("= ")
        assert " of 40 visits" in told("gomill-explain_last_move")
    assert told.lines == ["the tree of the search is full: there is no memory for more positions"]


def is_pondering() -> bool:
    """Whether a search goes on in the background."""
    return any(thread.name == "pondering" for thread in enumerate_threads())


def test_the_search_goes_on_while_the_opponent_thinks(telling: Callable[..., Told]) -> None:
    told = telling(visits=60)
    told("genmove b")
    assert not is_pondering()  # it is off by default
    assert told("darkgo-set ponder perhaps").startswith("? ponder: found")
    told("darkgo-set ponder true")
    assert "ponder true" in told("darkgo-list")
    asked = 0

    def count() -> None:
        nonlocal asked
        asked += 1

    told.network = After(count, NearestStones())
    # It goes on after every command that leaves the position as it is.
    told("time_left w 100 0")
    wait_until(lambda: asked > 60)
    reply = told("reg_genmove w").strip("=\n ")
    told(f"play w {reply}")
    wait_until(lambda: not is_pondering())
    told("genmove b")
    # What was found below the reply is more than the limit asks for.
    found = re.search(r"of (\d+) visits", told("gomill-explain_last_move"))
    assert found
    assert int(found[1]) > 60
    told("clear_board")
    wait_until(lambda: not is_pondering())


def test_a_clock_begins_when_the_network_is_ready(telling: Callable[..., Told]) -> None:
    told = telling()
    order: list[str] = []
    ready: Future[None] = Future()

    def prepare(size: int) -> Future[None]:
        order.append(f"prepare {size}")

        def compile_it() -> None:
            order.append("ready")
            ready.set_result(None)

        Timer(0.05, compile_it).start()
        return ready

    told.engine.state.prepare = prepare
    assert told("time_settings 10 0 0").startswith("=")
    assert order == ["prepare 5", "ready"]


def test_a_clock_that_has_run_out_still_gets_a_move(telling: Callable[..., Told]) -> None:
    told = telling(visits=10**9)
    for settings in ("time_settings 10 0 0", "kgs-time_settings byoyomi 0 1 3", "time_settings 0 1 10"):
        told(settings)
        told("time_left b 0 0")
        began = time.monotonic()
        assert told("genmove b").startswith("= ")
        assert time.monotonic() - began < PATIENCE / 4


def test_positions_that_are_over_or_have_one_move_are_answered(telling: Callable[..., Told]) -> None:
    told = telling()
    told("play b pass")
    told("play w pass")
    assert told("genmove b").startswith("= ")
    told("boardsize 2")
    for colour in "bwbwbw":
        assert told(f"genmove {colour}").startswith("= ")
    assert told("lz-analyze 1").startswith("=\n")
    assert told("name") == "\n= DarkGo\n\n"


@pytest.mark.parametrize("door", ["gtp", "play", "analysis"])
@pytest.mark.parametrize(
    "option",
    ["--visits=0", "--visits=-3", "--visits=2000000000", "--seconds=0", "--seconds=-1", "--seconds=1e9"],
)
def test_limits_that_are_not_possible_are_refused(
    door: str, option: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert darkgo([door, option]) == 2
    assert option.split("=")[0] in capfd.readouterr().err
