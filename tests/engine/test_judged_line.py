"""The judged line: who is ahead along a game, and what each move lost."""

from collections.abc import Iterator
from itertools import pairwise

import pytest

from darkgo.engine.judged_line import Judged, JudgedMove
from darkgo.engine.report import Candidate, Report
from darkgo.engine.session import Session
from darkgo.engine.standing import Standing
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour
from darkgo.go.tree import GameTree
from tests.evaluators import NearestStones, Steady

RECORD = b"(;SZ[5]KM[0.5];B[cc];W[bb]C[a comment];C[another];B[dd](;W[dc];B[bd])(;W[ee]))"


def opened(data: bytes = RECORD, evaluator: Steady | None = None) -> Session:
    session = Session(Game(5), evaluator or NearestStones())
    session.start(GameTree.read(data))
    return session


def judged_everywhere(session: Session) -> None:
    session.go_to(0)
    while True:
        session.think()
        if not session.tree.forward():
            break


def points(line: tuple[JudgedMove, ...]) -> list[int | None]:
    return [one.move[1] if one.move else None for one in line]


def test_it_has_every_position_of_the_present_line_from_the_root_to_the_end() -> None:
    session = opened()
    assert points(session.judged_line()) == [None, 12, 6, 18, 13, 16]
    assert [one.number for one in session.judged_line()] == [0, 1, 2, 3, 4, 5]
    session.go_to(4)
    session.switch(1)
    session.go_to(1)
    assert points(session.judged_line()) == [None, 12, 6, 18, 24]
    assert session.judged_line()[1].node == session.tree.node


def test_nothing_is_known_before_the_network_was_asked() -> None:
    session = opened()
    assert {one[2:6] for one in session.judged_line()} == {(None, None, None, None)}


def test_it_says_for_black_who_is_ahead_whoever_is_to_move() -> None:
    session = opened()
    judged_everywhere(session)
    line = session.judged_line()
    for one in line:
        session.go_to(one.number)
        assert session.standing is not None
        assert one.black is not None
        assert one.black.lead == pytest.approx(session.standing.lead)
        found = session.consult()
        sign = session.game.to_move.value
        assert one.black.lead == pytest.approx(sign * found.standing.lead)


def test_a_move_loses_what_the_best_candidate_before_it_has_more() -> None:
    session = opened()
    judged_everywhere(session)
    line = session.judged_line()
    for before, one in pairwise(line):
        session.go_to(before.number)
        report = session.report
        assert report is not None
        assert report.points_lost is not None
        assert one.lost == pytest.approx(report.points_lost)
        assert one.best == report.candidates[0].point
        assert one.move is not None
        assert one.rank is not None
        assert report.ranking[one.rank - 1].point == one.move[1]


def accept(session: Session, *candidates: Candidate, lead: float = 0.0) -> None:
    question = session.wanted()
    assert question is not None
    session.accept(question, Report(candidates, standing=Standing(0.5, lead, ownership=(0.0,) * 25)))


def candidate(point: int, lead: float) -> Candidate:
    return Candidate(point, 0.5, 1, (point,), 0.5, lead, ownership=(0.0,) * 25)


def test_without_a_value_of_the_move_the_position_after_it_tells_what_it_lost() -> None:
    session = opened()
    accept(session, candidate(7, 4.0))
    assert session.judged_line()[1].lost is None
    session.step(1)
    accept(session, lead=-1.5)
    assert session.judged_line()[1].lost == pytest.approx(2.5)
    assert session.points_lost == pytest.approx(2.5)


def test_a_loss_is_the_difference_of_two_numbers_of_one_report() -> None:
    session = opened()
    accept(session, candidate(7, 4.0), candidate(12, 1.0))
    session.step(1)
    accept(session, lead=9.0)
    assert session.judged_line()[1].lost == pytest.approx(3.0)


def test_a_node_with_a_comment_alone_belongs_to_the_position_before_it() -> None:
    session = opened()
    session.go_to(2)
    session.think()
    at_the_move = session.points_lost
    session.step(1)
    assert session.tree.comment == "another"
    session.think()
    assert session.points_lost == at_the_move
    assert [one.number for one in session.judged_line() if one.black] == [2]


def test_a_network_without_value_heads_knows_ranks_alone() -> None:
    session = opened(evaluator=Steady())
    judged_everywhere(session)
    line = session.judged_line()
    assert {one[2:4] for one in line} == {(None, None)}
    assert {one.best for one in line} == {None}
    assert all(one.rank for one in line[1:])


def test_two_moves_of_one_colour_and_a_pass_are_judged_as_far_as_possible() -> None:
    session = opened(b"(;SZ[5];B[cc];B[bb];W[];B[dd])")
    judged_everywhere(session)
    line = session.judged_line()
    assert points(line) == [None, 12, 6, PASS, 18]
    assert line[2].lost is line[2].rank is None
    assert line[3].lost is not None


def test_a_move_that_cannot_be_made_is_not_judged_nor_what_follows() -> None:
    session = opened(b"(;SZ[5];B[cc];W[cc];B[dd])")
    session.think()
    session.step(1)
    session.think()
    line = session.judged_line()
    assert [one.number for one in line] == [0, 1, 2, 3]
    assert line[2].black is line[3].black is None


def test_other_rules_ask_anew() -> None:
    session = opened()
    session.think()
    assert session.judged_line()[0].black
    session.set_rules(Rules(komi=0.5, territory=True))
    assert session.judged_line()[0].black is None
    assert session.game.to_move is Colour.BLACK


class Untouched(tuple[Candidate, ...]):
    """Candidates that nobody may look at."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Candidate]:
        raise AssertionError("somebody looks at the candidates")


@pytest.mark.parametrize(("to_move", "lead"), [(Colour.BLACK, 3.5), (Colour.WHITE, -3.5)])
def test_who_is_ahead_is_told_without_a_look_at_the_candidates(to_move: Colour, lead: float) -> None:
    # A long game has thousands of candidates, and its line is drawn after every key.
    report = Report(Untouched(), standing=Standing(0.7, 3.5, 10.0, (1.0, 0.0, -1.0)))
    judged = Judged(report, to_move)
    assert judged.black
    assert judged.black.lead == lead
    assert judged.black is judged.black
