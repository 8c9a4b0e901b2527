"""What lies over the board: ownership, letters of next moves, move numbers; and the mouse in the game."""

from pathlib import Path

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from darkgo.engine.hints import Hints
from darkgo.engine.session import Session
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import Colour, parse_point
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from darkgo.tui.picture import SURE_LEVELS, Spot
from darkgo.tui.stones import COMPACT, LARGE, MIDDLE, Crossing, Form, draw
from tests.evaluators import NearestStones, Owners, Steady
from tests.tui.screen import enter, settle, text

RECORD = "(;GM[1]SZ[9]KM[5.5];B[ee];W[ce];B[gc]LB[ac:Z](;W[gg];B[cc])(;W[cg];B[ac])(;W[aa]))"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "record.sgf").write_text(RECORD)
    monkeypatch.chdir(tmp_path)


def at(name: str) -> int:
    return parse_point(name, 9)


def cells(app: BoardApp, name: str) -> str:
    """The text of a point on the screen, its lines one behind the other."""
    view = app.query_one(BoardView)
    region = view.region_of(at(name))
    lines = [view.render_line(y).crop(region.x, region.right) for y in range(region.y, region.bottom)]
    return "/".join(line.text for line in lines)


async def wheel(pilot: Pilot[None], kind: type[MouseScrollUp | MouseScrollDown]) -> None:
    """Turns the wheel once over the middle of the board."""
    view = pilot.app.query_one(BoardView)
    x, y = view.region.center
    where = {"x": int(x), "y": int(y), "screen_x": int(x), "screen_y": int(y)}
    pilot.app.post_message(
        kind(None, delta_x=0, delta_y=0, button=0, shift=False, meta=False, ctrl=False, **where)
    )
    await settle(pilot)


async def test_f5_goes_through_off_numbers_heat_map_and_ownership() -> None:
    app = BoardApp(Session(Game(9), NearestStones(), computer=frozenset({Colour.WHITE})))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        picture = app.query_one(BoardView).picture
        assert (picture.suggestions, picture.heat, picture.owner) == ((), None, None)
        for hints, said in [
            (Hints.NUMBERS, "hints: numbers"),
            (Hints.HEAT, "hints: heat map"),
            (Hints.OWNERSHIP, "hints: ownership"),
            (Hints.OFF, "hints: off"),
        ]:
            await pilot.press("f5")
            await settle(pilot)
            picture = app.query_one(BoardView).picture
            assert app.game_session.hints is hints
            assert text(app, "message") == said
            assert bool(picture.suggestions) is (hints is not Hints.OFF)
            assert (picture.heat is not None) is (hints is Hints.HEAT)
            assert (picture.owner is not None) is (hints is Hints.OWNERSHIP)


async def test_who_is_ahead_is_always_visible_and_answers_are_not() -> None:
    app = BoardApp(Session(Game(9), NearestStones(), computer=frozenset({Colour.WHITE})))
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "E5")
        session = app.game_session
        standing = session.standing
        assert standing
        assert f"{100 * standing.winrate:.0f}%" in text(app, "bar")
        assert ("B+" if standing.lead > 0 else "W+") + f"{abs(standing.lead):.1f}" in text(app, "bar")
        assert text(app, "last").startswith("2 ")
        assert "best" not in text(app, "last")
        assert text(app, "suggestions") == "Hints are off (F5)"


async def test_ownership_is_larger_the_surer() -> None:
    black = [0.1] * 9 + [0.3] * 9 + [-0.6] * 9 + [-0.95] * 54
    app = BoardApp(Session(Game(9), Owners(Board.empty(9).put(40, Colour.BLACK), black)))
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "E5", "top 1", "ownership")
        spots = app.query_one(BoardView).picture.spots()
        assert [(spots[point].owner, spots[point].sure) for point in (0, 9, 18, 27)][1:] == [
            (Colour.BLACK, 1),
            (Colour.WHITE, 2),
            (Colour.WHITE, 3),
        ]
        assert spots[0].owner is None
        assert len({cells(app, name) for name in ("B8", "B7", "B6")}) == 3


