"""What is known of the positions of a game."""

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from darkgo.engine.judged_line import Judged
from darkgo.engine.ranking import Suggestion
from darkgo.go.game import Rules


class JudgedPlace(NamedTuple):
    """A position, and how it is looked at."""

    node: Hashable
    """Where in the game's tree it stands."""
    rules: Rules
    multi: bool
    """Whether the mean of the eight views is taken."""


class KnownReports:
    """The best report of each position, and the one by which the computer plays.

    The two differ where a person had a position analysed: the computer plays as well as it would have
    without that.
    """

    def __init__(self) -> None:
        self._best: dict[JudgedPlace, Judged] = {}
        self._own: dict[JudgedPlace, Judged] = {}

    def add(self, place: JudgedPlace, judged: Judged, *, is_analysis: bool) -> None:
        """Takes a report. It does not replace a better one: a search of more visits, or one with values."""
        for reports in (self._best,) if is_analysis else (self._best, self._own):
            before = reports.get(place)
            if before and before.to_move is judged.to_move:
                reports[place] = Judged(judged.report.with_known(before.report), judged.to_move)
            else:
                reports[place] = judged

    def best(self, place: JudgedPlace) -> Judged | None:
        """The best that is known of a position."""
        return self._best.get(place)

    def own(self, place: JudgedPlace) -> Judged | None:
        """What the computer found out for itself."""
        return self._own.get(place)

    def rankings(self, rules: Rules, multi: bool) -> Iterator[tuple[Hashable, tuple[Suggestion, ...]]]:
        """The nodes that are judged so, and the network's ranking of the moves there."""
        for place, judged in self._best.items():
            if (place.rules, place.multi) == (rules, multi):
                yield place.node, judged.report.ranking
