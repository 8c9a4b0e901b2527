"""Thinking with a search: its reports, its limits, and what is played by it."""

from collections.abc import Sequence
from random import Random
from threading import Thread

import pytest

from darkgo.engine.clock import Absolute, ByoYomi, Clock, Fischer, Left
from darkgo.engine.limit import ALONE, Limit, Pace, limit_of
from darkgo.engine.player import decide
from darkgo.engine.report import Report
from darkgo.engine.searching import Reader
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.engine.strength import Strength
from darkgo.engine.thinking import Question, Thought
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour
from darkgo.model.evaluation import Evaluation, Evaluator, Position
from tests.evaluators import After, NearestStones, Owners, Steady

FINISHED = """
    . X O . .
    X X O O .
    . X O . O
    X X O O .
    . X O . .
"""


def thought_of(question: Question, visits: int, evaluator: Evaluator | None = None) -> Thought:
    network = evaluator or NearestStones()
    return Thought(network, question, Limit(visits), reader=Reader(network), every=0)


def searched(question: Question, visits: int = 100) -> Report:
    report = thought_of(question, visits).result()
    assert report
    assert report.is_searched
    return report


def test_reports_follow_each_other_with_more_visits() -> None:
    reports = list(thought_of(Question(Game(9)), 60).reports())
    assert not reports[0].is_searched  # the network alone answers at once
    assert [report.is_last for report in reports] == [False] * (len(reports) - 1) + [True]
    visits = [report.visits for report in reports[1:]]
    assert visits == sorted(visits)
    assert visits[-1] == 60


def test_candidates_come_in_the_order_of_their_visits_and_those_without_last() -> None:
    report = searched(Question(Game(9)))
    visits = [one.visits for one in report.candidates]
    assert visits == sorted(visits, reverse=True)
    assert sum(visits) == report.visits - 1
    assert [one.has_value for one in report.candidates] == [count > 0 for count in visits]
    assert 0 in visits
    best = report.candidates[0]
    assert best.variation[0] == best.point
    assert len(best.variation) > 1
    assert best.lcb < best.winrate
    assert len(report.standing.ownership or ()) == 81


def test_the_most_visited_move_is_played_or_one_is_drawn_by_visits() -> None:
    game = Game(9)
    report = searched(Question(game), 200)
    assert decide(game, report) == report.candidates[0].point
    drawn = [decide(game, report, Strength(temperature=1), Random(seed)) for seed in range(2000)]
    for one in report.candidates[:3]:
        assert drawn.count(one.point) / 2000 == pytest.approx(one.visits / 199, abs=0.04)
    assert {*drawn} <= {one.point for one in report.candidates if one.visits}


def test_of_the_moves_that_are_seen_the_most_visited_is_played() -> None:
    game, strength = Game(9), Strength(share=0.1)
    report = searched(Question(game), 200)
    played = [decide(game, report, strength, Random(seed)) for seed in range(30)]
    assert played == [strength.seen(report.candidates, Random(seed))[0].point for seed in range(30)]
    assert len({*played}) > 5
    assert {*played} <= {one.point for one in report.candidates}


def test_the_same_limit_of_visits_gives_the_same_report() -> None:
    assert searched(Question(Game(9))) == searched(Question(Game(9)))


def test_moves_can_be_left_out() -> None:
    avoided = frozenset({PASS, *range(20)})
    report = searched(Question(Game(5), avoided=avoided))
    assert {one.point for one in report.candidates} <= set(range(20, 25))


def test_the_move_that_was_made_gets_a_value_even_if_the_search_did_not_try_it() -> None:
    ranking = searched(Question(Game(9))).ranking
    for played in (ranking[0].point, ranking[-2].point):
        report = searched(Question(Game(9), played=played), 30)
        assert report.played is not None
        assert report.played.point == played
        assert report.points_lost is not None


