"""Playing with mouse and keys: every key of the help, and the position that results."""

import asyncio
from collections.abc import Callable
from threading import enumerate as enumerate_threads

import pytest

from darkgo.engine.limit import limit_of
from darkgo.engine.session import Session
from darkgo.engine.strength import BEST, LEVELS
from darkgo.go.game import Game, Rules
from darkgo.go.points import PASS, Colour, parse_point
from darkgo.model.evaluator import NetworkEvaluator
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from darkgo.tui.command_line import CommandLine
from tests.evaluators import After, NearestStones
from tests.tui.screen import click, enter, settle, stones_of, stones_shown, text
from tests.waiting import PATIENCE, in_the_end, until

App = Callable[..., BoardApp]
SMALL = (80, 24)


@pytest.fixture
def app(mini: NetworkEvaluator) -> App:
    def app(*computer: Colour, size: int = 5, seconds: float = 0) -> BoardApp:
        session = Session(Game(size, Rules(komi=0.5)), mini, computer=frozenset(computer))
        return BoardApp(session, Settings(seconds=seconds))

    return app


async def test_a_click_plays_and_a_refused_one_says_why(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await click(pilot, 12)
        await click(pilot, 13)
        assert stones_shown(board) == stones_of(board) == [".....", ".....", "..XO.", ".....", "....."]
        await click(pilot, 12)
        assert "C3 is occupied" in text(board, "message")
        assert board.game_session.game.move_number == 2


async def test_arrows_move_a_cursor_and_enter_plays_there(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("right", "right", "up", "enter")
        assert board.game_session.game.moves == [(Colour.BLACK, 12 + 1 - 5)]
        await settle(pilot)
        await pilot.press("escape")
        first = board.game_session.suggestions[0].point
        await pilot.press("enter")
        assert board.game_session.game.moves[1] == (Colour.WHITE, first)


async def test_the_command_line_has_a_history_and_gives_way_to_the_board(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "C 3", "u", "C 3", "u")
        line = board.query_one(CommandLine)
        await pilot.press("up")
        assert line.value == "u"
        await pilot.press("up", "up", "down")
        assert line.value == "C 3"
        await pilot.press("down", "down")
        assert line.value == ""
        await pilot.press("up", "up", "enter")
        assert board.game_session.game.last_move == 12
        await settle(pilot)
        await pilot.press("x", "escape")
        assert line.value == ""
        assert board.query_one(BoardView).has_focus
        await pilot.press("tab")
        assert line.has_focus
        await pilot.press("left")
        assert board.query_one(BoardView).has_focus


async def test_keys_move_about_in_the_game(app: App) -> None:
    board = app(size=9)
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, *(f"{letter} {row}" for row in (9, 7) for letter in "ABCDEFG"))
        await pilot.press("escape")
        for key, number in [
            ("less_than_sign", 13),
            ("comma", 12),
            ("greater_than_sign", 13),
            ("pageup", 3),
            ("full_stop", 4),
            ("home", 0),
            ("comma", 0),
            ("pagedown", 10),
            ("end", 14),
            ("full_stop", 14),
        ]:
            await pilot.press(key)
            await settle(pilot)
            assert board.game_session.game.move_number == number
            assert stones_shown(board) == stones_of(board)
        await enter(pilot, "jump 5")
        assert board.game_session.game.move_number == 5
        assert "Move 5 of 14" in text(board, "status")


async def test_another_move_in_the_past_begins_a_variation(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "C 3", "u", "B 2")
        assert "Variation 2 of 2" in text(board, "status")
        await pilot.press("escape", "left_square_bracket")
        assert board.game_session.game.last_move == 12
        await pilot.press("right_square_bracket")
        assert board.game_session.game.last_move == 16
        await pilot.press("right_square_bracket")
        assert board.game_session.game.last_move == 12
        await pilot.press("comma")
        await settle(pilot)
        assert "2 variations follow" in text(board, "status")


async def test_looking_back_does_not_make_the_computer_play(app: App) -> None:
    board = app(Colour.WHITE)
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "C 3")
        moves = board.game_session.game.moves
        await pilot.press("escape", "comma")
        await settle(pilot)
        assert board.game_session.game.moves == moves[:1]
        await pilot.press("full_stop")
        await settle(pilot)
        assert board.game_session.game.moves == moves


async def test_the_computer_plays_itself_until_it_is_paused(app: App) -> None:
    board = app(*Colour, seconds=0.01)
    async with board.run_test(size=SMALL) as pilot:
        await until(lambda: board.game_session.game.move_number >= 4)
        await pilot.press("space")
        await settle(pilot)
        number = board.game_session.game.move_number
        assert "waiting" in text(board, "status")
        await pilot.pause(0.2)
        assert board.game_session.game.move_number == number
        await pilot.press("space")
        await until(lambda: board.game_session.game.move_number > number)


async def test_a_computer_that_plays_itself_goes_on_after_a_look_back(app: App) -> None:
    board = app(*Colour, size=9, seconds=0.01)
    session = board.game_session
    async with board.run_test(size=SMALL) as pilot:
        await until(lambda: session.game.move_number >= 3)
        await pilot.press("space")
        await settle(pilot)
        number = session.game.move_number
        await pilot.press("less_than_sign")
        assert session.game.move_number == number - 1
        await pilot.press("space")
        await until(lambda: session.game.move_number > number)
        assert len(session.tree.variations) == 0


