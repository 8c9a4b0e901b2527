"""An analysis by a search that runs until the next command."""

from collections.abc import Callable, Collection, Iterator
from math import inf
from threading import Thread

from darkgo.engine.limit import Limit
from darkgo.engine.player import counts
from darkgo.engine.report import Report
from darkgo.errors import BadInput
from darkgo.go.points import Colour
from darkgo.gtp.state import EngineState, say_no_standing, say_remark


class Ongoing:
    """A search in a thread of its own, and its present line."""

    def __init__(
        self,
        state: EngineState,
        colour: Colour,
        avoided: Collection[int],
        interval: float,
        show: Callable[[Report], str],
    ) -> None:
        """Waits for the report of the network alone. `show` makes the line of a report. `interval`: seconds
        between two lines. Raises BadInput if the position cannot be evaluated."""
        self._state, self._show = state, show
        session = state.session
        count = counts(session.game.snapshot(colour)) and not session.dead_are_known
        question = session.question(colour, count=count, avoided=avoided)
        limit = Limit(state.search.get("maxVisits", inf))
        self._thought = session.thought(question, limit, every=interval / 2)
        reports = self._thought.reports()
        self._report = next(reports)
        self._error = ""
        say_no_standing(state, self._report)
        Thread(target=self._work, args=(reports,), name="analysis", daemon=True).start()

    def _work(self, reports: Iterator[Report]) -> None:
        try:
            for report in reports:
                self._report = report
        except (BadInput, RuntimeError) as error:
            self._error = str(error)

    def line(self) -> str:
        """The line of the latest report; empty while no move has a visit."""
        if self._error:
            self._state.narrate(self._error)
            self._error = ""
        report = self._report
        say_remark(self._state, report)
        return self._show(report) if report.is_searched or report.is_last else ""

    def stop(self) -> None:
        """Ends the search with its present batch."""
        self._thought.cancel()
