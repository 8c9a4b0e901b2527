"""The session: suggestions that belong to the present position, and the game it keeps and saves."""

from datetime import date
from pathlib import Path

import pytest

from darkgo.engine.player_names import NAME
from darkgo.engine.ranking import Suggestion
from darkgo.engine.report import Report
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour
from darkgo.go.score import area_score
from darkgo.go.sgf import read_games
from darkgo.go.tree import GameTree
from darkgo.model.evaluator import NetworkEvaluator
from tests.evaluators import Refusing, Steady

RANKING = tuple(Suggestion(point, 0.1) for point in (4, 3, PASS, 2))
ANSWER = Report((), ranking=RANKING)


UNUSED = Refusing("nothing may ask the network here")


def test_an_answer_is_accepted_once_and_only_for_the_present_position() -> None:
    session = Session(Game(3), UNUSED, count=3)
    question = session.wanted()
    assert question is not None
    assert session.wanted() == question
    session.play(8)
    assert not session.accept(question, ANSWER)
    assert session.suggestions == ()
    later = session.wanted()
    assert later is not None
    assert session.accept(later, ANSWER)
    assert session.suggestions == RANKING[:3]
    assert session.marks == {4: "1", 3: "2"}
    assert session.wanted() is None


@pytest.mark.parametrize("change", ["play", "edit", "undo", "multi"])
def test_every_change_of_the_position_needs_another_answer(change: str) -> None:
    session = Session(Game(3), UNUSED)
    session.play(8)
    question = session.wanted()
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
            session.multi = True
    assert session.suggestions == ()
    wanted = session.wanted()
    assert wanted is not None
    assert wanted.game.board == session.game.board


def test_a_question_keeps_its_position_while_the_game_goes_on() -> None:
    session = Session(Game(3), UNUSED)
    question = session.wanted()
    assert question is not None
    session.play(4)
    assert question.game.board.occupied == 0


def test_the_network_ranks_every_legal_move(mini: NetworkEvaluator) -> None:
    session = Session(Game(19), mini, count=4)
    session.edit(0, Colour.WHITE)
    session.think()
    assert len(session.suggestions) == 4
    session.count = 1000
    assert sorted(suggestion.point for suggestion in session.suggestions) == [PASS, *range(1, 361)]
    probabilities = [suggestion.probability for suggestion in session.suggestions]
    assert probabilities == sorted(probabilities, reverse=True)


def test_marks_go_on_with_letters_and_end_with_z() -> None:
    session = Session(Game(7), UNUSED, count=49)
    question = session.wanted()
    assert question is not None
    session.accept(question, Report((), ranking=tuple(Suggestion(point, 0.01) for point in range(49))))
    assert "".join(session.marks[point] for point in range(35)) == "123456789abcdefghijklmnopqrstuvwxyz"
    assert len(session.marks) == 35


def test_the_program_plays_its_best_move(mini: NetworkEvaluator) -> None:
    session = Session(Game(19), mini)
    with pytest.raises(BadInput, match="not judged"):
        session.play_best()
    session.think()
    best = session.suggestions[0].point
    assert session.play_best() == best
    assert session.game.board.at(best) is Colour.BLACK


def test_after_two_passes_there_is_a_result_and_no_further_move() -> None:
    session = Session(Game(3, Rules(komi=0.5)), UNUSED)
    session.play(4)
    session.play(PASS)
    assert session.result == ""
    session.play(PASS)
    assert "dead stones" in session.result
    question = session.wanted()
    assert question is not None
    assert question.count
    assert session.accept(question, Report((), dead=0))
    assert "B+8.5" in session.result
    assert session.wanted() is None
    with pytest.raises(BadInput, match="game is over"):
        session.play(0)
    with pytest.raises(BadInput, match="game is over"):
        session.play_suggestion(1)
    session.undo()
    session.play(0)
    assert session.result == ""


def test_a_network_that_cannot_be_loaded_is_dismissed_and_the_game_goes_on() -> None:
    session = Session(Game(3), Refusing("no such network"))
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


