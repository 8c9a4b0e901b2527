"""What the people who look on a game are told, in the form in which gtp2ogs takes it from KataGo."""

from darkgo.engine.report import Report
from darkgo.gtp import arguments

GREETING = "DarkGo tells what it thinks in the form of KataGo"
"""gtp2ogs reads the lines after it has seen one with KataGo's name."""


def thoughts(told: Report, point: int | None, size: int) -> str:
    """One line about a move, or about the best one if the program resigns (None).

    A move that is no candidate, such as one that clears dead stones away, has no visits.
    """
    found = [one for one in told.candidates if point is None or one.point == point]
    if found:
        best = found[0]
        visits, winrate, lead, variation = best.visits, best.winrate, best.lead, best.variation
    else:
        visits, winrate, lead = 0, told.winrate, told.lead
        variation = () if point is None else (point,)
    return (
        f"MALKOVICH:Visits {visits} Winrate {100 * winrate:.2f}% ScoreLead {lead:.1f} "
        f"ScoreStdev {told.deviation:.1f} PV {arguments.names(list(variation), size)}"
    )
