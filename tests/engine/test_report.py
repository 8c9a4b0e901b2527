"""What other programs are told: a thousand samples of the moves worth playing, and whose numbers they are."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.engine.ranking import Suggestion
from darkgo.engine.report import SAMPLES, Candidate, Report
from darkgo.engine.standing import Standing
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, parse_point
from tests.evaluators import choose, ranked, reported

FINISHED = """
    . X . X O
    X X X X O
    X X O O O
    X O O . O
    X O . O O
"""
"""No useful move is left. Black holds 11 points, White 14."""
ONE_LEFT = """
    . X . X O
    X X X X O
    X X . O O
    X O O . O
    X O . O O
"""
"""C3 is nobody's yet; it is the only move that is left."""


def position(diagram: str, komi: float = 0, to_move: Colour = Colour.BLACK) -> Game:
    """The board of a diagram; nobody has passed."""
    board = Board.parse(diagram)
    game = Game(board.size, Rules(komi=komi))
    game.set_up(board, to_move)
    return game


def ranking(game: Game, seed: int = 0) -> tuple[Suggestion, ...]:
    """What a network might think: some probabilities of all moves that sum up to 1."""
    weights = np.random.default_rng(seed).dirichlet(np.full(game.size**2 + 1, 0.3))
    return ranked(game, weights.astype(np.float32))


@given(st.integers(0, 10**6))
def test_visits_are_a_thousand_samples_of_what_is_worth_playing(seed: int) -> None:
    game, random = Game(7), Random(seed)
    for _ in range(random.randrange(30)):
        game.play(random.choice([*Board.points(game.legal_mask()), PASS]))
        if game.is_over:
            break
    known = ranking(game, seed)
    told = reported(game, known)
    assert told.visits == SAMPLES
    assert told.candidates[0].point == choose(game, known)
    priors = [candidate.prior for candidate in told.candidates]
    assert priors == sorted(priors, reverse=True)
    assert sum(priors) == pytest.approx(1)
    for candidate in told.candidates:
        assert candidate.visits == max(1, round(1000 * candidate.prior))
        assert candidate.variation == (candidate.point,)
    assert abs(sum(candidate.visits for candidate in told.candidates) - SAMPLES) <= len(told.candidates)


@pytest.mark.parametrize("colour", Colour)
def test_where_nothing_is_worth_playing_it_passes(colour: Colour) -> None:
    game = position(FINISHED, to_move=colour)
    (only,) = reported(game, ranking(game)).candidates
    assert (only.point, only.prior, only.visits) == (PASS, 1, SAMPLES)


def test_what_is_left_is_shown_and_no_pass() -> None:
    game = position(ONE_LEFT)
    (only,) = reported(game, ranking(game)).candidates
    assert only.point == parse_point("C3", 5)


def test_a_pass_is_answered_by_a_pass_if_that_wins() -> None:
    # With -2 it is a draw, which a pass would not win.
    for komi, passes in ((-20, False), (-2, False), (20, True)):
        game = position(ONE_LEFT, komi)
        game.play(PASS)
        told = reported(game, ranking(game))
        assert [one.point for one in told.candidates] == [PASS if passes else parse_point("C3", 5)]


def test_moves_can_be_left_out() -> None:
    game = position(ONE_LEFT)
    known = ranking(game)
    left = parse_point("C3", 5)
    assert [one.point for one in reported(game, known, avoided={left}).candidates] == [PASS]
    # Where nothing else is allowed, an eye is filled.
    rest = reported(game, known, avoided={left, PASS}).candidates
    assert {one.point for one in rest} == {s.point for s in known} - {left, PASS}
    assert sum(one.prior for one in rest) == pytest.approx(1)
    assert reported(game, known, avoided={s.point for s in known}).candidates == ()


def test_dead_stones_decide_who_is_ahead() -> None:
    game = position(
        """
        . X X . O
        X . X O O
        X X X O .
        X X O O O
        O . O . O
        """,
        to_move=Colour.WHITE,
    )
    game.play(PASS)
    known = ranking(game)
    alive, without = reported(game, known), reported(game, known, game.board.white)
    assert without.candidates[0].point == PASS
    assert alive.candidates[0].point == choose(game, known)
    assert alive != without


def test_the_other_player_sees_the_opposite() -> None:
    candidate = Candidate(3, 0.5, 500, (3, 4), winrate=0.625, lead=2.5, lcb=0.5625)
    told = Report((candidate,), 1000, Standing(0.75, -1.5, 12.0, (1.0, -0.25, 0.0)))
    assert told.turned() == Report(
        (Candidate(3, 0.5, 500, (3, 4), winrate=0.375, lead=-2.5, lcb=0.4375),),
        1000,
        Standing(0.25, 1.5, 12.0, (-1.0, 0.25, 0.0)),
    )
    assert told.turned().turned() == told
    assert str(Report(()).turned().standing.lead) == "0.0"


def test_a_report_is_seen_by_the_player_who_is_asked_for() -> None:
    told = Report((Candidate(3, 1.0, 1000, (3,), 0.75, 2.5, 0.75),), standing=Standing(0.75, 2.5))
    for colour, winrate in ((None, 0.75), (Colour.WHITE, 0.75), (Colour.BLACK, 0.25)):
        seen = told.seen_by(colour, to_move=Colour.WHITE)
        assert (seen.standing.winrate, seen.candidates[0].winrate) == (winrate, winrate)