@pytest.mark.parametrize("form", [COMPACT, MIDDLE, LARGE])
def test_a_square_of_each_size_looks_different(form: Form) -> None:
    middle = Crossing(up=True, down=True, left=True, right=True, star=False)
    found = {drawn(Spot(owner=Colour.WHITE, sure=sure), middle, form) for sure in range(1, SURE_LEVELS + 1)}
    assert len(found) == SURE_LEVELS


def drawn(spot: Spot, crossing: Crossing, form: Form) -> str:
    """The text of a point."""
    return "/".join("".join(part.text for part in row) for row in draw(spot, crossing, form))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_next_moves_have_letters_and_labels_of_the_record_stay(size: tuple[int, int]) -> None:
    app = BoardApp(Session(Game(9), Steady()))
    async with app.run_test(size=size) as pilot:
        await enter(pilot, "open record.sgf", "jump 3", "0")
        assert app.query_one(BoardView).picture.branches == {at("G3"): "a", at("C3"): "b", at("A9"): "c"}
        assert [sign for sign in "abc" if sign in cells(app, {"a": "G3", "b": "C3", "c": "A9"}[sign])] == [
            *"abc"
        ]
        assert "Z" in cells(app, "A7")
        # A move on the label: it stays while suggestions and numbers are shown.
        await enter(pilot, "top 60", "numbers")
        assert "Z" in cells(app, "A7")
        await pilot.press("right_square_bracket")
        await enter(pilot, "guess", "jump 3")
        assert app.query_one(BoardView).picture.branches == {}


async def test_a_move_taken_back_has_a_letter_and_the_single_next_move_of_a_record_has_its_ring() -> None:
    app = BoardApp(Session(Game(9), Steady()))
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "E5", "u")
        assert app.query_one(BoardView).picture.branches == {at("E5"): "a"}
        await enter(pilot, "open record.sgf", "0")
        assert app.query_one(BoardView).picture.branches == {}
        assert "(" in cells(app, "E5") or "╭" in cells(app, "E5")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_numbers_are_shown_on_stones_and_labels_come_before_them(size: tuple[int, int]) -> None:
    app = BoardApp(Session(Game(9)))
    async with app.run_test(size=size) as pilot:
        await enter(pilot, "open record.sgf", "end", "numbers")
        assert text(app, "message") == "move numbers: on"
        assert [name for name in ("E5", "C5", "G7") if cells(app, name).strip("/ ▗▟█▙▖▝▜▛▘◖◗─") in "123"]
        assert "1" in cells(app, "E5")
        assert "2" in cells(app, "C5")
        assert "3" in cells(app, "G7")
        await enter(pilot, "numbers")
        assert "1" not in cells(app, "E5")


@pytest.mark.parametrize(("form", "found"), [(COMPACT, "07"), (MIDDLE, "107▙"), (LARGE, "█107")])
def test_a_number_of_three_digits_is_shown_as_far_as_there_is_room(form: Form, found: str) -> None:
    middle = Crossing(up=True, down=True, left=True, right=True, star=False)
    assert found in drawn(Spot(Colour.BLACK, number="107"), middle, form)
    assert "42" in drawn(Spot(Colour.BLACK, number="42"), middle, form)


async def test_the_wheel_steps_through_the_game() -> None:
    app = BoardApp(Session(Game(9)))
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "open record.sgf")
        for kind, number in [
            (MouseScrollDown, 1),
            (MouseScrollDown, 2),
            (MouseScrollUp, 1),
            (MouseScrollUp, 0),
        ]:
            await wheel(pilot, kind)
            assert app.game_session.game.move_number == number
            assert f"Move {number} of 5" in text(app, "status")


async def test_a_right_click_goes_to_the_move_of_a_stone_and_plays_nothing() -> None:
    app = BoardApp(Session(Game(9)))
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "open record.sgf", "end")
        view = app.query_one(BoardView)
        await pilot.click(view, offset=view.region_of(at("C5")).offset, button=3)
        await settle(pilot)
        assert app.game_session.game.move_number == 2
        assert app.game_session.game.last_move == at("C5")
        await pilot.click(view, offset=view.region_of(at("J1")).offset, button=3)
        await settle(pilot)
        assert app.game_session.game.move_number == 2
        assert "J 1 is empty" in text(app, "message")