def test_no_result_is_written_before_dead_stones_are_known() -> None:
    session = Session(Game(5), Steady())
    for point in (12, PASS, PASS):
        session.play(point)
    assert GameTree.read(session.sgf()).text("RE") == ""
    session.think()
    assert GameTree.read(session.sgf()).text("RE") == str(session.score())


@pytest.mark.parametrize("change", ["edit", "set up"])
def test_whoever_changes_the_position_has_not_resigned(change: str) -> None:
    session = Session(Game(5))
    session.resign()
    if change == "edit":
        session.edit(12, Colour.WHITE)
    else:
        session.set_up(Board.empty(5).put(12, Colour.WHITE), Colour.BLACK)
    assert (session.resigned, session.result) == (None, "")


def against_white(size: int = 5) -> Session:
    return Session(Game(size), Steady(), computer=frozenset({Colour.WHITE}))


def reply(session: Session) -> None:
    """The program plays as long as it is its turn."""
    session.think()
    while session.computer_to_move:
        session.play_best()
        session.think()


def points(session: Session) -> list[int]:
    return [point for _, point in session.game.moves]


def test_variations_are_kept_and_switched_between() -> None:
    session = Session(Game(5))
    for point in (12, 6):
        session.play(point)
    session.undo()
    session.play(7)
    assert session.tree.sibling == (1, 2)
    session.switch(-1)
    assert points(session) == [12, 6]
    session.switch(1)
    assert points(session) == [12, 7]
    session.undo()
    session.play(6)
    assert session.tree.sibling == (0, 2)


def test_after_the_last_variation_comes_the_first() -> None:
    session = Session(Game(5))
    for point in (12, 6, 7):
        session.play(point)
        session.undo()
    session.redo()
    assert points(session) == [7]
    session.switch(1)
    assert points(session) == [12]
    session.switch(-1)
    assert points(session) == [7]
    session.switch(-1)
    assert points(session) == [6]
    session.play(0)
    with pytest.raises(BadInput, match="no other variation"):
        session.switch(1)


def test_paused_or_in_the_past_the_computer_goes_on_where_the_game_ended() -> None:
    for pauses in (1, 2):
        session = Session(Game(5), UNUSED, computer=frozenset(Colour))
        for point in (12, 6):
            session.play(point)
        if pauses == 2:
            session.pause()
            assert not session.computer_to_move
        session.step(-1)
        session.pause()
        assert points(session) == [12, 6]
        assert session.computer_to_move
        session.pause()
        assert not session.computer_to_move


def test_there_must_be_a_computer_to_stop() -> None:
    session = against_white()
    session.count_now()
    with pytest.raises(BadInput, match="being counted"):
        session.pause()
    session.count_now()
    session.set_computer(frozenset())
    with pytest.raises(BadInput, match="plays nobody"):
        session.pause()
    session.set_computer(frozenset(Colour))
    session.resign()
    with pytest.raises(BadInput, match="is over"):
        session.pause()
    assert not session.paused


def test_against_the_computer_undo_and_redo_go_to_the_persons_turn() -> None:
    session = against_white()
    for point in (12, 7):
        session.play(point)
        reply(session)
    played = points(session)
    session.undo()
    assert points(session) == played[:2]
    session.redo()
    assert points(session) == played
    for _ in range(2):
        session.undo()
    assert points(session) == []
    with pytest.raises(BadInput, match="nothing to undo"):
        session.undo()


def test_the_computer_moves_only_at_the_end_of_a_line_and_while_nothing_is_counted() -> None:
    session = against_white()
    session.play(12)
    assert session.computer_to_move
    session.paused = True
    assert not session.computer_to_move
    session.paused = False
    session.count_now()
    assert not session.computer_to_move
    session.count_now()
    reply(session)
    session.step(-1)
    assert session.game.to_move is Colour.WHITE
    assert not session.computer_to_move
    session.step(1)
    session.resign()
    assert not session.computer_to_move


@pytest.mark.parametrize("late", ["pause", "computer"])
def test_a_pass_is_not_answered_before_dead_stones_were_looked_for(late: str) -> None:
    session = against_white()
    session.edit(7, Colour.WHITE)
    for point in range(10, 20):
        session.edit(point, Colour.BLACK)
    if late == "pause":
        session.paused = True
    else:
        session.set_computer(frozenset())
    session.play(PASS)
    session.think()
    assert session.report is not None
    assert session.report.dead is None
    if late == "pause":
        session.paused = False
    else:
        session.set_computer(frozenset({Colour.WHITE}))
    session.think()
    assert session.report.dead == 1 << 7


