"""Mistakes, and the report of a game: accuracy by phase and player, and the worst moves."""

import pytest

from darkgo.engine.commands import Jump, ToMistake
from darkgo.engine.game_report import Phase, Sum, game_report, report_of, report_rows, report_text, swept_text
from darkgo.engine.judged_line import JudgedMove
from darkgo.engine.mistakes import mistake_text, mistakes, neighbour, worst
from darkgo.engine.parse import parse
from darkgo.engine.perform import perform
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour
from darkgo.go.tree import GameTree
from tests.evaluators import NearestStones, Steady

RECORD = b"(;SZ[9]KM[6.5]RU[Chinese];B[ee];W[aa];B[gg];W[cc];B[ba];W[gc];B[])"


def moves(*lost: float | None, rank: int | None = 3) -> list[JudgedMove]:
    """A line of moves of Black and White in turn, on 9x9, that lost so much."""
    line = [JudgedMove(0, None, None, None, None, None, 0)]
    for number, each in enumerate(lost, 1):
        colour = Colour.BLACK if number % 2 else Colour.WHITE
        line.append(JudgedMove(number, (colour, number), None, each, rank, 80, number))
    return line


def swept(data: bytes = RECORD, evaluator: Steady | None = None, **wanted: float) -> Session:
    session = Session(Game(5), evaluator or NearestStones(), **wanted)  # type: ignore[arg-type]
    session.start(GameTree.read(data))
    sweep = session.sweep()
    for question, report in sweep.reports():
        session.accept(question, report)
    return session


def numbers(found: list[JudgedMove]) -> list[int]:
    return [one.number for one in found]


def test_a_mistake_is_a_move_that_loses_at_least_so_much() -> None:
    line = moves(0.0, 2.0, None, 1.99, 7.5, -3.0)
    assert numbers(mistakes(line)) == [2, 5]
    assert numbers(mistakes(line, 1.0)) == [2, 4, 5]


def test_the_worst_moves_come_first_and_the_earlier_on_a_tie() -> None:
    line = moves(1.0, 4.0, 4.0, None, 0.0, -1.0, 9.0, 2.0, 0.5, 0.25)
    assert numbers(worst(line)) == [7, 2, 3, 8, 1]
    assert numbers(worst(moves(None, 0.0, -2.0))) == []


def test_neighbours_are_the_positions_before_a_mistake() -> None:
    found = mistakes(moves(3.0, 0.0, 5.0, 4.0))
    visited = []
    number = 0
    while one := neighbour(found, number, 1):
        number = one.number - 1
        visited.append(number)
    assert visited == [2, 3]
    while one := neighbour(found, number, -1):
        number = one.number - 1
        visited.append(number)
    assert visited == [2, 3, 2, 0]


def test_a_move_is_said_with_what_it_lost_and_what_is_better() -> None:
    said = mistake_text(moves(1.0)[1], 9)
    assert said == "Move 1, Black plays B 9, lost 1.0 point, choice 3 of the network; better J 1"
    best = moves(0.2)[1]._replace(best=1, rank=1)
    assert mistake_text(best, 9) == "Move 1, Black plays B 9, lost 0.2 points, choice 1 of the network"
    passed = moves(4.0)[1]._replace(move=(Colour.WHITE, PASS), rank=None)
    assert mistake_text(passed, 9) == "Move 1, White passes, lost 4.0 points; better J 1"


@pytest.mark.parametrize(
    ("size", "last_of_opening", "last_of_middle"), [(19, 51, 154), (13, 24, 72), (9, 11, 34), (5, 3, 10)]
)
def test_phases_are_shares_of_the_board(size: int, last_of_opening: int, last_of_middle: int) -> None:
    found = [Phase.of(number, size) for number in range(1, 300)]
    assert found.count(Phase.OPENING) == last_of_opening
    assert found.count(Phase.OPENING) + found.count(Phase.MIDDLE) == last_of_middle
    assert found == sorted(found, key=list(Phase).index)


