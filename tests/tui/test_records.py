"""Game records on the board: opened, stepped through, guessed, saved."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from darkgo.autosave import Autosave
from darkgo.cli.play import play
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.points import Colour, parse_point
from darkgo.model.evaluator import NetworkEvaluator
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from darkgo.tui.dialogs import Confirm, NewGame, OpenFile, Preferences, SaveFile
from darkgo.tui.help import Help
from tests.tui.screen import click, enter, settle, stones_of, stones_shown, text

App = Callable[..., BoardApp]
SMALL = (80, 24)
RECORD = (
    "(;GM[1]FF[4]SZ[9]KM[6.5]PB[Shusaku]PW[Gennan]BR[4d]WR[8d]EV[A match]RE[B+2]XX[kept]"
    ";B[ee]C[The centre.];W[ce]LB[ce:A]TR[ee];B[gc](;W[gg];B[cc])(;W[cg]C[Or here.]))"
)


@pytest.fixture
def app(mini: NetworkEvaluator) -> App:
    def app(autosave: Autosave | None = None) -> BoardApp:
        return BoardApp(Session(Game(9), mini), Settings(), autosave=autosave)

    return app


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.sgf"
    path.write_text(RECORD)
    return path


async def test_a_record_is_stepped_through_with_the_rank_of_what_was_played(app: App, record: Path) -> None:
    board = app()
    async with board.run_test(size=(100, 40)) as pilot:
        await enter(pilot, f"open {record}")
        session, view = board.game_session, board.query_one(BoardView)
        assert text(board, "names").splitlines()[0].split() == ["●", "Shusaku", "4d", "●", "Gennan", "8d"]
        assert text(board, "facts").endswith("A match\nB+2")
        assert session.computer == frozenset()
        assert view.picture.answer == parse_point("E5", 9)
        assert session.report is not None
        rank = 1 + [s.point for s in session.report.ranking].index(parse_point("E5", 9))
        assert f"Played: E 5, ranked {rank}" in text(board, "found")
        await pilot.press("escape", "full_stop")
        await settle(pilot)
        assert text(board, "comment") == "The centre."
        await pilot.press("full_stop")
        await settle(pilot)
        assert view.picture.labels == {parse_point("C5", 9): "A", parse_point("E5", 9): "▲"}
        await pilot.press("full_stop")
        await settle(pilot)
        assert "2 variations follow" in text(board, "status")
        assert session.found_moves is not None
        assert session.found_moves.network.moves == 4
        assert "4 of 5 moves looked at" in text(board, "found")
        await pilot.press("full_stop", "right_square_bracket")
        await settle(pilot)
        assert text(board, "comment") == "Or here."
        assert stones_of(board)[6] == "..O......"


async def test_guessing_hides_the_network_and_keeps_a_score(app: App, record: Path) -> None:
    board = app()
    async with board.run_test(size=(100, 40)) as pilot:
        await enter(pilot, f"open {record}")
        await pilot.press("f8")
        await settle(pilot)
        view = board.query_one(BoardView)
        assert view.picture.suggestions == ()
        assert view.picture.answer is None
        assert text(board, "suggestions") == ""
        await click(pilot, parse_point("E5", 9))
        assert "E 5 is right" in text(board, "message")
        await click(pilot, parse_point("C3", 9))
        assert "C 3 is wrong: White played C 5" in text(board, "message")
        assert [point for _, point in board.game_session.game.moves] == [
            parse_point("E5", 9),
            parse_point("C5", 9),
        ]
        await click(pilot, parse_point("E5", 9))
        assert "occupied" in text(board, "message")
        found_moves = board.game_session.found_moves
        assert found_moves is not None
        assert (found_moves.person.moves, found_moves.person.first) == (2, 1)
        assert "2 of 5 moves guessed\nYou:     first 50%" in text(board, "found")
        await pilot.press("f8")
        await settle(pilot)
        assert view.picture.suggestions


async def test_a_record_says_nothing_about_the_next_game(app: App, record: Path) -> None:
    board = app()
    board.settings = Settings(size=13, handicap=2)
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, f"open {record}")
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("enter")
        await settle(pilot)
        session = board.game_session
        assert (session.game.size, session.game.handicap) == (13, 2)
        assert session.computer == frozenset({Colour.WHITE})
    assert Settings.load()[0].computer == "white"


async def test_guessing_needs_a_record(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await pilot.press("f8")
        assert "no record" in text(board, "message")


async def test_a_saved_record_has_everything_and_the_new_moves(app: App, record: Path) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, f"open {record}", "r", "J 9", "s")
        assert f"saved to {record}" in text(board, "message")
    saved = record.read_text().replace("\n", "")
    for part in ("XX[kept]", "C[The centre.]", "LB[ce:A]", "TR[ee]", "C[Or here.]", "RE[B+2]", ";W[ia]"):
        assert part in saved


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hello", "not SGF"),
        (b"(;GM[2]SZ[9];B[aa])", "other game"),
        (b"(;GM[1]SZ[40];B[aa])", "board size"),
        (b"\x00\xff" * 50, "not SGF"),
        (b"", "not SGF"),
    ],
)
async def test_a_broken_record_is_refused_and_the_game_stays(
    app: App, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "broken.sgf"
    path.write_bytes(content)
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "E 5", f"open {path}")
        assert said in text(board, "message")
        assert board.game_session.game.last_move == 40
        for missing in (tmp_path, tmp_path / "none.sgf", "~nobody-here/x.sgf", "\x00"):
            await enter(pilot, f"open {missing}")
            assert "cannot be read" in text(board, "message")


async def test_a_move_that_cannot_be_made_is_named_and_the_board_stays(app: App, tmp_path: Path) -> None:
    path = tmp_path / "bad.sgf"
    path.write_text("(;GM[1]SZ[9];B[aa];W[bb];B[bb];W[cc])")
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, f"open {path}")
        await pilot.press("escape", "end")
        await settle(pilot)
        assert "move 3" in text(board, "message")
        assert board.game_session.game.move_number == 2
        await pilot.press("full_stop")
        await settle(pilot)
        assert "occupied" in text(board, "message")
        assert stones_shown(board) == stones_of(board)


async def test_the_dialogs_open_a_record_and_save_it_under_another_name(app: App, record: Path) -> None:
    board = app()
    other = record.with_name("other.sgf")
    other.write_text("mine")
    async with board.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("f3")
        await answered(pilot, OpenFile, str(record))
        assert board.game_session.tree.text("PB") == "Shusaku"
        await pilot.press("f4")
        await answered(pilot, SaveFile, str(other))
        assert isinstance(board.screen, Confirm)
        await pilot.press("n")
        await pilot.pause()
        assert other.read_text() == "mine"
        await pilot.press("f4")
        await answered(pilot, SaveFile, str(other))
        await pilot.press("y")
        await settle(pilot)
        assert "XX[kept]" in other.read_text().replace("\n", "")


async def test_the_other_screens_come_and_go(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await settle(pilot)
        for key, screen in (("f1", Help), ("question_mark", Help), ("f2", NewGame), ("f9", Preferences)):
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(board.screen, screen)
            await pilot.press("escape")
            await pilot.pause()
            assert len(board.screen_stack) == 1


def test_plain_text_says_what_is_wrong_with_a_record(
    goldens: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cut.sgf"
    path.write_text("(;GM[1]SZ[9];B[ee];W[")
    monkeypatch.setattr(sys, "stdin", io.StringIO("q\n"))
    play(path, cfg=goldens / "go-mini.cfg", weights=goldens / "go-mini.initial.weights", plain=True)
    assert capsys.readouterr().err.startswith("line 1 is not valid SGF")


async def answered(pilot: Pilot[None], screen: type, path: str) -> None:
    """Types a path into a dialog that has just been opened."""
    await pilot.pause()
    assert isinstance(pilot.app.screen, screen)
    pilot.app.screen.query_one(Input).value = path
    await pilot.press("enter")
    await settle(pilot)
