"""The part of the program that asks the network, in a thread of its own, and lets the computer play.

What the network finds comes back as a message; an answer to a position that is past is dropped.
"""

from dataclasses import dataclass

from textual import work
from textual.app import App
from textual.message import Message
from textual.timer import Timer

from darkgo.engine.perform import played_text
from darkgo.engine.report import Report
from darkgo.engine.session import Session
from darkgo.engine.thinking import Question, Thought
from darkgo.errors import BadInput
from darkgo.settings import Settings

SHORTEST_PAUSE = 0.01
"""Seconds before the computer plays a move it knows already; a timer cannot do without."""


@dataclass
class Reported(Message):
    """Something was found about a position."""

    question: Question
    report: Report


@dataclass
class Failed(Message):
    """The network cannot be used."""

    reason: str


class Judging(App[None]):
    """Asks the network about the session's positions. The program made from it shows what comes of that."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.game_session = session
        self.settings = settings
        self._thought: Thought | None = None
        self._pause: Timer | None = None

    def show_position(self) -> None:
        """Brings the screen up to the session."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Shows a line below the board, in place of the one before."""
        raise NotImplementedError

    def fail(self, text: str) -> None:
        """Says what went wrong, more loudly."""
        raise NotImplementedError

    def ask_network(self) -> None:
        """Asks about a position that is new; one that is judged already may be the computer's to play in."""
        session = self.game_session
        question = session.wanted()
        asked = self._thought.question if self._thought else None
        if question != asked:
            # Playing along with a record, the network's choice is of interest after the move, too.
            if self._thought and not session.review:
                self._thought.cancel()
            self._thought = session.thought(question) if question else None
            if self._thought:
                self.think(self._thought)
        if question is None and session.computer_to_move and self._pause is None:
            pause = self.settings.seconds if len(session.computer) == 2 else 0
            self._pause = self.set_timer(max(pause, SHORTEST_PAUSE), self._computer_plays)

    @work(thread=True)
    def think(self, thought: Thought) -> None:
        """Thinks about a position, in a thread of its own."""
        try:
            for report in thought.reports():
                self.post_message(Reported(thought.question, report))
        except BadInput as error:
            self.post_message(Failed(str(error)))
        except Exception as error:
            # Whatever goes wrong inside JAX (memory, a driver), the game must not be lost with it.
            self.post_message(Failed(f"the network failed: {error}"))

    def on_reported(self, event: Reported) -> None:
        """Shows what was found, and lets the computer play when it is its turn."""
        if not self.is_running:
            return  # while the program closes, its widgets go first
        if self.game_session.accept(event.question, event.report) or self.game_session.review:
            self.show_position()

    def on_failed(self, event: Failed) -> None:
        """Goes on as a board for two."""
        self.game_session.dismiss_network()
        self.show_position()
        self.fail(f"{event.reason}\nThere is no network: both colours are yours.")

    def _computer_plays(self) -> None:
        self._pause = None
        if not self.is_running:
            return
        session = self.game_session
        if session.computer_to_move and session.report and session.wanted() is None:
            self.say(played_text(session, session.play_best))
        self.show_position()
