"""What is to be seen on the board, and how one picture differs from another point by point."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from darkgo.go.board import Board
from darkgo.go.points import Colour

HEAT_LEVELS = 32
"""Steps of colour in the heat map, the hottest for the most probable point."""


class Spot(NamedTuple):
    """All that is to be seen at one point. Equal spots look the same on points of the same kind."""

    stone: Colour | None = None
    dead: bool = False
    last: bool = False
    """Played last."""
    mark: str = ""
    """The sign of a suggestion."""
    percent: int = -1
    """Probability of a suggestion, or of the point in a heat map; -1 if there is neither."""
    heat: int = 0
    """0 (none) to HEAT_LEVELS."""
    label: str = ""
    owner: Colour | None = None
    """Whose territory an empty point is, or who takes a dead stone."""
    answer: bool = False
    """Played here in the record."""
    wrong: Colour | None = None
    """Whose stone was guessed to be played here, wrongly."""
    ghost: Colour | None = None
    """A stone that would be played here."""
    cursor: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A position and what is known about it, N points. Points are those of `darkgo.go.points`."""

    board: Board
    last: int | None = None
    """The point that was played last."""
    suggestions: tuple[tuple[int, str, float], ...] = ()
    """Point, mark and probability (0 to 1) of each point the network suggests."""
    heat: tuple[float, ...] | None = None
    """[N] probability of every point: the heat map."""
    labels: Mapping[int, str] = field(default_factory=dict)
    """Marks of a game record, on stones or empty points."""
    owner: tuple[int, ...] | None = None
    """[N] +1 black's, -1 white's, 0 nobody's: shown as territory where there is no living stone."""
    dead: int = 0
    """The mask of the dead stones."""
    answer: int | None = None
    """The point that was played here in the record."""
    wrong: tuple[int, Colour] | None = None
    """A point without a stone that was guessed wrongly, and whose move was guessed."""

    def spots(self) -> list[Spot]:
        """The N points one by one."""
        board = self.board
        seen = [Spot()] * (board.size * board.size)
        for point in board.points(board.black):
            seen[point] = BLACK
        for point in board.points(board.white):
            seen[point] = WHITE
        if self.heat is not None:
            largest = max(self.heat) or 1.0
            for point, share in enumerate(self.heat):
                level = round(HEAT_LEVELS * (share / largest) ** 0.5)
                if level:
                    seen[point] = seen[point]._replace(heat=level, percent=_percent(share))
        if self.owner is not None:
            alive = board.occupied & ~self.dead
            for point, owner in enumerate(self.owner):
                if owner and not alive >> point & 1:
                    seen[point] = seen[point]._replace(owner=Colour(owner))
        for point in board.points(self.dead & board.occupied):
            stone = seen[point].stone
            assert stone is not None
            seen[point] = seen[point]._replace(dead=True, owner=stone.other)
        for point, mark, share in self.suggestions:
            seen[point] = seen[point]._replace(mark=mark, percent=_percent(share))
        for point, label in self.labels.items():
            seen[point] = seen[point]._replace(label=label)
        if self.last is not None:
            seen[self.last] = seen[self.last]._replace(last=True)
        if self.answer is not None:
            seen[self.answer] = seen[self.answer]._replace(answer=True)
        if self.wrong is not None:
            point, colour = self.wrong
            seen[point] = seen[point]._replace(wrong=colour)
        return seen


BLACK, WHITE = Spot(Colour.BLACK), Spot(Colour.WHITE)


def _percent(share: float) -> int:
    """At most 99, so that two digits hold it."""
    return min(round(100 * share), 99)
