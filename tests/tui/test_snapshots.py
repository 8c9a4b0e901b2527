"""Pictures of the screen as text, of some twenty states in three sizes, against those in `snapshots`.

After a change that is meant to be seen, `make snapshots` writes them anew; `git diff` then shows what became
different. A picture holds the text of the whole screen, and the colour of what cannot be told by its text:

    X O     a black stone, a white one; smaller, a point that is theirs
    x o     a dead stone
    _       a line of the board, below the cell

and below it, where there is more than wood and lines, the ground of each point:

    .       wood        1-9   the heat map, 9 the hottest
    !       the last move     ?     the record's move     +     the cursor
    *       a mark's own
"""

import difflib
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.color import Color as RichColor
from rich.style import Style
from textual._context import visible_screen_stack
from textual.pilot import Pilot

from darkgo.engine.session import Session
from darkgo.go.board import Board
from darkgo.go.game import Game
from darkgo.go.points import Colour, parse_point
from darkgo.model.evaluation import Evaluator
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from darkgo.tui.stones import ANSWER, CURSOR, HOT, LAST, NO_BREAK, RGB, STONE, WOOD, blend
from tests.engine.searching import read_ahead
from tests.evaluators import NearestStones, Refusing, Steady
from tests.tui.screen import click, enter
from tests.waiting import until

FOLDER = Path(__file__).with_name("snapshots")
WRITE = "WRITE_SNAPSHOTS"
"""The variable of the environment that has the pictures written and not compared."""

BODY = "◖◗●█▟▙▜▛▗▖▝▘■▄▀"
LETTERS = {
    "X": STONE[Colour.BLACK],
    "O": STONE[Colour.WHITE],
    "x": blend(STONE[Colour.BLACK], WOOD, 0.5),
    "o": blend(STONE[Colour.WHITE], WOOD, 0.5),
}
GROUNDS = {".": WOOD, "!": LAST, "?": ANSWER, "+": CURSOR}
SHADED = 24
"""How far the colour of a part of a stone is from the stone's at most."""

OPENING = ("Q 16", "D 4", "Q 3", "D 16", "C 6", "R 5", "F 17", "O 4")
FINISHED = """
    . . . X O . . . .
    . X . X O . O . .
    . . X X O . . O .
    . O . X O O O . .
    X X X X X X O . .
    . X . O X O O O O
    . . X . X O . X .
    . X . X X O . O .
    . . X X O O O . .
"""
RECORD = (
    "(;GM[1]FF[4]SZ[9]KM[6.5]PB[Shusaku]PW[Gennan]BR[4d]WR[8d]EV[A match]DT[1846-09-11]RE[B+2]"
    ";B[ee]C[The centre, as nobody played it then.];W[ce]LB[cg:A][gc:b]TR[ee]SQ[ce]C[A or b?]"
    ";B[gc](;W[gg];B[cc])(;W[cg]C[Or here.]))"
)


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "record.sgf").write_text(RECORD)


STEADY = Steady()
REFUSAL = "go.weights: found 1,024 bytes; expected 2,793,092"


def board(size: int = 19, *computer: Colour, evaluator: Evaluator = STEADY) -> BoardApp:
    """The program at the start of a game."""
    return BoardApp(Session(Game(size), evaluator, computer=frozenset(computer)))


async def compare(
    name: str,
    app: BoardApp,
    *lines: str,
    size: tuple[int, int],
    then: Callable[[Pilot[None]], Awaitable[object]] | None = None,
) -> None:
    """Types lines, does what comes `then`, and compares the screen with the picture."""
    async with app.run_test(size=size) as pilot:
        await enter(pilot, *lines)
        if then:
            await then(pilot)
        await pilot.pause()
        found = seen(app)
    path = FOLDER / f"{name}.txt"
    if os.environ.get(WRITE):
        path.write_text(found)
    expected = path.read_text() if path.exists() else ""
    if found != expected:
        changes = difflib.unified_diff(
            expected.splitlines(), found.splitlines(), f"{path.name}", "the screen now", lineterm="", n=2
        )
        message = "\n".join(changes)
        pytest.fail(f"{message}\n\nIf this is what it should look like: make snapshots", pytrace=False)


def seen(app: BoardApp) -> str:
    """The screen as text, told as the first lines of this file say."""
    visible_screen_stack.set(app._background_screens)
    view = app.query_one(BoardView)
    on_top = len(app.screen_stack) == 1
    lines = []
    for y, strip in enumerate(app.screen._compositor.render_strips()):
        cells = [(sign, style) for text, style, _ in strip for sign in text]
        told = (
            _letter(sign, style) if style and on_top and _is_drawn(view, x, y, sign) else sign
            for x, (sign, style) in enumerate(cells)
        )
        lines.append("".join(told).replace(NO_BREAK, " ").rstrip())
    grounds = _grounds(view)
    if on_top and not set("".join(grounds)) <= {".", "*"}:
        lines += ["", *grounds]
    return "\n".join(lines) + "\n"


def _is_drawn(view: BoardView, x: int, y: int, sign: str) -> bool:
    """Whether a character is told by its colour: on the board, and a disc beside it."""
    return view.region.contains(x, y) or sign == "●"


def _letter(sign: str, style: Style) -> str:
    """What stands for a character of the board that is told by its colour; another is told as it is."""
    if sign == NO_BREAK and style.underline:
        return "_"
    ink = _rgb(style.color)
    known = (letter for letter, colour in LETTERS.items() if sign in BODY and _near(ink, colour))
    return next(known, sign)


