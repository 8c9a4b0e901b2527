"""Who is ahead in a position: win rate, lead and ownership, seen by one player.

Inside the program these are the numbers of the player to move. Only `turned` changes the player.
"""

from math import pi, sqrt
from typing import NamedTuple

from darkgo.go.game import Game
from darkgo.go.points import PASS
from darkgo.go.score import mover_komi, surplus
from darkgo.model.evaluation import Evaluation

NO_STANDING_TEXT = "this network says nothing of win rate, score and territory"
"""The message about a network without value heads."""
NO_NETWORK_TEXT = "this game has no network: new begins a game with it"
"""The message if the network cannot be used, for example because it cannot read the board."""
_OF_SCALE = pi / sqrt(3)
"""The standard deviation of a logistic distribution of scale 1."""


class Standing(NamedTuple):
    """Who is ahead. The defaults are those of a network without value heads."""

    winrate: float = 0.5
    lead: float = 0.0
    """Points ahead by the rules of the game, with komi."""
    deviation: float = 0.0
    """The standard deviation of the lead, in points."""
    ownership: tuple[float, ...] | None = None
    """[N]: the expected owner of each point, from +1 (the player) to -1 (the opponent). None without value
    heads."""

    def turned(self) -> "Standing":
        """The standing, seen by the other player."""
        # Subtracted from 0, because -0.0 would be printed as -0.
        theirs = None if self.ownership is None else tuple(0 - share for share in self.ownership)
        return Standing(1 - self.winrate, 0 - self.lead, self.deviation, theirs)


UNKNOWN = Standing()
"""The standing by a network without value heads."""


def komi_of(game: Game, point: int | None = None) -> float:
    """The points that the player to move gets in addition to its area: White's komi, or minus Black's.

    With `point` it is the position after that move, with the other player to move.

    With territory counting it also depends on the stones placed, as `score.mover_komi` explains.
    """
    mover = game.to_move if point is None else game.to_move.other
    if not game.rules.territory:
        return mover_komi(game.rules, mover)
    last = game.last_move if point is None else point
    placed = surplus(game) + (0 if point in (None, PASS) else game.to_move)
    return mover_komi(game.rules, mover, placed, last == PASS)


def standing_of(evaluation: Evaluation, komi: float) -> Standing:
    """Who is ahead according to an evaluation, seen by its mover. `komi` is that of `komi_of`."""
    if evaluation.ownership is None:
        return UNKNOWN
    side = round(len(evaluation.ownership) ** 0.5)
    return Standing(
        evaluation.win_rate(komi),
        evaluation.margin + komi,
        _OF_SCALE * evaluation.spread * side,
        tuple(evaluation.ownership.tolist()),
    )


def standing_text(black: Standing) -> str:
    """Who is ahead, in words, from Black's numbers: "White is ahead by 3.5 points, 62%". The percentage is
    that player's win rate."""
    ahead, points, rate = _ahead(black)
    if points == "0.0":
        return f"The score is even; {ahead} wins with {rate}%"
    unit = "point" if points == "1.0" else "points"
    return f"{ahead} is ahead by {points} {unit}, {rate}%"


def _ahead(black: Standing) -> tuple[str, str, str]:
    """Who is ahead in points, by how many, and that player's probability of winning, in percent."""
    is_white = black.lead < 0
    rate = 1 - black.winrate if is_white else black.winrate
    return ("White" if is_white else "Black"), f"{abs(black.lead):.1f}", f"{100 * rate:.0f}"
