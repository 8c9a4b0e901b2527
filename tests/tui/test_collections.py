"""Several games in one file on the board: said in the panel, and gone to by what a person types and picks."""

from pathlib import Path

import pytest

from darkgo.cli.play import play
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.keys import PALETTE
from tests.evaluators import Steady
from tests.tui.screen import choose, settle, stones_of, stones_shown, text

GAMES = b"(;GM[1]SZ[9]PB[one];B[cc];W[gg])(;GM[1]SZ[9]PB[two];B[ee])(;GM[1]SZ[13]PB[three];B[ee])"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("games.sgf").write_bytes(GAMES)


async def test_games_are_gone_to_by_what_is_typed() -> None:
    app = BoardApp(Session(Game(9), Steady()), Settings())
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await pilot.press(*"open", "space", *"games", "full_stop", *"sgf", "enter")
        await settle(pilot)
        assert text(app, "status").startswith("Game 1 of 3")
        assert "game 1 of 3, 2 moves" in text(app, "message")
        await pilot.press(*"game", "space", "3", "enter")
        await settle(pilot)
        assert text(app, "status").startswith("Game 3 of 3")
        assert "three" in text(app, "names")
        assert stones_shown(app) == stones_of(app)
        assert len(stones_of(app)) == 13
        await pilot.press(*"game", "space", *"next", "enter")
        await settle(pilot)
        assert text(app, "message") == "no such game: 4; the file has 3"
        assert text(app, "status").startswith("Game 3 of 3")


async def test_games_are_gone_to_from_the_palette() -> None:
    session = Session(Game(9), Steady())
    session.open("games.sgf")
    app = BoardApp(session, Settings())
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert text(app, "status").startswith("Game 1 of 3")
        for title, place in (
            ("Next game of the file", 2),
            ("Next game of the file", 3),
            ("Game before in the file", 2),
        ):
            assert title in [entry[0] for entry in PALETTE]
            await choose(pilot, title)
            assert text(app, "status").startswith(f"Game {place} of 3")


async def test_a_single_game_says_nothing_of_a_file() -> None:
    app = BoardApp(Session(Game(9), Steady()), Settings())
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert "Game 1" not in text(app, "status")


def test_the_command_line_names_the_game(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", __import__("io").StringIO("game next\nq\n"))
    play(Path("games.sgf"), game=2, plain=True)
    said = capsys.readouterr().err
    assert "This is game 2 of 3 in the file" in said
    assert "game 3 of 3, 1 move" in said
