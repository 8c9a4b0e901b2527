"""The board in a browser: a click there is one on the board, and only its own pages may use the server."""

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from playwright.async_api import Page, async_playwright

from darkgo.cli import run
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.go.points import Colour
from darkgo.go.sgf import read_games
from darkgo.model.evaluator import network_evaluator
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from tests.waiting import PATIENCE, until

# Nothing that starts with the browser looks for the world outside.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"]
SERVE = "import sys; from darkgo.tui.web import serve; serve(sys.argv[3:], sys.argv[1], int(sys.argv[2]))"
CLICKED = """
from textual.app import App
from textual.events import Click
from darkgo.autosave import Autosave

class Clicked(App[None]):
    def on_mount(self) -> None:
        self.autosave = Autosave()
        self.autosave.keep([b"nothing"])

    def on_click(self, event: Click) -> None:
        self.autosave.keep([f"{event.screen_x} {event.screen_y}".encode()])

    def on_unmount(self) -> None:
        self.autosave.discard()

Clicked().run()
"""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DARKGO_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("DARKGO_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A page of a browser without a window."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
    if chromium is None:
        missing = (
            "no Chromium in PATH (Debian: apt-get install chromium): the board in a browser is not tested"
        )
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium, args=QUIET, chromium_sandbox=False
        )
        page = await browser.new_page(viewport={"width": 1000, "height": 600})
        page.set_default_timeout(1000 * PATIENCE)
        yield page
        await browser.close()


@dataclass(frozen=True)
class Server:
    process: Process
    said: str
    url: str


@asynccontextmanager
async def served(*command: str) -> AsyncIterator[Server]:
    """A server that runs, with what it said on stderr up to its address."""
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
    assert process.stderr
    said = ""
    try:
        while not (found := re.search(r"http://\S+", said)):
            line = await process.stderr.readline()
            assert line, said
            said += line.decode()
        yield Server(process, said, found[0])
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


def clicked(host: str = "127.0.0.1") -> list[str]:
    return [sys.executable, "-c", SERVE, host, "0", sys.executable, "-c", CLICKED]


def kept(state: Path) -> list[bytes]:
    """What the programs that run keep."""
    try:
        return [path.read_bytes() for path in state.glob("*.sgf")]
    except FileNotFoundError:
        return []


def holds(state: Path, *games: bytes) -> bool:
    return kept(state) == list(games)


async def opened(page: Page, url: str) -> tuple[int, int]:
    """Opens the page; how many columns and rows its terminal has."""
    async with page.expect_websocket() as websocket:
        await page.goto(url)
    size = parse_qs(urlsplit((await websocket.value).url).query)
    await page.wait_for_selector("body.-first-byte")
    return int(size["width"][0]), int(size["height"][0])


async def click(page: Page, column: int, row: int, size: tuple[int, int]) -> None:
    """Clicks on the middle of a cell of the terminal that the page shows."""
    screen = await page.locator(".xterm-screen").bounding_box()
    assert screen
    await page.mouse.click(
        screen["x"] + screen["width"] * (column + 0.5) / size[0],
        screen["y"] + screen["height"] * (row + 0.5) / size[1],
    )


async def test_a_click_in_the_browser_places_a_stone(page: Page, state: Path, goldens: Path) -> None:
    cfg, weights = goldens / "go-mini.cfg", goldens / "go-mini.initial.weights"
    options = ["--web", "--port", "0", "--cfg", str(cfg), "--weights", str(weights), "--size", "9"]
    moves: list[tuple[Colour, int]] = []
    async with served(sys.executable, "-m", "darkgo", "play", *options, "--colour", "both") as server:
        size = await opened(page, server.url)
        # The same board in a terminal of the same size tells where the points are.
        same = BoardApp(Session(Setup(9).game(), network_evaluator(cfg, weights)))
        async with same.run_test(size=size):
            view = same.query_one(BoardView)
            places = [view.region_of(point).translate(view.region.offset).offset for point in range(81)]
        for colour, point in [(Colour.BLACK, 24), (Colour.WHITE, 0), (Colour.BLACK, 80)]:
            await click(page, *places[point], size)
            moves.append((colour, point))
            await until(partial(has_played, state, moves))


