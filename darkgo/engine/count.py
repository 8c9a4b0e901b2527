"""A count of one position: which stones are dead, and what that makes of the board."""

from dataclasses import dataclass
from typing import NamedTuple

from darkgo.engine.group import together
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS
from darkgo.go.score import Score, area_score


class Breakdown(NamedTuple):
    """What a score is made of."""

    rows: tuple[tuple[str, str, str], ...]
    """Each a name, what Black has of it and what White has; "" for nothing."""
    neutral: int
    """How many points are nobody's."""


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
        return f"{self.score(game)} by area"

    def breakdown(self, game: Game) -> Breakdown:
        """What the score is made of."""
        score, board, dead = self.score(game), game.board, self.dead or 0
        black, white, neutral = (score.owner.count(owner) for owner in (1, -1, 0))
        rows = (
            ("Area", f"{black}", f"{white}"),
            ("Komi", "", f"{game.rules.komi:g}"),
            ("Total", f"{score.black:g}", f"{score.white:g}"),
            ("Dead stones", f"{(dead & board.black).bit_count()}", f"{(dead & board.white).bit_count()}"),
        )
        return Breakdown(rows, neutral)