def test_a_cancelled_search_reports_no_more() -> None:
    thought = thought_of(Question(Game(9)), 10**9)
    reports = thought.reports()
    for report in reports:
        if report.visits > 20 and report.is_searched:
            thought.cancel()
            break
    assert list(reports) == []


def test_one_who_waits_for_the_search_of_another_can_be_cancelled() -> None:
    network = NearestStones()
    reader = Reader(network)
    first, second = (Thought(network, Question(Game(9)), reader=reader, every=0) for _ in range(2))
    reports = first.reports()
    next(reports)
    next(reports)  # it has the search now
    found: list[Report | None] = []
    waiting = Thread(target=lambda: found.append(second.result()))
    waiting.start()
    second.cancel()
    waiting.join()
    assert not any(report.is_searched for report in found if report)
    first.cancel()
    assert list(reports) == []


def test_without_value_heads_there_is_no_search_and_that_is_said() -> None:
    (report,) = thought_of(Question(Game(9)), 100, Steady()).reports()
    assert not report.is_searched
    assert report.remark == "this network says nothing of who is ahead: it plays without a search"


def test_an_error_before_anything_was_found_is_raised() -> None:
    asked: list[int] = []

    def fail_later() -> None:
        asked.append(1)
        if len(asked) > 1:
            raise BadInput("the network failed")

    with pytest.raises(BadInput, match="the network failed"):
        thought_of(Question(Game(9)), 100, After(fail_later, NearestStones())).result()


def test_an_error_later_ends_the_search_with_what_was_found() -> None:
    asked: list[int] = []

    def fail_later() -> None:
        asked.append(1)
        if len(asked) > 20:
            raise BadInput("the network failed")

    report = thought_of(Question(Game(9)), 100, After(fail_later, NearestStones())).result()
    assert report
    assert report.visits == 20
    assert report.remark == "the search ended after 20 visits: the network failed"


@pytest.mark.parametrize("is_over", [False, True])
def test_a_pass_is_a_candidate_only_where_nothing_is_gained(is_over: bool) -> None:
    game = Game(5, Rules(komi=0.5))
    game.set_up(Board.parse(FINISHED), Colour.BLACK)
    if is_over:
        game.play(PASS)
        game.play(PASS)
    sure = Owners(game.board, [1, 1, -1, -1, -1] * 5)
    for visits in (2, 100):
        report = thought_of(Question(game), visits, sure).result()
        assert report
        assert [one.point for one in report.candidates] == [PASS]


def test_a_board_without_a_move_is_passed() -> None:
    game = Game(2, Rules(komi=0.5))
    for point in (0, 3):
        game.play(point)
        game.play(PASS)
    for evaluator in (NearestStones(), Steady()):
        report = thought_of(Question(game), 50, evaluator).result()
        assert report
        assert decide(game, report) == PASS or not game.refusal(report.candidates[0].point)


# The session


class Waiting(NearestStones):
    """Counts what is asked."""

    asked = 0

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        self.asked += len(positions)
        return super().evaluate(positions)


def test_the_computer_plays_when_its_search_is_over() -> None:
    session = Session(Setup(5).game(), NearestStones(), computer=frozenset({Colour.BLACK}))
    session.limit = limit_of(50)
    question = session.wanted()
    assert question
    for report in session.thought(question, every=0).reports():
        assert session.wanted() == question
        assert session.accept(question, report)
    assert session.wanted() is None
    best = session.report
    assert best
    assert session.play_best() == best.candidates[0].point


def test_the_tree_is_kept_from_move_to_move() -> None:
    network = Waiting()
    session = Session(Setup(5).game(), network)
    session.limit = limit_of(100)
    session.think()
    known = session.report
    assert known
    before = network.asked
    session.play(known.candidates[0].point)
    session.think()
    assert session.report
    assert session.report.visits == 100
    assert network.asked - before < 100