def has_played(state: Path, moves: list[tuple[Colour, int]]) -> bool:
    """Whether the one program that runs keeps a game of these moves."""
    return [list(game.moves) for data in kept(state) for game in read_games(data)] == [moves]


async def test_a_click_in_the_browser_is_one_in_the_program(page: Page, state: Path) -> None:
    loaded: list[str] = []
    page.on("requestfinished", lambda request: loaded.append(request.url))
    async with served(*clicked()) as server:
        size = await opened(page, server.url)
        await until(partial(holds, state, b"nothing"))
        for column, row in [(0, 0), (22, 5), (size[0] - 1, size[1] - 1)]:
            await click(page, column, row, size)
            await until(partial(holds, state, f"{column} {row}".encode()))
        assert loaded
        assert all(url.startswith(server.url) for url in loaded)
        await page.close()
        await until(partial(holds, state))


@pytest.mark.parametrize("interrupt", [signal.SIGINT, signal.SIGTERM])
async def test_an_interrupt_ends_the_server_and_its_program(interrupt: signal.Signals, state: Path) -> None:
    async with served(*clicked()) as server, ClientSession() as client:
        async with client.ws_connect(f"{server.url}ws"):
            await until(partial(holds, state, b"nothing"))
            server.process.send_signal(interrupt)
            out, err = await server.process.communicate()
        assert (server.process.returncode, out, err) == (0, b"", b"")
        assert holds(state)


async def test_only_its_own_pages_may_use_it() -> None:
    async with served(*clicked()) as server:
        port = urlsplit(server.url).port
        for host, origin, status in [
            ("127.0.0.1", None, 200),
            ("127.0.0.1", f"http://127.0.0.1:{port}", 200),
            ("localhost", f"http://localhost:{port}", 200),
            ("localhost", f"http://127.0.0.1:{port}", 403),
            ("127.0.0.1", "http://127.0.0.1:1", 403),
            ("127.0.0.1", "https://example.org", 403),
            ("127.0.0.1", "null", 403),
            ("example.org", None, 403),
            ("example.org", f"http://example.org:{port}", 403),
            ("127.0.0.1.example.org", None, 403),
        ]:
            headers = {"Host": f"{host}:{port}"} | ({"Origin": origin} if origin else {})
            async with ClientSession(headers=headers) as client:
                async with client.get(server.url) as page:
                    assert page.status == status, headers
                    if status == 200:
                        assert f"ws://{host}:{port}/ws" in await page.text()
                if status != 200:
                    with pytest.raises(WSServerHandshakeError, match="403"):
                        await client.ws_connect(f"{server.url}ws")


async def test_another_address_is_served_with_a_warning() -> None:
    async with served(*clicked("0.0.0.0")) as server, ClientSession() as client:
        assert server.said.startswith("darkgo: warning: --host 0.0.0.0: anyone who can reach")
        here = f"http://127.0.0.1:{urlsplit(server.url).port}"
        for headers, status in [
            ({"Host": "board.example"}, 200),
            ({"Host": "board.example", "Origin": "http://board.example"}, 200),
            ({"Host": "board.example", "Origin": "http://example.org"}, 403),
        ]:
            async with client.get(here, headers=headers) as page:
                assert page.status == status


def test_a_port_in_use_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["--web", "--port", str(port)]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert err == f"darkgo: port {port} of 127.0.0.1 is in use: give another --port, or 0 for any\n"


@pytest.mark.parametrize("host", ["192.0.2.1", "a..b", "::2", "", "1" * 70])
def test_an_address_that_cannot_be_had_is_told(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--web", "--port", "0", "--host", host]) == 1
    out, err = capsys.readouterr()
    assert not out
    assert err.startswith("darkgo: --host")
    assert "\n" not in err.rstrip("\n")


@pytest.mark.parametrize(
    "arguments", [["--host", "0.0.0.0"], ["--port", "8001"], ["--web", "--port", "65536"], ["--port", "-1"]]
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert "--port" in capsys.readouterr().err
