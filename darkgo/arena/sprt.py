"""Whether a match may stop: the sequential probability ratio test for two differences in Elo.

A. Wald, "Sequential tests of statistical hypotheses" (1945). The share of draws is not known in advance, so
for each hypothesis its maximum likelihood estimate is used: X. Li, J. Liu and Z. Ying, "Generalized
sequential probability ratio test for separate families of hypotheses" (2014). Programs that test chess
engines, such as fishtest and OpenBench, use the same test.
"""

import math
from dataclasses import dataclass

from darkgo.arena.elo import expected
from darkgo.errors import BadInput

MISTAKES = 0.05
"""The error rate: the probability of accepting either hypothesis if the other one is true."""
BOUND = math.log((1 - MISTAKES) / MISTAKES)


@dataclass(frozen=True, slots=True)
class Sprt:
    """H0: the first player is `elo0` stronger; H1: it is `elo1` stronger.

    Raises BadInput unless elo0 < elo1.
    """

    elo0: float
    elo1: float

    def __post_init__(self) -> None:
        if not -2000 <= self.elo0 < self.elo1 <= 2000:
            raise BadInput(
                f"--sprt: found {self.elo0:g} {self.elo1:g}; expected two differences in Elo, the lower first"
            )

    def ratio(self, wins: int, draws: int, losses: int) -> float:
        """The log likelihood ratio of H1 to H0 for these results."""
        counts = wins, draws, losses
        return _likelihood(*counts, expected(self.elo1)) - _likelihood(*counts, expected(self.elo0))

    def decision(self, wins: int, draws: int, losses: int) -> str:
        """ "H0" or "H1" once one of them is accepted; until then empty."""
        ratio = self.ratio(wins, draws, losses)
        return "H1" if ratio >= BOUND else "H0" if ratio <= -BOUND else ""

    def told(self, wins: int, draws: int, losses: int) -> str:
        """The state of the test, in words."""
        decision = self.decision(wins, draws, losses)
        accepted = {"H0": f"H0: {self.elo0:+g} Elo", "H1": f"H1: {self.elo1:+g} Elo"}.get(decision)
        ratio = f"log likelihood ratio {self.ratio(wins, draws, losses):+.2f} of {-BOUND:.2f} to {BOUND:+.2f}"
        hypotheses = f"SPRT of {self.elo0:+g} against {self.elo1:+g} Elo"
        return f"{hypotheses}: {f'{accepted} is accepted' if accepted else 'open'}, {ratio}"


def _likelihood(wins: int, draws: int, losses: int, share: float) -> float:
    """The log likelihood of the results if `share` of the points is expected, with the best share of draws.

    If a draw has probability d, a win has `share` - d/2 and a loss 1 - `share` - d/2. Setting the derivative
    to 0 gives a quadratic equation for d.
    """
    games = wins + draws + losses
    if not games:
        return 0
    win, loss = 2 * share, 2 - 2 * share
    half = (2 * draws + wins * loss + losses * win) / 2
    drawn = (half - math.sqrt(max(0, half * half - games * draws * win * loss))) / games
    chances = (win - drawn) / 2, drawn, (loss - drawn) / 2
    counts = wins, draws, losses
    return sum(count * math.log(chance) for count, chance in zip(counts, chances, strict=True) if count)
