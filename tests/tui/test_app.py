"""The terminal board, driven by keys; every test looks at the position that results."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.widgets import Input

from darkgo.engine.session import Session
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, format_point
from darkgo.model.evaluator import NetworkEvaluator
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from tests.evaluators import After, Narrow, Refusing
from tests.tui.screen import enter, settle, shown_board, stones_shown, text
from tests.waiting import PATIENCE, in_the_end, until


@pytest.fixture
def app(mini: NetworkEvaluator) -> Callable[..., BoardApp]:
    def app(*computer: Colour, size: int = 5, handicap: int = 0, count: int = 5) -> BoardApp:
        game = Game(size, Rules(komi=0.5), handicap)
        session = Session(game, mini, computer=frozenset(computer), count=count)
        return BoardApp(session, Settings(seconds=0))

    return app


App = Callable[..., BoardApp]
WHITE = frozenset({Colour.WHITE})


async def test_typed_commands_for_two_people(app: App) -> None:
    board = app()
    async with board.run_test(size=(80, 24)) as pilot:
        for line, to_move, rows in [
            ("C 3", Colour.WHITE, "..... ..... ..X.. ..... ....."),
            ("d3", Colour.BLACK, "..... ..... ..XO. ..... ....."),
            ("w A 1", Colour.BLACK, "..... ..... ..XO. ..... O...."),
            ("b E 5", Colour.BLACK, "....X ..... ..XO. ..... O...."),
            ("c C 3", Colour.BLACK, "....X ..... ...O. ..... O...."),
            ("p", Colour.WHITE, "....X ..... ...O. ..... O...."),
            ("u", Colour.BLACK, "....X ..... ...O. ..... O...."),
            ("u", Colour.BLACK, "....X ..... ..XO. ..... O...."),
            ("r", Colour.BLACK, "....X ..... ...O. ..... O...."),
        ]:
            await enter(pilot, line)
            assert str(board.game_session.game.board).split() == list(rows.replace(" ", ""))
            assert stones_shown(board) == rows.split()
            assert board.game_session.game.to_move is to_move


async def test_enter_and_numbers_play_the_suggestions_shown(app: App) -> None:
    board = app()
    async with board.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        first = board.game_session.suggestions[0]
        name = format_point(first.point, 5)
        assert text(board, "suggestions").startswith(f" 1  {name}  ")
        assert f"{100 * first.probability:.1f}%" in text(board, "suggestions")
        await enter(pilot, "")
        assert board.game_session.game.board.at(first.point) is Colour.BLACK
        third = board.game_session.suggestions[2].point
        assert "".join(shown_board(board))[third] == "3"
        await enter(pilot, "3")
        assert board.game_session.game.moves == [(Colour.BLACK, first.point), (Colour.WHITE, third)]


async def test_the_computer_answers_as_the_other_colour(app: App) -> None:
    board = app(Colour.WHITE)
    async with board.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "C 3")
        moves = board.game_session.game.moves
        assert [colour for colour, _ in moves] == [Colour.BLACK, Colour.WHITE]
        assert moves[1][1] != PASS
        assert f"White plays {format_point(moves[1][1], 5, ' ')}" in text(board, "message")
        assert "Black to move (you)" in text(board, "status")
        await enter(pilot, "u")
        assert board.game_session.game.moves == []
        assert stones_shown(board) == ["....."] * 5
        await enter(pilot, "r")
        assert board.game_session.game.board.at(12) is Colour.BLACK


async def test_redo_brings_the_computers_moves_back_too(app: App) -> None:
    board = app(Colour.WHITE)
    async with board.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "top 5", "", "", "")
        moves = board.game_session.game.moves
        assert len(moves) == 6
        await enter(pilot, "u", "u", "u")
        assert board.game_session.game.moves == []
        await enter(pilot, "r", "r")
        assert board.game_session.game.moves == moves[:4]
        await enter(pilot, "r")
        assert board.game_session.game.moves == moves


async def test_from_the_tenth_on_a_suggestion_has_two_digits_here_and_on_the_board(app: App) -> None:
    board = app(count=11)
    async with board.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        lines = text(board, "suggestions").splitlines()
        assert [line.split()[0] for line in lines] == ["move", *map(str, range(1, 12))]
        tenth = board.game_session.suggestions[9].point
        assert f"10  {format_point(tenth, 5)}" in lines[10]
        marks = {mark: point for point, mark, _ in board.query_one(BoardView).picture.suggestions}
        assert marks["10"] == tenth
        await enter(pilot, "10")
        assert board.game_session.game.last_move == tenth


@pytest.mark.parametrize(("computer", "handicap"), [(Colour.BLACK, 0), (Colour.WHITE, 2)])
async def test_the_computer_begins_when_it_is_its_turn(app: App, computer: Colour, handicap: int) -> None:
    board = app(computer, size=9, handicap=handicap)
    async with board.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert [colour for colour, _ in board.game_session.game.moves] == [computer]
        assert board.game_session.game.to_move is computer.other


@pytest.mark.parametrize("line", ["nonsense", "top 999", "6", "A 25", "I 5", "c 3", "[/red]", "r"])
async def test_a_refusal_is_told_and_the_turn_stays(app: App, line: str) -> None:
    board = app()
    async with board.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "C 3")
        assert "Black plays C 3" in text(board, "message")
        await enter(pilot, line)
        assert board.game_session.game.moves == [(Colour.BLACK, 12)]
        assert board.game_session.game.to_move is Colour.WHITE
        assert text(board, "message")
        assert "plays" not in text(board, "message").split(";")[0]


async def test_two_passes_end_the_game_with_its_score(app: App) -> None:
    board = app()
    async with board.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "C 3", "p", "p")
        assert "B+24.5" in text(board, "status")
        await enter(pilot, "A 1")
        assert "B+24.5" in text(board, "status")
        assert board.game_session.game.move_number == 3
        await enter(pilot, "u", "A 1")
        assert board.game_session.game.board.at(20) is Colour.BLACK


async def test_while_the_computer_thinks_a_move_waits_and_u_takes_the_last_back(
    mini: NetworkEvaluator,
) -> None:
    ready = threading.Event()

    slow = After(lambda: ready.wait(PATIENCE), mini)
    board = BoardApp(Session(Game(5), slow, computer=WHITE))
    async with board.run_test(size=(80, 24)) as pilot, in_the_end(ready.set):
        await pilot.pause()
        await pilot.press("c", "3", "enter", "d", "3", "enter")
        assert "thinking" in text(board, "suggestions")
        assert stones_shown(board) == [".....", ".....", "..X..", ".....", "....."]
        assert "computer is thinking" in text(board, "message")
        await pilot.press("u", "enter")
        assert stones_shown(board) == ["....."] * 5
        ready.set()
        await settle(pilot)
        assert board.game_session.game.moves == []
        assert board.game_session.report


async def test_without_a_network_the_board_serves_two_people() -> None:
    missing = Refusing("some.weights: found 3 bytes, expected more")
    board = BoardApp(Session(Game(5), missing, computer=WHITE))
    async with board.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "some.weights: found 3 bytes" in text(board, "message")
        await enter(pilot, "C 3", "D 3")
        assert stones_shown(board) == [".....", ".....", "..XO.", ".....", "....."]


async def test_a_board_that_the_network_cannot_read_takes_it_from_that_game_alone(tmp_path: Path) -> None:
    (tmp_path / "one.sgf").write_text("(;SZ[1];B[aa])")
    board = BoardApp(Session(Game(5), Narrow(), computer=WHITE))
    async with board.run_test(size=(80, 24)) as pilot:
        await enter(pilot, f"open {tmp_path / 'one.sgf'}")
        await until(lambda: "this game goes on without" in text(board, "message"))
        assert text(board, "message") == "it cannot read this board; this game goes on without the network"
        await enter(pilot, "r")
        assert "Move 1" in text(board, "status")
        await enter(pilot, "new 5", "C 3")
        assert board.game_session.game.move_number == 2
        await enter(pilot, "new 7", "C 3")
        assert "both colours are yours" not in text(board, "message")
        assert board.game_session.game.move_number == 1
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press("left", "left", "enter")
        await enter(pilot, "C 3")
        assert board.game_session.game.move_number == 2


async def test_a_network_that_breaks_does_not_take_the_game_with_it(mini: NetworkEvaluator) -> None:
    def broken() -> None:
        raise MemoryError("out of memory")

    board = BoardApp(Session(Game(5), After(broken, mini), computer=WHITE))
    async with board.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "out of memory" in text(board, "message")
        await enter(pilot, "C 3")
        assert stones_shown(board)[2] == "..X.."


async def test_the_last_move_is_shown(app: App) -> None:
    board = app()
    async with board.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "C 3", "D 3")
        assert board.query_one(BoardView).picture.last == 13
        assert "Move 2, last D 3" in text(board, "status")
        await enter(pilot, "p")
        assert board.query_one(BoardView).picture.last is None


async def test_everything_is_on_an_80x24_screen(app: App) -> None:
    board = app(size=19, count=9)
    async with board.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "hello")
        for widget in (board.query_one(BoardView), board.query_one(Input), board.query_one("#message")):
            assert board.screen.region.contains_region(widget.region)
        assert board.query_one(BoardView).region.height == 21


async def test_quit_ends_the_program(app: App) -> None:
    board = app()
    async with board.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "C 3")
        await pilot.press("q", "enter")
        await pilot.pause()
        assert not board.is_running
    assert board.return_code == 0


async def test_commands_typed_faster_than_the_screen_follows_stay_apart() -> None:
    """Keys as a terminal sends them, none waiting for what the one before has set off."""
    app = BoardApp(Session(Game(9)))
    async with app.run_test() as pilot:
        for line in ("e5", "e6", "d4"):
            for letter in line:
                app.post_message(Key(letter, letter))
            app.post_message(Key("enter", "\r"))
        await until(lambda: app.game_session.game.move_number >= 3)
        await pilot.pause()
        played = [format_point(point, 9) for _, point in app.game_session.game.moves]
        assert played == ["E5", "E6", "D4"]
        assert app.query_one(Input).value == ""


async def test_what_was_typed_before_the_board_was_there_is_carried_out(app: App) -> None:
    """Until the program has the terminal to itself, Enter comes as Ctrl+J."""
    board = app()
    async with board.run_test(size=(80, 24)) as pilot:
        for key in ("c", "3", "ctrl+j", "d", "3", "ctrl+j"):
            await pilot.press(key)
        await settle(pilot)
        assert stones_shown(board)[2] == "..XO."


async def test_home_and_end_belong_to_the_game_while_nothing_is_typed(app: App) -> None:
    board = app()
    async with board.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "C 3", "D 3")
        assert isinstance(board.focused, Input)
        await pilot.press("home")
        assert board.game_session.game.move_number == 0
        await pilot.press("end")
        assert board.game_session.game.move_number == 2
        await pilot.press("3", "home", "c", "enter")
        await settle(pilot)
        assert text(board, "message") == "C3 is occupied"


@pytest.mark.parametrize("size", [(60, 20), (59, 20), (30, 10), (20, 5)])
async def test_in_a_narrow_terminal_the_line_and_the_message_are_to_be_seen(
    app: App, size: tuple[int, int]
) -> None:
    board = app(size=19)
    async with board.run_test(size=size) as pilot:
        await enter(pilot, "hello")
        for widget in (board.query_one(BoardView), board.query_one(Input), board.query_one("#message")):
            assert board.screen.region.overlaps(widget.region)
        assert board.screen.region.contains_region(board.query_one(Input).region)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        await enter(pilot, "Q 16")
        assert stones_shown(board)[3] == 15 * "." + "X..."


async def test_the_palette_has_commands_of_the_board_only(app: App) -> None:
    board = app()
    async with board.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        titles = {command.title for command in board.get_system_commands(board.screen)}
        assert {"New game", "Take back", "Settings and theme", "Quit"} <= titles
        assert not {"Maximize", "Keys", "Theme"} & titles


async def test_what_is_pasted_on_the_board_waits_in_the_line_for_enter(app: App) -> None:
    board = app()
    async with board.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        board.post_message(Paste("C 3\nD 3\n"))
        await pilot.pause()
        assert board.query_one(Input).value == "C 3"
        await pilot.press("enter")
        await settle(pilot)
        assert stones_shown(board)[2] == "..X.."
