"""The strip of the game's tree beside the board."""

from pathlib import Path

import pytest

from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.points import parse_point
from darkgo.tui.app import BoardApp
from darkgo.tui.panel.tree_strip import TreeStrip
from darkgo.tui.stones import LAST
from tests.tui.screen import enter, settle, text

RECORD = "(;GM[1]SZ[9];B[ee];W[ce](;B[gc];W[gg])(;B[cc];W[cg])(;B[aa]))"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "record.sgf").write_text(RECORD)
    monkeypatch.chdir(tmp_path)


def present(app: BoardApp) -> list[tuple[int, int]]:
    """Where the present node is marked."""
    strip, found = app.query_one(TreeStrip), []
    for y in range(strip.size.height):
        x = 0
        for cell in strip.render_line(y):
            colour = cell.style.bgcolor if cell.style else None
            if colour and tuple(colour.get_truecolor()) == LAST:
                found.append((x, y))
            x += len(cell.text)
    return found


async def test_branches_are_drawn_below_the_line_and_a_click_goes_there() -> None:
    app = BoardApp(Session(Game(9)))
    async with app.run_test(size=(120, 40)) as pilot:
        await enter(pilot, "open record.sgf", "jump 1")
        strip = app.query_one(TreeStrip)
        assert text(app, "tree").splitlines() == [
            "─·─●─●┬●─●",
            "      ├●─●",
            "      └●  ",
        ]
        assert present(app) == [(3, 0)]
        await pilot.click(strip, offset=(9, 1))
        await settle(pilot)
        game = app.game_session.game
        assert [game.last_move, game.move_number] == [parse_point("C3", 9), 4]
        assert text(app, "tree").splitlines()[0] == "─·─●─●┬●─●"
        assert present(app) == [(9, 0)]
        await pilot.click(strip, offset=(1, 0))
        await settle(pilot)
        assert app.game_session.game.move_number == 0


async def test_in_one_line_a_node_with_hidden_branches_is_underlined() -> None:
    app = BoardApp(Session(Game(9)))
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "open record.sgf", "jump 2")
        strip = app.query_one(TreeStrip)
        assert strip.size.height == 1
        underlined = [cell.text for cell in strip.render_line(0) if cell.style and cell.style.underline]
        assert underlined == ["●"]


async def test_before_the_first_move_there_is_none() -> None:
    app = BoardApp(Session(Game(9)))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert not app.query_one(TreeStrip).display
        await enter(pilot, "E5")
        assert app.query_one(TreeStrip).display
