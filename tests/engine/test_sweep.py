"""A sweep: every position of a line is judged, in batches, and the JSON protocol names the same mistakes."""

import io
import json
from collections.abc import Sequence
from itertools import pairwise

import pytest

from darkgo.analysis.loop import run
from darkgo.engine.judged_line import JudgedMove
from darkgo.engine.session import Session
from darkgo.engine.sweep import CHUNK
from darkgo.engine.values import VALUED_MOVES
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS, format_point, parse_point
from darkgo.go.tree import GameTree
from darkgo.model.evaluation import Evaluation, Position
from tests.evaluators import NearestStones, Refusing, Steady

SIZE = 9
MOVES = "cc gg gc cg ee ec ge ce eg dd ff fd df cd fg gd cf de fe ed ef dc hc bg"
POINTS = tuple(MOVES.split())


def record(points: Sequence[str] = POINTS) -> bytes:
    moves = (f";{'BW'[number % 2]}[{point}]" for number, point in enumerate(points))
    return f"(;SZ[{SIZE}]KM[6.5]{''.join(moves)})".encode()


def opened(data: bytes | None = None, evaluator: Steady | None = None) -> Session:
    session = Session(Game(5), evaluator or NearestStones())
    session.start(GameTree.read(data or record()))
    return session


def swept(session: Session) -> tuple[JudgedMove, ...]:
    for question, report in session.sweep().reports():
        session.accept(question, report)
    return session.judged_line()


