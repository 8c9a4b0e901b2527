"""Comments for the spectators of a game, in the form that gtp2ogs reads from KataGo."""

from darkgo.engine.report import Report
from darkgo.gtp import arguments

GREETING = "DarkGo tells what it thinks in the form of KataGo"
"""gtp2ogs reads comments only after a line that contains KataGo's name."""


def thoughts(report: Report, point: int | None, size: int) -> str:
    """One line about a move, or about the best candidate if the program resigns (None).

    A move that is not a candidate, such as one that captures dead stones, has 0 visits.
    """
    found = [one for one in report.candidates if point is None or one.point == point]
    if found:
        best = found[0]
        visits, winrate, lead, variation = best.visits, best.winrate, best.lead, best.variation
    else:
        visits, winrate, lead = 0, report.standing.winrate, report.standing.lead
        variation = () if point is None else (point,)
    return (
        f"MALKOVICH:Visits {visits} Winrate {100 * winrate:.2f}% ScoreLead {lead:.1f} "
        f"ScoreStdev {report.standing.deviation:.1f} PV {arguments.names(list(variation), size)}"
    )
