"""What is agreed before a game: the board, the handicap and who plays."""

import math
from dataclasses import dataclass, replace

from darkgo.engine.clock import TimeSystem
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import LARGEST_KOMI, Colour
from darkgo.go.rulesets import NAMED, usual, usual_komi

COMPUTER = {
    "black": frozenset({Colour.BLACK}),
    "white": frozenset({Colour.WHITE}),
    "both": frozenset(Colour),
    "none": frozenset[Colour](),
}
"""The colours that the program plays, by the word for them."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How a new game begins."""

    size: int = 19
    handicap: int = 0
    """Black stones set before the game; White then begins."""
    komi: float | None = None
    """Points that White is given. None: 7.5, with territory counting 6.5, and 0.5 in a handicap game."""
    computer: frozenset[Colour] = frozenset({Colour.WHITE})
    """The colours the program plays."""
    rules: str = "chinese"
    """The name of the rules, one of `rulesets.USUAL`."""
    clock: TimeSystem | None = None
    """The time that both players have; None for no clock."""

    def game(self) -> Game:
        """The game at its start. Raises BadInput for a size, a handicap or a komi that is not possible."""
        komi, rules = self.komi, usual(NAMED[self.rules], 0)
        if komi is None:
            komi = usual_komi(rules, self.handicap)
        elif not math.isfinite(komi) or abs(komi) > LARGEST_KOMI:
            raise BadInput(f"komi {komi:g}: expected a number from -{LARGEST_KOMI} to {LARGEST_KOMI}")
        return Game(self.size, replace(rules, komi=komi), self.handicap)
