"""What the people who look on a game are told, in the form in which gtp2ogs takes it from KataGo."""

from darkgo.engine.mind import Judgement
from darkgo.go.game import Game
from darkgo.go.points import format_point

GREETING = "DarkGo tells what it thinks in the form of KataGo"
"""gtp2ogs reads the lines after it has seen one with KataGo's name."""
_SAMPLES = 1000


def thoughts(game: Game, known: Judgement, point: int | None) -> str:
    """One line about a move, or about the best one if the program resigns (None).

    There is no search and no value: the visits are the move's probability in thousandths, the win rate and
    the score those of an even game.
    """
    shares = {suggestion.point: suggestion.probability for suggestion in known.ranking}
    move = known.ranking[0].point if point is None else point
    visits = round(_SAMPLES * shares[move])
    name = format_point(move, game.size)
    return f"MALKOVICH:Visits {visits} Winrate 50.00% ScoreLead 0.0 ScoreStdev 0.0 PV {name}"
