"""The report of a judged game: how accurately each player played, by phase, and the worst moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from darkgo.engine.judged_line import JudgedMove
from darkgo.engine.mistakes import MISTAKE, mistake_text, mistakes, worst
from darkgo.engine.session import Session
from darkgo.engine.standing import NO_NETWORK_TEXT, NO_STANDING_TEXT
from darkgo.engine.sweep import Sweep
from darkgo.errors import BadInput
from darkgo.go.points import Colour

COLOURS = (Colour.BLACK, Colour.WHITE)
HALVED_BY = 2.0
"""If so many points are lost per move, on average, the accuracy is halved."""
OPENING_SHARE, MIDDLE_SHARE = 1 / 7, 3 / 7
"""The last moves of the opening and of the middle game, as shares of the board's points: moves 51 and 154 on
19x19."""


class Phase(StrEnum):
    """A part of a game."""

    OPENING = "opening"
    MIDDLE = "middle game"
    END = "end"

    @classmethod
    def of(cls, number: int, size: int) -> "Phase":
        """The phase of a move of this number, from 1."""
        share = number / size**2
        return cls.OPENING if share <= OPENING_SHARE else cls.MIDDLE if share <= MIDDLE_SHARE else cls.END


@dataclass(frozen=True, slots=True)
class Sum:
    """Some moves of one player."""

    moves: int = 0
    """Moves whose loss is known."""
    lost: float = 0.0
    """The points that they lost. What a move gains does not make up for it."""
    mistakes: int = 0
    first: int = 0
    """How many of them are the network's first choice."""

    @property
    def accuracy(self) -> float | None:
        """100 if no points were lost, half as much for every two points that were lost per move, on average.
        None without moves."""
        return 100 * 0.5 ** (self.lost / self.moves / HALVED_BY) if self.moves else None


@dataclass(frozen=True, slots=True)
class GameReport:
    """What the network thinks of a whole game."""

    size: int
    moves: int
    """Moves of the line."""
    phases: dict[Phase, dict[Colour, Sum]]
    total: dict[Colour, Sum]
    worst: tuple[JudgedMove, ...]
    """The moves that lost most, the worst first."""

    @property
    def judged(self) -> int:
        """Moves whose loss is known."""
        return sum(each.moves for each in self.total.values())


def game_report(line: Sequence[JudgedMove], size: int, least: float = MISTAKE) -> GameReport:
    """The report of a line. `size` is the side of the board. Moves that lose at least `least` points are
    mistakes."""

    def sums(moves: Sequence[JudgedMove]) -> dict[Colour, Sum]:
        by = {each: [one for one in moves if one.move and one.move[0] is each] for each in COLOURS}
        return {each: _sum(by[each], least) for each in COLOURS}

    known = [one for one in line if one.lost is not None]
    phases = {phase: sums([one for one in known if Phase.of(one.number, size) is phase]) for phase in Phase}
    return GameReport(size, line[-1].number, phases, sums(known), tuple(worst(known)))


def _sum(moves: Sequence[JudgedMove], least: float) -> Sum:
    return Sum(
        len(moves),
        sum(max(0.0, one.lost or 0.0) for one in moves),
        len(mistakes(moves, least)),
        sum(one.rank == 1 for one in moves),
    )


def report_rows(report: GameReport) -> list[tuple[str, str, str]]:
    """The rows of a report's table: a name, Black's number and White's."""
    rows = [("", "Black", "White")]
    for phase, sums in (*report.phases.items(), ("whole game", report.total)):
        if any(each.moves for each in sums.values()):
            black, white = (_accuracy_text(sums[colour]) for colour in COLOURS)
            rows.append((phase.capitalize(), black, white))
    black, white = (f"{report.total[colour].mistakes}" for colour in COLOURS)
    rows.append(("Mistakes", black, white))
    return rows


def _accuracy_text(sum_: Sum) -> str:
    """Accuracy and points lost: "87%  -12.3"."""
    return "" if sum_.accuracy is None else f"{sum_.accuracy:.0f}%{-sum_.lost or 0:>8.1f}"


def report_text(report: GameReport) -> str:
    """The report in lines: the table, and the worst moves in words."""
    lines = [f"{what:<12}{black:>14}{white:>14}" for what, black, white in report_rows(report)]
    lines += filter(None, [judged_text(report)])
    lines += [mistake_text(one, report.size) for one in report.worst]
    return "\n".join(lines)


def judged_text(report: GameReport) -> str:
    """How many moves are judged, and how to judge the others; empty if all are."""
    if report.judged == report.moves:
        return ""
    return f"{report.judged} of {report.moves} moves are judged; sweep judges all"


def report_of(session: Session) -> GameReport:
    """The report of a session's present line. Raises BadInput, with the reason, while nothing is known."""
    refuse_without_mistakes(session)
    return game_report(session.judged_line(), session.game.size, session.mistake)


def refuse_without_mistakes(session: Session) -> None:
    """Raises BadInput, with the reason, if the loss of no move is known."""
    if session.guessing:
        raise BadInput("the next move is to be guessed first: guess stops guessing")
    line = session.judged_line()
    if any(one.lost is not None for one in line):
        return
    if len(line) == 1:
        raise BadInput("there are no moves to judge")
    if session.evaluator is None:
        raise BadInput(NO_NETWORK_TEXT)
    if any(one.rank for one in line) and not any(one.black for one in line):
        raise BadInput(NO_STANDING_TEXT)
    raise BadInput("no move is judged yet: sweep judges every position of the game")


def swept_text(session: Session, sweep: Sweep, done: int) -> str:
    """The message at the end of a sweep. `done` is the number of its reports that were used."""
    if sweep.is_cancelled:
        return f"{done} of {sweep.positions} positions are judged; sweep judges the others, too"
    lost = [one.lost for one in session.judged_line() if one.lost is not None]
    if not lost:
        known = session.report
        return NO_STANDING_TEXT if known and not known.has_value else "there are no moves to judge"
    found = sum(each >= session.mistake for each in lost)
    unit = "mistake" if found == 1 else "mistakes"
    said = f"{done} positions are judged: {found} {unit}; report shows the worst"
    return f"{said}; {sweep.end}" if sweep.end else said