class Counting(NearestStones):
    """Counts the calls and the different positions."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0
        self.known: dict[Position, Evaluation] = {}

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        fresh = [each for each in dict.fromkeys(positions) if each not in self.known]
        if fresh:
            self.calls += 1
            self.known |= zip(fresh, super().evaluate(fresh), strict=True)
        return [self.known[each] for each in positions]


def test_every_position_is_judged_and_the_present_one_stays() -> None:
    session = opened()
    session.go_to(3)
    line = swept(session)
    assert session.game.move_number == 3
    assert [one.number for one in line] == [*range(len(POINTS) + 1)]
    assert all(one.black for one in line)
    assert all(one.lost is not None and one.rank and one.best is not None for one in line[1:])
    session.go_to(12)
    report = session.report
    assert report is not None
    assert all(one.has_value for one in report.candidates[:VALUED_MOVES])
    assert report.points_lost == line[13].lost


def test_an_earlier_question_that_is_answered_late_takes_no_value_away() -> None:
    session = opened()
    session.go_to(3)
    question = session.question()
    late = session.thought(question).result()
    assert late
    line = swept(session)
    session.accept(question, late)
    assert session.judged_line() == line
    assert session.report
    assert session.report.played


def test_the_loss_of_a_move_is_that_of_one_report_alone() -> None:
    session = opened()
    for question, report in session.sweep().reports():
        session.accept(question, report)
        move = session.tree.next_move
        if move:
            assert report.played is not None
            assert report.played.point == move[1]
            session.step(1)
            # What comes after is not known yet.
            assert session.judged_line()[question.game.move_number + 1].lost == report.points_lost


def test_many_positions_are_evaluated_in_one_call() -> None:
    evaluator = Counting()
    session = opened(evaluator=evaluator)
    swept(session)
    assert evaluator.calls <= 2 * -(-(len(POINTS) + 1) // CHUNK)
    # The move that was played is the next position, which is not evaluated twice.
    assert len(evaluator.known) < (len(POINTS) + 1) * (VALUED_MOVES + 1)


def test_its_progress_is_known_beforehand() -> None:
    sweep = opened().sweep()
    assert sweep.positions == len(list(sweep.reports())) == len(POINTS) + 1


def test_a_cancelled_sweep_says_nothing_more() -> None:
    sweep = opened().sweep()
    found = []
    for each in sweep.reports():
        found.append(each)
        if len(found) == 3:
            sweep.cancel()
    assert len(found) == 3
    assert sweep.is_cancelled


def test_the_present_line_is_swept_not_the_others() -> None:
    session = opened(b"(;SZ[5];B[cc](;W[bb];B[dd])(;W[ee];B[aa];W[ab]))")
    session.go_to(2)
    session.switch(1)
    line = swept(session)
    assert [one.move[1] for one in line if one.move] == [12, 24, 0, 5]
    assert all(one.black for one in line)
    session.go_to(2)
    session.switch(1)
    assert [bool(one.black) for one in session.judged_line()] == [True, True, False, False]


@pytest.mark.parametrize(
    ("data", "positions", "end"),
    [
        (b"(;SZ[9])", 1, ""),
        (b"(;SZ[9];B[ee])", 2, ""),
        (b"(;SZ[9];B[ee];W[ee];B[aa])", 2, "move 2"),
        (b"(;SZ[9];B[ee];W[];B[];W[cc];B[gg])", 6, ""),
        (b"(;SZ[9]HA[2]AB[cc][gg];W[ee];B[eg])", 3, ""),
        (b"(;SZ[9];AB[cc][gg]PL[W];C[just words];W[ee])", 3, ""),
        (b"(;SZ[2];B[aa])", 2, ""),
        (b"(;SZ[9];B[zz];W[aa])", 1, "move 1"),
    ],
)
def test_odd_records_are_swept_as_far_as_they_go(data: bytes, positions: int, end: str) -> None:
    session = opened(data)
    sweep = session.sweep()
    found = list(sweep.reports())
    assert len(found) == positions
    assert end in sweep.end
    assert bool(end) == bool(sweep.end)


def test_moves_may_be_made_meanwhile() -> None:
    session = opened()
    session.go_to(4)
    for question, report in session.sweep().reports():
        if session.tree.branches < 3:
            session.tree.play(PASS)
            session.undo()
            session.play(80 if not session.game.board.at(80) else PASS)
            session.undo()
        session.accept(question, report)
    session.go_to(len(POINTS))
    assert sum(one.lost is not None for one in session.judged_line()) >= 4


def test_a_network_without_value_heads_tells_the_ranks() -> None:
    line = swept(opened(evaluator=Steady()))
    assert all(one.rank for one in line[1:])
    assert {one.lost for one in line} == {None}


def test_without_a_network_there_is_no_sweep() -> None:
    session = Session(Game(9))
    with pytest.raises(BadInput, match="no network"):
        session.sweep()
    with pytest.raises(BadInput, match="cannot be used"):
        list(Session(Game(9), Refusing("it cannot be used")).sweep().reports())


def worst_five(lost: Sequence[tuple[float, int]]) -> list[int]:
    return [number for _, number in sorted(lost, key=lambda one: (-one[0], one[1]))[:5]]


@pytest.mark.parametrize("rules", ["chinese", "japanese"])
def test_the_json_protocol_names_the_same_five_worst_moves(rules: str) -> None:
    session = opened(record().replace(b"KM", f"RU[{rules}]KM".encode()))
    line = swept(session)
    query = {
        "id": "game",
        "boardXSize": SIZE,
        "boardYSize": SIZE,
        "komi": 6.5,
        "rules": rules,
        "moves": [[one.move[0].name[0], format_point(one.move[1], SIZE)] for one in line if one.move],
        "analyzeTurns": [*range(len(line))],
        "overrideSettings": {"reportAnalysisWinratesAs": "BLACK"},
    }
    out = io.StringIO()
    run(NearestStones(), False, io.StringIO(json.dumps(query)), out)
    answers = [json.loads(text) for text in out.getvalue().splitlines()]
    lost = []
    for before, after in pairwise(answers):
        sign = 1 if before["rootInfo"]["currentPlayer"] == "B" else -1
        best = before["moveInfos"][0]["scoreLead"]
        lost.append((sign * (best - after["rootInfo"]["scoreLead"]), after["turnNumber"]))
    assert worst_five(lost) == worst_five([(one.lost or 0, one.number) for one in line[1:]])
    for one, answer in zip(line[1:], answers, strict=False):
        assert one.best == parse_point(answer["moveInfos"][0]["move"], SIZE)
