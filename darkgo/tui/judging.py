"""The part of the program that asks the network, in its own thread, and lets the computer play.

The network's answer arrives as a message. An answer about a position that is no longer shown is dropped.
"""

from dataclasses import dataclass

from textual import work
from textual.app import App
from textual.message import Message
from textual.timer import Timer

from darkgo.engine.perform import computer_text, go_on_without_network
from darkgo.engine.pondering import Pondering
from darkgo.engine.report import Report
from darkgo.engine.session import Session
from darkgo.engine.thinking import Question, Thought
from darkgo.errors import BadInput
from darkgo.settings import Settings
from darkgo.tui.panel.analysis import analysing_text

SHORTEST_PAUSE = 0.01
"""Seconds before the computer plays a move that it knows already; a timer needs a delay above 0."""


@dataclass
class Reported(Message):
    """Something was found about a position."""

    question: Question
    report: Report


@dataclass
class Failed(Message):
    """A position cannot be evaluated."""

    question: Question
    reason: str


class Judging(App[None]):
    """Asks the network about the session's positions. Subclasses show the answers."""

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__()
        self.game_session = session
        self.settings = settings
        self._thought: Thought | None = None
        self._told: Thought | None = None
        """The last one that has found something."""
        self._remarks: set[str] = set()
        """What the person was told of searches."""
        self._pause: Timer | None = None
        self._pondering = Pondering(session)

    def show_position(self) -> None:
        """Updates the screen from the session."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Shows a message, in place of the one before."""
        raise NotImplementedError

    def fail(self, text: str) -> None:
        """Shows an error message."""
        raise NotImplementedError

    def on_unmount(self) -> None:
        """Ends what goes on while the person thinks."""
        self._pondering.end()

    def ask_network(self) -> None:
        """Asks about a new position. In a position that is judged already, the computer plays if it is its
        turn."""
        session = self.game_session
        question = session.wanted()
        self._pondering.begin() if session.is_to_ponder else self._pondering.end()
        asked = self._thought.question if self._thought else None
        if question != asked:
            # Playing along with a record, the network's choice is of interest after the move, too; the values
            # of its moves, and a search, are not.
            if self._thought and (
                not session.found_moves or self._thought is self._told or self._thought.question.valued_moves
            ):
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
                self._told = thought
                self.post_message(Reported(thought.question, report))
                if thought is not self._thought:
                    thought.cancel()
        except BadInput as error:
            self.post_message(Failed(thought.question, str(error)))
        except Exception as error:
            # Whatever goes wrong inside JAX (memory, a driver), the game must not be lost with it.
            self.post_message(Failed(thought.question, f"the network failed: {error}"))

    def on_reported(self, event: Reported) -> None:
        """Shows what was found, and lets the computer play when it is its turn."""
        if not self.is_running:
            return  # while the program closes, its widgets go first
        session, report = self.game_session, event.report
        was_analysing = session.analyses
        if session.accept(event.question, report) or session.found_moves:
            self.show_position()
        if report.remark and report.remark not in self._remarks:
            self._remarks.add(report.remark)
            # The next move of the computer takes the place of the message.
            self.notify(report.remark, severity="warning", markup=False)
            self.say(report.remark)
        elif was_analysing and not session.analyses:
            self.say(report.remark or "there is nothing to search in this position")

    def action_analyse(self) -> None:
        """Begins to search the positions that are shown, or ends it."""
        session = self.game_session
        try:
            session.set_analysing(not session.analyses)
        except BadInput as refusal:
            self.say(str(refusal))
            return
        self.say(analysing_text(session))
        self.show_position()

    def on_failed(self, event: Failed) -> None:
        """Continues this game without the network, as a board for two players."""
        # The game on the board may be another one by now, or another position, which is asked about itself.
        if not self.is_running or event.question != self.game_session.wanted():
            return
        said = go_on_without_network(self.game_session, event.reason)
        self.show_position()
        self.fail(said)

    def _computer_plays(self) -> None:
        self._pause = None
        if not self.is_running:
            return
        session = self.game_session
        if session.computer_to_move and session.report and session.wanted() is None:
            self.say(computer_text(session))
        self.show_position()
