"""How well the program plays: always its best move, or a draw among the good ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from darkgo.errors import BadInput


@dataclass(frozen=True, slots=True)
class Strength:
    """How a move is drawn from the moves that the network suggests. Raises BadInput for impossible
    numbers."""

    temperature: float = 0
    """0: always the most probable move. Otherwise a move of probability p is drawn with weight
    p^(1/temperature): at 1 with the network's probabilities, above that more evenly."""
    top: int | None = None
    """Only so many of the most probable moves are drawn from; None: all."""
    floor: float = 0
    """Moves less probable than this share of the best one are never played."""

    def __post_init__(self) -> None:
        if not 0 <= self.temperature <= 100:
            raise BadInput(f"temperature {self.temperature}: 0 to 100 are possible")
        if self.top is not None and self.top < 1:
            raise BadInput(f"top {self.top}: one move or more to choose from")
        if not 0 <= self.floor <= 1:
            raise BadInput(f"floor {self.floor}: a share from 0 to 1")

    def draw(self, points: Sequence[int], shares: Sequence[float], random: Random) -> int:
        """One of the points, drawn by their shares. The points are sorted, the best first, and there is at
        least one."""
        if not self.temperature or shares[0] <= 0:
            return points[0]
        # Shares are divided by the best one first. Otherwise a small temperature would make all of them 0.
        of_best = [share / shares[0] for share in shares[: self.top]]
        weights = [share ** (1 / self.temperature) if share >= self.floor else 0 for share in of_best]
        (chosen,) = random.choices(points[: len(weights)], weights)
        return chosen


BEST = Strength()

LEVELS = (
    Strength(2.0, top=40, floor=0.01),
    Strength(1.7, top=30, floor=0.012),
    Strength(1.4, top=25, floor=0.015),
    Strength(1.2, top=20, floor=0.02),
    Strength(1.0, top=16, floor=0.03),
    Strength(0.8, top=12, floor=0.04),
    Strength(0.6, top=9, floor=0.05),
    Strength(0.4, top=6, floor=0.1),
    Strength(0.2, top=4, floor=0.2),
    BEST,
)
"""Levels go from 1, which differs most from the network's first choice, to 10, which always plays it."""


def level_text(number: int) -> str:
    """What a level is, in words. No level is said to have a rank: none has been measured."""
    strength = LEVELS[number - 1]
    if not strength.temperature:
        return "always the best move it has found"
    how = {
        -1: "mostly the likeliest",
        0: "as often as the network expects",
        1: "more evenly than the network expects",
    }[(strength.temperature > 1) - (strength.temperature < 1)]
    return f"one of the {strength.top} likeliest moves, {how}"
