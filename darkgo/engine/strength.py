"""How well the program plays: always its best move, or the best of the moves that it happens to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from darkgo.engine.report import Candidate
from darkgo.errors import BadInput

OBVIOUS = 0.7
"""A move of this probability is seen at every strength, as almost everybody would play it."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How a move is drawn from the moves that the network suggests. Raises BadInput for impossible
    numbers."""

    temperature: float = 0
    """0: always the most probable move. Otherwise a move of probability p is drawn with weight
    p^(1/temperature): at 1 with the network's probabilities, above that more evenly."""
    top: int | None = None
    """Only so many of the most probable moves are drawn from; None: all."""
    share: float = 1
    """The share of the moves that are seen, drawn anew at each turn; others are not played. At least one is
    seen, and an obvious move is always played."""

    def __post_init__(self) -> None:
        if not 0 <= self.temperature <= 100:
            raise BadInput(f"temperature {self.temperature}: 0 to 100 are possible")
        if self.top is not None and self.top < 1:
            raise BadInput(f"top {self.top}: one move or more to choose from")
        if not 0 <= self.share <= 1:
            raise BadInput(f"share {self.share}: 0 to 1 are possible")

    @property
    def draws(self) -> bool:
        """Whether it may play different moves in the same position."""
        return self.temperature > 0 or self.share < 1

    def seen(self, candidates: Sequence[Candidate], random: Random) -> Sequence[Candidate]:
        """The candidates that are seen, in their order.

        KaTrain's calibrated ranks play so: the best, by the policy, of some moves drawn at random, but an
        obvious move always. By KaTrain's formula the number of these moves is nearly the same share of the
        legal moves all through a game.
        """
        if self.share == 1 or len(candidates) < 2:
            return candidates
        likeliest = max(candidates, key=lambda one: one.prior)
        if likeliest.prior >= OBVIOUS:
            return [likeliest]
        number = max(1, round(self.share * len(candidates)))
        return [candidates[place] for place in sorted(random.sample(range(len(candidates)), number))]

    def draw(self, points: Sequence[int], shares: Sequence[float], random: Random) -> int:
        """One of the points, drawn by their shares. The points are sorted, the best first, and there is at
        least one."""
        if not self.temperature or shares[0] <= 0:
            return points[0]
        # Shares are divided by the best one first. Otherwise a small temperature would make all of them 0.
        weights = [(share / shares[0]) ** (1 / self.temperature) for share in shares[: self.top]]
        (chosen,) = random.choices(points[: len(weights)], weights)
        return chosen


BEST = Strength()

LEVELS = (
    Strength(share=0.05),
    Strength(share=0.07),
    Strength(share=0.1),
    Strength(share=0.15),
    Strength(share=0.22),
    Strength(share=0.32),
    Strength(share=0.45),
    Strength(share=0.65),
    Strength(share=0.95),
    BEST,
)
"""Levels go from 1, which a beginner can beat, to 10, which always plays the best move that it has found."""

ELO = (-1290, -1120, -940, -730, -540, -350, -180, 10, 200, 440)
"""The Elo of each level on 19x19 above GNU Go 3.8 level 10, as docs/strength.md says it was measured."""


def level_text(number: int) -> str:
    """What a level is, in words, with its Elo. No level is said to have a rank: none has been measured."""
    strength = LEVELS[number - 1]
    drawn = f"best of {100 * strength.share:.2g}% of moves"
    played = drawn if strength.draws else "the best move it finds"
    return f"{played}; Elo {ELO[number - 1]:+d} (GNU Go level 10: 0)"
