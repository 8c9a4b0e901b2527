"""The part of the program that judges a whole game in the background, and goes to its mistakes."""

from dataclasses import dataclass

from textual import work
from textual.message import Message

from darkgo.engine.game_report import report_of, swept_text
from darkgo.engine.limit import ALONE, Limit
from darkgo.engine.mistakes import mistake_text
from darkgo.engine.report import Report
from darkgo.engine.sweep import Sweep
from darkgo.engine.thinking import Question
from darkgo.errors import BadInput
from darkgo.go.tree import GameTree
from darkgo.tui.dialogs.game_report import ShowReport
from darkgo.tui.judging import Judging

AT_ONCE = 8
"""Reports that the screen is told of together, so that keys need not wait."""


@dataclass
class Swept(Message):
    """A sweep has found something."""

    sweep: Sweep
    found: list[tuple[Question, Report]]


@dataclass
class SweepEnded(Message):
    """A sweep has ended, or failed for a reason."""

    sweep: Sweep
    reason: str = ""


class Sweeping(Judging):
    """Sweeps the game of the session. One sweep runs at a time, and ends with its game."""

    _sweep: Sweep | None = None
    _swept: GameTree | None = None
    _done = 0

    def action_sweep(self, limit: Limit = ALONE) -> None:
        """Begins to judge every position of the game, each within the limit, or stops doing so."""
        if self._sweep:
            self._sweep.cancel()
            return
        session = self.game_session
        try:
            self._sweep, self._swept, self._done = session.sweep(limit), session.tree, 0
        except BadInput as refusal:
            self.say(str(refusal))
            return
        self._say_progress(self._sweep)
        self._run_sweep(self._sweep)

    @work(thread=True)
    def _run_sweep(self, sweep: Sweep) -> None:
        """Judges the positions, in a thread of its own."""
        some: list[tuple[Question, Report]] = []
        reason = ""
        try:
            for each in sweep.reports():
                some.append(each)
                if len(some) == AT_ONCE or sweep.searches:
                    self.post_message(Swept(sweep, some))
                    some = []
        except BadInput as error:
            reason = str(error)
        except Exception as error:
            # As with a single position: whatever goes wrong inside JAX, the game must not be lost with it.
            reason = f"the network failed: {error}"
        self.post_message(Swept(sweep, some))
        self.post_message(SweepEnded(sweep, reason))

    def on_swept(self, event: Swept) -> None:
        """Takes what was found."""
        session = self.game_session
        if not self.is_running or session.tree is not self._swept:
            event.sweep.cancel()
            return
        for question, report in event.found:
            session.accept(question, report)
        self._done += len(event.found)
        self.show_position()
        self._say_progress(event.sweep)

    def on_sweep_ended(self, event: SweepEnded) -> None:
        """Says what was found."""
        self._sweep = None
        if not self.is_running or self.game_session.tree is not self._swept:
            return
        self.show_position()
        if event.reason:
            self.fail(event.reason)
        else:
            self.say(swept_text(self.game_session, event.sweep, self._done))

    def _say_progress(self, sweep: Sweep) -> None:
        self.say(f"judging {self._done} of {sweep.positions} positions; sweep stops it")

    @work
    async def action_report(self) -> None:
        """Shows the report of the game, and goes to one of the worst moves if that is chosen."""
        try:
            report = report_of(self.game_session)
        except BadInput as refusal:
            self.say(str(refusal))
            return
        tree = self.game_session.tree
        chosen = await self.push_screen_wait(ShowReport(report))
        # A sweep may go on meanwhile, but no other game can take the place of this one.
        if chosen and self.game_session.tree is tree:
            self.game_session.go_to_before(chosen.number)
            self.say(mistake_text(chosen, report.size))
            self.show_position()