def test_resigning_is_taken_back_by_undo_and_by_moving_about_but_not_by_standing_still() -> None:
    session = Session(Game(5))
    session.play(12)
    session.resign()
    assert session.result == "White resigns: B+R"
    for standing in (lambda: session.step(1), lambda: session.go_to(99), lambda: session.go_to(1)):
        standing()
        assert session.resigned is Colour.WHITE
    session.undo()
    assert (session.resigned, points(session)) == (None, [12])
    session.resign(Colour.BLACK)
    assert session.result == "Black resigns: W+R"
    session.step(-1)
    assert session.result == ""
    session.redo()
    assert session.result == ""


def test_marked_stones_stay_marked_while_the_position_does() -> None:
    session = Session(Game(5))
    for point in (12, PASS, PASS):
        session.play(point)
    session.mark_dead(12)
    session.step(1)
    session.go_to(99)
    assert session.dead == 1 << 12
    session.step(-1)
    session.step(1)
    assert session.dead == 0


def test_a_proposal_does_not_overrule_what_a_person_has_marked() -> None:
    session = Session(Game(5), Steady())
    session.play(12)
    session.count_now()
    question = session.wanted()
    assert question is not None
    session.mark_dead(12)
    assert not session.accept(question, Report((), dead=0))
    assert session.dead == 1 << 12
    assert session.wanted() is None


@pytest.mark.parametrize(
    ("computer", "black", "white"),
    [
        ((Colour.WHITE,), "Black", NAME),
        ((Colour.BLACK,), NAME, "White"),
        (tuple(Colour), NAME, NAME),
        ((), "Black", "White"),
    ],
)
def test_the_program_is_named_among_the_players(computer: tuple[Colour, ...], black: str, white: str) -> None:
    session = Session(Game(5), Steady(), computer=frozenset(computer))
    for _ in range(3):
        tree = GameTree.read(session.sgf())
        assert (tree.text("PB"), tree.text("PW")) == (black, white)
        session.set_computer(frozenset())
        session.new(Setup(5, computer=frozenset(computer)))


def test_the_players_of_a_record_keep_their_names(tmp_path: Path) -> None:
    path = tmp_path / "record.sgf"
    path.write_text("(;GM[1]SZ[5]PB[Shusaku]PW[Gennan]RE[B+2];B[cc])")
    session = Session(Game(5), Steady())
    session.open(str(path))
    session.set_computer(frozenset({Colour.WHITE}))
    session.go_to(1)
    session.think()
    session.play_best()
    session.save()
    (record,) = read_games(path.read_bytes())
    assert (record.black, record.white, record.result) == ("Shusaku", "Gennan", "B+2")
    assert len(record.moves) == 2


def test_a_game_is_resumed_with_its_players_and_variations() -> None:
    before = against_white()
    for point in (12, 7):
        before.play(point)
        reply(before)
    before.undo()
    before.play(8)
    session = Session(Game(9), Steady())
    session.resume(GameTree.read(before.sgf()))
    assert session.computer == frozenset({Colour.WHITE})
    assert session.game.size == 5
    assert session.game.move_number == session.tree.length
    assert session.is_worth_keeping
    session.go_to(2)
    assert len(session.tree.variations) == 2


def test_a_resumed_record_stays_somebody_elses(tmp_path: Path) -> None:
    path = tmp_path / "record.sgf"
    path.write_text("(;GM[1]SZ[5]PB[Shusaku]PW[DarkGo]RE[B+R];B[cc];W[bb])")
    before = Session(Game(5), Steady())
    before.open(str(path))
    before.redo()
    before.play(8)
    session = Session(Game(5), Steady())
    session.resume(GameTree.read(before.sgf()))
    assert session.computer == frozenset()
    session.set_computer(frozenset({Colour.BLACK}))
    tree = GameTree.read(session.sgf())
    assert [tree.text(ident) for ident in ("PB", "PW", "RE")] == ["Shusaku", "DarkGo", "B+R"]


