"""Reports of a network with value heads: who is ahead, the values of moves, and what a move lost."""

from collections.abc import Sequence
from math import pi, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from darkgo.engine.limit import Limit
from darkgo.engine.player import NEVER, decide
from darkgo.engine.report import Candidate, Report, in_order
from darkgo.engine.session import Session
from darkgo.engine.standing import Standing, standing_text
from darkgo.engine.thinking import Question, Thought
from darkgo.engine.values import CHUNK
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour
from darkgo.model.evaluation import Evaluation, Position
from tests.evaluators import After, NearestStones, Owners, Steady

BOARD = """
    . . . . .
    . X . . .
    . . . O .
    . X . . .
    . . . . .
"""


def position(diagram: str = BOARD, komi: float = 0.0, to_move: Colour = Colour.BLACK) -> Game:
    board = Board.parse(diagram)
    game = Game(board.size, Rules(komi=komi))
    game.set_up(board, to_move)
    return game


def reported(game: Game, evaluator: NearestStones | None = None, **asked: int | bool) -> Report:
    found = Thought(evaluator or NearestStones(), Question(game, **asked)).result()  # type: ignore[arg-type]
    assert found
    return found


@pytest.mark.parametrize("komi", [0.0, 6.5, -3.0])
@pytest.mark.parametrize("to_move", Colour)
def test_the_mover_is_told_its_own_numbers_with_its_own_komi(to_move: Colour, komi: float) -> None:
    evaluator = NearestStones(shift=0.2, spread=0.5)
    game = position(komi=komi, to_move=to_move)
    (evaluation,) = evaluator.evaluate([Position.of(game)])
    mine = komi if to_move is Colour.WHITE else -komi
    told = reported(game, evaluator).standing
    assert told.lead == pytest.approx(evaluation.margin + mine)
    assert told.winrate == pytest.approx(evaluation.win_rate(mine))
    assert told.deviation == pytest.approx(0.5 * 5 * pi / sqrt(3))
    assert evaluation.ownership is not None
    assert told.ownership == tuple(evaluation.ownership.tolist())


def test_colours_and_komi_swapped_change_nothing() -> None:
    swapped = position(BOARD.translate(str.maketrans("XO", "OX")), -1.5, Colour.WHITE)
    assert reported(position(komi=1.5), valued_moves=5) == reported(swapped, valued_moves=5)


def test_the_value_of_a_move_is_that_of_the_position_after_it() -> None:
    game = position(komi=1.5)
    told = reported(game, valued_moves=3)
    assert [one.has_value for one in told.candidates] == [True] * 3 + [False] * (len(told.candidates) - 3)
    for one in told.candidates[:3]:
        after = game.snapshot()
        after.play(one.point)
        assert one.variation == (one.point,)
        opponents = reported(after).standing
        assert one.lead == pytest.approx(-opponents.lead)
        assert one.winrate == one.lcb == pytest.approx(1 - opponents.winrate)
        assert one.ownership == opponents.turned().ownership
    for one in told.candidates[3:]:
        assert (one.winrate, one.lead) == (told.standing.winrate, told.standing.lead)


def test_those_with_the_highest_priors_get_a_value() -> None:
    before, after = reported(position()).candidates, reported(position(), valued_moves=4).candidates
    assert {one.point for one in after[:4]} == {one.point for one in before[:4]}
    assert [one.point for one in after[4:]] == [one.point for one in before[4:]]


def valued(point: int, prior: float, winrate: float) -> Candidate:
    return Candidate(point, prior, 1, (point,)).with_value(Standing(winrate, ownership=()))


def test_the_order_weighs_the_win_rate_and_the_prior() -> None:
    better = valued(1, 0.3, 0.6), valued(2, 0.4, 0.5)
    assert [one.point for one in in_order(better)] == [1, 2]
    # A win rate that the network hardly expects does not lift a move to the top.
    rare = valued(1, 0.0005, 0.75), valued(2, 0.4, 0.5)
    assert [one.point for one in in_order(rare)] == [2, 1]
    never = valued(1, 0.0, 1.0), valued(2, 0.1, 0.0)
    assert [one.point for one in in_order(never)] == [2, 1]


def test_without_options_it_plays_by_the_policy() -> None:
    class Contrary(NearestStones):
        """Sees the first of the moves lose, and no other."""

        def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
            self._sure = 1.0 if len(positions) > 1 else 0.0
            return super().evaluate(positions)

    game = position()
    told = reported(game, Contrary(spread=0.02), valued_moves=8)
    liked = told.ranking[0].point
    assert decide(game, told) == decide(game, reported(game)) == liked


