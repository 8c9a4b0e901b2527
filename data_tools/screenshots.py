"""Pictures of the real program for README and docs.

`.venv/bin/python data_tools/screenshots.py [NAME ...]` writes docs/images/*.png, or those that are named. It
needs Chromium and the packages of the `dev` extra. The positions are made here; the network is DarkGo's own.
"""

import asyncio
import re
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Browser, async_playwright
from textual.pilot import Pilot

from darkgo.engine.limit import Limit
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.model.evaluator import network_evaluator
from darkgo.paths import default_network
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.command_line import CommandLine

IMAGES = Path(__file__).parents[1] / "docs" / "images"
FONT = "DejaVu Sans Mono"
OPENING = "Q16 D4 D16 Q4 R6 R14 O17 S17 F3 C6 F4 D9 O3 O4 N4 O5 N3 R3 C14 K17 S16 K4 M5 Q9"
ENDED = (
    "E5 C4 C6 G4 G6 D6 D7 E4 F4 C5 B6 F3 G5 H5 H6 H4 D5 B5 D4 D3 E3 E2 F5 F2 C7 B4 A6 A5 J5 J4 J6 "
    "B3 E6 G2 pass D8 pass pass"
)
SMALL = (80, 24)


async def type_lines(pilot: Pilot[None], *lines: str) -> None:
    """Types commands, and waits for the network after each."""
    app = pilot.app
    assert isinstance(app, BoardApp)
    for line in lines:
        command_line = app.query_one(CommandLine)
        command_line.focus()
        command_line.value = line
        await pilot.press("enter")
        while app.game_session.wanted() is not None and not app.game_session.is_analysing:
            await pilot.pause(0.1)
        await pilot.pause(0.1)


async def opening(pilot: Pilot[None]) -> None:
    """A game on 19 lines after its opening, the last position with a search."""
    app = pilot.app
    assert isinstance(app, BoardApp)
    *moves, last = OPENING.split()
    await type_lines(pilot, *moves)
    app.game_session.limit = Limit(visits=64)
    await type_lines(pilot, last)


async def heat(pilot: Pilot[None]) -> None:
    """The same with the heat map and the eight views."""
    await opening(pilot)
    await type_lines(pilot, "heat", "views")


async def counted(pilot: Pilot[None]) -> None:
    """A finished game on 9 lines, with a dead stone."""
    await type_lines(pilot, "new 9", *ENDED.split())


async def review(pilot: Pilot[None]) -> None:
    """A record that is being looked at."""
    await opening(pilot)
    with tempfile.TemporaryDirectory() as folder:
        await type_lines(pilot, f"s {folder}/game.sgf", f"open {folder}/game.sgf", *19 * ["r"])


async def analysed(pilot: Pilot[None]) -> None:
    """The opening while it is analysed, with the variation of the second candidate."""
    await opening(pilot)
    await pilot.press("f7")
    await visited(pilot, 400)
    await type_lines(pilot, "pv 2")


async def visited(pilot: Pilot[None], visits: int) -> None:
    """Waits until the search has so many visits."""
    app = pilot.app
    assert isinstance(app, BoardApp)
    while (known := app.game_session.report) is None or not known.is_searched or known.visits < visits:
        await pilot.pause(0.1)


async def owned(pilot: Pilot[None]) -> None:
    """The same with the expected owners, the numbers of the moves, and a variation."""
    await opening(pilot)
    await type_lines(pilot, "u", "u", "C10", "u", "u", "r", "r", "ownership", "numbers")


async def light(pilot: Pilot[None]) -> None:
    """The opening in a light theme, in a game on time."""
    pilot.app.theme = "textual-light"
    await type_lines(pilot, "clock 30m 5x30s")
    await opening(pilot)


SCENES: dict[str, tuple[tuple[int, int], Callable[[Pilot[None]], Awaitable[None]]]] = {
    "board": (SMALL, opening),
    "board-120x40": ((120, 40), opening),
    "board-200x60": ((200, 60), opening),
    "light": ((120, 40), light),
    "ownership": ((120, 40), owned),
    "heat": ((100, 30), heat),
    "counting": (SMALL, counted),
    "review": ((120, 40), review),
    "analysis": ((120, 40), analysed),
}


async def main(*names: str) -> None:
    """Makes the pictures of these names, or all of them."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium in PATH")
    IMAGES.mkdir(parents=True, exist_ok=True)
    network = network_evaluator(*default_network())
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, chromium_sandbox=False)
        for name, (size, scene) in SCENES.items():
            if names and name not in names:
                continue
            session = Session(Setup(computer=frozenset()).game(), network)
            app = BoardApp(session, Settings(computer="none"))
            async with app.run_test(size=size) as pilot:
                await type_lines(pilot)
                await scene(pilot)
                svg = app.export_screenshot()
            await photograph(browser, svg, IMAGES / f"{name}.png")
            print(IMAGES / f"{name}.png")
        await browser.close()


async def photograph(browser: Browser, svg: str, path: Path) -> None:
    """Turns Textual's SVG into a PNG, with a font of this machine instead of one from the network."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family:[^;]*;", f"font-family: {FONT};", svg)
    page = await browser.new_page(viewport={"width": 1000, "height": 1000})
    await page.set_content(f'<body style="margin:0">{svg}</body>')
    await page.locator("svg").screenshot(path=path, omit_background=True)
    await page.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