def test_a_session_searches_only_if_it_is_told_to() -> None:
    session = Session(Setup(5).game(), NearestStones())
    assert session.limit == ALONE
    session.think()
    assert session.report
    assert not session.report.is_searched
    session.limit = limit_of(seconds=0.1)
    assert not session.consult().is_searched
    assert session.consult(limit=session.limit).is_searched


# Limits


@pytest.mark.parametrize(
    ("visits", "seconds", "said"),
    [
        (0, None, "visits 0"),
        (-1, 1.0, "visits -1"),
        (None, 0.0, "seconds 0"),
        (5, float("nan"), "seconds nan"),
    ],
)
def test_limits_that_are_not_possible_are_refused(visits: int, seconds: float, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        limit_of(visits, seconds)


class Time:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def paced(limit: Limit, *, first: int, second: int, is_sure: bool, seconds: float) -> int:
    """What a search wants that made 100 visits in so many seconds."""
    time = Time()
    pace = Pace(limit, time.now, time)
    time.now += seconds
    pace.made(100)
    return pace.wanted(101, 1, first, second, is_sure)


def test_a_search_ends_when_its_time_or_its_visits_are_used_up() -> None:
    assert paced(Limit(500), first=50, second=50, is_sure=False, seconds=10) == 399
    assert paced(Limit(101), first=50, second=50, is_sure=False, seconds=10) == 0
    assert paced(Limit(seconds=10.1), first=50, second=50, is_sure=False, seconds=10) == 0
    assert paced(Limit(seconds=11), first=50, second=50, is_sure=False, seconds=10) > 0


def test_a_search_ends_when_no_other_move_can_come_first() -> None:
    # In the second that is left there is time for 10 visits.
    limit = Limit(seconds=11)
    assert paced(limit, first=55, second=44, is_sure=True, seconds=10) == 0
    assert paced(limit, first=54, second=45, is_sure=True, seconds=10) > 0
    # A limit of visits alone is always used up.
    assert paced(Limit(120), first=99, second=0, is_sure=True, seconds=10) == 19


def test_more_time_is_taken_where_the_best_move_is_unsure() -> None:
    limit = Limit(seconds=30, usual=10)
    assert paced(limit, first=50, second=50, is_sure=True, seconds=11) == 0
    assert paced(limit, first=50, second=50, is_sure=False, seconds=11) > 0
    assert paced(limit, first=50, second=50, is_sure=True, seconds=9) > 0


@pytest.mark.parametrize(
    ("system", "left", "usual", "most"),
    [
        (Absolute(400), Left(400), 10, 20),
        (Absolute(400), Left(0.1), 0.0025, 0.005),
        (ByoYomi(400, 30, 3), Left(400), 40, 50),
        (ByoYomi(400, 30, 1), Left(30, 1), 29, 29),
        (Fischer(60, 2), Left(60), 3.5, 5),
        (Fischer(60, 2), Left(2), 1, 1),
    ],
)
def test_a_clock_allows_more_for_an_unsure_move_but_never_too_much(
    system: Absolute | ByoYomi | Fischer, left: Left, usual: float, most: float
) -> None:
    clock = Clock(system).told(Colour.BLACK, left)
    limit = clock.limit(Colour.BLACK, Limit(1000))
    assert (limit.visits, limit.usual, limit.seconds) == (1000, pytest.approx(usual), pytest.approx(most))
    spent = clock.limit(Colour.BLACK, Limit(1000, seconds=1), spent=0.5)
    assert spent.seconds == pytest.approx(min(1, most) - 0.5)


def test_nothing_is_searched_where_time_is_short_and_there_is_one_move() -> None:
    game = Game(3, Rules(komi=0.5))
    game.set_up(Board.parse(". X .\nX X X\nX X ."), Colour.WHITE)
    network = NearestStones()
    reader = Reader(network)
    (report,) = Thought(network, Question(game), Limit(seconds=1000), reader=reader).reports()
    assert len(report.candidates) == 1
    assert not report.is_searched
