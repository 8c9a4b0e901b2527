"""A sweep with a search: its visits, what the moves lost, and how it is written into the record."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from darkgo.engine.annotate import annotate
from darkgo.engine.judged_line import Judged, JudgedMove, points_lost
from darkgo.engine.limit import Limit
from darkgo.engine.mistakes import better_text
from darkgo.engine.report import Candidate, Report
from darkgo.engine.session import Session
from darkgo.engine.standing import Standing
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree
from darkgo.model.evaluation import Evaluation, Evaluator, Position
from tests.evaluators import After, NearestStones

RECORD = b"(;SZ[5]KM[0.5]RU[Chinese];B[cc];W[bb];B[aa]C[own];W[dd];B[cb])"
SOME = Limit(visits=12)
OWNERS = (0.0,) * 25


def opened(evaluator: Evaluator | None = None) -> Session:
    session = Session(Game(5), evaluator or NearestStones(), mistake=0.5)
    session.start(GameTree.read(RECORD))
    return session


def swept(session: Session, limit: Limit) -> tuple[JudgedMove, ...]:
    for question, report in session.sweep(limit).reports():
        session.accept(question, report)
    return session.judged_line()


def test_each_position_is_searched_with_so_many_visits() -> None:
    session = opened()
    sweep = session.sweep(SOME)
    found = [report for _, report in sweep.reports()]
    assert len(found) == sweep.positions == 6
    assert all(report.is_searched and report.visits >= 12 and report.is_last for report in found)
    line = swept(session, SOME)
    assert all(one.lost is not None and one.black for one in line[1:])
    assert all(one.better[0] == one.best for one in line[1:])
    for one in line[1:]:
        session.go_to_before(one.number)
        assert one.move
        assert session.next_lost(one.move) == one.lost


def test_the_network_alone_does_not_replace_a_search() -> None:
    session = opened()
    searched = swept(session, SOME)
    assert swept(session, Limit(visits=1)) == searched
    assert swept(session, Limit(visits=4)) == searched
    # In the other order the search wins.
    other = opened()
    swept(other, Limit(visits=1))
    assert [one.black for one in swept(other, SOME)] == [one.black for one in searched]


def test_it_is_cancelled_in_the_middle_of_a_position() -> None:
    calls = 0

    def cancel() -> None:
        nonlocal calls
        calls += 1
        if calls == 20:
            sweep.cancel()

    session = opened(After(cancel, NearestStones()))
    sweep = session.sweep(Limit(visits=10**6))
    assert list(sweep.reports()) == []
    assert 20 <= calls <= 22


def test_a_network_that_fails_in_the_middle_ends_it_with_a_reason() -> None:
    class Failing(NearestStones):
        calls = 0

        def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
            Failing.calls += 1
            if Failing.calls > 30:
                raise BadInput("the network is tired")
            return super().evaluate(positions)

    session = opened(Failing())
    with pytest.raises(BadInput, match="tired"):
        swept(session, SOME)
    assert any(one.black for one in session.judged_line())


def searched(visits: int, lead: float, *moves: tuple[int, int, float]) -> Report:
    """A report whose moves have a point, visits and a lead."""
    candidates = tuple(
        Candidate(point, 0.1, count, (point, 24), 0.5, gained, 0.5, OWNERS) for point, count, gained in moves
    )
    return Report(candidates, visits, Standing(0.5, lead, ownership=OWNERS), is_searched=True)


def test_what_a_move_lost_is_told_by_the_search_that_visited_it_more() -> None:
    before = Judged(searched(60, 3, (7, 50, 4), (8, 9, 1), (9, 1, -5)), Colour.BLACK)
    after = Judged(searched(40, 2, (3, 39, 2)), Colour.WHITE)
    assert points_lost(before, (Colour.BLACK, 7), after) == 0
    assert points_lost(before, (Colour.BLACK, 8), after) == 4 + 2
    assert points_lost(before, (Colour.BLACK, 8)) == 4 - 1
    few = Judged(searched(5, 2, (3, 4, 2)), Colour.WHITE)
    assert points_lost(before, (Colour.BLACK, 8), few) == 4 - 1
    alone = Judged(replace(after.report, is_searched=False, visits=1000), Colour.WHITE)
    assert points_lost(before, (Colour.BLACK, 8), alone) == 4 - 1
    assert points_lost(before, (Colour.BLACK, 12), alone) == 4 + 2


def test_the_variation_of_the_search_is_written_beside_the_mistake_and_taken_back() -> None:
    session = opened()
    before = session.tree.write()
    line = swept(session, SOME)
    worst = max(line, key=lambda one: one.lost or 0)
    session.mistake = worst.lost or 0
    assert session.mistake > 0
    assert annotate(session, values=True) == 1
    said = better_text(worst, 5)
    assert said.startswith("expected ")
    assert said in session.tree.annotations(worst.node).comment
    after = session.tree.write()
    assert after.count(b"V[") == 6
    # A second time nothing is said twice.
    annotate(session, values=True)
    assert session.tree.write() == after
    assert session.is_worth_keeping
    session.undo()
    session.undo()
    assert session.tree.write() == before
