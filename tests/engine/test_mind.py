"""What the network is asked, and which of its answers are used."""

import numpy as np
import pytest
from numpy.typing import NDArray

from darkgo.engine.mind import Judgement, Mind, Question
from darkgo.engine.policy import Policy
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import Colour
from tests.steady import Steady


def asked(mind: Mind, game: Game, node: str = "here", counting: bool = False) -> Question:
    question = mind.question(game, node, counting)
    assert question is not None
    return question


def answered(mind: Mind, question: Question) -> Judgement:
    answer = mind.answer(question, though_past=False)
    assert answer is not None
    return answer


def test_the_network_is_loaded_once_and_only_when_it_is_asked() -> None:
    loaded = []

    def load() -> Policy:
        loaded.append(Steady())
        return loaded[-1]

    mind = Mind(load, multi=False)
    question = asked(mind, Game(5))
    assert not loaded
    for _ in range(2):
        assert len(answered(mind, question).ranking) == 26
    assert len(loaded) == 1


def test_the_same_question_stays_open_until_it_is_answered() -> None:
    mind, game = Mind(Steady, multi=False), Game(5)
    question = asked(mind, game)
    assert asked(mind, game) is question
    answer = answered(mind, question)
    assert mind.accept(question, answer)
    assert mind.judgement("here") is answer
    assert mind.question(game, "here", counting=False) is None
    assert asked(mind, game, "elsewhere").node == "elsewhere"


def test_a_past_question_costs_nothing_but_its_answer_is_kept_when_wanted() -> None:
    mind = Mind(Steady, multi=False)
    question = asked(mind, Game(5))
    mind.move()
    assert mind.answer(question, though_past=False) is None
    answer = mind.answer(question, though_past=True)
    assert answer is not None
    assert not mind.accept(question, answer)
    assert mind.judgement("here") is answer


def test_another_way_of_looking_is_another_question() -> None:
    mind, game = Mind(Steady, multi=False), Game(5)
    once = asked(mind, game)
    mind.accept(once, answered(mind, once))
    mind.multi = True
    mean = asked(mind, game)
    assert mean.multi
    mind.accept(mean, answered(mind, mean))
    mind.multi = False
    assert mind.question(game, "here", counting=False) is None


def test_the_views_are_asked_for_when_only_the_mean_is_known() -> None:
    mind, game = Mind(Steady, multi=False), Game(5)
    question = asked(mind, game)
    answer = answered(mind, question)
    assert answer.views == ()
    mind.accept(question, answer)
    mind.views = True
    again = asked(mind, game)
    answer = answered(mind, again)
    assert [len(view) for view in answer.views] == [26] * 8
    mind.accept(again, answer)
    assert mind.question(game, "here", counting=False) is None


def test_a_count_asks_for_dead_stones_and_no_moves() -> None:
    dead = """
        . X . . X
        X X X X X
        . X O O .
        X X O . O
        . X O O O
    """
    game = Game(5)
    game.set_up(Board.parse(dead), Colour.BLACK)
    mind = Mind(Steady, multi=False)
    question = asked(mind, game, counting=True)
    answer = answered(mind, question)
    assert answer.ranking == ()
    assert mind.accept(question, answer)
    assert mind.judgement("here") is None
    assert asked(mind, game, counting=True) is not question


def test_a_count_is_given_up_when_the_game_goes_on() -> None:
    class Slow(Steady):
        """Is asked for the first time while the game goes on."""

        def evaluate(self, stones: NDArray[np.int8], multi: bool = False) -> NDArray[np.float32]:
            batches.append(len(stones))
            mind.move()
            return super().evaluate(stones, multi)

    batches: list[int] = []
    mind = Mind(Slow, multi=False)
    assert mind.answer(asked(mind, Game(5), counting=True), though_past=False) is None
    assert len(batches) == 1


def test_without_a_network_nothing_is_asked() -> None:
    assert Mind(None, multi=False).question(Game(5), "here", counting=False) is None
    mind = Mind(Steady, multi=False)
    question = asked(mind, Game(5))
    mind.dismiss()
    assert not mind.is_there
    assert mind.answer(question, though_past=True) is None


def test_a_network_that_cannot_be_loaded_is_asked_again() -> None:
    def load() -> Policy:
        raise BadInput("no such network")

    mind = Mind(load, multi=False)
    for _ in range(2):
        with pytest.raises(BadInput, match="no such network"):
            mind.answer(asked(mind, Game(5)), though_past=False)


def test_another_game_knows_nothing_of_the_one_before() -> None:
    mind = Mind(Steady, multi=False)
    question = asked(mind, Game(5))
    mind.accept(question, answered(mind, question))
    mind.forget()
    assert mind.judgement("here") is None