def test_the_move_played_gets_a_value_whatever_the_network_thinks_of_it() -> None:
    game = position()
    last = [move.point for move in reported(game).ranking if move.point != PASS][-1]
    told = reported(game, valued_moves=2, played=last)
    assert told.played is not None
    assert last not in [one.point for one in told.candidates[:2]]
    after = game.snapshot()
    after.play(last)
    lead = -reported(after).standing.lead
    assert told.points_lost == pytest.approx(told.candidates[0].lead - lead)
    assert reported(game, valued_moves=2).points_lost is None
    best = told.candidates[0].point
    assert reported(game, valued_moves=2, played=best).points_lost == 0


def test_values_come_in_chunks_between_which_it_can_be_cancelled() -> None:
    asked: list[int] = []

    class Counting(NearestStones):
        def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
            asked.append(len(positions))
            if len(asked) == 3:
                thought.cancel()
            return super().evaluate(positions)

    thought = Thought(Counting(), Question(Game(9), valued_moves=40))
    assert list(thought.reports()) == []
    assert asked == [1, CHUNK, CHUNK]


def test_values_end_with_the_time() -> None:
    time = [0.0]

    def second() -> None:
        time[0] += 1

    thought = Thought(
        After(second, NearestStones()), Question(Game(9), valued_moves=40), Limit(seconds=3), lambda: time[0]
    )
    told = thought.result()
    assert told is not None
    assert sum(one.has_value for one in told.candidates) == 2 * CHUNK
    assert time[0] == 3


def test_a_network_that_does_not_judge_is_asked_once_and_says_nothing() -> None:
    asked: list[None] = []
    evaluator = After(lambda: asked.append(None), Steady())
    told = Thought(evaluator, Question(position(), valued_moves=5, played=0, last_turns=True)).result()
    assert told is not None
    assert (told.has_value, told.points_lost, told.last_winrates, len(asked)) == (False, None, (), 1)
    assert {(one.winrate, one.lead) for one in told.candidates} == {(0.5, 0.0)}


def test_each_view_has_a_standing() -> None:
    game = position()
    told = reported(game, views=True)
    assert len(told.views) == len(told.standings) == 8
    assert told.standings[0] == told.standing


OWNERS = [1, 1, 1, 1, -1, 1, 1, 1, 1, -1, 1, 1, -1, -1, -1, 1, -1, -1, -1, -1, 1, -1, -1, -1, -1]
OPEN = """
    . . . X O
    . X X X O
    X X O O O
    X O O . .
    X O . O .
"""


@pytest.mark.parametrize("to_move", Colour)
def test_it_passes_where_the_network_is_sure_of_every_point_and_no_move_gains(to_move: Colour) -> None:
    game = position(OPEN, to_move=to_move)
    assert reported(game).candidates[0].point != PASS
    (only,) = reported(game, Owners(game.board, OWNERS)).candidates
    assert (only.point, only.prior) == (PASS, 1)
    # A little doubt is enough to go on.
    doubted = [0.9 * owner for owner in OWNERS]
    assert PASS not in {one.point for one in reported(game, Owners(game.board, doubted)).candidates}


def test_a_move_that_gains_a_point_is_played_however_sure_the_network_is() -> None:
    game = position(OPEN)

    class Gaining(Owners):
        """Sees any stone win a point."""

        def ownership(self, stones: NDArray[np.int8]) -> NDArray[np.float32]:
            found = super().ownership(stones).copy()
            if np.count_nonzero(stones) > game.board.occupied.bit_count():
                found[np.argmax(found)] = 0
            return found

    told = reported(game, Gaining(game.board, OWNERS), valued_moves=3)
    assert PASS not in {one.point for one in told.candidates}
    assert told.candidates[0].has_value


def test_the_last_move_of_ones_own_game_lost_the_difference() -> None:
    session = Session(Game(5), NearestStones())
    session.think()
    assert session.report is not None
    best = session.report.candidates[0].lead
    point = session.report.ranking[-2].point
    session.play(point)
    assert session.points_lost is None
    session.think()
    assert session.report is not None
    assert session.points_lost == pytest.approx(best + session.report.standing.lead)
    # Back before the move it stands in the same report as the best.
    session.undo()
    session.think()
    session.redo()
    assert session.points_lost == pytest.approx(best + session.report.standing.lead)


@pytest.mark.parametrize(
    ("black", "said"),
    [
        (Standing(0.62, 3.5), "Black is ahead by 3.5 points, 62%"),
        (Standing(0.62, -1.0), "White is ahead by 1.0 point, 38%"),
        (Standing(0.38, -12.25), "White is ahead by 12.2 points, 62%"),
        (Standing(0.5, 0.04), "The score is even; Black wins with 50%"),
    ],
)
def test_who_is_ahead_is_said_in_words(black: Standing, said: str) -> None:
    assert standing_text(black) == said


def test_nobody_resigns_by_default() -> None:
    assert decide(Game(5), reported(Game(5), last_turns=True), resign=NEVER) is not None
