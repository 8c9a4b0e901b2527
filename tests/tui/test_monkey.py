"""Random keys and clicks: nothing is raised, and the screen always shows the session's board."""

from pathlib import Path
from random import Random

import pytest
from textual.events import Key
from textual.keys import REPLACED_KEYS
from textual.pilot import Pilot

from darkgo.autosave import Autosave
from darkgo.engine.policy import Policy
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from tests.tui.screen import stones_of, stones_shown

RECORD = "(;GM[1]SZ[7];B[dd];W[cc](;B[ee]C[a];W[ff];B[ff])(;AB[aa:gg];W[aa])(;B[];W[];B[cd]LB[dd:x]))"
KEYS = (
    *("up", "down", "left", "right", "enter", "escape", "tab", "home", "end", "pageup", "pagedown", "space"),
    *("f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "ctrl+p", "ctrl+c", "ctrl+z", "backspace"),
    *("less_than_sign", "greater_than_sign", "left_square_bracket", "right_square_bracket", "question_mark"),
)
LINES = (
    *("", "1", "3", "99", "p", "p", "u", "u", "u", "r", "resign", "count", "guess", "multi", "heat", "views"),
    *("pause", "var", "start", "end", "jump 3", "jump -5", "new 7", "new 7 2", "new 26", "komi 0"),
    *("level 1", "level 99", "top 12", "top 0", "computer white", "computer both", "computer none"),
    *("open record.sgf", "open none.sgf", "s", "s saved.sgf", "s record.sgf", "dead D 4", "help", "new", "x"),
)


class Endless(BoardApp):
    """Does not quit."""

    def exit(self, *_: object, **__: object) -> None:  # type: ignore[override]
        """Stays."""


@pytest.fixture(scope="module")
def mini(goldens: Path) -> Policy:
    return Policy(goldens / "go-mini.cfg", goldens / "go-mini.initial.weights")


async def press(pilot: Pilot[None], key: str) -> None:
    """A key as a terminal sends it."""
    character = key if len(key) == 1 else None
    pilot.app.post_message(Key(REPLACED_KEYS.get(key, key), character))


async def act(pilot: Pilot[None], random: Random) -> str:
    """One thing that a monkey does, in words."""
    match random.choices(("key", "click", "line", "letter", "wait"), (4, 5, 5, 1, 3))[0]:
        case "key":
            key = random.choice(KEYS)
            await press(pilot, key)
            return key
        case "line":
            typed = random.choice((*LINES, f"{random.choice('bcw')} {point(random)}", point(random)))
            for letter in typed:
                await press(pilot, {" ": "space"}.get(letter, letter))
            await press(pilot, "enter")
            return typed
        case "letter":
            letter = random.choice("abcdefghijklmnopqrstuvwxyz0123456789")
            await press(pilot, letter)
            return letter
        case "wait":
            await pilot.pause(0.05)
            return "wait"
        case _:
            width, height = pilot.app.size
            x, y = random.randrange(width), random.randrange(height)
            await pilot.click(offset=(x, y))
            return f"click {x} {y}"


def point(random: Random) -> str:
    return f"{random.choice('ABCDEFGH')} {random.randrange(1, 9)}"


def same_stones(app: BoardApp) -> bool:
    """Whether the screen shows the session's stones; a board of more than 19 lines may be cut off."""
    shown, there = "".join(stones_shown(app)), "".join(stones_of(app))
    if app.game_session.game.size <= 19:
        return shown == there
    return all(seen in (stone, "?") for seen, stone in zip(shown, there, strict=True))


async def run_monkey(mini: Policy, seed: int, actions: int) -> None:
    random = Random(seed)
    session = Session(Game(7), lambda: mini, computer=frozenset({Colour.WHITE}), random=random)
    app = Endless(session, Settings(seconds=0.02), autosave=Autosave())
    done = []
    async with app.run_test(size=(80, 24)) as pilot:
        for number in range(actions):
            done.append(await act(pilot, random))
            await pilot.pause()
            if number % 40 == 39:
                # Out of any dialog, so that not all that follows is typed into one.
                while len(app.screen_stack) > 1:
                    app.screen.dismiss(None)
                    await pilot.pause()
            board = app.screen_stack[0].query_one(BoardView)
            assert board.picture.board == session.game.board, done[-9:]
            if len(app.screen_stack) == 1 and not session.counting and not session.tree.labels:
                assert same_stones(app), done[-9:]


async def test_500_deeds_of_a_monkey(mini: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "record.sgf").write_text(RECORD)
    await run_monkey(mini, seed=1, actions=500)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
async def test_5000_deeds_of_monkeys(
    mini: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "record.sgf").write_text(RECORD)
    await run_monkey(mini, seed, actions=500)