def _grounds(view: BoardView) -> list[str]:
    """The grounds of the points, row by row."""
    lines = [view.render_line(y) for y in range(view.size.height)]
    side = view.picture.board.size
    found = []
    for point in range(side * side):
        place = view.region_of(point)
        (cell, *_) = lines[place.y].crop(place.x, place.x + 1)
        found.append(_ground(_rgb(cell.style and cell.style.bgcolor)))
    return ["".join(found[row * side : (row + 1) * side]) for row in range(side)]


def _ground(colour: RGB) -> str:
    for name, known in GROUNDS.items():
        if colour == known:
            return name
    heat = (WOOD[1] - colour[1]) / (WOOD[1] - HOT[1])
    is_heat = 0 <= heat <= 1 and _near(colour, blend(WOOD, HOT, heat), 2)
    return str(max(1, round(9 * heat))) if is_heat else "*"


def _rgb(colour: RichColor | None) -> RGB:
    assert colour is not None
    red, green, blue = colour.get_truecolor()
    return red, green, blue


def _near(one: RGB, other: RGB, most: int = SHADED) -> bool:
    return all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


SIZES = [(80, 24), (120, 40), (200, 60)]
"""The terminals that each state is shown in."""


class State(NamedTuple):
    """A state of the program: the board at first, what is typed, and what is done then."""

    app: Callable[[], BoardApp]
    lines: tuple[str, ...] = ()
    then: Callable[[Pilot[None]], Awaitable[object]] | None = None


def finished() -> BoardApp:
    """A finished game on nine lines."""
    app = board(9)
    stones = Board.parse(FINISHED)
    for point in stones.points(stones.occupied):
        app.game_session.edit(point, stones.at(point))
    return app


def valued(*computer: Colour) -> BoardApp:
    """A game on nine lines, with a network that has value heads."""
    return board(9, *computer, evaluator=NearestStones())


def timed() -> BoardApp:
    """A game against the computer whose time stands still."""
    app = valued(Colour.WHITE)
    app.game_session.now = lambda: 0.0
    return app


async def move_the_cursor(pilot: Pilot[None]) -> None:
    await pilot.press("escape", "left", "left")


async def guess(pilot: Pilot[None]) -> None:
    await click(pilot, parse_point("E 5", 9))
    await click(pilot, parse_point("C 3", 9))


async def run_out_of_time(pilot: Pilot[None]) -> None:
    assert isinstance(pilot.app, BoardApp)
    pilot.app.game_session.now = lambda: 3600.0
    await until(lambda: pilot.app.game_session.is_over)  # type: ignore[attr-defined]
    await pilot.pause()


async def show_info(pilot: Pilot[None]) -> None:
    """The page about the game, on a day that does not change."""
    assert isinstance(pilot.app, BoardApp)
    pilot.app.game_session.tree.set_text("DT", "2026-01-01")
    await enter(pilot, "info")


async def search(pilot: Pilot[None]) -> None:
    """A search reports, and the mouse is on its second candidate."""
    assert isinstance(pilot.app, BoardApp)
    read_ahead(pilot.app.game_session)
    pilot.app.show_position()


async def search_and_point(pilot: Pilot[None]) -> None:
    await search(pilot)
    await enter(pilot, "pv 1")


VALUED = ("E 5", "C 5", "G 7", "A 9", "C 3", "G 3", "J 1", "F 5")
STATES: dict[str, State] = {
    "start": State(lambda: board(19, Colour.WHITE)),
    "middle-game": State(lambda: board(19, Colour.WHITE), (*OPENING, "Q 3", "C 6", "top 12")),
    "cursor": State(board, OPENING, move_the_cursor),
    "heat-map": State(board, (*OPENING[:4], "heat")),
    "ownership": State(valued, (*VALUED, "ownership")),
    "values": State(valued, VALUED),
    "hints-off": State(lambda: valued(Colour.WHITE), VALUED[:3]),
    "search": State(valued, (), search),
    "variation": State(valued, (), search_and_point),
    "branches": State(valued, (*VALUED[:4], "u", "C 7", "u", "D 3", "u", "u")),
    "numbers": State(board, (*OPENING, "numbers")),
    "clock": State(timed, ("clock 10m 3x30s", *VALUED[:2])),
    "out-of-time": State(timed, ("clock 10m 3x30s", *VALUED[:2]), run_out_of_time),
    "resigned": State(valued, (*VALUED, "resign")),
    "counting": State(finished, ("count",)),
    "record": State(lambda: board(evaluator=NearestStones()), ("open record.sgf", "r", "r", "r")),
    "guessing": State(board, ("open record.sgf", "guess"), guess),
    "eight-views": State(board, (*OPENING[:4], "views")),
    "help": State(board, (), lambda pilot: pilot.press("f1")),
    "info": State(valued, VALUED, show_info),
    "new-game": State(board, (), lambda pilot: pilot.press("f2")),
    "settings": State(board, (), lambda pilot: pilot.press("f9")),
    "no-network": State(lambda: board(19, Colour.WHITE, evaluator=Refusing(REFUSAL))),
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", STATES)
async def test_a_state(name: str, size: tuple[int, int]) -> None:
    app, lines, then = STATES[name]
    await compare(f"{name}-{size[0]}x{size[1]}", app(), *lines, size=size, then=then)


def test_there_is_no_picture_of_a_state_that_is_gone() -> None:
    expected = {f"{name}-{width}x{height}.txt" for name in STATES for width, height in SIZES}
    assert {path.name for path in FOLDER.glob("*.txt")} == expected
