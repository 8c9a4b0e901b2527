"""A count of one position: its dead stones, and the score."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.group import together
from darkgo.go.points import PASS, Colour
from darkgo.go.score import Score, area_score, prisoners, score, territory, without

_COLUMNS = (Colour.BLACK, Colour.WHITE)


class Breakdown(NamedTuple):
    """The parts of a score."""

    rows: tuple[tuple[str, str, str], ...]
    """In each row a name, Black's number and White's; "" for nothing.

    Stones, territory, eyes in seki and White's komi add up to the score by area; territory, prisoners and
    komi to that by territory.
    """
    neutral: int
    """How many points are nobody's, by the rules of the game."""


@dataclass(slots=True)
class Count:
    """The dead stones of a position. The network proposes them, and people may change them."""

    asked: bool = False
    """Whether somebody has asked for a count, although the game goes on."""
    dead: int | None = None
    """The mask of the dead stones; None while nobody has looked for them."""

    def mark(self, game: Game, point: int) -> bool:
        """Marks the stones that live or die with this one as dead, or as alive again. Returns whether they
        are dead now.

        Raises BadInput if no stone is there.
        """
        if point == PASS or not game.board.at(point):
            raise BadInput("there is no stone to mark: point at one, which is then dead, or alive again")
        group, dead = together(game.board, point), self.dead or 0
        is_dead = not dead >> point & 1
        self.dead = dead | group if is_dead else dead & ~group
        return is_dead

    def score(self, game: Game) -> Score:
        """The score of the board without the dead stones, by the rules of the game."""
        return score(game, self.dead or 0)

    def text(self, game: Game) -> str:
        """The score in words."""
        return f"{self.score(game)} by {'territory' if game.rules.territory else 'area'}"

    def breakdown(self, game: Game) -> Breakdown:
        """The parts of the score by area and by territory, for any rules."""
        dead, komi = self.dead or 0, game.rules.komi
        board = without(game.board, dead)
        stones = [board.stones(colour).bit_count() for colour in _COLUMNS]
        areas = [area_score(board, 0).owner.count(colour) for colour in _COLUMNS]
        points = [mask.bit_count() for mask in territory(board)]
        eyes = [area - stone - own for area, stone, own in zip(areas, stones, points, strict=True)]
        taken = [prisoners(game.board, game.captures, dead)[colour] for colour in _COLUMNS]
        rows = [
            _row("Stones", stones),
            _row("Territory", points),
            _row("Eyes in seki", eyes),
            _row("Prisoners", taken),
            ("Komi", "", f"{komi:g}"),
            _row("By area", [areas[0], areas[1] + komi]),
            _row("By territory", [points[0] + taken[0], points[1] + taken[1] + komi]),
        ]
        if not any(eyes):
            del rows[2]
        return Breakdown(tuple(rows), self.score(game).owner.count(0))


def _row(name: str, values: Sequence[float]) -> tuple[str, str, str]:
    black, white = values
    return name, f"{black:g}", f"{white:g}"