def test_a_resumed_game_of_ones_own_gets_its_players_and_its_result() -> None:
    before = Session(Game(5))
    before.play(12)
    session = Session(Game(9), Steady())
    session.resume(GameTree.read(before.sgf()))
    session.set_computer(frozenset({Colour.BLACK}))
    session.resign()
    tree = GameTree.read(session.sgf())
    assert [tree.text(ident) for ident in ("PB", "PW", "RE")] == [NAME, "White", "B+R"]


@pytest.mark.parametrize("data", [b"", b"hello", b"(;GM[1]SZ[5];B[cc];W[cc])", b"(;GM[1]SZ[99])"])
def test_a_game_that_cannot_be_resumed_leaves_the_present_one(data: bytes) -> None:
    session = against_white()
    session.play(12)
    tree = session.tree
    with pytest.raises(BadInput):
        session.resume(GameTree.read(data))
    assert (session.tree, points(session)) == (tree, [12])
    assert session.computer == frozenset({Colour.WHITE})


def test_without_a_network_the_players_are_people() -> None:
    before = against_white()
    before.play(12)
    session = Session(Game(5))
    with pytest.raises(BadInput, match="no network"):
        session.set_computer(frozenset({Colour.BLACK}))
    for begin in (lambda: session.new(Setup()), lambda: session.resume(GameTree.read(before.sgf()))):
        begin()
        assert session.computer == frozenset()


def test_a_network_that_is_dismissed_is_asked_again_in_the_next_game() -> None:
    session = against_white()
    session.dismiss_network()
    assert session.wanted() is None
    assert session.computer == frozenset()
    session.new(Setup(5, computer=session.usual_computer))
    assert session.computer == frozenset({Colour.WHITE})
    session.think()
    assert session.report


def test_a_file_of_another_game_is_not_written_over_unless_it_may(tmp_path: Path) -> None:
    path = tmp_path / "game.sgf"
    session = Session(Game(5))
    session.play(12)
    session.save(str(path))
    session.new(Setup(7))
    with pytest.raises(BadInput, match=r"save as which file"):
        session.save()
    with pytest.raises(BadInput, match="exists already"):
        session.save(str(path))
    session.save(str(path), overwrite=True)
    session.save()
    assert GameTree.read(path.read_bytes()).game.size == 7


def test_a_saved_game_says_who_played_when_and_by_which_rules(tmp_path: Path) -> None:
    session = against_white()
    session.person = "Ann"
    today = date.today()
    session.play(12)
    tree = GameTree.read(session.sgf())
    assert tree.text("DT") in {today.isoformat(), date.today().isoformat()}
    assert [tree.text(ident) for ident in ("PB", "PW", "RU", "AP")] == ["Ann", NAME, "Chinese", NAME]
    again = Session(Game(9), Steady())
    again.resume(tree)
    assert again.computer == frozenset({Colour.WHITE})
    assert not again.is_record
    # Nothing is said of somebody else's game.
    path = tmp_path / "record.sgf"
    path.write_text("(;GM[1]SZ[5];B[cc];W[bb])")
    session.open(str(path))
    session.play(8)
    session.person = "Bob"
    tree = GameTree.read(session.sgf())
    assert not any(tree.text(ident) for ident in ("DT", "PB", "PW", "RU"))


def test_komi_alone_is_not_worth_keeping() -> None:
    session = Session(Game(5))
    session.set_komi(5.5)
    assert not session.is_worth_keeping


def test_a_game_that_goes_on_while_it_is_saved_stays_unsaved(tmp_path: Path) -> None:
    session = Session(Game(5))
    session.play(12)
    write = session.saving(str(tmp_path / "game.sgf"))
    session.play(8)
    write()
    assert session.is_worth_keeping
    assert session.path == tmp_path / "game.sgf"


def test_the_game_is_saved_that_was_to_be_saved(tmp_path: Path) -> None:
    session = Session(Game(5))
    session.play(12)
    write = session.saving(str(tmp_path / "game.sgf"))
    session.new(Setup(7))
    assert GameTree.read(write().read_bytes()).game.size == 5
    assert session.path is None


