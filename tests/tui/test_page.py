"""What stands beside the board is all to be read, however small the terminal."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.tui.app import BoardApp
from tests.evaluators import Steady
from tests.tui.typist import done, slowly

LINES = [f"Line {number} of what is said here." for number in range(1, 41)]
HINT = "Shift+Up, Shift+Down: more"
END = "Chinese, by area, komi"
"""The last line of the page: the rules."""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BoardApp:
    monkeypatch.chdir(tmp_path)
    comment = "\n".join(LINES)
    (tmp_path / "long.sgf").write_text(f"(;GM[1]SZ[19]PB[Shusaku]C[{comment}];B[dd]C[short];W[pp])")
    return BoardApp(Session(Game(19), Steady()))


def seen(pilot: Pilot[None]) -> str:
    """The text on the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


@pytest.mark.parametrize(
    ("size", "down", "up"),
    [
        ((80, 24), "shift+down", "shift+up"),
        ((120, 40), "shift+down", "shift+up"),
        ((50, 24), "ctrl+down", "ctrl+up"),
    ],
)
async def test_views_and_comment_are_scrolled_to(
    app: BoardApp, size: tuple[int, int], down: str, up: str
) -> None:
    async with app.run_test(size=size) as pilot:
        await slowly(pilot, "open long.sgf", "<enter>", "<f10>")
        read = seen(pilot)
        assert HINT in read
        assert LINES[-1] not in read
        pages = 0
        while END not in seen(pilot):
            pages += 1
            assert pages < 60
            await slowly(pilot, f"<{down}>")
            read += seen(pilot)
        assert all(part in read for part in ("Shusaku", "flipped, 270°", *LINES))
        await slowly(pilot, *pages * [f"<{up}>"])
        assert "Shusaku" in seen(pilot)


async def test_the_hint_is_there_only_as_long_as_something_is_hidden(app: BoardApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await slowly(pilot, "open long.sgf", "<enter>")
        assert HINT in seen(pilot)
        await slowly(pilot, ">")
        assert "short" in seen(pilot)
        assert HINT not in seen(pilot)
        await slowly(pilot, "<")
        assert HINT in seen(pilot)
        await pilot.resize_terminal(200, 70)
        await done(pilot)
        assert LINES[-1] in seen(pilot)
        assert HINT not in seen(pilot)
