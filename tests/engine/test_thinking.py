"""A request to think: what it reports, how it is cancelled, and what becomes of a report that is late."""

from collections.abc import Sequence
from itertools import count
from random import Random
from threading import Thread
from time import sleep

import pytest

from darkgo.engine.session import Session
from darkgo.engine.thinking import Limit, Question, Thought
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour
from darkgo.model.evaluation import Evaluation, Position
from tests.evaluators import After, Refusing, Steady

DEAD = """
    . X . . X
    X X X X X
    . X O O .
    X X O . O
    . X O O O
"""


def finished() -> Game:
    game = Game(5)
    game.set_up(Board.parse(DEAD), Colour.BLACK)
    return game


def begun(size: int) -> Game:
    """A game of one move: there is a stone that may be dead."""
    game = Game(size)
    game.play(size * size // 2)
    return game


def test_a_network_alone_gives_one_report() -> None:
    (report,) = Thought(Steady(), Question(Game(5))).reports()
    assert len(report.ranking) == 26
    assert (report.views, report.dead) == ((), None)
    assert report.candidates[0].point == report.ranking[0].point


def test_views_and_dead_stones_are_reported_when_they_are_asked_for() -> None:
    report = Thought(Steady(), Question(finished(), views=True, count=True)).result()
    assert report is not None
    assert len(report.views) == 8
    assert {len(view) for view in report.views} == {len(report.ranking)}
    assert report.dead is not None


def test_dead_stones_that_are_known_are_not_looked_for() -> None:
    asked: list[int] = []

    class Counting(Steady):
        def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
            asked.append(len(positions))
            return super().evaluate(positions)

    report = Thought(Counting(), Question(finished(), count=True, dead=4)).result()
    assert report is not None
    assert report.dead == 4
    assert asked == [1]


def test_moves_can_be_left_out() -> None:
    report = Thought(Steady(), Question(Game(5), avoided=frozenset({3, PASS}))).result()
    assert report is not None
    assert {move.point for move in report.ranking} == set(range(25)) - {3}


def test_the_game_may_go_on_meanwhile() -> None:
    game = Game(5)
    question = Question(game.snapshot())
    game.play(12)
    assert question.game.board.occupied == 0


def test_what_was_cancelled_before_asks_nothing() -> None:
    thought = Thought(Refusing("it is asked"), Question(Game(5)))
    thought.cancel()
    assert thought.is_cancelled
    assert thought.result() is None


def test_a_count_that_is_cancelled_ends_with_its_step() -> None:
    looks: list[None] = []

    def now() -> float:
        looks.append(None)
        if len(looks) == 9:
            thought.cancel()
        return 0

    thought = Thought(Steady(), Question(begun(9), count=True), now=now)
    assert list(thought.reports()) == []
    assert len(looks) == 9


@pytest.mark.parametrize(("seconds", "looks"), [(1, 2), (20, 13)])
def test_dead_stones_are_looked_for_in_half_of_the_time(seconds: float, looks: int) -> None:
    """A second passes with each look at the clock."""
    clock = count(1)
    question = Question(begun(9), count=True)
    report = Thought(Steady(), question, Limit(seconds=seconds), lambda: next(clock)).result()
    assert report is not None
    assert report.dead is None
    assert next(clock) == looks + 1


def test_a_network_that_cannot_be_used_says_so_each_time() -> None:
    thought = Thought(Refusing("no such network"), Question(Game(5)))
    for _ in range(2):
        with pytest.raises(BadInput, match="no such network"):
            thought.result()


@pytest.mark.parametrize("seed", range(3))
def test_no_report_of_another_position_is_shown_whatever_the_threads_do(seed: int) -> None:
    """The game goes on, back and elsewhere while a slow network thinks of where it was."""
    random, wait = Random(seed), Random(seed)
    session = Session(Game(5), After(lambda: sleep(wait.choice((0, 0, 0.0005, 0.002))), Steady()))
    arrived: list[tuple[Question, object]] = []
    threads: list[Thread] = []

    def think(thought: Thought) -> None:
        arrived.extend((thought.question, report) for report in thought.reports())

    for _ in range(1000):
        question = session.wanted()
        if question:
            thread = Thread(target=think, args=(session.thought(question),))
            thread.start()
            threads.append(thread)
        change(session, random)
        while arrived:
            question, report = arrived.pop()
            is_present = session.accept(question, report)  # type: ignore[arg-type]
            assert not is_present or question.game.board == session.game.board
        if session.report and not session.game.is_over:
            legal = {PASS, *Board.points(session.game.legal_mask())}
            assert {move.point for move in session.report.ranking} == legal
            (now,) = Steady().evaluate([Position.of(session.game, 8 if session.multi else 0)])
            assert session.report.ranking[0].probability == max(now.policy[list(legal)])
    for thread in threads:
        thread.join()


def change(session: Session, random: Random) -> None:
    """A move, a step back or forward, an edit, another way to look, another game."""
    legal = Board.points(session.game.legal_mask())
    match random.randrange(8):
        case 0 | 1 | 2 if legal and not session.is_over:
            session.play(random.choice(legal))
        case 3:
            session.step(-random.randrange(1, 4))
        case 4:
            session.step(random.randrange(1, 4))
        case 5:
            session.multi = not session.multi
        case 6 if session.tree.length > 30:
            session.start(type(session.tree)(Game(5)))
        case _:
            session.step(0)
