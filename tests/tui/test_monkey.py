"""A person who presses anything, without an Escape to put things right between one deed and the next.

Nothing is raised, the screen shows the session's board, and what is typed in a dialog never reaches the game.
"""

from pathlib import Path
from random import Random

import pytest
from textual import on
from textual.command import CommandPalette
from textual.events import Paste
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input

from darkgo.autosave import Autosave
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.model.evaluator import NetworkEvaluator
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from darkgo.tui.command_line import CommandLine
from darkgo.tui.dialogs import Confirm
from darkgo.tui.help import Help
from tests.tui.screen import stones_of, stones_shown
from tests.tui.typist import handled, keys

RECORD = "(;GM[1]SZ[7];B[dd];W[cc](;B[ee]C[a];W[ff];B[ff])(;AB[aa:gg];W[aa])(;B[];W[];B[cd]LB[dd:x]))"
POINTS = tuple(f"{letter} {row}" for letter in "ABCDEFGH" for row in range(1, 9))
COMMANDS = (
    *("", "1", "3", "99", "p", "p", "u", "u", "u", "r", "resign", "count", "guess", "multi", "heat", "views"),
    *("pause", "var", "start", "end", "jump 3", "jump -5", "new 7", "new 7 2", "new 26", "komi 0", "q", "x"),
    *("level 1", "level 99", "top 12", "top 0", "computer white", "computer both", "computer none"),
    *("open record.sgf", "open none.sgf", "s", "s saved.sgf", "s record.sgf", "dead D 4"),
    *(f"{command} {point}" for command in "bcw" for point in POINTS[::9]),
    *POINTS,
)
OPENING = ("<f1>", "<f2>", "<f3>", "<f4>", "<f9>", "<ctrl+p>", "?", "new", "open", "s", "help")
"""What opens a dialog; a word is a command."""
TEXTS = (
    "e3",
    "d4",
    "q",
    "1",
    "",
    "resign",
    "new 5",
    "u",
    "record.sgf",
    "saved.sgf",
    "6.5",
    "b A 1",
    "komi 3",
)
"""What is typed in a dialog: for the most part what would do something to the game."""
DIALOG_KEYS = tuple(f"<{key}>" for key in ("tab", "up", "down", "left", "right", "home", "end", "pagedown"))
BOARD_KEYS = (
    *("<", ">", ",", ".", "[", "]", " ", "<f5>", "<f6>", "<f8>", "<f10>", "<pageup>", "<home>"),
    *(
        "<pagedown>",
        "<end>",
        "<up>",
        "<down>",
        "<left>",
        "<right>",
        "<tab>",
        "<enter>",
        "<shift+down>",
        "<shift+up>",
    ),
    *("<ctrl+z>", "<ctrl+c>", "<backspace>", "<escape>", "a", "1"),
)


