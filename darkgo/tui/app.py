"""The Textual program: the board, what the network thinks of it, and a line to type commands in.

The network works in a thread, so that the board appears before JAX is imported and every key is answered
while it runs. What it finds comes back as a message; an answer to a position that is past is dropped.
"""

import asyncio
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Footer, Static

from darkgo.autosave import Autosave
from darkgo.engine.commands import COMPUTER, HELP, HINT, Action, Dead, Do, Open, Play, Save, Show, parse
from darkgo.engine.game_file import FileKept, Record, open_record
from darkgo.engine.hints import Hints
from darkgo.engine.mind import Judgement, Question
from darkgo.engine.pasted import read_record
from darkgo.engine.perform import perform, played_text, record_text
from darkgo.engine.session import Session
from darkgo.engine.setup import Setup
from darkgo.engine.strength import LEVELS
from darkgo.errors import BadInput
from darkgo.settings import Settings
from darkgo.tui import panel
from darkgo.tui.board import BoardView
from darkgo.tui.command_line import CommandLine
from darkgo.tui.dialogs import Ask, Confirm, NewGame, OpenFile, Preferences, SaveFile
from darkgo.tui.help import Help
from darkgo.tui.keys import KEYS, PALETTE
from darkgo.tui.pasting import Pasting
from darkgo.tui.scene import scene
from darkgo.tui.suggestion_list import SuggestionList

SHORTEST_PAUSE = 0.01
"""Seconds before the computer plays a move it knows already; a timer cannot do without."""
KEEP_AFTER = 0.3
"""Seconds after a change until the game is saved for the case of a crash."""


@dataclass
class Judged(Message):
    """The network has judged a position."""

    question: Question
    answer: Judgement | None


@dataclass
class Failed(Message):
    """The network cannot be used."""

    reason: str


class Offer(Confirm):
    """A question to which Enter alone means yes: that is the answer by which nothing is lost."""

    AUTO_FOCUS = "#yes"


