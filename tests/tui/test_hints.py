"""What is shown of the network's choices: by key, by typed command and from the settings."""

from collections.abc import Callable

from darkgo.engine.hints import Hints
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from tests.evaluators import Steady
from tests.tui.screen import enter, settle, text

App = Callable[..., BoardApp]
SMALL = (80, 24)


def board(*computer: Colour) -> BoardApp:
    """A new program with the settings that are kept."""
    settings, _ = Settings.load()
    session = Session(Game(9), Steady(), computer=frozenset(computer), hint_choice=settings.hint_choice)
    return BoardApp(session, settings)


def seen(app: BoardApp) -> tuple[bool, bool]:
    """Whether suggestions and whether a heat map are on the board."""
    picture = app.query_one(BoardView).picture
    return bool(picture.suggestions), picture.heat is not None


async def test_f5_shows_more_and_then_nothing() -> None:
    app = board()
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert seen(app) == (True, False)
        for shown, said in [
            ((True, True), "hints: heat map"),
            ((False, False), "hints: off"),
            ((True, False), "hints: numbers"),
        ]:
            await pilot.press("f5")
            assert seen(app) == shown
            assert text(app, "message") == said
            assert ("Hints are off" in text(app, "suggestions")) is not shown[0]


async def test_against_the_computer_nothing_is_shown_and_enter_plays_nothing() -> None:
    app = board(Colour.WHITE)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert seen(app) == (False, False)
        assert text(app, "suggestions") == "Hints are off (F5)"
        await pilot.press("enter")
        assert app.game_session.game.move_number == 0
        assert "hints are off, so no suggestion is played: top 5 shows them" in text(app, "message")
        await pilot.press("e", "5", "enter")
        await settle(pilot)
        assert app.game_session.game.move_number == 2
        await pilot.press("enter")
        assert app.game_session.game.move_number == 2
        await pilot.press("f5")
        assert seen(app) == (True, False)
        await pilot.press("enter")
        await settle(pilot)
        assert app.game_session.game.move_number == 4


async def test_what_was_chosen_is_there_the_next_time() -> None:
    for computer, keys, found in [
        ((Colour.WHITE,), ("f5",), Hints.NUMBERS),
        ((), ("0", "enter"), Hints.OFF),
        ((), (), Hints.OFF),
        ((), ("t", "o", "p", "space", "3", "enter"), Hints.NUMBERS),
        ((), ("f5",), Hints.HEAT),
        ((Colour.WHITE,), (), Hints.NUMBERS),
        ((), (), Hints.HEAT),
    ]:
        app = board(*computer)
        async with app.run_test(size=SMALL) as pilot:
            await settle(pilot)
            await pilot.press(*keys)
            await settle(pilot)
            assert app.game_session.hints is found
            assert seen(app) == (found is not Hints.OFF, found is Hints.HEAT)
    assert (Settings.load()[0].hints, Settings.load()[0].hints_in_play) == ("heat", "numbers")


async def test_heat_is_typed_as_before() -> None:
    app = board(Colour.WHITE)
    async with app.run_test(size=SMALL) as pilot:
        await enter(pilot, "heat")
        assert seen(app) == (True, True)
        await enter(pilot, "heat")
        assert seen(app) == (True, False)


async def test_the_settings_have_both_choices() -> None:
    app = board()
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("f9")
        await pilot.pause()
        await pilot.press("down", "down", "down", "left", "down", "right", "right", "enter")
        await settle(pilot)
        assert seen(app) == (False, False)
    kept = Settings.load()[0]
    assert (kept.hints, kept.hints_in_play) == ("off", "heat")


async def test_a_choice_of_the_command_line_is_not_saved_with_another_one() -> None:
    # As --top has it: numbers in both kinds of games, for this run.
    settings = Settings(hints_in_play=Hints.NUMBERS)
    app = BoardApp(Session(Game(9), Steady(), hint_choice=settings.hint_choice), settings)
    async with app.run_test(size=SMALL) as pilot:
        await enter(pilot, "0")
        assert seen(app) == (False, False)
    saved, _ = Settings.load()
    assert (saved.hints, saved.hints_in_play) == ("off", "off")
