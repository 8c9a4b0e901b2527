"""Who is ahead where territory is counted: the lead beside the score, and what a move changes."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.engine.limit import Limit
from darkgo.engine.session import Session
from darkgo.engine.standing import komi_of
from darkgo.engine.thinking import Question, Thought
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.go.score import area_score, score
from darkgo.go.seki import seki
from tests.evaluators import Owners

BLACK, WHITE = Colour.BLACK, Colour.WHITE
TERRITORY = Rules(komi=6.5, superko=False, territory=True)


def played(size: int, length: int, seed: int, rules: Rules = TERRITORY, handicap: int = 0) -> Game:
    """A game of random moves, without passes."""
    rng, game = random.Random(seed), Game(size, rules, handicap)
    for _ in range(length):
        if not (legal := Board.points(game.legal_mask())):
            break
        game.play(rng.choice(legal))
    return game


@given(st.integers(2, 7), st.integers(0, 60), st.integers(0, 2**32))
def test_a_move_changes_no_lead_by_taking_its_turn(size: int, length: int, seed: int) -> None:
    game = played(size, length, seed)
    assert komi_of(game) * game.to_move == -6.5 - 0.5
    for point in (*Board.points(game.legal_mask()), PASS):
        after = game.snapshot()
        after.play(point)
        assert komi_of(game, point) == komi_of(after)
    game.rules = Rules(komi=6.5)
    assert komi_of(game) * game.to_move == -6.5


def test_handicap_stones_are_taken_off_the_area() -> None:
    game = Game(9, Rules(komi=0.5, territory=True), handicap=4)
    assert komi_of(game) * game.to_move == -0.5 - 4 + 0.5
    game.play(parse_point("E5", 9))
    assert komi_of(game) * game.to_move == -0.5 - 3 - 0.5


@pytest.mark.parametrize("territory", [True, False])
@pytest.mark.parametrize("handicap", [0, 4])
@pytest.mark.parametrize("seed", range(1, 5))
def test_at_the_end_the_lead_is_the_score(seed: int, handicap: int, territory: bool) -> None:
    """Both are known exactly where no group is in seki, as in these games."""
    rules = Rules(komi=6.5, superko=False, territory=territory)
    game = played(9, 101 + seed, seed, rules, handicap)
    game.play(PASS)
    game.play(PASS)
    assert not seki(game.board)
    owner = area_score(game.board, 0).owner
    session = Session(game, Owners(game.board, owner))
    report = session.consult()
    lead = report.seen_by(BLACK, game.to_move).standing.lead
    assert lead == pytest.approx(score(game).margin, abs=1e-4)
    assert (report.standing.winrate > 0.5) == (score(game).margin * game.to_move > 0)


def test_filling_the_own_land_loses_a_point_by_territory_alone() -> None:
    """Against a pass; both walls have four points behind them."""
    for territory, lost in ((False, 0), (True, 0.5)):
        game = Game(4, Rules(komi=0, territory=territory))
        game.set_up(Board.parse(".XO.\n" * 4), BLACK)
        evaluator = Owners(game.board, area_score(game.board, 0).owner)
        report = Thought(evaluator, Question(game, valued_moves=1, played=PASS), Limit()).result()
        assert report
        assert report.played
        assert report.played.lead == pytest.approx(0, abs=1e-4)
        point = parse_point("A1", 4)
        report = Thought(evaluator, Question(game, valued_moves=1, played=point), Limit()).result()
        assert report
        assert report.played
        assert report.played.lead == pytest.approx(-lost, abs=1e-4)


def test_the_program_is_ahead_by_the_rules_of_the_game_when_it_answers_a_pass() -> None:
    """White has one prisoner more than Black's land is larger: it passes by territory, and plays by area."""
    from darkgo.engine.player import worth_playing
    from darkgo.engine.ranking import Suggestion

    game = Game(4, Rules(komi=-0.5, territory=True))
    game.play(parse_point("D1", 4))
    game.play(parse_point("C1", 4))
    game.play(parse_point("A1", 4))
    game.play(parse_point("D2", 4))
    assert game.captures[WHITE] == 1
    game.set_up(Board.parse(".XO.\n" * 4), BLACK)
    game.play(PASS)
    ranking = [Suggestion(point, 0.5) for point in (parse_point("D4", 4), PASS)]
    assert score(game).margin == -0.5
    assert worth_playing(game, ranking, ranking[:1]) == []
    game.rules = Rules(komi=-0.5)
    assert score(game).margin == 0.5
    assert np.all([move.point != PASS for move in worth_playing(game, ranking, ranking[:1])])