async def test_taking_back_stops_a_computer_that_plays_itself(app: App) -> None:
    board = app(*Colour, seconds=0.01)
    async with board.run_test(size=SMALL) as pilot:
        await until(lambda: board.game_session.game.move_number >= 2)
        await pilot.press("u", "enter")
        await settle(pilot)
        assert board.game_session.paused
        assert len(board.game_session.tree.variations) == 1


async def test_who_plays_and_how_well_can_be_typed(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "computer white", "level 3", "C 3")
        assert board.game_session.game.move_number == 2
        assert board.game_session.strength == LEVELS[2]
        # Where a computer of level 3 has not happened to play.
        game = board.game_session.game
        free = next(
            name
            for name in ("A 1", "A 2")
            if not game.board.at(parse_point(name.replace(" ", ""), game.size))
        )
        await enter(pilot, "level 10", "computer none", free, "komi 3.5", "top 2")
        assert board.game_session.strength == BEST
        assert board.game_session.game.move_number == 3
        assert board.game_session.game.rules.komi == 3.5
        assert len(board.game_session.suggestions) == 2
        await enter(pilot, "level 11")
        assert "1 to 10" in text(board, "message")


async def test_resigning_ends_the_game_and_can_be_taken_back(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "C 3", "resign")
        assert "White resigns: B+R" in text(board, "status")
        assert b"RE[B+R]" in board.game_session.sgf()
        await enter(pilot, "A 1")
        assert board.game_session.game.move_number == 1
        await enter(pilot, "u", "A 1")
        assert board.game_session.game.move_number == 2


async def test_two_passes_are_counted_and_a_click_marks_the_dead(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, *(f"b {letter} 3" for letter in "ABCDE"), "w A 1", "p", "p")
        session = board.game_session
        assert session.counting
        session.mark_dead(20) if session.dead else None
        board.show_position()
        await settle(pilot)
        assert "Prisoners         0       0" in text(board, "status")
        assert session.score().margin == 15 - 1 - 0.5
        await click(pilot, 20)
        assert session.dead == 1 << 20
        assert "B+24.5 by area" in text(board, "status")
        picture = board.query_one(BoardView).picture
        assert picture.dead == 1 << 20
        assert picture.owner == (1,) * 25
        await enter(pilot, "dead A 1")
        assert session.dead == 0
        await click(pilot, 7)
        assert "no stone" in text(board, "message")


async def test_the_board_can_be_counted_at_any_time(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "C 3", "count")
        assert "As it stands: B+24.5" in text(board, "status")
        assert board.query_one(BoardView).picture.owner == (1,) * 25
        await enter(pilot, "count", "B 2")
        assert board.query_one(BoardView).picture.owner is None
        assert board.game_session.game.move_number == 2


async def test_heat_multi_and_views_are_shown_on_their_keys(app: App) -> None:
    board = app()
    async with board.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        session, view = board.game_session, board.query_one(BoardView)
        await pilot.press("f5")
        heat = view.picture.heat
        known = session.report
        assert heat is not None
        assert known is not None
        assert heat == tuple(next(s.probability for s in known.ranking if s.point == p) for p in range(25))
        await pilot.press("f5")
        assert view.picture.heat is None
        await pilot.press("f6")
        await settle(pilot)
        assert session.multi
        assert session.report != known
        await pilot.press("f10")
        await settle(pilot)
        assert session.report is not None
        assert len(text(board, "views").splitlines()) == 9
        await pilot.press("f10")
        assert not board.query_one("#views").display


async def test_a_key_is_answered_while_the_network_is_busy(mini: NetworkEvaluator) -> None:
    release = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wait() -> None:
        asyncio.run_coroutine_threadsafe(release.wait(), loop).result(PATIENCE)

    board = BoardApp(Session(Game(5), After(wait, mini)), Settings())
    async with board.run_test(size=SMALL) as pilot, in_the_end(release.set):
        await pilot.press("right", "right", "enter")
        assert board.game_session.game.last_move == 13
        assert stones_shown(board) == stones_of(board)
        release.set()
        await settle(pilot)


async def test_a_resize_while_the_network_thinks_keeps_the_game(app: App) -> None:
    board = app(Colour.WHITE, size=19)
    async with board.run_test(size=SMALL) as pilot:
        await pilot.press("d", "4", "enter")
        for size in ((120, 40), (20, 8), (200, 60), SMALL):
            await pilot.resize_terminal(*size)
        await settle(pilot)
        assert board.game_session.game.move_number == 2
        assert stones_shown(board) == stones_of(board)


async def test_a_pass_is_no_point(app: App) -> None:
    board = app()
    async with board.run_test(size=SMALL) as pilot:
        await enter(pilot, "p")
        assert board.game_session.game.moves == [(Colour.BLACK, PASS)]
        assert "last Pass" in text(board, "status")


async def test_the_search_goes_on_while_the_person_thinks_if_that_is_wanted() -> None:
    asked: list[None] = []
    network = After(lambda: asked.append(None), NearestStones())
    session = Session(Game(5, Rules(komi=0.5)), network, computer=frozenset({Colour.WHITE}))
    session.limit, session.ponders = limit_of(20), True
    board = BoardApp(session, Settings())
    async with board.run_test(size=SMALL) as pilot:
        await settle(pilot)
        before = len(asked)
        await until(lambda: len(asked) > before + 10)
        await click(pilot, 12)
        await settle(pilot)
        assert session.game.move_number == 2
        before = len(asked)
        await until(lambda: len(asked) > before + 10)
    await until(lambda: not any(thread.name == "pondering" for thread in enumerate_threads()))
