"""What a test reads off the screen of the board's program."""

from textual.color import Color
from textual.command import CommandPalette
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Static

from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from darkgo.tui.command_line import CommandLine

DARK, LIGHT = 50, 200
"""A colour whose parts are all below or all above these is that of a stone."""


def shown_board(app: BoardApp) -> list[str]:
    """The rows of the board as they are on the screen: one character a point, X, O, a mark or a dot.

    No stone may be labelled. A point that is not shown, as the board is too large, is a question mark.
    """
    view = app.query_one(BoardView)
    side = view.picture.board.size
    lines = [view.render_line(y) for y in range(view.size.height)]
    regions = [view.region_of(point) for point in range(side * side)]
    seen = [_seen(lines, region) if region else "?" for region in regions]
    return ["".join(seen[row * side : (row + 1) * side]) for row in range(side)]


def stones_shown(app: BoardApp) -> list[str]:
    """The rows of the board on the screen, with nothing but stones; question marks where it is cut off."""
    return ["".join(letter if letter in "XO?" else "." for letter in row) for row in shown_board(app)]


def stones_of(app: BoardApp) -> list[str]:
    """The rows of the session's board, to be compared with `stones_shown`."""
    size = app.game_session.game.size
    text = "".join(str(app.game_session.game.board).split())
    return [text[row * size : (row + 1) * size] for row in range(size)]


def text(app: BoardApp, name: str) -> str:
    """What a part of the panel, or the message, says."""
    return str(app.query_one(f"#{name}", Static).render())


async def settle(pilot: Pilot[None]) -> None:
    """Waits until the network and the computer have nothing more to say. An analysis may go on."""
    app = pilot.app
    assert isinstance(app, BoardApp)
    await pilot.pause()
    session, slow = app.game_session, ("judge", "_open", "_save")
    while (
        (session.wanted() is not None and not session.is_analysing)
        or (session.computer_to_move and app.is_running)
        or any(worker.name in ("_open", "_save") and not worker.is_finished for worker in app.workers)
    ):
        await app.workers.wait_for_complete([worker for worker in app.workers if worker.name in slow])
        await pilot.pause(0.02)
    await pilot.pause()


async def enter(pilot: Pilot[None], *lines: str) -> None:
    """Types lines, and after each waits for the network."""
    await settle(pilot)
    for line in lines:
        command_line = pilot.app.query_one(CommandLine)
        command_line.focus()
        command_line.value = line
        await pilot.press("enter")
        await settle(pilot)


async def click(pilot: Pilot[None], point: int) -> None:
    """Clicks on a point of the board, and waits for the network."""
    view = pilot.app.query_one(BoardView)
    await pilot.click(view, offset=view.region_of(point).offset)
    await settle(pilot)


async def choose(pilot: Pilot[None], title: str) -> None:
    """Chooses a command of the palette by typing its title."""
    await settle(pilot)
    await pilot.press("ctrl+p")
    await pilot.pause()
    assert isinstance(pilot.app.screen, CommandPalette)
    await pilot.press(*("space" if letter == " " else letter for letter in title.lower()))
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.press("enter")
    await settle(pilot)


def _seen(lines: list[Strip], region: Region) -> str:
    cells = [line.crop(region.x, region.right) for line in lines[region.y : region.bottom]]
    for sign in "".join(line.text for line in cells):
        if sign.isalnum():
            return sign
    style = next(iter(cells[0])).style
    assert style is not None
    for colour in (style.color, style.bgcolor):
        assert colour is not None
        rgb = Color.from_rich_color(colour).rgb
        if max(rgb) < DARK:
            return "X"
        if min(rgb) > LIGHT:
            return "O"
    return "."
