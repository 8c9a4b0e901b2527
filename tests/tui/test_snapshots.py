"""Pictures of the screen as text, of a dozen states, against those in `snapshots`.

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
from tests.evaluators import Refusing, Steady
from tests.tui.screen import click, enter

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
    size: tuple[int, int] = (100, 42),
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


async def test_the_start() -> None:
    await compare("start", board(19, Colour.WHITE))


async def test_the_middle_game() -> None:
    await compare("middle-game", board(19, Colour.WHITE), *OPENING, "Q 3", "C 6", "top 12")


async def test_the_heat_map() -> None:
    await compare("heat-map", board(), *OPENING[:4], "heat", size=(120, 40))


async def test_compact() -> None:
    async def move_the_cursor(pilot: Pilot[None]) -> None:
        await pilot.press("escape", "left", "left")

    await compare("compact", board(), *OPENING, size=(80, 24), then=move_the_cursor)


async def test_a_wide_screen() -> None:
    await compare("wide", board(), *OPENING, size=(120, 40))


async def test_a_large_screen() -> None:
    await compare("large", board(), *OPENING, size=(200, 60))


@pytest.mark.parametrize("size", [(100, 42), (80, 24)])
async def test_counting_with_dead_stones_and_territory(size: tuple[int, int]) -> None:
    app = board(9)
    finished = Board.parse(FINISHED)
    for point in finished.points(finished.occupied):
        app.game_session.edit(point, finished.at(point))
    await compare(f"counting-{size[0]}x{size[1]}", app, "count", size=size)


async def test_the_help() -> None:
    await compare("help", board(), then=lambda pilot: pilot.press("f1"))


async def test_the_dialog_of_a_new_game() -> None:
    await compare("new-game", board(), size=(80, 24), then=lambda pilot: pilot.press("f2"))


async def test_the_settings() -> None:
    await compare("settings", board(), size=(80, 24), then=lambda pilot: pilot.press("f9"))


async def test_a_record_with_comment_and_labels() -> None:
    await compare("record", board(), "open record.sgf", "r", "r")


async def test_guessing_the_moves_of_a_record() -> None:
    async def guess(pilot: Pilot[None]) -> None:
        await click(pilot, parse_point("E 5", 9))
        await click(pilot, parse_point("C 3", 9))

    await compare("guessing", board(), "open record.sgf", "guess", then=guess)


async def test_the_eight_views() -> None:
    await compare("eight-views", board(), *OPENING[:4], "views")


async def test_a_network_that_is_refused() -> None:
    await compare("no-network", board(19, Colour.WHITE, evaluator=Refusing(REFUSAL)), size=(80, 24))
