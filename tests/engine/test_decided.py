"""Dead stones by the network's ownership, and play-outs only where it is unsure."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from darkgo.engine.dead import dead_stones
from darkgo.engine.play_outs import PLAY_OUTS
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.engine.thinking import COUNTING_TIME, Limit, Question, Thought
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.go.score import area_score
from darkgo.gtp.engine import Engine
from darkgo.model.evaluation import Evaluation, Position
from tests.evaluators import NearestStones, Owners

SEKI = Path(__file__).parents[1] / "gtp" / "f1a_seki_9x9.gtp"
INVADED = """
    . . X . O . . . .
    . O X . O . . . .
    . . X . O . . X .
    . X X . O . . . .
    . X . . O O . . .
    . X . . X O . . .
    . X . X X O . . .
    . . X . X O O . .
    . . X . X O . . .
"""
"""A white stone is dead on the left, a black one on the right."""


class Counted(Owners):
    """Notes how many positions it is asked about at a time."""

    def __init__(self, board: Board, black: Sequence[float]) -> None:
        super().__init__(board, black)
        self.asked: list[list[Position]] = []

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        self.asked.append(list(positions))
        return super().evaluate(positions)


def position(to_move: Colour = Colour.BLACK) -> Game:
    game = Game(9, Rules(komi=0))
    game.set_up(Board.parse(INVADED), to_move)
    return game


def halves(sure: float = 1.0) -> list[float]:
    """The ownership in Black's eyes: the left is Black's, and E1 to E4."""
    return [sure if point % 9 < (5 if point >= 45 else 4) else -sure for point in range(81)]


def points(*names: str) -> int:
    return sum(1 << parse_point(name, 9) for name in names)


@pytest.mark.parametrize("to_move", Colour)
def test_where_the_network_is_sure_nothing_is_played_out(to_move: Colour) -> None:
    game = position(to_move)
    network = Counted(game.board, halves())
    assert dead_stones(network, game) == points("B8", "H7")
    assert [len(positions) for positions in network.asked] == [2]


def test_it_does_not_matter_whose_turn_it_is() -> None:
    """The network thinks everything better for the player to move by a third."""

    class Hopeful(Counted):
        def ownership(self, stones: NDArray[np.int8]) -> NDArray[np.float32]:
            return super().ownership(stones) * 0.66 + np.float32(0.34)

    found = [dead_stones(Hopeful(position().board, halves()), position(colour)) for colour in Colour]
    assert found == [points("B8", "H7")] * 2


def test_only_what_it_is_unsure_of_is_played_out() -> None:
    """Of two dead stones the network takes one for alive, and says nothing of the other."""
    game = position()
    owners = halves()
    owners[parse_point("H7", 9)] = 1
    owners[parse_point("B8", 9)] = 0.1
    network = Counted(game.board, owners)
    told: list[tuple[int, int]] = []
    assert dead_stones(network, game, progress=lambda *step: told.append(step)) == points("B8")
    assert [len(positions) for positions in network.asked] == [2]
    assert told[0] == (0, PLAY_OUTS)


def test_without_time_the_network_alone_decides() -> None:
    game = position()
    network = Counted(game.board, halves(0.1))
    short = Limit(seconds=COUNTING_TIME - 1)
    report = Thought(network, Question(game, count=True), short, lambda: 0.0).result()
    assert report is not None
    assert report.dead == points("B8", "H7")
    assert all(len(positions) == 1 for positions in network.asked)


def test_a_count_is_there_at_once_and_can_be_corrected() -> None:
    game = position()
    network = Counted(game.board, halves())
    session = Session(game, network)
    session.count_now()
    session.think()
    assert session.dead & points("B8", "H7") == points("B8", "H7")
    assert all(len(positions) <= 2 for positions in network.asked)
    session.mark_dead(parse_point("B8", 9))
    assert session.dead & points("B8") == 0


@pytest.mark.parametrize(("komi", "passes"), [(-40, True), (40, False)])
def test_a_pass_is_answered_by_a_pass_if_that_wins_without_the_dead_stones(komi: float, passes: bool) -> None:
    game = position()
    game.rules = Rules(komi=komi)
    game.play(PASS, Colour.WHITE)
    session = Session(game, NearestStones(0.9))
    report = session.consult(count=True)
    assert (session.decide(report, Colour.BLACK) == PASS) is passes


class Alive(NearestStones):
    """Says that every stone lives, as sure as it is told, and counts the area."""

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """As `Evaluator` says."""
        found = super().evaluate(positions)
        for position, evaluation in zip(positions, found, strict=True):
            board = Board(position.size, 0, 0)
            for point, stone in enumerate(memoryview(position.stones).cast("b")):
                if stone:
                    board = board.put(point, Colour(stone))
            assert evaluation.ownership is not None
            evaluation.ownership[:] = [self._sure * owner for owner in area_score(board, 0).owner]
        return found


@pytest.mark.parametrize("sure", [1.0, 0.2])
def test_a_seki_is_left_alone(sure: float) -> None:
    random = Random(1)
    engine = Engine(Session(Setup().game(), Alive(sure), random=random), random)
    lines = SEKI.read_text().splitlines()
    answers = [(line, (engine.answer(line) or "").strip()) for line in lines]
    assert [answer for line, answer in answers if line.startswith("genmove")] == ["= pass"] * 6
    assert [answer for line, answer in answers if line == "final_score"] == ["= B+6"] * 2
