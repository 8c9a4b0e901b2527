"""The board widget on its own: what is drawn, what is repainted, and which points it asks for."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import combinations

import pytest
from rich.color import Color, ColorSystem
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.geometry import Region, Size
from textual.widgets import Static

from darkgo.go.board import Board
from darkgo.go.points import Colour, format_point, parse_point
from darkgo.tui import stones
from darkgo.tui.board import BoardView
from darkgo.tui.picture import HEAT_LEVELS, Picture

EDGE = "\N{NO-BREAK SPACE}"
"""The underlined blank of the middle form; tests draw it as an underscore."""


class Frame(App[None]):
    """A board that has the whole screen."""

    CSS = "BoardView { width: 1fr; height: 1fr; }"

    def __init__(self, picture: Picture, style: str = "round") -> None:
        super().__init__()
        self.view = BoardView(picture, style=style)
        self.chosen: list[int | None] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def on_board_view_chosen(self, event: BoardView.Chosen) -> None:
        self.chosen.append(event.point)


class Beside(Frame):
    """A board of automatic size, and something beside it."""

    CSS = ""

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self.view
            yield Static("beside", id="side")


def lines(view: BoardView) -> list[str]:
    """What is drawn, line by line, without blanks at the end."""
    return [view.render_line(y).text.replace(EDGE, "_").rstrip() for y in range(view.size.height)]


def colours(view: BoardView, point: int) -> set[tuple[int, ...]]:
    """The colours of a point that can be seen: grounds, and inks under a sign."""
    region = view.region_of(point)
    seen: set[tuple[int, ...]] = set()
    for y in range(region.y, region.bottom):
        for segment in view.render_line(y).crop(region.x, region.right):
            assert segment.style is not None
            colour = segment.style.color if segment.text.strip() else None
            seen |= {tuple(known.get_truecolor()) for known in (colour, segment.style.bgcolor) if known}
    return seen


async def drawn(picture: Picture, room: tuple[int, int], style: str = "round") -> list[str]:
    frame = Frame(picture, style)
    async with frame.run_test(size=room) as pilot:
        await pilot.pause()
        return lines(frame.view)


@contextmanager
def painting(view: BoardView, patch: pytest.MonkeyPatch) -> Iterator[tuple[set[Region], set[int]]]:
    """Records the regions the view refreshes and the lines that are drawn for it."""
    regions: set[Region] = set()
    painted: set[int] = set()
    refresh, render = view.refresh, view.render_line

    def refreshed(*asked: Region, **options: bool) -> object:
        regions.update(asked or {view.size.region})
        return refresh(*asked, **options)

    patch.setattr(view, "refresh", refreshed)
    patch.setattr(view, "render_line", lambda y: painted.add(y) or render(y))
    yield regions, painted


FOUR = Board.parse("X . . .\n. . O .\n. . . .\n. . . .")


async def test_stones_and_lines_in_the_compact_form() -> None:
    assert await drawn(Picture(FOUR), (12, 5)) == [
        "   A B C D",
        " 4 ◖◗┬─┬─┐",
        " 3 ├─┼─◖◗┤",
        " 2 ├─┼─┼─┤",
        " 1 └─┴─┴─┘",
    ]


async def test_a_plain_stone_is_one_cell_and_the_line_goes_on() -> None:
    assert (await drawn(Picture(FOUR), (12, 5), "plain"))[1:3] == [" 4 ●─┬─┬─┐", " 3 ├─┼─●─┤"]


async def test_the_middle_form_underlines_its_lines() -> None:
    assert await drawn(Picture(FOUR), (20, 9)) == [
        "     A   B   C   D",
        " 4 ▟██▙__________",
        "   ▜██▛  ▏   ▏   ▏",
        " 3   ▏___▏_▟██▙__▏",
        "     ▏   ▏ ▜██▛  ▏",
        " 2   ▏___▏___▏___▏",
        "     ▏   ▏   ▏   ▏",
        " 1   ▏___▏___▏___▏",
        "",
    ]


async def test_the_large_form() -> None:
    assert (await drawn(Picture(FOUR, last=6), (28, 13)))[:8] == [
        "      A     B     C     D",
        "   ▗▟██▙▖",
        " 4 ██████───┬─────┬─────┐",
        "   ▝▜██▛▘   │     │     │",
        "      │     │  ▗▟██▙▖   │",
        " 3    ├─────┼──██████───┤",
        "      │     │  ▝▜██▛▘   │",
        "      │     │     │     │",
    ]


async def test_letters_and_numbers_stand_on_all_sides_where_there_is_room() -> None:
    seen = await drawn(Picture(Board.empty(9)), (26, 12))
    assert seen[:4] == [
        "    A B C D E F G H J",
        "  9 ┌─┬─┬─┬─┬─┬─┬─┬─┐  9",
        "  8 ├─┼─┼─┼─┼─┼─┼─┼─┤  8",
        "  7 ├─┼─•─┼─┼─┼─•─┼─┤  7",
    ]
    assert seen[10:] == ["    A B C D E F G H J", ""]


async def test_marks_labels_and_the_move_of_the_record() -> None:
    picture = Picture(FOUR, suggestions=((1, "1", 0.5), (15, "a", 0.004)), labels={0: "B", 9: "▲"}, answer=12)
    assert (await drawn(picture, (12, 5)))[1:] == [
        " 4 B 1 ┬─┐",
        " 3 ├─┼─◖◗┤",
        " 2 ├─▲ ┼─┤",
        " 1 ()┴─┴─a",
    ]


async def test_a_suggestion_that_was_played_in_the_record_carries_a_ring() -> None:
    picture = Picture(FOUR, suggestions=((1, "1", 0.5),), answer=1)
    assert (await drawn(picture, (12, 5)))[1] == " 4 ◖◗1○┬─┐"


@pytest.mark.parametrize("room", [(12, 5), (20, 9), (28, 13)])
async def test_a_label_is_read_on_a_suggestion_in_the_colour_of_labels(room: tuple[int, int]) -> None:
    labels = {8: "A", 9: "2", 10: "XY", 11: "B"}
    suggestions = tuple((point, "7", 0.2) for point in labels)
    picture = Picture(FOUR, suggestions=suggestions, labels=labels, answer=11)
    first = 1 + 2 * (room[1] // 4)
    shown = "".join(sign for sign in (await drawn(picture, room))[first] if sign.isalnum() or sign == "○")
    assert shown[-6:] == "A2XYB○"
    frame = Frame(picture)
    async with frame.run_test(size=room):
        line = frame.view.render_line(first)
    inks = {cell.style.color for cell in line if cell.style and set(cell.text) & set("AXYB")}
    assert inks == {Color.from_rgb(*stones.STONE[Colour.BLACK])}


@pytest.mark.parametrize("style", ["round", "plain"])
@pytest.mark.parametrize("room", [(12, 5), (20, 9), (28, 13)])
async def test_a_wrong_guess_is_crossed_out(room: tuple[int, int], style: str) -> None:
    for colour in Colour:
        assert "✗" in (await drawn(Picture(FOUR, wrong=(1, colour)), room, style))[1 + (room[0] > 20)]


async def test_larger_suggestions_show_their_percentage() -> None:
    picture = Picture(FOUR, suggestions=((1, "1", 0.514), (2, "2", 0.004), (3, "3", 1.0)))
    assert (await drawn(picture, (20, 9)))[1:3] == [" 4 ▟██▙▟1 ▙▟2 ▙▟3 ▙", "   ▜██▛▜51▛▜<1▛▜99▛"]
    large = await drawn(picture, (28, 13))
    assert large[1] == "   ▗▟██▙▖▗▟1 ▙▖▗▟2 ▙▖▗▟3 ▙▖"
    assert large[2] == " 4 ███████51% ██<1% ██99% █"


@pytest.mark.parametrize("label", ["漢字", "A\N{COMBINING ACUTE ACCENT}", "\x1b[31m", "a\nb", "LONG", ""])
@pytest.mark.parametrize("room", [(12, 5), (20, 9), (28, 13)])
async def test_no_label_breaks_the_lines(label: str, room: tuple[int, int]) -> None:
    frame = Frame(Picture(FOUR, labels={0: label, 5: label}))
    async with frame.run_test(size=room):
        strips = [frame.view.render_line(y) for y in range(room[1])]
        assert {sum(segment.cell_length for segment in strip) for strip in strips} == {room[0]}
        assert all(line.isprintable() for line in (strip.text.replace(EDGE, " ") for strip in strips))


ROOMS = [(12, 5, stones.COMPACT), (20, 9, stones.MIDDLE), (28, 13, stones.LARGE)]


@pytest.mark.parametrize("room", [(44, 23), (80, 24), (84, 39), (200, 60), (30, 10), (5, 2), (1, 1)])
async def test_every_line_fills_the_room_at_every_size(room: tuple[int, int]) -> None:
    frame = Frame(Picture(Board.empty(3)))
    async with frame.run_test(size=room):
        for size in range(2, 26):
            heat = tuple([0.5 / size] * size**2)
            frame.view.show(Picture(Board.empty(size), heat=heat, last=size**2 - 1))
            strips = [frame.view.render_line(y) for y in range(room[1])]
            assert {sum(segment.cell_length for segment in strip) for strip in strips} == {room[0]}


@pytest.mark.parametrize(
    ("screen", "size", "form", "width"),
    [
        ((80, 24), 19, stones.COMPACT, 44),
        ((78, 21), 19, stones.COMPACT, 42),
        ((120, 40), 19, stones.MIDDLE, 82),
        ((120, 38), 19, stones.COMPACT, 44),
        ((200, 60), 19, stones.LARGE, 120),
        ((80, 24), 9, stones.MIDDLE, 42),
        ((80, 24), 25, stones.COMPACT, 54),
        ((30, 10), 19, stones.COMPACT, 30),
    ],
)
async def test_a_board_of_automatic_width(
    screen: tuple[int, int], size: int, form: stones.Form, width: int
) -> None:
    frame = Beside(Picture(Board.empty(size)))
    async with frame.run_test(size=screen) as pilot:
        await pilot.pause()
        centre = frame.view.region_of(size * size // 2)
        assert centre.size == Size(form.width, form.height)
        assert frame.view.size.width == width


@pytest.mark.parametrize(("width", "height", "form"), ROOMS)
async def test_a_click_chooses_the_point_under_it(width: int, height: int, form: stones.Form) -> None:
    frame = Frame(Picture(Board.empty(4)))
    async with frame.run_test(size=(width, height)) as pilot:
        await pilot.pause()
        for point in range(16):
            region = frame.view.region_of(point)
            assert region.size == Size(form.width, form.height)
            for x, y in ((region.x, region.y), (region.right - 1, region.bottom - 1)):
                assert await pilot.click(frame.view, offset=(x, y))
        assert frame.chosen == [point for point in range(16) for _ in range(2)]
        await pilot.click(frame.view, offset=(4, 0))
        await pilot.click(frame.view, offset=(1, 3))
        await pilot.click(frame.view, offset=(3, 1), button=3)
        assert len(frame.chosen) == 32


async def test_a_resize_takes_the_form_that_fits() -> None:
    frame = Frame(Picture(Board.empty(19)))
    async with frame.run_test(size=(80, 24)) as pilot:
        for width, height, size in [
            (120, 40, (4, 2)),
            (200, 60, (6, 3)),
            (120, 37, (2, 1)),
            (80, 24, (2, 1)),
        ]:
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            region = frame.view.region_of(3 * 19 + 3)
            assert region.size == size
            await pilot.click(frame.view, offset=(region.x, region.y))
        assert frame.chosen == [60] * 4


async def test_the_cursor_walks_and_chooses() -> None:
    frame = Frame(Picture(Board.empty(9).put(0, Colour.BLACK), last=10))
    async with frame.run_test(size=(80, 24)) as pilot:
        frame.view.focus()
        await pilot.press("enter")
        seen = []
        for key in ("down", "up", "up", "up", "left", "left", "right", "down", "down"):
            await pilot.press(key)
            assert frame.view.cursor is not None
            seen.append(format_point(frame.view.cursor, 9))
        assert seen == ["B8", "B9", "B9", "B9", "A9", "A9", "B9", "B8", "B7"]
        await pilot.press("enter")
        await pilot.press("escape", "enter")
        assert frame.view.cursor is None
        assert frame.chosen == [None, parse_point("B7", 9), None]


@pytest.mark.parametrize(("size", "centre"), [(19, "K10"), (9, "E5"), (8, "E4"), (2, "B1")])
async def test_without_a_last_move_the_cursor_begins_in_the_middle(size: int, centre: str) -> None:
    frame = Frame(Picture(Board.empty(size)))
    async with frame.run_test(size=(80, 24)) as pilot:
        frame.view.focus()
        await pilot.press("left")
        assert frame.view.cursor == parse_point(centre, size)


async def test_escape_without_a_cursor_is_left_to_the_program() -> None:
    frame = Frame(Picture(Board.empty(9)))
    heard = []
    frame.bind("escape", "heard")
    frame.action_heard = lambda: heard.append(1)  # type: ignore[attr-defined]
    async with frame.run_test() as pilot:
        frame.view.focus()
        await pilot.press("left", "escape")
        assert heard == []
        await pilot.press("escape")
        assert heard == [1]


@pytest.mark.parametrize(("width", "height", "form"), ROOMS)
async def test_a_ghost_stands_under_the_mouse_until_it_leaves(
    width: int, height: int, form: stones.Form
) -> None:
    frame = Frame(Picture(FOUR))
    view = frame.view
    async with frame.run_test(size=(width, height + 1)) as pilot:
        await pilot.pause()

        async def hover(point: int) -> set[tuple[int, ...]]:
            await pilot.hover(view, offset=view.region_of(point).offset)
            await pilot.pause()
            return colours(view, point)

        assert not any(_near(found, _ghost(Colour.BLACK)) for found in await hover(5))
        view.ghost = Colour.BLACK
        assert any(_near(found, _ghost(Colour.BLACK)) for found in colours(view, 5))
        view.ghost = Colour.WHITE
        assert any(_near(found, _ghost(Colour.WHITE)) for found in colours(view, 5))
        empty = view.render_line(view.region_of(9).y).crop(*_span(view, 9)).text
        await hover(9)
        assert view.render_line(view.region_of(5).y).crop(*_span(view, 5)).text == empty
        assert view.render_line(view.region_of(9).y).crop(*_span(view, 9)).text != empty
        assert not any(_near(found, _ghost(Colour.WHITE)) for found in await hover(0))
        await hover(9)
        await pilot.hover(view, offset=(0, 0))
        await pilot.pause()
        assert view.render_line(view.region_of(9).y).crop(*_span(view, 9)).text == empty


async def test_the_ghost_goes_with_the_mouse() -> None:
    frame = Beside(Picture(FOUR))
    async with frame.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        bare = lines(frame.view)
        frame.view.ghost = Colour.BLACK
        await pilot.hover(frame.view, offset=frame.view.region_of(9).offset)
        await pilot.pause()
        assert lines(frame.view) != bare
        await pilot.hover("#side")
        await pilot.pause()
        assert lines(frame.view) == bare


def _ghost(colour: Colour) -> tuple[int, int, int]:
    return stones.blend(stones.STONE[colour], stones.WOOD, 0.5)


def _near(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(first, second, strict=True)) < 30


def _span(view: BoardView, point: int) -> tuple[int, int]:
    region = view.region_of(point)
    return region.x, region.right


NINE = Board.parse(
    """
    . . . . . . . . .
    . . X . . . . . .
    . X O . . . . . .
    . . X . . . . . .
    . . . . . . . . .
    . . . . . . . . .
    . . . . . . . . .
    . . . . . . . . .
    . . . . . . . . .
    """
)


@pytest.mark.parametrize(("room", "height"), [((22, 10), 1), ((40, 19), 2), ((58, 28), 3)])
async def test_a_capture_repaints_its_points_alone(
    room: tuple[int, int], height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    move, taken, last = 21, 20, 29
    frame = Frame(Picture(NINE, last=last))
    async with frame.run_test(size=room) as pilot:
        await pilot.pause()
        view = frame.view
        with painting(view, monkeypatch) as (regions, painted):
            view.show(Picture(NINE.play(move, Colour.BLACK), last=move))
            await pilot.pause()
        assert regions == {view.region_of(point) for point in (move, taken, last)}
        assert painted == set(range(1 + 2 * height, 1 + 4 * height))


async def test_the_same_picture_repaints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = Frame(Picture(NINE))
    async with frame.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        with painting(frame.view, monkeypatch) as (regions, painted):
            frame.view.show(Picture(NINE))
            await pilot.pause()
        assert not regions
        assert not painted


async def test_the_cursor_repaints_two_points(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = Frame(Picture(NINE))
    async with frame.run_test(size=(22, 10)) as pilot:
        frame.view.cursor = 40
        await pilot.pause()
        with painting(frame.view, monkeypatch) as (regions, painted):
            frame.view.cursor = 49
            await pilot.pause()
        assert regions == {frame.view.region_of(40), frame.view.region_of(49)}
        assert painted == {5, 6}


async def test_another_size_of_board() -> None:
    frame = Frame(Picture(NINE))
    async with frame.run_test(size=(44, 21)) as pilot:
        frame.view.cursor = 80
        frame.view.show(Picture(Board.empty(4)))
        await pilot.pause()
        assert frame.view.cursor is None
        frame.view.show(Picture(Board.empty(19)))
        await pilot.pause()
        assert lines(frame.view)[0].split() == list("ABCDEFGHJKLMNOPQRST")


@pytest.mark.parametrize("corner", ["A19", "T19", "A1", "T1", "K10"])
async def test_where_the_board_does_not_fit_the_part_around_the_last_move_is_shown(corner: str) -> None:
    point = parse_point(corner, 19)
    frame = Frame(Picture(Board.empty(19).put(point, Colour.BLACK), last=point))
    async with frame.run_test(size=(20, 9)) as pilot:
        await pilot.pause()
        seen = lines(frame.view)
        (row,) = (line for line in seen if "◖◗" in line)
        assert row.split()[0].rstrip("◖◗─├┌└┼┴┬") == corner[1:]
        assert seen[0][row.index("◖")] == corner[0]
        await pilot.click(frame.view, offset=frame.view.region_of(point).offset)
        assert frame.chosen == [point]
        far = parse_point("Q4", 19)
        frame.view.cursor = far
        assert "Q" in lines(frame.view)[0]


async def test_the_style_can_change() -> None:
    frame = Frame(Picture(FOUR))
    async with frame.run_test(size=(12, 5)):
        frame.view.style = "plain"
        assert lines(frame.view)[1] == " 4 ●─┬─┬─┐"


def look(view: BoardView, point: int) -> list[Segment]:
    """A point as it is drawn: signs, inks and grounds in their places."""
    region = view.region_of(point)
    return [
        segment
        for y in range(region.y, region.bottom)
        for segment in view.render_line(y).crop(region.x, region.right)
    ]


@pytest.mark.parametrize("style", ["round", "plain"])
@pytest.mark.parametrize(("width", "height", "form"), ROOMS)
async def test_whatever_is_marked_can_be_told_apart(
    width: int, height: int, form: stones.Form, style: str
) -> None:
    """Each picture shows something else at one point; all look different there."""
    point = 5
    black, white = (Board.empty(4).put(point, colour) for colour in Colour)
    none = Board.empty(4)
    territory: Mapping[Colour, tuple[int, ...]] = {colour: (int(colour),) * 16 for colour in Colour}
    heat = tuple(0.9 if place == point else 0.0 for place in range(16))
    pictures = [
        *(Picture(board) for board in (black, white, none)),
        *(Picture(board, last=point) for board in (black, white)),
        *(Picture(board, labels={point: "A"}) for board in (black, white, none)),
        *(Picture(board, owner=territory[Colour.WHITE], dead=1 << point) for board in (black, white)),
        *(Picture(none, owner=owner) for owner in territory.values()),
        Picture(none, heat=heat),
        Picture(none, answer=point),
        *(Picture(none, suggestions=((point, "1", share),)) for share in (0.1, 0.9)),
        Picture(none, suggestions=((point, "1", 0.1),), answer=point),
    ]
    frame = Frame(Picture(none), style)
    seen: list[list[Segment]] = []
    async with frame.run_test(size=(width, height)):
        for picture in pictures:
            frame.view.cursor = None
            frame.view.show(picture)
            seen.append(look(frame.view, point))
            frame.view.cursor = point
            assert look(frame.view, point) != seen[-1]
    assert all(first != second for first, second in combinations(seen, 2))


async def test_the_heat_map_follows_the_square_root_of_the_probability() -> None:
    heat = (0.8, 0.2, 0.05, 0.0) + (0.0,) * 12
    frame = Frame(Picture(Board.empty(4), heat=heat))
    async with frame.run_test(size=(20, 9)):
        for point, part in enumerate((1, 0.5, 0.25, 0)):
            ground = stones.blend(stones.WOOD, stones.HOT, round(part * HEAT_LEVELS) / HEAT_LEVELS)
            assert ground in colours(frame.view, point)
        assert "80" in "".join(segment.text for segment in look(frame.view, 0))


@pytest.mark.parametrize("system", [ColorSystem.EIGHT_BIT, ColorSystem.STANDARD])
def test_few_colours_keep_the_board_legible(system: ColorSystem) -> None:
    def known(colour: stones.RGB) -> object:
        return Color.from_rgb(*colour).downgrade(system).number

    board = [stones.WOOD, stones.LINES, *stones.STONE.values(), stones.CURSOR, stones.LAST, stones.ANSWER]
    assert len({known(colour) for colour in board}) == len(board)
    assert known(stones.COORDINATES) != known(stones.WOOD)
    assert known(stones.LINES_ON_HOT) != known(stones.HOT) != known(stones.WOOD)


@pytest.mark.parametrize("system", [ColorSystem.EIGHT_BIT, ColorSystem.STANDARD])
@pytest.mark.parametrize(("width", "height", "form"), ROOMS)
async def test_few_colours_keep_stones_apart_from_the_wood(
    width: int, height: int, form: stones.Form, system: ColorSystem
) -> None:
    frame = Frame(Picture(FOUR))
    async with frame.run_test(size=(width, height)):
        black, white, wood = (
            {
                Color.from_rgb(*colour).downgrade(system).number
                for colour in colours(frame.view, point)
                if colour != stones.WOOD or point == 15
            }
            for point in (0, 6, 15)
        )
    assert not black & white
    assert not (black | white) & {Color.from_rgb(*stones.WOOD).downgrade(system).number}
    assert wood


def test_suggestions_grow_hotter_with_their_share() -> None:
    shades = [stones.share_colour(percent) for percent in (0, 5, 15, 30, 60, 99)]
    assert len(set(shades)) == len(shades)
    assert shades[0][2] > shades[0][0]
    assert shades[-1][0] > shades[-1][2]
