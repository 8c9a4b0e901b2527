"""A person who plays the computer is told of a move that lost many points, and takes it back by a key."""

from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from tests.evaluators import NearestStones
from tests.tui.screen import enter, settle, text


def program(teach: float) -> BoardApp:
    session = Session(Game(9), NearestStones(), computer=frozenset({Colour.WHITE}), teach=teach)
    return BoardApp(session, Settings(teach=teach))


async def test_a_lost_move_is_spoken_of_and_taken_back() -> None:
    app = program(2.0)
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "e5")
        assert text(app, "message").startswith("White plays")
        await enter(pilot, "p")
        told = text(app, "message").replace("\n", " ")
        assert told.startswith("That lost")
        assert "was better: take back? u" in told
        assert app.game_session.game.move_number == 4
        await pilot.press("u", "enter")
        await settle(pilot)
        assert app.game_session.game.move_number == 2
        assert app.game_session.game.to_move is Colour.BLACK


async def test_the_threshold_is_chosen_in_the_settings() -> None:
    app = program(2.0)
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f9")
        await pilot.pause()
        slider = app.screen.query_one("#teach")
        slider.focus()
        await pilot.press("home", "enter")
        await pilot.pause()
        assert app.settings.teach == 0.0
        assert app.game_session.teach == 0.0
        assert Settings.load()[0].teach == 0.0
        await enter(pilot, "e5", "p")
        assert "lost" not in text(app, "message")