def test_what_is_worth_keeping_is_what_no_file_has(tmp_path: Path) -> None:
    session = Session(Game(5))
    assert not session.is_worth_keeping
    session.play(12)
    assert session.is_worth_keeping
    session.save(str(tmp_path / "game.sgf"))
    assert not session.is_worth_keeping
    session.undo()
    session.edit(0, Colour.BLACK)
    assert session.is_worth_keeping
    session.open(str(tmp_path / "game.sgf"))
    session.step(1)
    assert not session.is_worth_keeping


def test_a_resignation_is_worth_keeping(tmp_path: Path) -> None:
    session = Session(Game(5))
    session.play(12)
    session.save(str(tmp_path / "game.sgf"))
    session.resign()
    assert session.is_worth_keeping


def test_a_record_is_followed_as_far_as_its_moves_can_be_made(tmp_path: Path) -> None:
    path = tmp_path / "wrong.sgf"
    path.write_text("(;GM[1]SZ[5];B[cc];W[bb];B[cc];W[aa])")
    session = Session(Game(5), Steady())
    session.open(str(path))
    with pytest.raises(BadInput, match="move 3"):
        session.go_to(99)
    assert points(session) == [12, 6]
    # The network is asked about the position that is shown, not about an earlier one.
    session.go_to(1)
    session.set_computer(frozenset({Colour.BLACK}))
    assert session.wanted() is not None
    with pytest.raises(BadInput, match="move 3"):
        session.redo()
    assert points(session) == [12, 6]
    wanted = session.wanted()
    assert wanted is not None
    assert wanted.node == session.tree.node


def test_a_guess_that_is_refused_is_none(tmp_path: Path) -> None:
    path = tmp_path / "wrong.sgf"
    path.write_text("(;GM[1]SZ[5];B[cc];W[cc])")
    session = Session(Game(5), Steady())
    session.open(str(path))
    session.set_guessing(True)
    found = session.guess(12)
    assert (found.colour, found.point, found.played, found.rank) == (Colour.BLACK, 12, 12, None)
    for point in (12, 0):
        with pytest.raises(BadInput, match="occupied"):
            session.guess(point)
    assert session.found_moves is not None
    assert session.found_moves.person.moves == 1


def test_a_finished_game_keeps_its_result_while_one_looks_back(tmp_path: Path) -> None:
    session = Session(Game(3, Rules(komi=0.5)))
    for point in (4, PASS, PASS):
        session.play(point)
    assert b"RE[B+8.5]" in session.sgf()
    session.go_to(1)
    assert b"RE[B+8.5]" in session.sgf()
    session.play(0)
    assert b"RE[" not in session.sgf()


def test_the_computer_answers_a_pass_by_the_count_without_dead_stones() -> None:
    """White has won only if the black stone in its area is dead."""
    board = Board.parse(
        """
        . . . . O X . . .
        . X . . O X X X X
        . . . . O X . . .
        . . . . O X . . .
        O O O O O X X X X
        . O . O O X . . .
        O O O O O X X X X
        . . . . O X . . .
        . . . . O X . . .
        """
    )
    session = Session(Game(9, Rules(komi=0.5)), Steady(), computer=frozenset({Colour.WHITE}))
    session.set_up(board, Colour.BLACK)
    session.play(PASS)
    session.think()
    assert area_score(board, 0.5).margin > 0
    assert session.report is not None
    assert session.report.dead == 1 << 10
    assert session.play_best() == PASS
    assert session.is_over


def test_people_who_pass_wait_for_no_count() -> None:
    session = Session(Game(5), Steady())
    for point in range(0, 20, 2):
        session.edit(point, Colour.BLACK)
    session.play(PASS)
    question = session.wanted()
    assert question is not None
    assert not question.count


def test_a_move_that_was_taken_back_and_is_played_again_has_its_answer_already() -> None:
    session = Session(Game(5), Steady(), computer=frozenset({Colour.WHITE}))
    session.play(12)
    session.think()
    answer = session.play_best()
    session.undo()
    session.play(12)
    assert session.game.moves == [(Colour.BLACK, 12), (Colour.WHITE, answer)]
    session.undo()
    session.play(7)
    assert session.computer_to_move
