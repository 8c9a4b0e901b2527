"""The Textual program: the board, the network's suggestions, and a command line.

The network runs in a thread (`judging.py`), so the board appears before JAX is imported, and keys are
answered while the network runs.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult, SystemCommand
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from darkgo.autosave import Autosave
from darkgo.engine.ahead import refuse_without_standing, score_text
from darkgo.engine.clipboard import clipboard_text
from darkgo.engine.commands import Action, Command, Copy, Dead, Do, JudgeAll, Open, Play, Resume, Save, Show
from darkgo.engine.help import HELP
from darkgo.engine.hints import Hints
from darkgo.engine.info import info
from darkgo.engine.parse import parse
from darkgo.engine.pasted import begins_record
from darkgo.engine.perform import perform
from darkgo.engine.session import Session
from darkgo.engine.setup import COMPUTER, Setup
from darkgo.engine.strength import LEVELS
from darkgo.engine.time_text import clock_text, read_clock
from darkgo.errors import BadInput
from darkgo.go.rulesets import USUAL, name_of
from darkgo.settings import Settings
from darkgo.tui.board import BoardView
from darkgo.tui.command_line import CommandLine
from darkgo.tui.dialogs import Ask, NewGame, Preferences
from darkgo.tui.footer import KeyLine
from darkgo.tui.help import Help, Info
from darkgo.tui.keyboard import Keyboard
from darkgo.tui.keys import BINDINGS, KEYS, PALETTE
from darkgo.tui.panel.hint import hint
from darkgo.tui.panel.page import Page
from darkgo.tui.panel.panel import Panel
from darkgo.tui.pointing import Pointing
from darkgo.tui.record_files import RecordFiles
from darkgo.tui.scene import scene
from darkgo.tui.solving import Solving
from darkgo.tui.sweeping import Sweeping
from darkgo.tui.terminal import Terminal

TICK = 0.2
"""Seconds between two looks at the clock."""


class BoardApp(Sweeping, Solving, Pointing, Keyboard, Terminal, RecordFiles):
    """One game at a time on one board. With `autosave` the game survives a crash. With `problems` the first
    is the next problem."""

    TITLE = "DarkGo"
    # An absolute path, so that subclasses in other folders find it.
    CSS_PATH = Path(__file__).with_name("app.tcss")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]  # noqa: RUF012 (no ClassVar in Textual)
    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    def __init__(
        self,
        session: Session,
        settings: Settings | None = None,
        *,
        autosave: Autosave | None = None,
        remark: str = "",
        problems: bool = False,
    ) -> None:
        super().__init__(session, settings or Settings())
        self.keep_games(session, autosave)
        self._remark = remark
        self._begins_with_problems = problems

    def compose(self) -> ComposeResult:
        """The board in full height, and beside it the suggestions, messages and the command line."""
        with Horizontal(id="table"):
            yield BoardView(scene(self.game_session), style=self.settings.stones)
            with Vertical(id="side"):
                yield Panel(self.game_session)
                yield Static(id="message", markup=False)
                yield CommandLine(placeholder="", compact=True)
        yield KeyLine(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Shows the first position, starts the network, and offers to resume a game that was left
        unfinished."""
        if self.settings.theme in self.available_themes:
            self.theme = self.settings.theme
        self.query_one(BoardView).focus()
        self.show_position()
        if self._remark:
            self.say(self._remark)
        if self._begins_with_problems:
            self.action_problems()
        self.offer_kept_game()
        self.heed_signals()
        self.set_interval(TICK, self._tick)

    def _tick(self) -> None:
        """Shows the time that is left, and ends a game whose player has none."""
        if not self.is_running:
            return  # while the program closes, its widgets go first
        session = self.game_session
        if session.lose_on_time():
            self.say(session.result)
            self.show_position()
        elif session.clock_runs:
            self.query_one(Panel).show_time()

    # Showing

    def show_position(self) -> None:
        """Updates the screen from the session, and asks the network about a new position."""
        session = self.game_session
        view = self.query_one(BoardView)
        view.ghost = None if session.counting or session.loser else session.game.to_move
        view.show(scene(session, numbers=self.shows_numbers))
        self.query_one(Panel).show()
        self.query_one(CommandLine).placeholder = hint(session)
        self.tell_outcome()
        self.ask_network()
        self.keep_soon()

    def say(self, text: str) -> None:
        """Shows a message, in place of the one before."""
        self.query_one("#message", Static).update(text + self.postscript)
        self.postscript = ""

    def fail(self, text: str) -> None:
        """Shows an error message."""
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

    @on(CommandLine.Entered)
    def entered(self, event: CommandLine.Entered) -> None:
        """Carries out what was typed, or opens it if it is a record."""
        if begins_record(event.line):
            self.open_pasted(event.line)
        else:
            self.action_type(event.line)

    def action_type(self, line: str) -> None:
        """Carries out a typed line, or shows why that is not possible."""
        try:
            command = parse(line, self.game_session.game.size)
        except BadInput as refusal:
            self.say(str(refusal))
            return
        self.carry_out(command)

    def carry_out(self, command: Command) -> None:
        """Carries out a command, or shows why that is not possible."""
        match command:
            case Show(what):
                show = {
                    "quit": self.exit,
                    "help": self.action_help,
                    "new": self.action_new_game,
                    "heat": self.action_heat,
                    "score": self.action_score,
                    "ownership": self.action_ownership,
                    "views": self.action_views,
                    "numbers": self.action_numbers,
                    "info": self.action_info,
                    "analyse": self.action_analyse,
                    "report": self.action_report,
                    "problems": self.action_problems,
                }
                show.get(what, self._say_board_is_here)()
            case JudgeAll(limit):
                self.action_sweep(limit)
            case Resume(number):
                self.action_resume(number)
            case Copy():
                text, said = clipboard_text(command, self.game_session)
                self.copy_to_clipboard(text)
                self.say(said)
            case Open(""):
                self.action_open_file()
            case Open(path):
                self.open_file(path)
            case Save("") if self.game_session.path is None:
                self.action_save_file()
            case Save(path):
                self.save_file(path)
            case _:
                self._perform(command)

    def _say_board_is_here(self) -> None:
        self.say("the board is on the screen; darkgo play --plain describes it in words")

    def _perform(self, command: Action) -> None:
        session = self.game_session
        if command == Do("undo") and len(session.computer) == 2:
            session.paused = True
        self.attempt(lambda: self.say(perform(command, session)))
        self._remember_hints()

    def action_step(self, moves: int) -> None:
        """Goes some moves forward or back, away from what the last message was about.

        The computer does not play in positions that have a next move.
        """
        self.go(lambda: self.game_session.step(moves))

    def action_switch(self, step: int) -> None:
        """Goes to another variation of the last move."""
        self.go(lambda: self.game_session.switch(step))

    def action_heat(self) -> None:
        """Switches the heat map on or off: the probability of every point."""
        self._switch_hints(Hints.HEAT)

    def action_ownership(self) -> None:
        """Shows the expected owner of every point, or hides it."""
        session = self.game_session

        def switch() -> None:
            if session.hints is not Hints.OWNERSHIP:
                refuse_without_standing(session)
            self._switch_hints(Hints.OWNERSHIP)

        self.attempt(switch)

    def action_score(self) -> None:
        """Says who is ahead."""
        self.attempt(lambda: self.say(score_text(self.game_session)))

    def action_hints(self) -> None:
        """Goes to the next kind of hints that the network has; after the last kind hints are off."""
        session = self.game_session
        hints = session.hints.next
        if hints is Hints.OWNERSHIP and session.report and not session.report.has_value:
            hints = hints.next
        self._show_hints(hints)

    def _switch_hints(self, hints: Hints) -> None:
        is_shown = self.game_session.hints is hints
        self._show_hints(Hints.NUMBERS if is_shown else hints)

    def _show_hints(self, hints: Hints) -> None:
        self.game_session.hints = hints
        self.say(f"hints: {hints.words}")
        self.show_position()
        self._remember_hints()

    def _remember_hints(self) -> None:
        chosen = self.game_session.hint_choice
        hints = {"hints": str(chosen.otherwise), "hints_in_play": str(chosen.against_computer)}
        # What the command line said of the other kind of games is not saved along with it.
        if changed := {name: said for name, said in hints.items() if said != getattr(self.settings, name)}:
            self._remember(**changed)

    def action_views(self) -> None:
        """Shows what each of the eight views says, or hides it."""
        self.game_session.views = not self.game_session.views
        self.show_position()

    def action_numbers(self) -> None:
        """Shows the numbers of the moves on their stones, or hides them."""
        self.shows_numbers = not self.shows_numbers
        self.say(f"move numbers: {'on' if self.shows_numbers else 'off'}")
        self.show_position()

    def action_turn(self, half_pages: int) -> None:
        """Scrolls the page beside the board."""
        self.query_one(Page).turn(half_pages)

    # Dialogs

    def action_help(self) -> None:
        """What can be typed and pressed."""
        self.push_screen(Help((("Keys", KEYS), *HELP)))

    def action_info(self) -> None:
        """All that is known of the game and the position."""
        self.push_screen(Info(info(self.game_session)))

    @work
    async def action_new_game(self) -> None:
        """Asks what to play, and begins."""
        session = self.game_session
        size, handicap, computer = session.game.size, session.game.handicap, session.computer
        if session.evaluator is None:
            computer = session.usual_computer
        if session.found_moves:
            # The size and handicap of a record are not proposed for the next game.
            size, handicap = self.settings.size, self.settings.handicap
            computer = COMPUTER[self.settings.computer]
        rules = self.settings.rules if session.found_moves else name_of(session.game.rules)
        clock = read_clock(self.settings.clock) if session.found_moves else session.time_system
        here = Setup(size, handicap, self.settings.komi, computer, rules, clock)
        if wish := await self.push_screen_wait(NewGame(here, self._level, self.settings.search)):
            setup = wish.setup
            session.new(setup)
            session.strength = LEVELS[wish.level - 1]
            self._read_ahead(wish.search)
            self.say("a new game")
            self.show_position()
            (name,) = (name for name, colours in COMPUTER.items() if colours == setup.computer)
            self._remember(
                size=setup.size,
                handicap=setup.handicap,
                komi=setup.komi,
                rules=setup.rules,
                computer=name,
                level=wish.level,
                search=wish.search,
                clock=clock_text(setup.clock) if setup.clock else "",
            )

    @work
    async def action_ask(self, command: Literal["jump", "komi", "level", "rules"]) -> None:
        """Asks for the argument of a command, and carries the command out."""
        session = self.game_session
        title, name, present = {
            "jump": ("Jump to a move", f"0 to {session.tree.length}", session.game.move_number),
            "komi": ("Komi of this game", "Points", f"{session.game.rules.komi:g}"),
            "rules": ("Rules of this game", "japanese: territory", USUAL[name_of(session.game.rules)]),
            "level": ("Level of the computer", f"1 to {len(LEVELS)}", self._level),
        }[command]

        def take(text: str) -> str:
            typed = parse(f"{command} {text}", session.game.size)
            assert not isinstance(typed, Show | Resume | Copy | JudgeAll)
            return perform(typed, session)

        if said := await self.push_screen_wait(Ask(title, name, str(present), take)):
            self.say(said)
            self.show_position()

    @work
    async def action_preferences(self) -> None:
        """Asks for the settings, applies them and saves them."""
        session = self.game_session
        # As they are now: some can be typed, too.
        now = replace(self.settings, count=session.count, multi=session.multi, level=self._level)
        if chosen := await self.push_screen_wait(Preferences(now)):
            session.count, session.multi = chosen.count, chosen.multi
            session.hint_choice = chosen.hint_choice
            session.strength = LEVELS[chosen.level - 1]
            self._read_ahead(chosen.search)
            session.resigning = chosen.resigning
            session.person = chosen.name
            session.mistake, session.teach = chosen.mistake, chosen.teach
            self.theme = chosen.theme
            self.query_one(BoardView).style = chosen.stones
            self.show_position()
            self._remember(**{name: getattr(chosen, name) for name in ("name", *Preferences.NAMES)})

    def _read_ahead(self, search: str) -> None:
        """Takes another setting. What the command line said holds until then."""
        if search != self.settings.search:
            self.game_session.limit = replace(self.settings, search=search).limit

    @property
    def _level(self) -> int:
        """The present level of the computer, 1 to 10."""
        strength = self.game_session.strength
        return LEVELS.index(strength) + 1 if strength in LEVELS else self.settings.level

    def _remember(self, **chosen: Any) -> None:
        self.settings = replace(self.settings, **chosen)
        try:
            # Settings from the command line hold for this run only, so they are not saved.
            replace(Settings.load()[0], **chosen).save()
        except BadInput as error:
            self.fail(str(error))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette, without Textual's own commands: their changes would not be saved, or do not
        fit."""
        for title, what, action in PALETTE:
            yield SystemCommand(title, what, partial(self.run_action, action))
