"""Games on time on the screen, and the computer that resigns."""

import pytest
from textual.events import Paste

from darkgo.autosave import Autosave
from darkgo.engine.player import Resigning
from darkgo.engine.session import Session
from darkgo.engine.strength import level_text
from darkgo.engine.time_text import clock_text
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.dialogs import Confirm
from tests.evaluators import Owners, Steady
from tests.tui.screen import enter, settle, text
from tests.waiting import until

WHITE = frozenset({Colour.WHITE})


class Time:
    """A time that goes on when it is told to."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def board(*, computer: frozenset[Colour] = frozenset()) -> tuple[BoardApp, Time]:
    session, time = Session(Game(9), Steady(), computer=computer), Time()
    session.now = time
    return BoardApp(session), time


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_clocks_stand_beside_the_names_and_run(size: tuple[int, int]) -> None:
    app, time = board()
    async with app.run_test(size=size) as pilot:
        assert ":" not in text(app, "names")
        await enter(pilot, "clock 10m 3x30s")
        assert text(app, "message") == "clock 10m 3x30s: Black 10:00, White 10:00"
        assert text(app, "names").count("10:00") == 2
        await enter(pilot, "E5", "C3")
        time.seconds += 19
        await until(lambda: "9:41" in text(app, "names"))
        time.seconds += 600
        await until(lambda: "0:11 x3" in text(app, "names"))
        await enter(pilot, "G7")
        assert "0:30 x3" in text(app, "names")
        await enter(pilot, "clock off")
        assert ":" not in text(app, "names")


async def test_who_runs_out_of_time_loses_without_a_key() -> None:
    app, time = board()
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "clock 1m", "E5", "C3")
        time.seconds += 61
        await until(lambda: app.game_session.is_over)
        await pilot.pause()
        assert app.game_session.out_of_time is Colour.BLACK
        assert text(app, "message") == "Black runs out of time: W+T"
        assert "Black runs out of time: W+T" in text(app, "status")
        await enter(pilot, "G7")
        assert app.game_session.game.move_number == 2
        await enter(pilot, "u")
        assert text(app, "message") == "the game goes on without a clock"
        await enter(pilot, "G7")
        assert app.game_session.game.move_number == 3


async def test_the_computer_has_a_clock_too() -> None:
    app, time = board(computer=WHITE)
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "clock 1m +5s", "E5")
        time.seconds += 10
        await enter(pilot, "C3")
        assert app.game_session.game.move_number == 4
        assert app.game_session.time_left(Colour.BLACK).seconds == 55
        assert app.game_session.time_left(Colour.WHITE).seconds == 65


async def test_the_dialog_of_a_new_game_asks_for_the_clock_and_keeps_it() -> None:
    app, _ = board()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f2")
        await pilot.pause()
        app.screen.query_one("#clock").focus()
        await pilot.press(*"soon", "enter")
        await pilot.pause()
        assert "expected times such as 10m" in str(app.screen.query_one("#refusal").render())
        app.screen.query_one("#clock").focus()
        await pilot.press(*["backspace"] * 4, *"10m 3x30s", "enter")
        await settle(pilot)
        assert clock_text(app.game_session.time_system) == "10m 3x30s"
        assert text(app, "names").count("10:00") == 2
        assert Settings.load()[0].clock == "10m 3x30s"
        await pilot.press("f2")
        await pilot.pause()
        assert app.screen.query_one("#clock").value == "10m 3x30s"  # type: ignore[attr-defined]


async def test_the_computer_resigns_and_it_is_shown() -> None:
    behind = Owners(Board.empty(5).put(0, Colour.BLACK), [1.0] * 25)
    session = Session(Game(5, Rules(komi=0.5)), behind, computer=WHITE, resigning=Resigning(0.05))
    app = BoardApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        for line in ("A5", "C5", "E5", "A3", "C3", "E3"):
            if not session.is_over:
                await enter(pilot, line)
        assert session.resigned is Colour.WHITE
        said = "White resigns: B+R (win rate below 5% in 3 turns in a row)"
        assert text(app, "message") == said
        assert text(app, "status").startswith("White resigns: B+R")


async def test_the_settings_say_when_it_resigns_and_what_a_level_is() -> None:
    app, _ = board(computer=WHITE)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f9")
        await pilot.pause()
        assert str(app.screen.query_one("#level-text").render()) == level_text(10)
        app.screen.query_one("#level").focus()
        await pilot.press("home")
        await pilot.pause()
        said = str(app.screen.query_one("#level-text").render())
        assert said == level_text(1)
        app.screen.query_one("#resign").focus()
        await pilot.press("home", "enter")
        await settle(pilot)
        assert app.game_session.resigning == Resigning(0)
    assert Settings.load()[0].resign == 0
    assert Settings.load()[0].level == 1


RECORD = "(;GM[1]SZ[9]TM[600]OT[3x30 byo-yomi]PB[Ann]PW[Bo];B[ee]BL[541.2];W[cc]WL[28.6]OW[2];B[gg])"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_times_of_a_record_stand_beside_the_names(size: tuple[int, int]) -> None:
    app, _ = board()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        app.post_message(Paste(RECORD))
        await settle(pilot)
        assert ":" not in text(app, "names")
        await pilot.press("full_stop", "full_stop", "full_stop")
        await settle(pilot)
        assert "9:02" in text(app, "names")
        assert "0:29 x2" in text(app, "names")


async def test_a_game_that_was_left_goes_on_with_its_clock() -> None:
    session, time = Session(Game(9), Steady(), computer=WHITE), Time()
    session.now = time
    app = BoardApp(session, autosave=Autosave())
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "clock 10m 3x30s", "E5")
        time.seconds += 19
        await enter(pilot, "C3")
    session = Session(Game(9), Steady())
    session.now = time
    app = BoardApp(session, autosave=Autosave())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(lambda: session.game.move_number == 4)
        await settle(pilot)
        assert "9:41" in text(app, "names")
        assert clock_text(session.time_system) == "10m 3x30s"
        time.seconds += 60
        await until(lambda: "8:41" in text(app, "names"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
@pytest.mark.parametrize(
    ("noted", "shown"), [("[10799]", "2:59:59"), ("[28]OB[5]", "0:28 x5"), ("[4]OB[10]", "0:04 x10")]
)
async def test_no_clock_is_cut_off_beside_a_large_board(
    size: tuple[int, int], noted: str, shown: str
) -> None:
    app = BoardApp(Session(Game(19), Steady()))
    white = noted.replace("OB", "OW")
    moves = f"TM[10800]OT[5x60 byo-yomi]PB[Hashimoto Shoji]BR[9p];B[dd]BL{noted};W[pp]WL{white}"
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        app.post_message(Paste(f"(;GM[1]SZ[19]{moves})"))
        await settle(pilot)
        await pilot.press("end")
        await settle(pilot)
        assert text(app, "names").count(shown) == 2
        assert len(text(app, "names").splitlines()[-1]) <= app.query_one("#names").size.width