class Watched(BoardApp):
    """Does not quit. Notes what was entered in the command line, and how often it was to quit."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, Settings(seconds=0.02), autosave=Autosave())
        self.entered_lines: list[str] = []
        self.exits = 0

    def exit(self, *_: object, **__: object) -> None:  # type: ignore[override]
        """Stays."""
        self.exits += 1

    @on(CommandLine.Entered)
    def note(self, event: CommandLine.Entered) -> None:
        """Notes the line."""
        self.entered_lines.append(event.line)


class Person:
    """Does one thing after another, and looks at what comes of it."""

    def __init__(self, pilot: Pilot[None], random: Random) -> None:
        assert isinstance(pilot.app, Watched)
        self.pilot, self.app, self.random = pilot, pilot.app, random
        self.done: list[str] = []
        """What was done, in words."""

    @property
    def in_dialog(self) -> bool:
        return isinstance(self.app.screen, ModalScreen)

    async def act(self) -> None:
        """Does one thing: in a dialog if there is one, at the board otherwise."""
        before, lines, exits = self._game(), len(self.app.entered_lines), self.app.exits
        was_in, asked = self.in_dialog, self.app.screen
        if was_in:
            await self.in_the_dialog()
            assert self.app.entered_lines[lines:] == [], self.done[-9:]
            if not isinstance(asked, CommandPalette):
                assert self.app.exits == exits, self.done[-9:]
            if self.app.screen is asked and not self.app.game_session.computer:
                assert self._game() == before, self.done[-9:]
        else:
            await self.at_the_board()
        self.look()

    async def at_the_board(self) -> None:
        match self.random.choices(("command", "dialog", "key", "click", "paste"), (6, 3, 4, 3, 1))[0]:
            case "command":
                await self.enter(self.random.choice(COMMANDS))
            case "dialog":
                opening = self.random.choice(OPENING)
                await (self.enter(opening) if opening.isalpha() else self.press(opening))
            case "key":
                await self.press(self.random.choice(BOARD_KEYS))
            case "paste":
                await self.paste(self.random.choice(("e3\nq\n", "d4", "\n")))
            case _:
                await self.click(self.app.query_one(BoardView) if self.random.random() < 0.7 else None)

    async def in_the_dialog(self) -> None:
        match self.random.choices(("text", "key", "accept", "click", "paste", "leave"), (6, 4, 3, 3, 1, 2))[
            0
        ]:
            case "text" if isinstance(self.app.screen, Confirm | Help):
                # A letter may be the answer; the next is not for this dialog any more.
                await self.press(self.random.choice("eq1yn?"))
            case "text":
                await self.press(self.random.choice(TEXTS), *self.random.choice(((), ("<enter>",))))
            case "key":
                await self.press(self.random.choice((*DIALOG_KEYS, *BOARD_KEYS)))
            case "accept":
                await self.press("<enter>")
            case "paste":
                await self.paste(self.random.choice(("e3\nq\n", "record.sgf\n", "resign")))
            case "leave":
                await self.press("<escape>")
            case _:
                there = [*self.app.screen.query(Button), *self.app.screen.query(Input)]
                await self.click(self.random.choice([*there, None]))

    async def enter(self, line: str) -> None:
        """Types a command, and looks whether it is what was carried out."""
        before = len(self.app.entered_lines)
        command_line = self.app.query_one(CommandLine)
        # Enter on the board is the cursor's, and on an empty line nothing is typed.
        begun, is_entered = command_line.value, bool(line) or command_line.has_focus
        if begun and not command_line.cursor_at_end:
            await self.press("<ctrl+e>" if command_line.has_focus else "<tab>")
            return
        await self.press(line, "<enter>")
        if is_entered:
            assert self.app.entered_lines[before:] == [begun + line], self.done[-9:]

    async def press(self, *typed: str) -> None:
        """Presses keys, each when the one before is done, or all at once."""
        self.done.append(" ".join(typed))
        slowly = self.random.random() < 0.5
        for key in keys(*typed):
            self.app.post_message(key)
            if slowly:
                await self.calm()
        await self.calm()

    async def paste(self, text: str) -> None:
        self.done.append(f"paste {text!r}")
        self.app.post_message(Paste(text))
        await self.calm()

    async def click(self, target: Widget | None) -> None:
        region = (target or self.app.screen).region.intersection(self.app.screen.region)
        if region.area:
            x = self.random.randrange(region.x, region.right)
            y = self.random.randrange(region.y, region.bottom)
            self.done.append(f"click {x} {y}")
            await self.pilot.click(offset=(x, y))
        await self.calm()

    async def calm(self) -> None:
        await handled(self.pilot)

    def look(self) -> None:
        """The screen shows the session's board. One of more than 19 lines may be cut off."""
        session = self.app.game_session
        board = self.app.screen_stack[0].query_one(BoardView)
        assert board.picture.board == session.game.board, self.done[-9:]
        written_on = session.tree.labels or self.app.shows_numbers
        if not (self.in_dialog or session.counting or written_on):
            shown, there = "".join(stones_shown(self.app)), "".join(stones_of(self.app))
            cut_off = session.game.size > 19
            assert len(shown) == len(there), self.done[-9:]
            for seen, stone in zip(shown, there, strict=True):
                assert seen == stone or (cut_off and seen == "?"), self.done[-9:]

    def _game(self) -> object:
        session = self.app.game_session
        return session.tree, session.game.board, session.game.moves.copy(), session.resigned, session.counting


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "record.sgf").write_text(RECORD)


async def run_person(mini: NetworkEvaluator, seed: int, events: int) -> None:
    random = Random(seed)
    session = Session(Game(7), mini, computer=frozenset({Colour.WHITE}), random=random)
    app = Watched(session)
    async with app.run_test(size=random.choice([(80, 24), (120, 40)])) as pilot:
        person = Person(pilot, random)
        await person.enter("d4")
        await person.press("<f3>", "e3", "<enter>")
        while len(person.done) < events:
            await person.act()


async def test_150_deeds_of_a_person(mini: NetworkEvaluator) -> None:
    await run_person(mini, seed=1, events=150)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
async def test_5000_deeds_of_people(mini: NetworkEvaluator, seed: int) -> None:
    await run_person(mini, seed, events=500)
