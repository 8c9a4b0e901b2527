"""The candidates: their columns and colours, and the variations of a search on the board."""

from collections.abc import Iterator

import pytest
from textual.widgets import Static

from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.points import Colour, format_point, parse_point
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from darkgo.tui.grades import Grade, grade
from darkgo.tui.panel.candidates import Candidates
from tests.engine.searching import read_ahead
from tests.evaluators import NearestStones
from tests.tui.screen import click, enter, settle, text

BLACK, WHITE = Colour.BLACK, Colour.WHITE


def board() -> BoardApp:
    return BoardApp(Session(Game(9), NearestStones()))


async def searched(app: BoardApp) -> None:
    """The app after a search has reported."""
    read_ahead(app.game_session)
    app.show_position()


def colours(app: BoardApp) -> list[tuple[int, int, int]]:
    """The grounds of the numbers, line by line."""
    part, found = app.query_one("#suggestions", Static), []
    for y in range(part.size.height):
        cell = next(iter(part.render_line(y)))
        if cell.style and cell.style.bgcolor and cell.text.strip().isdigit():
            red, green, blue = cell.style.bgcolor.get_truecolor()
            found.append((red, green, blue))
    return found


def ghosts(app: BoardApp) -> dict[str, tuple[Colour, str]]:
    """The ghost stones of the variation, with their numbers; each number is on the screen."""
    view, found = app.query_one(BoardView), {}
    for number, (point, colour) in enumerate(view.picture.variation, 1):
        region = view.region_of(point)
        rows = [view.render_line(y).crop(region.x, region.right).text for y in range(region.y, region.bottom)]
        assert str(number) in "".join(rows)
        found[format_point(point, 9)] = colour, str(number)
    return found


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_move_lead_win_visits_and_prior_are_columns(size: tuple[int, int]) -> None:
    app = board()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await searched(app)
        await pilot.pause()
        rows = text(app, "suggestions").splitlines()
        if size != (80, 24):
            assert rows.pop(0).split() == ["move", "lead", "win", "visits", "prior"]
        assert [row.split()[:5] for row in rows] == [
            ["1", "E5", "B+2.3", "58%", "812"],
            ["2", "G5", "B+2.0", "57%", "130"],
            ["3", "C5", "B+0.9", "54%", "40"],
            ["4", "D4", "W+1.9", "45%", "18"],
            ["5", "A1", "W+4.0", "40%", "2"],
        ]
        assert all("%" in row.split()[5] for row in rows)
        part = app.query_one("#suggestions", Static)
        assert max(map(len, rows)) <= part.size.width


async def test_colours_are_those_of_the_points_lost_beside_the_board_and_on_it() -> None:
    app = board()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await searched(app)
        await pilot.pause()
        kinds = [Grade.GOOD, Grade.GOOD, Grade.FAIR, Grade.BAD, Grade.RARE]
        assert colours(app) == [kind.colour for kind in kinds]
        points = [move.point for move in app.game_session.suggestions]
        grades = app.query_one(BoardView).picture.grades
        assert [grades[point] for point in points] == kinds
        assert app.query_one(BoardView).picture.suggestions[0][1] == "1"


def test_the_classes_of_moves() -> None:
    found = [grade(lost) for lost in (-1, 0, 0.49, 0.5, 1.99, 2, 4.99, 5, 50)]
    names = ["GOOD", "GOOD", "GOOD", "FAIR", "FAIR", "BAD", "BAD", "BLUNDER", "BLUNDER"]
    assert [kind.name for kind in found] == names


async def test_more_candidates_than_lines_are_named_and_info_has_them() -> None:
    app = board()
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "top 12")
        rows = text(app, "suggestions").splitlines()
        assert len(rows) < 12
        assert rows[-1] == f"{12 - len(rows) + 1} more: info"
        await pilot.press(*"info", "enter")
        await pilot.pause()
        shown = "\n".join(str(line) for line in _texts(app))
        assert "Game and position" in shown or app.screen.query_one("#frame")
        await pilot.press("escape")
        assert len(app.screen_stack) == 1


def _texts(app: BoardApp) -> Iterator[str]:
    for part in app.screen.query(Static):
        yield str(part.render())


async def test_the_mouse_on_a_candidate_shows_its_variation_and_leaving_hides_it() -> None:
    app = board()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await searched(app)
        await pilot.pause()
        assert text(app, "variation") == "PV E5 C3 G7 C7"
        await pilot.hover(Candidates, offset=(3, 2))
        await pilot.pause()
        assert text(app, "variation") == "PV G5 E3 E7"
        assert ghosts(app) == {"G5": (BLACK, "1"), "E3": (WHITE, "2"), "E7": (BLACK, "3")}
        # The numbers of the suggestions are gone meanwhile.
        assert app.query_one(BoardView).picture.suggestions == ()
        await pilot.hover("#status")
        await pilot.pause()
        assert ghosts(app) == {}
        assert len(app.query_one(BoardView).picture.suggestions) == 5


async def test_the_mouse_and_the_cursor_on_the_board_show_it_too() -> None:
    app = board()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await searched(app)
        view = app.query_one(BoardView)
        await pilot.hover(view, offset=view.region_of(parse_point("C5", 9)).offset)
        await pilot.pause()
        assert ghosts(app) == {"C5": (BLACK, "1"), "G3": (WHITE, "2")}
        await pilot.hover("#status")
        await pilot.press("escape", "left")
        await pilot.pause()
        assert view.cursor == parse_point("E5", 9)
        assert ghosts(app)["G7"] == (BLACK, "3")
        await pilot.press("up")
        await pilot.pause()
        assert ghosts(app) == {}


async def test_pv_is_typed_or_clicked_and_add_keeps_it_as_a_variation() -> None:
    app = board()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await searched(app)
        await pilot.press(*"pv 2", "enter")
        await pilot.pause()
        assert set(ghosts(app)) == {"G5", "E3", "E7"}
        assert text(app, "message") == "pv 2: Black G 5, White E 3, Black E 7"
        await pilot.press(*"add", "enter")
        await pilot.pause()
        assert "added: Black G 5" in text(app, "message")
        assert b";B[ge];W[eg];B[ec]" in app.game_session.sgf()
        await pilot.press("u", "enter")
        await pilot.pause()
        assert "the edit is taken back" in text(app, "message")
        assert b"B[ge]" not in app.game_session.sgf()
        assert app.query_one(BoardView).picture.branches == {}
        await pilot.press("r", "enter")
        await pilot.pause()
        assert b";B[ge];W[eg];B[ec]" in app.game_session.sgf()
        await pilot.press(*"pv", "enter")
        await pilot.pause()
        assert ghosts(app) == {}
        # The first move of what was added is a next move of the game now.
        assert app.query_one(BoardView).picture.branches == {parse_point("G5", 9): "a"}
        await pilot.click(Candidates, offset=(3, 3))
        await pilot.hover("#status")
        await pilot.pause()
        assert set(ghosts(app)) == {"C5", "G3"}
        await click(pilot, parse_point("A9", 9))
        assert ghosts(app) == {}
