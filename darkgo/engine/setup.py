"""What is agreed before a game: the board, the odds and who plays."""

import math
from dataclasses import dataclass

from darkgo.errors import BadInput
from darkgo.go.game import Game, Rules
from darkgo.go.points import LARGEST_KOMI, Colour


@dataclass(frozen=True, slots=True)
class Setup:
    """How a new game begins."""

    size: int = 19
    handicap: int = 0
    """Black stones set before the game; White then begins."""
    komi: float | None = None
    """Points that White is given; None: 7.5, or 0.5 in a handicap game."""
    computer: frozenset[Colour] = frozenset({Colour.WHITE})
    """The colours the program plays."""

    def game(self) -> Game:
        """The game at its start. Raises BadInput for a size, a handicap or a komi that cannot be."""
        komi = self.komi
        if komi is None:
            komi = 0.5 if self.handicap else 7.5
        elif not math.isfinite(komi) or abs(komi) > LARGEST_KOMI:
            raise BadInput(f"komi {komi:g}: found no number between -{LARGEST_KOMI} and {LARGEST_KOMI}")
        return Game(self.size, Rules(komi=komi), self.handicap)
