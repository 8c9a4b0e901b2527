"""The graph of the lead: what is drawn, and where a click goes."""

from pathlib import Path

import pytest
from textual.widgets import Static

from darkgo.engine.judged_line import JudgedMove
from darkgo.engine.session import Session
from darkgo.engine.standing import Standing
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour
from darkgo.tui.app import BoardApp
from darkgo.tui.panel.graph import LOSS, NOW, Graph, Scale, graph_text
from darkgo.tui.panel.plot import BRAILLE, block, braille
from tests.evaluators import NearestStones
from tests.tui.screen import enter, settle, text

MOVES = ("ee", "ce", "gc", "aa", "", "gg", "cg", "ai", "ia", "ii")
"""Black's third move is a pass, which loses points."""
RECORD = "(;GM[1]SZ[9]KM[5.5]" + "".join(f";{'BW'[at % 2]}[{point}]" for at, point in enumerate(MOVES)) + ")"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "record.sgf").write_text(RECORD)
    monkeypatch.chdir(tmp_path)


def line(leads: list[float | None], losses: dict[int, float] | None = None) -> list[JudgedMove]:
    """A line with these leads after its moves."""
    return [
        JudgedMove(
            number,
            (Colour.BLACK, number) if number else None,
            None if lead is None else Standing(0.5, lead, ownership=(0.0,)),
            (losses or {}).get(number),
            None,
            None,
            number,
        )
        for number, lead in enumerate(leads)
    ]


def rows(leads: list[float | None], here: int, width: int, height: int, **losses: float) -> list[str]:
    marked = {int(name[1:]): lost for name, lost in losses.items()}
    return graph_text(line(leads, marked), here, width, height, 2.0).plain.splitlines()


def test_every_move_has_a_column_and_every_column_its_moves() -> None:
    for length, width in [(0, 35), (5, 35), (34, 35), (100, 35), (321, 77), (321, 1)]:
        scale = Scale(length, width)
        found = [number for column in range(width) for number in scale.numbers(column)]
        assert found[: length + 1] == list(range(length + 1))
        for column in range(width):
            assert {scale.column(number) for number in scale.numbers(column)} <= {column}


def test_blocks_grow_up_for_black_and_down_for_white() -> None:
    above, below = rows([0, *[10.0] * 14, *[-10.0] * 15], 30, 31, 2)
    assert above[1:15] == "█" * 14
    assert below[1:15] == " " * 14
    # White's blocks are drawn in reverse: what is left free is the sign.
    assert below[15:29] == " " * 14
    assert NOW not in above[:29]


def test_a_loss_is_marked_in_the_half_that_is_free() -> None:
    above, below = rows([0, *[10.0] * 14, *[-10.0] * 15], 30, 31, 2, _3=2.5, _20=7.0, _5=1.9)
    assert (above[20], below[3]) == (LOSS, LOSS)
    assert (above + below).count(LOSS) == 2


def test_the_line_of_braille_goes_from_edge_to_edge_and_stops_where_nothing_is_known() -> None:
    found = rows([-20.0 + number for number in range(41)] + [None] * 20, 10, 30, 8, _30=6)
    assert len(found) == 8
    assert all(len(row) == 30 for row in found)
    dots = [sum((ord(row[column]) - BRAILLE).bit_count() for row in found[1:]) for column in range(21, 30)]
    assert max(dots) <= 1  # those of the middle
    assert found[0].count(LOSS) == 1
    assert found[0][Scale(60, 30).column(30)] == LOSS
    assert "±19" in found[0]
    assert [row[Scale(60, 30).column(10)] for row in found].count(NOW) >= 6


@pytest.mark.parametrize("leads", [[], [None], [0.0], [3.0, None, -2.0], [1e6, -1e6]])
@pytest.mark.parametrize("height", [2, 4, 8])
@pytest.mark.parametrize("width", [1, 2, 35])
def test_any_line_can_be_drawn(leads: list[float | None], height: int, width: int) -> None:
    found = rows(leads, 0, width, height)
    assert len(found) == height
    assert {len(row) for row in found} == {width}


def test_one_extreme_lead_does_not_flatten_the_others() -> None:
    high = rows([0.0, 90.0, *[8.0] * 60], 61, 62, 2)[0]
    assert high[10] == "█"


def test_a_block_is_never_empty_for_something() -> None:
    assert [block(share) for share in (0, 0.01, 0.5, 1)] == [" ", "▁", "▄", "█"]
    assert braille([0, 1], 1, 1) != braille([0, 0], 1, 1)


async def test_the_graph_is_of_blocks_in_a_small_terminal_and_of_braille_in_a_larger_one() -> None:
    app = BoardApp(Session(Game(9, Rules(komi=5.5)), NearestStones()))
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "E5", "C5", "G7")
        graph = app.query_one(Graph)
        assert graph.size.height == 2
        assert set(text(app, "graph")) & set("▁▂▃▄▅▆▇█")
        for size, height in [((120, 40), 8), ((200, 60), 16)]:
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert graph.size.height == height
            assert any(ord(sign) > BRAILLE for sign in text(app, "graph"))


async def test_a_click_in_the_graph_goes_to_the_move() -> None:
    app = BoardApp(Session(Game(9), NearestStones()))
    async with app.run_test(size=(120, 40)) as pilot:
        await enter(pilot, "open record.sgf", *["r"] * 10)
        session = app.game_session
        assert session.game.move_number == 10
        scale = Scale(10, app.query_one(Graph).size.width)
        for number in (3, 0, 7):
            await pilot.click(Graph, offset=(scale.column(number), 4))
            await settle(pilot)
            assert session.game.move_number == number
            assert NOW in "".join(row[scale.column(number)] for row in text(app, "graph").splitlines())
            assert f"Move {number} of 10" in text(app, "status")
        # Behind the last move there is nothing: the click goes to the end.
        await pilot.click(Graph, offset=(app.query_one(Graph).size.width - 1, 4))
        await settle(pilot)
        assert session.game.move_number == 10


async def test_losses_are_marked_and_a_click_goes_to_the_largest_of_its_column() -> None:
    app = BoardApp(Session(Game(9), NearestStones()))
    async with app.run_test(size=(120, 40)) as pilot:
        await enter(pilot, "open record.sgf", *["r"] * 10)
        losses = {one.number: one.lost for one in app.game_session.judged_line() if one.lost}
        marked = [number for number, lost in losses.items() if lost >= 2]
        assert 5 in marked
        width = app.query_one(Graph).size.width
        columns = {Scale(10, width).column(number) for number in marked}
        top = text(app, "graph").splitlines()[0]
        assert {column for column, sign in enumerate(top) if sign == LOSS} == columns
        await pilot.click(Graph, offset=(min(columns), 0))
        await settle(pilot)
        number = app.game_session.game.move_number
        assert number == marked[0]
        assert f"{number} " in text(app, "last")
        assert f"-{losses[number]:.1f}" in text(app, "last")


async def test_without_values_there_is_no_graph() -> None:
    app = BoardApp(Session(Game(9)))
    async with app.run_test(size=(120, 40)) as pilot:
        await enter(pilot, "E5")
        assert not app.query_one(Graph).display
        assert not app.query_one("#bar", Static).display
