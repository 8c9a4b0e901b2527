"""Tactical positions: that they are what they are said to be, and that a search solves more of them."""

import pytest

from darkgo.engine.limit import Limit
from darkgo.engine.player import decide
from darkgo.engine.searching import Reader
from darkgo.engine.thinking import Question, Thought
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, parse_point
from darkgo.model.evaluation import Evaluator
from darkgo.model.evaluator import network_evaluator
from darkgo.paths import default_network
from tests.search.tactics import PROBLEMS, Problem

MOST_OF_40 = 30
"""With the network of November 2026 a search of 400 visits solves 32, the network alone 28."""


def solves(evaluator: Evaluator, problem: Problem, visits: int) -> bool:
    """Whether the program plays a right move with so many visits; 1: the network alone."""
    question = Question(problem.game(evaluator), avoided=problem.avoided)
    reader = Reader(evaluator) if visits > 1 else None
    report = Thought(evaluator, question, Limit(visits), reader=reader).result()
    assert report
    point = decide(question.game, report)
    assert point is not None
    return problem.is_right(point)


def test_there_are_forty_different_positions() -> None:
    assert len({problem.name for problem in PROBLEMS}) == len(PROBLEMS) == 40
    assert len({(problem.board, problem.to_move) for problem in PROBLEMS}) == 40


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.name)
def test_right_moves_are_legal_and_there_is_a_choice(problem: Problem) -> None:
    game = Game(problem.board.size, Rules())
    game.set_up(problem.board, problem.to_move)  # every chain has a liberty
    for name in problem.right.split():
        point = parse_point(name, game.size)
        assert game.refusal(point) is None
        assert point not in problem.avoided
        assert problem.is_right(point)
    among = {PASS, *range(81)} - problem.avoided
    assert any(not problem.is_right(point) and game.refusal(point) is None for point in among)


@pytest.mark.long
def test_a_search_solves_most_of_them() -> None:
    evaluator = network_evaluator(*default_network())
    assert sum(solves(evaluator, problem, 400) for problem in PROBLEMS) >= MOST_OF_40
    evaluator.close()