class BoardApp(Pasting):
    """One game at a time on one board. `autosave` keeps it in case of a crash; without it nothing is kept."""

    TITLE = "DarkGo"
    # Absolute, so that a class made from this one finds it, too.
    CSS_PATH = Path(__file__).with_name("app.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]  # noqa: RUF012 (no ClassVar in Textual)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help"),
        Binding("question_mark", "help", "Help", show=False),
        Binding("f2", "new_game", "New"),
        Binding("f3", "open_file", "Open"),
        Binding("f4", "save_file", "Save"),
        Binding("f5", "hints", "Hints"),
        Binding("f6", "type('multi')", "Multi"),
        Binding("f7", "views", "Views"),
        Binding("f8", "type('guess')", "Guess"),
        Binding("f9", "preferences", "Settings"),
        Binding("less_than_sign,comma", "step(-1)", "Back", show=False),
        Binding("greater_than_sign,full_stop", "step(1)", "On", show=False),
        Binding("pageup", "step(-10)", "Ten back", show=False),
        Binding("pagedown", "step(10)", "Ten on", show=False),
        Binding("home", "type('start')", "Start", show=False),
        Binding("end", "type('end')", "End", show=False),
        Binding("left_square_bracket", "switch(-1)", "Variation before", show=False),
        Binding("right_square_bracket", "switch(1)", "Next variation", show=False),
        Binding("space", "type('pause')", "Pause", show=False),
    ]

    def __init__(
        self,
        session: Session,
        settings: Settings | None = None,
        *,
        autosave: Autosave | None = None,
        remark: str = "",
    ) -> None:
        super().__init__()
        self.game_session = session
        self.settings = settings or Settings()
        self._autosave = autosave
        self._remark = remark
        self._asked: Question | None = None
        self._kept: Timer | None = None
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """The board with all the height, and beside it the network's mind, messages and the input line."""
        with Horizontal(id="table"):
            yield BoardView(scene(self.game_session), style=self.settings.stones)
            with Vertical(id="side"):
                with VerticalScroll(can_focus=False):
                    for name in ("status", "review"):
                        yield Static(id=name, markup=False)
                    yield SuggestionList(self.game_session, id="suggestions")
                    for name in ("views", "comment"):
                        yield Static(id=name, markup=False)
                yield Static(id="message", markup=False)
                yield CommandLine(placeholder=HINT, compact=True)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Shows the first position, lets the network begin, and offers a game that a crash has left."""
        if self.settings.theme in self.available_themes:
            self.theme = self.settings.theme
        self.query_one(BoardView).focus()
        self.show_position()
        if self._remark:
            self.say(self._remark)
        self._offer_kept_game()
        self._heed_signals()

    # Showing

    def show_position(self) -> None:
        """Brings the screen up to the session, and asks the network about a position that is new."""
        session = self.game_session
        view = self.query_one(BoardView)
        view.ghost = None if session.counting or session.resigned else session.game.to_move
        view.show(scene(session))
        comment = session.tree.comment
        for name, text in (
            ("status", panel.status_text(session)),
            ("review", panel.review_text(session)),
            ("views", panel.views_text(session)),
            ("comment", comment),
        ):
            part = self.query_one(f"#{name}", Static)
            part.update(text)
            part.display = bool(text)
        self.query_one(SuggestionList).show()
        question = session.question
        if question is not None and question is not self._asked:
            self._asked = question
            self.judge(question)
        elif question is None and session.computer_to_move and self._pause is None:
            pause = self.settings.seconds if len(session.computer) == 2 else 0
            self._pause = self.set_timer(max(pause, SHORTEST_PAUSE), self._computer_plays)
        self._keep_soon()

    def say(self, text: str) -> None:
        """Shows a line below the board, in place of the one before."""
        self.query_one("#message", Static).update(text)

    def fail(self, text: str) -> None:
        """Says what went wrong, more loudly."""
        self.say(text)
        self.notify(text, severity="error", markup=False)

    # Commands

    @on(BoardView.Chosen)
    def choose(self, event: BoardView.Chosen) -> None:
        """A point was clicked, or Enter pressed on the board."""
        if event.point is None:
            self.action_type("")
        elif self.game_session.counting:
            self.carry_out(Dead(event.point))
        else:
            self.carry_out(Play(event.point))

    @on(CommandLine.Submitted)
    def submitted(self, event: CommandLine.Submitted) -> None:
        """Carries out what was typed; what is typed in a dialog is the dialog's."""
        if isinstance(event.input, CommandLine):
            self.action_type(event.value)

    def action_type(self, line: str) -> None:
        """Does what a typed line says, or says why it cannot be done."""
        try:
            command = parse(line, self.game_session.game.size)
        except BadInput as refusal:
            self.say(str(refusal))
            return
        self.carry_out(command)

    def carry_out(self, command: Action | Show) -> None:
        """Carries a command out, or says why it cannot be."""
        match command:
            case Show(what):
                show = {
                    "quit": self.exit,
                    "help": self.action_help,
                    "new": self.action_new_game,
                    "heat": self.action_heat,
                    "views": self.action_views,
                }
                show.get(what, self._say_board_is_here)()
            case Open(""):
                self.action_open_file()
            case Open(path):
                self._open(path, partial(open_record, path))
            case Save("") if self.game_session.path is None:
                self.action_save_file()
            case _:
                self._perform(command)

    def _say_board_is_here(self) -> None:
        self.say("the board is on the screen; darkgo play --plain says it in words")

    def _perform(self, command: Action) -> None:
        session = self.game_session
        if command == Do("undo") and len(session.computer) == 2:
            session.paused = True
        self._attempt(lambda: self.say(perform(command, session)))
        self._remember_hints()

    def _attempt(self, act: Callable[[], None]) -> None:
        try:
            act()
        except BadInput as refusal:
            self.say(str(refusal))
        self.show_position()

    def action_step(self, moves: int) -> None:
        """Goes moves on or back; the computer waits where the game has gone on already."""
        self._attempt(lambda: self.game_session.step(moves))

    def action_switch(self, step: int) -> None:
        """Goes to another variation of the last move."""
        self._attempt(lambda: self.game_session.switch(step))

    def action_heat(self) -> None:
        """Shows the probability of every point on the board, or no longer."""
        is_shown = self.game_session.hints is Hints.HEAT
        self._show_hints(Hints.NUMBERS if is_shown else Hints.HEAT)

    def action_hints(self) -> None:
        """Shows more of what the network thinks, and after the most nothing."""
        self._show_hints(self.game_session.hints.next)

    def _show_hints(self, hints: Hints) -> None:
        self.game_session.hints = hints
        self.say(f"hints: {hints.words}")
        self.show_position()
        self._remember_hints()

    def _remember_hints(self) -> None:
        chosen = self.game_session.hint_choice
        if chosen != self.settings.hint_choice:
            self._remember(hints=str(chosen.otherwise), hints_in_play=str(chosen.against_computer))

    def action_views(self) -> None:
        """Shows what each of the eight views says, or no longer."""
        self.game_session.mind.views = not self.game_session.mind.views
        self.show_position()

    # Dialogs

    def action_help(self) -> None:
        """What can be typed and pressed."""
        self.push_screen(Help((("Keys", KEYS), *HELP)))

    @work
    async def action_new_game(self) -> None:
        """Asks what to play, and begins."""
        session = self.game_session
        size, handicap, computer = session.game.size, session.game.handicap, session.computer
        if session.review:
            # Somebody else's game says nothing about the next of one's own.
            size, handicap = self.settings.size, self.settings.handicap
            computer = COMPUTER[self.settings.computer]
        here = Setup(size, handicap, self.settings.komi, computer)
        if wish := await self.push_screen_wait(NewGame(here, self._level)):
            setup = wish.setup
            session.new(setup)
            session.strength = LEVELS[wish.level - 1]
            self.say("a new game")
            self.show_position()
            (name,) = (name for name, colours in COMPUTER.items() if colours == setup.computer)
            self._remember(
                size=setup.size, handicap=setup.handicap, komi=setup.komi, computer=name, level=wish.level
            )

    @work
    async def action_ask(self, command: Literal["jump", "komi", "level"]) -> None:
        """Asks for what one of the commands needs, and carries it out."""
        session = self.game_session
        title, name, present = {
            "jump": ("Jump to a move", f"0 to {session.tree.length}", session.game.move_number),
            "komi": ("Komi of this game", "Points", f"{session.game.rules.komi:g}"),
            "level": ("Level of the computer", f"1 to {len(LEVELS)}", self._level),
        }[command]

        def take(text: str) -> str:
            typed = parse(f"{command} {text}", session.game.size)
            assert not isinstance(typed, Show)
            return perform(typed, session)

        if said := await self.push_screen_wait(Ask(title, name, str(present), take)):
            self.say(said)
            self.show_position()

    @work
    async def action_open_file(self) -> None:
        """Asks for a record, and opens it."""
        path = self.game_session.path
        if chosen := await self.push_screen_wait(OpenFile(path.parent if path else Path.cwd())):
            self._open(str(chosen), partial(open_record, str(chosen)))

    def open_pasted(self, text: str) -> None:
        """Opens a record that was pasted; it has no file yet."""
        self._open("the pasted record", partial(read_record, text))

    @work(exclusive=True, group="open")
    async def _open(self, name: str, read: Callable[[], Record]) -> None:
        self.say(f"opening {name} ...")
        try:
            record = await asyncio.to_thread(read)
        except BadInput as error:
            self.say(str(error))
            return
        self.say(
            self.game_session.look_at(record)
            or f"{record_text(self.game_session)}: > plays the next, F8 hides it"
        )
        self.show_position()

    @work
    async def action_save_file(self) -> None:
        """Asks for a name and saves the game, over another file only after asking again."""
        session = self.game_session
        name = await self.push_screen_wait(SaveFile(str(session.path or "game.sgf")))
        if not name:
            return
        try:
            try:
                path = session.save(name)
            except FileKept as refusal:
                if not await self.push_screen_wait(Confirm(f"{refusal.path} exists. Write over it?")):
                    return
                path = session.save(name, overwrite=True)
            self.say(f"saved to {path}")
        except BadInput as error:
            self.fail(str(error))

    @work
    async def action_preferences(self) -> None:
        """Asks for the settings, uses them and keeps them."""
        session = self.game_session
        # As they are now: some can be typed, too.
        now = replace(self.settings, count=session.count, multi=session.mind.multi, level=self._level)
        if chosen := await self.push_screen_wait(Preferences(now)):
            session.count, session.mind.multi = chosen.count, chosen.multi
            session.hint_choice = chosen.hint_choice
            session.strength = LEVELS[chosen.level - 1]
            self.theme = chosen.theme
            self.query_one(BoardView).style = chosen.stones
            self.show_position()
            self._remember(**{name: getattr(chosen, name) for name in Preferences.NAMES})

    @property
    def _level(self) -> int:
        """How well the computer plays now, 1 to 10."""
        strength = self.game_session.strength
        return LEVELS.index(strength) + 1 if strength in LEVELS else self.settings.level

    def _remember(self, **chosen: Any) -> None:
        self.settings = replace(self.settings, **chosen)
        try:
            # What the command line has set holds for this run alone.
            replace(Settings.load()[0], **chosen).save()
        except BadInput as error:
            self.fail(str(error))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette, without Textual's own commands: what they change would not be kept, or not fit."""
        for title, what, action in PALETTE:
            yield SystemCommand(title, what, partial(self.run_action, action))

    # The network

    @work(thread=True)
    def judge(self, question: Question) -> None:
        """Has the network judge a position, in a thread of its own."""
        try:
            self.post_message(Judged(question, self.game_session.judge(question)))
        except BadInput as error:
            self.post_message(Failed(str(error)))
        except Exception as error:
            # Whatever goes wrong inside JAX (memory, a driver), the game must not be lost with it.
            self.post_message(Failed(f"the network failed: {error}"))

    def on_judged(self, event: Judged) -> None:
        """Shows what the network thinks, and lets the computer play when it is its turn."""
        if not self.is_running:
            return  # while the program closes, its widgets go first
        if self.game_session.accept(event.question, event.answer) or self.game_session.review:
            self.show_position()

    def _computer_plays(self) -> None:
        self._pause = None
        if not self.is_running:
            return
        session = self.game_session
        if session.computer_to_move and session.judgement and session.question is None:
            self.say(played_text(session, session.play_best))
        self.show_position()

    def on_failed(self, event: Failed) -> None:
        """Goes on as a board for two."""
        self.game_session.dismiss_network()
        self.show_position()
        self.fail(f"{event.reason}\nThere is no network: both colours are yours.")

    # In case of a crash

    def _heed_signals(self) -> None:
        """Quits in order when the system shuts down, with the terminal as it was.

        A closed terminal ends the program at once: nothing can be written any more, and waiting for that
        would never end. The game was kept by then.
        """
        # Windows has no such signals, and only the main thread of a program can be given them.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)

    def _keep_soon(self) -> None:
        if self._autosave and self.game_session.is_worth_keeping:
            # A timer that runs already is left alone: play without a pause must not put saving off for ever.
            self._kept = self._kept or self.set_timer(KEEP_AFTER, self._keep)

    def _keep(self) -> None:
        self._kept = None
        if self._autosave is None:
            return
        try:
            self._autosave.keep(self.game_session.copy())
        except OSError as error:
            self.fail(f"the game cannot be kept for the case of a crash: {error.strerror}")
            self._autosave = None

    def on_unmount(self) -> None:
        """A game that is over, or saved, need not be offered again."""
        if self._autosave is None:
            return
        session = self.game_session
        with suppress(OSError):
            if session.is_worth_keeping and not session.is_over:
                self._autosave.keep(session.copy())
                self._autosave.leave()
            else:
                self._autosave.discard()

    @work
    async def _offer_kept_game(self) -> None:
        if self._autosave is None or self.game_session.review:
            return
        for kept in self._autosave.found()[:1]:
            question = f"A game of {kept.when:%Y-%m-%d %H:%M} was not finished. Go on with it?"
            wanted = await self.push_screen_wait(Offer(question))
            if wanted is None:
                return
            if wanted:
                try:
                    self.game_session.resume(kept.data)
                except BadInput as error:
                    self.fail(f"{kept.path}: {error}")
                    return
                self._keep()
                self.show_position()
                if self._autosave is None:
                    # There is no copy: the old one is the only one.
                    return
            kept.remove()

    # Typing

    async def on_event(self, event: Event) -> None:
        """Gives the command line the focus before it is given what is typed or pasted on the board.

        Here keys are still one after the other; once they have gone to a widget, a later one that goes to
        another may overtake them.
        """
        is_text = isinstance(event, Paste) or (
            isinstance(event, Key) and event.is_printable and event.key not in CommandLine.LEFT_ALONE
        )
        is_here = is_text and not event.is_forwarded and len(self.screen_stack) == 1
        if is_here and isinstance(self.focused, BoardView):
            self.screen.set_focus(self.query_one(CommandLine))
        await super().on_event(event)
