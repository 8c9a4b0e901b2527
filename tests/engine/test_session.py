"""The session: suggestions that belong to the present position, and the game it keeps and saves."""

from pathlib import Path

import pytest

from darkgo.engine.mind import Judgement
from darkgo.engine.policy import Policy, Suggestion
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour
from darkgo.go.sgf import read_games

RANKING = tuple(Suggestion(point, 0.1) for point in (4, 3, PASS, 2))
ANSWER = Judgement(RANKING)


def unused() -> Policy:
    raise AssertionError("nothing may ask the network here")


def network(goldens: Path) -> Policy:
    return Policy(goldens / "go-mini.cfg", goldens / "go-mini.initial.weights")


def test_an_answer_is_accepted_once_and_only_for_the_present_position() -> None:
    session = Session(Game(3), unused, count=3)
    question = session.question
    assert question is not None
    assert session.question is question
    session.play(8)
    assert not session.accept(question, ANSWER)
    assert session.suggestions == ()
    later = session.question
    assert later is not None
    assert session.accept(later, ANSWER)
    assert session.suggestions == RANKING[:3]
    assert session.marks == {4: "1", 3: "2"}
    assert session.question is None


@pytest.mark.parametrize("change", ["play", "edit", "undo", "multi"])
def test_every_change_of_the_position_needs_another_answer(change: str) -> None:
    session = Session(Game(3), unused)
    session.play(8)
    question = session.question
    assert question is not None
    session.accept(question, ANSWER)
    match change:
        case "play":
            session.play(4)
        case "edit":
            session.edit(0, Colour.WHITE)
        case "undo":
            session.undo()
        case "multi":
            session.mind.multi = True
    assert session.suggestions == ()
    assert session.question is not None
    assert session.question.game.board == session.game.board


def test_a_question_keeps_its_position_while_the_game_goes_on() -> None:
    session = Session(Game(3), unused)
    question = session.question
    assert question is not None
    session.play(4)
    assert question.game.board.occupied == 0


def test_a_stale_question_costs_no_evaluation() -> None:
    session = Session(Game(3), unused)
    question = session.question
    assert question is not None
    session.play(4)
    assert session.judge(question) is None


def test_the_network_ranks_every_legal_move(goldens: Path) -> None:
    session = Session(Game(19), lambda: network(goldens), count=4)
    session.edit(0, Colour.WHITE)
    session.think()
    assert len(session.suggestions) == 4
    session.count = 1000
    assert sorted(suggestion.point for suggestion in session.suggestions) == [PASS, *range(1, 361)]
    probabilities = [suggestion.probability for suggestion in session.suggestions]
    assert probabilities == sorted(probabilities, reverse=True)


def test_marks_go_on_with_letters_and_end_with_z() -> None:
    session = Session(Game(7), unused, count=49)
    question = session.question
    assert question is not None
    session.accept(question, Judgement(tuple(Suggestion(point, 0.01) for point in range(49))))
    assert "".join(session.marks[point] for point in range(35)) == "123456789abcdefghijklmnopqrstuvwxyz"
    assert len(session.marks) == 35


def test_the_program_plays_its_best_move(goldens: Path) -> None:
    session = Session(Game(19), lambda: network(goldens))
    with pytest.raises(BadInput, match="not judged"):
        session.play_best()
    session.think()
    best = session.suggestions[0].point
    assert session.play_best() == best
    assert session.game.board.at(best) is Colour.BLACK


def test_after_two_passes_there_is_a_result_and_no_further_move() -> None:
    session = Session(Game(3, Rules(komi=0.5)), unused)
    session.play(4)
    session.play(PASS)
    assert session.result == ""
    session.play(PASS)
    assert "dead stones" in session.result
    question = session.question
    assert question is not None
    assert question.counting
    assert session.accept(question, Judgement(dead=0))
    assert "B+8.5" in session.result
    assert session.question is None
    with pytest.raises(BadInput, match="game is over"):
        session.play(0)
    with pytest.raises(BadInput, match="game is over"):
        session.play_suggestion(1)
    session.undo()
    session.play(0)
    assert session.result == ""


def test_a_network_that_cannot_be_loaded_is_dismissed_and_the_game_goes_on() -> None:
    def missing() -> Policy:
        raise BadInput("no such network")

    session = Session(Game(3), missing)
    with pytest.raises(BadInput, match="no such network"):
        session.think()
    session.dismiss_network()
    session.think()
    session.play(4)
    assert session.suggestions == ()


def test_a_saved_game_is_read_back_and_no_other_file_is_touched(tmp_path: Path) -> None:
    session = Session(Game(5))
    for point in (12, 6, PASS):
        session.play(point)
    path = session.save(str(tmp_path / "game.sgf"))
    session.play(0)
    session.save(str(path))
    (record,) = read_games(path.read_bytes())
    assert record.size == 5
    assert record.moves == (
        (Colour.BLACK, 12),
        (Colour.WHITE, 6),
        (Colour.BLACK, PASS),
        (Colour.WHITE, 0),
    )
    other = tmp_path / "other.sgf"
    other.write_text("mine")
    with pytest.raises(BadInput, match="exists already"):
        session.save(str(other))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["game.sgf", "other.sgf"]
    assert other.read_text() == "mine"


def test_several_files_of_one_session_can_be_saved_again(tmp_path: Path) -> None:
    session = Session(Game(5))
    for name in ("a.sgf", "b.sgf", "a.sgf"):
        session.play(session.game.move_number)
        session.save(str(tmp_path / name))
    (record,) = read_games((tmp_path / "a.sgf").read_bytes())
    assert len(record.moves) == 3


@pytest.mark.parametrize(("komi", "result"), [(0.5, "B+8.5"), (9.5, "W+0.5"), (9, "0")])
def test_a_finished_game_is_saved_with_its_result(tmp_path: Path, komi: float, result: str) -> None:
    session = Session(Game(3, Rules(komi=komi)))
    path = tmp_path / "game.sgf"
    session.play(4)
    session.save(str(path))
    (unfinished,) = read_games(path.read_bytes())
    assert unfinished.result == ""
    session.play(PASS)
    session.play(PASS)
    session.save(str(path))
    (finished,) = read_games(path.read_bytes())
    assert finished.result == result
