"""While a person guesses the moves of a record, nothing on the board tells them."""

from pathlib import Path

from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.model.evaluator import NetworkEvaluator
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from tests.tui.screen import enter, text
from tests.tui.typist import at_once, slowly


async def test_where_nothing_can_be_guessed_the_panel_says_why(
    mini: NetworkEvaluator, tmp_path: Path
) -> None:
    record = tmp_path / "record.sgf"
    record.write_text("(;GM[1]FF[4]SZ[9];B[ee];W[ce](;B[gc])(;B[dd];W[ef]))")
    board = BoardApp(Session(Game(9), mini), Settings())
    async with board.run_test(size=(80, 24)) as pilot:
        await enter(pilot, f"open {record}")
        await slowly(pilot, "<f8>")
        assert "Black to move: where?" in text(board, "status")
        await slowly(pilot, "<end>")
        assert text(board, "status").splitlines()[0] == "The record ends here"
        assert "where?" not in text(board, "status")
        await slowly(pilot, "]")
        assert "Only the main line is guessed" in text(board, "status")
        await slowly(pilot, "[<")
        assert "Black to move: where?" in text(board, "status")


async def test_a_message_goes_with_the_next_step(mini: NetworkEvaluator, tmp_path: Path) -> None:
    record = tmp_path / "record.sgf"
    record.write_text("(;GM[1]FF[4]SZ[9];B[ee];W[ce](;B[gc])(;B[dd];W[ef]))")
    board = BoardApp(Session(Game(9), mini), Settings())
    async with board.run_test(size=(80, 24)) as pilot:
        await enter(pilot, f"open {record}", "end")
        for step in ("<", ">", "]", "[", "<pageup>", "<pagedown>", ","):
            await at_once(pilot, "nonsense", "<enter>")
            assert "is no command" in text(board, "message")
            await at_once(pilot, step)
            assert text(board, "message") == ""


async def test_the_heat_map_waits_until_the_guessing_is_over(mini: NetworkEvaluator, tmp_path: Path) -> None:
    record = tmp_path / "record.sgf"
    record.write_text("(;GM[1]FF[4]SZ[9];B[ee];W[ce];B[gc])")
    board = BoardApp(Session(Game(9), mini), Settings())
    async with board.run_test(size=(80, 24)) as pilot:
        await enter(pilot, f"open {record}", "heat")
        view = board.query_one(BoardView)
        assert view.picture.heat is not None
        await enter(pilot, "guess")
        assert view.picture.heat is None
        assert not view.picture.suggestions
        assert view.picture.answer is None
        await enter(pilot, "guess")
        assert view.picture.heat is not None
