"""The text beside the board: discs, the count, the score of a guesser, and the width there is."""

from pathlib import Path

import pytest
from textual.widgets import Static

from darkgo.engine.session import Session
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour, parse_point
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from darkgo.tui.panel.candidates import LONGEST
from darkgo.tui.stones import STONE, WOOD
from tests.evaluators import Steady
from tests.tui.screen import click, enter, settle, text

FINISHED = """
    . X O . .
    . X O X .
    . X O . .
    . X O O O
    . X O . .
"""
RECORD = "(;GM[1]SZ[9];B[ee];W[ce];B[gc];W[];B[cc];W[gg];B[aa])"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "record.sgf").write_text(RECORD)
    monkeypatch.chdir(tmp_path)


def discs(app: BoardApp) -> list[Colour | None]:
    """The discs of the names and the status as they are on the screen, line by line."""
    found = []
    parts = [app.query_one(f"#{name}", Static) for name in ("names", "status")]
    for line in [part.render_line(y) for part in parts for y in range(part.size.height)]:
        for cell in line:
            if "●" in cell.text:
                assert cell.style
                assert cell.style.color
                assert cell.style.bgcolor
                assert tuple(cell.style.bgcolor.get_truecolor()) == WOOD
                ink = tuple(cell.style.color.get_truecolor())
                found.append(next((colour for colour in Colour if STONE[colour] == ink), None))
    return found


async def test_discs_have_the_colours_of_stones_in_every_theme() -> None:
    app = BoardApp(Session(Game(9)))
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "e5")
        for theme in app.available_themes:
            app.theme = theme
            await pilot.pause()
            assert discs(app) == [Colour.BLACK, Colour.WHITE, Colour.WHITE], theme
        await enter(pilot, "open record.sgf")
        assert discs(app) == [Colour.BLACK, Colour.WHITE, Colour.BLACK]


async def test_the_count_is_broken_down_and_clicks_change_it() -> None:
    app = BoardApp(Session(Game(5, Rules(komi=0.5))))
    finished = Board.parse(FINISHED)
    app.game_session.set_up(finished, Colour.BLACK)
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "p", "p")
        lines = text(app, "status").splitlines()
        assert lines[0] == "Both players passed: B+1.5 by area"
        assert [line.split() for line in lines[1:10]] == [
            ["Black", "White"],
            ["Stones", "6", "7"],
            ["Territory", "5", "0"],
            ["Eyes", "in", "seki", "0", "2"],
            ["Prisoners", "0", "0"],
            ["Komi", "0.5"],
            ["By", "area", "11", "9.5"],
            ["By", "territory", "5", "0.5"],
            ["Neutral", "points", "5"],
        ]
        assert "A click or dead A 15 marks stones dead, or alive again; u takes the last" in lines[10]
        await click(pilot, parse_point("D4", 5))
        status = text(app, "status")
        assert "W+5.5 by area" in status
        assert "Prisoners         0       1" in status
        assert "Neutral" not in status
        await click(pilot, parse_point("D4", 5))
        assert "B+1.5 by area" in text(app, "status")
        await enter(pilot, "u", "count")
        assert "count goes on playing" in text(app, "status")


async def test_who_guesses_and_the_network_are_measured_by_the_same_moves() -> None:
    app = BoardApp(Session(Game(9), Steady()))
    async with app.run_test(size=(100, 42)) as pilot:
        await enter(pilot, "open record.sgf", "r", "r")
        assert text(app, "found").splitlines()[1] == "3 of 6 moves looked at"
        await pilot.press("f8")
        await settle(pilot)
        assert text(app, "found") == ""
        await click(pilot, parse_point("A1", 9))
        wrong = app.query_one(BoardView).picture.wrong
        assert wrong == (parse_point("A1", 9), Colour.BLACK)
        found_moves = app.game_session.found_moves
        assert found_moves is not None
        assert text(app, "found").splitlines()[:2] == ["1 of 6 moves guessed", "You:     first 0%"]
        assert text(app, "found").splitlines()[2].startswith("Network: first 0%, in five")
        # The pass, and what PageDown skips, are left out of both rows.
        await enter(pilot, "p", "C 7")
        assert app.query_one(BoardView).picture.wrong is None
        assert (found_moves.person.moves, found_moves.rival.moves) == (2, 2)
        await pilot.press("pagedown")
        await settle(pilot)
        assert (found_moves.person.moves, found_moves.rival.moves) == (2, 2)
        await pilot.press("f8")
        await settle(pilot)
        assert "2 of 6 moves guessed" in text(app, "found")
        assert "moves looked at" in text(app, "found")


@pytest.mark.parametrize(("size", "width"), [((80, 24), 35), ((120, 40), 37), ((200, 60), 77)])
async def test_the_panel_takes_the_room_there_is(size: tuple[int, int], width: int) -> None:
    app = BoardApp(Session(Game(19), Steady()))
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        panel_width = app.query_one("#suggestions").size.width
        assert panel_width >= width
        longest = max(line.count("█") for line in text(app, "suggestions").splitlines())
        share = app.game_session.suggestions[0].probability
        assert longest >= round(share * min(LONGEST, width - 17))


async def test_bars_follow_the_width() -> None:
    app = BoardApp(Session(Game(19), Steady()))
    async with app.run_test(size=(200, 60)) as pilot:
        await settle(pilot)
        wide = text(app, "suggestions").count("█")
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert text(app, "suggestions").count("█") < wide
