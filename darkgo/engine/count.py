"""A count of one position: which stones are dead, and what that makes of the board."""

from dataclasses import dataclass

from darkgo.engine.dead import together
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS
from darkgo.go.score import Score, area_score


@dataclass(slots=True)
class Count:
    """The dead stones of a position, proposed by the network and mended by people."""

    asked: bool = False
    """Whether somebody wants the position counted although the game goes on."""
    dead: int | None = None
    """The mask of the dead stones; None while nobody has looked for them."""

    def mark(self, game: Game, point: int) -> bool:
        """Declares the stones that live or die with this one dead, or alive again; whether they are dead now.

        Raises BadInput if no stone is there.
        """
        if point == PASS or not game.board.at(point):
            raise BadInput("there is no stone to mark")
        group, dead = together(game.board, point), self.dead or 0
        is_dead = not dead >> point & 1
        self.dead = dead | group if is_dead else dead & ~group
        return is_dead

    def score(self, game: Game) -> Score:
        """The area score of the board without the dead stones."""
        return area_score(game.board, game.rules.komi, self.dead or 0)

    def text(self, game: Game) -> str:
        """The score in words."""
        stones = (self.dead or 0).bit_count()
        dead = "every stone alive" if not stones else f"{stones} dead stone{'s' if stones > 1 else ''}"
        return f"{self.score(game)} by area, {dead}."
