"""Keys as a person types them: one after another, or all at once, as they come from a terminal far away."""

from collections.abc import Awaitable, Callable

from textual.events import Key
from textual.keys import REPLACED_KEYS
from textual.pilot import Pilot

from darkgo.tui.app import BoardApp
from tests.tui.screen import settle

SIGNS = {
    " ": "space",
    "?": "question_mark",
    "<": "less_than_sign",
    ">": "greater_than_sign",
    ",": "comma",
    ".": "full_stop",
    "[": "left_square_bracket",
    "]": "right_square_bracket",
}
"""What Textual calls the signs that are keys of the program."""

PAUSES = 5_000
"""After so many pauses, in each of which every widget deals with its messages, a key is lost."""

Press = Callable[..., Awaitable[None]]


def key(name: str) -> Key:
    """A key as a terminal sends it: a character, or a name such as f3."""
    character = {"enter": "\r", "tab": "\t"}.get(name, name if len(name) == 1 else None)
    name = SIGNS.get(name, name)
    return Key(REPLACED_KEYS.get(name, name), character)


def keys(*typed: str) -> list[Key]:
    """Names of keys in angle brackets, "<f3>", and texts, which are typed letter by letter."""
    found = []
    for text in typed:
        if len(text) > 2 and text[0] == "<" and text[-1] == ">":
            found.append(key(text[1:-1]))
        else:
            found += map(key, text)
    return found


async def at_once(pilot: Pilot[None], *typed: str) -> None:
    """Types without waiting for anything, and then waits until all of it has been dealt with."""
    for pressed in keys(*typed):
        pilot.app.post_message(pressed)
    await done(pilot)


async def slowly(pilot: Pilot[None], *typed: str) -> None:
    """Types, and waits after each key until it has been dealt with."""
    for pressed in keys(*typed):
        pilot.app.post_message(pressed)
        await done(pilot)


async def done(pilot: Pilot[None]) -> None:
    """Waits until what was typed has been dealt with, and the network has answered."""
    app = pilot.app
    assert isinstance(app, BoardApp)
    await handled(pilot)
    await settle(pilot)


async def handled(pilot: Pilot[None]) -> None:
    """Waits until what was typed has been dealt with."""
    app = pilot.app
    assert isinstance(app, BoardApp)
    await pilot.pause()
    for _ in range(PAUSES):
        if not app.is_typing:
            return
        await pilot.pause(0.01)
    raise AssertionError(f"still typing after {PAUSES} pauses, on {app.screen} with {app.focused} in focus")