@pytest.mark.parametrize(("lost", "accuracy"), [(0.0, 100), (4.0, 50), (8.0, 25)])
def test_two_points_lost_a_move_halve_the_accuracy(lost: float, accuracy: float) -> None:
    assert Sum(2, lost).accuracy == accuracy
    assert Sum().accuracy is None


def test_each_player_has_a_sum_in_each_phase_and_gains_do_not_make_up_for_losses() -> None:
    line = moves(*[1.0, 0.0] * 6, -5.0, 3.0, None, None)
    report = game_report(line, 9)
    assert report.phases[Phase.OPENING] == {
        Colour.BLACK: Sum(6, 6.0, 0, 0),
        Colour.WHITE: Sum(5, 0.0, 0, 0),
    }
    assert report.phases[Phase.MIDDLE][Colour.WHITE] == Sum(2, 3.0, 1, 0)
    assert report.total == {Colour.BLACK: Sum(7, 6.0, 0, 0), Colour.WHITE: Sum(7, 3.0, 1, 0)}
    assert (report.judged, report.moves) == (14, 16)
    assert report.worst[0].number == 14
    assert report_rows(report)[0] == ("", "Black", "White")
    assert [row[0] for row in report_rows(report)] == ["", "Opening", "Middle game", "Whole game", "Mistakes"]
    assert "14 of 16 moves are judged" in report_text(report)
    assert game_report(moves(1.0, rank=1), 9).total[Colour.BLACK].first == 1


def test_a_session_goes_from_one_mistake_to_the_next() -> None:
    session = swept(mistake=0.2)
    found = mistakes(session.judged_line(), 0.2)
    assert len(found) > 2
    seen = []
    session.go_to(0)
    if found[0].number == 1:
        found = found[1:]
    for one in found:
        assert perform(ToMistake(), session) == mistake_text(one, 9)
        assert session.game.move_number == one.number - 1
        assert session.report is not None
        assert session.report.candidates[0].point == one.best
        seen.append(session.game.move_number)
    with pytest.raises(BadInput, match="no move after"):
        perform(ToMistake(), session)
    for number in reversed(seen[:-1]):
        perform(ToMistake(-1), session)
        assert session.game.move_number == number


def test_the_threshold_is_the_sessions() -> None:
    session = swept(mistake=1000.0)
    with pytest.raises(BadInput, match="loses 1000 points"):
        perform(ToMistake(), session)
    assert report_of(session).total[Colour.BLACK].mistakes == 0


@pytest.mark.parametrize(
    ("data", "evaluator", "reason"),
    [
        (b"(;SZ[9])", NearestStones(), "no moves to judge"),
        (RECORD, Steady(), "says nothing of win rate"),
    ],
)
def test_without_losses_it_is_said_why(data: bytes, evaluator: Steady, reason: str) -> None:
    session = swept(data, evaluator)
    with pytest.raises(BadInput, match=reason):
        report_of(session)
    with pytest.raises(BadInput, match=reason):
        perform(ToMistake(-1), session)
    assert reason in swept_text(session, session.sweep(), 1)


def test_before_a_sweep_it_is_said_what_to_do() -> None:
    session = Session(Game(9), NearestStones())
    session.start(GameTree.read(RECORD))
    with pytest.raises(BadInput, match="sweep judges every position"):
        report_of(session)
    alone = Session(Game(9))
    alone.start(GameTree.read(RECORD))
    with pytest.raises(BadInput, match="no network"):
        report_of(alone)


def test_a_person_who_guesses_is_told_no_mistake() -> None:
    session = swept()
    session.guessing = True
    for line in ("mistake", "mistake back"):
        command = parse(line, 9)
        assert isinstance(command, ToMistake)
        with pytest.raises(BadInput, match="guessed first"):
            perform(command, session)


def test_the_position_before_a_move_has_the_setup_before_it() -> None:
    session = swept(b"(;SZ[9]RU[Chinese]KM[0];B[ee];AW[gg][cc];B[aa];W[ga])")
    perform(Jump(0), session)
    found = mistakes(session.judged_line(), 0.5)
    session.mistake = 0.5
    assert 2 in numbers(found)
    while session.game.move_number != 1:
        perform(ToMistake(), session)
    assert session.game.board.white.bit_count() == 2
