"""The Textual program: the board, what the network thinks of it, and a line to type commands in.

The network works in a thread, so that the board appears before JAX is imported and every key is answered
while it runs. What it finds comes back as a message; an answer to a position that is past is dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Key
from textual.message import Message
from textual.widgets import Input, Static

from darkgo.engine.commands import HINT, Play, PlaySuggestion, Quit, Redo, Undo, move_text, parse, perform
from darkgo.engine.policy import Suggestion
from darkgo.engine.session import Question, Session
from darkgo.errors import BadInput
from darkgo.go.points import PASS, Colour
from darkgo.tui.board import BoardView
from darkgo.tui.panel import status_text, suggestions_text


@dataclass
class Judged(Message):
    """The network has judged a position."""

    question: Question
    ranking: tuple[Suggestion, ...] | None


@dataclass
class Failed(Message):
    """The network cannot be used."""

    reason: str


class CommandLine(Input):
    """Takes Enter in its turn among the keys: what is typed next, however fast, begins a new command."""

    async def _on_key(self, event: Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self, self.value))
            self.clear()


class BoardApp(App[None]):
    """One game on one board. `computer` is the colour the program plays; with None it only suggests."""

    TITLE = "DarkGo"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #table { height: 1fr; }
    #board { width: auto; height: 100%; scrollbar-size-vertical: 1; }
    #side { width: 1fr; padding: 0 2; }
    #status { height: auto; margin-bottom: 1; }
    #suggestions { height: auto; }
    #message { height: auto; max-height: 3; padding: 0 1; color: $text-warning; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        ("pageup", "scroll_board(-8)", "Board up"),
        ("pagedown", "scroll_board(8)", "Board down"),
    ]

    def __init__(self, session: Session, computer: Colour | None) -> None:
        super().__init__()
        self.game_session = session
        self.computer = computer
        self._asked: Question | None = None

    def compose(self) -> ComposeResult:
        """The board on the left, the network's mind on the right, messages and the input line below."""
        with Horizontal(id="table"):
            with VerticalScroll(id="board", can_focus=False):
                yield BoardView(self.game_session.game.board)
            with Vertical(id="side"):
                yield Static(id="status", markup=False)
                yield VerticalScroll(Static(id="suggestions", markup=False), can_focus=False)
        yield Static(id="message", markup=False)
        yield CommandLine(placeholder=HINT, compact=True)

    def on_mount(self) -> None:
        """Shows the first position and lets the network begin."""
        self.query_one(Input).focus()
        self.show_position()

    def show_position(self) -> None:
        """Brings the screen up to the session, and asks the network about a position that is new."""
        session = self.game_session
        game = session.game
        last = None if game.last_move == PASS else game.last_move
        self.query_one(BoardView).show(game.board, session.marks, last)
        self.query_one("#status", Static).update(status_text(session, self.computer))
        self.query_one("#suggestions", Static).update(suggestions_text(session))
        if session.result:
            self.say(session.result)
        question = session.question
        if question is not None and question is not self._asked:
            self._asked = question
            self.judge(question)

    def say(self, text: str) -> None:
        """Shows a line below the board, in place of the one before."""
        self.query_one("#message", Static).update(text)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Carries out what was typed, or says why it cannot be."""
        try:
            command = parse(event.value, self.game_session.game.size)
            if isinstance(command, Quit):
                self.exit()
                return
            if isinstance(command, Play | PlaySuggestion) and self.computer_to_move:
                raise BadInput("the computer is thinking: wait for its move, or type u to take yours back")
            self.say(perform(command, self.game_session))
            if isinstance(command, Undo):
                self._to_the_person(self.game_session.undo)
            elif isinstance(command, Redo):
                self._to_the_person(self.game_session.redo)
        except BadInput as refusal:
            self.say(str(refusal))
        self.show_position()

    @property
    def computer_to_move(self) -> bool:
        """Whether the program is to play next."""
        game = self.game_session.game
        return game.to_move is self.computer and not game.is_over

    def _to_the_person(self, step: Callable[[], None]) -> None:
        """Undoes or redoes more, until it is the person's turn: else the computer would play anew at once."""
        try:
            while self.computer_to_move:
                step()
        except BadInput:
            return

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
        """Shows the suggestions, and plays when it is the computer's turn."""
        session = self.game_session
        if not session.accept(event.question, event.ranking):
            return
        if self.computer_to_move:
            colour = session.game.to_move
            self.say(move_text(colour, session.play_best(), session.game.size))
        self.show_position()

    def on_failed(self, event: Failed) -> None:
        """Goes on as a board for two."""
        self.game_session.dismiss_network()
        self.computer = None
        self.show_position()
        self.say(f"{event.reason}\nThere is no network: both colours are yours.")

    def action_scroll_board(self, lines: int) -> None:
        """Moves a board that is higher than the terminal."""
        self.query_one("#board").scroll_relative(y=lines, animate=False)
