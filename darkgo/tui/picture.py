"""The picture of a board: everything that is shown at each point."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from darkgo.go.board import Board
from darkgo.go.points import PASS, Colour
from darkgo.tui.grades import Grade

HEAT_LEVELS = 32
"""Steps of colour in the heat map, the hottest for the most probable point."""

SURE = (0.2, 0.5, 0.8)
"""The least ownership of each level of sureness."""
SURE_LEVELS = len(SURE)


class Spot(NamedTuple):
    """Everything shown at one point. Equal spots look the same on points with the same lines."""

    stone: Colour | None = None
    dead: bool = False
    last: bool = False
    """Played last."""
    mark: str = ""
    """The sign of a suggestion."""
    percent: int = -1
    """Probability in percent of the suggestion, or of the point in the heat map; -1 if there is neither."""
    heat: int = 0
    """0 (none) to HEAT_LEVELS."""
    label: str = ""
    owner: Colour | None = None
    """The owner of the point as territory, or the player who captures the dead stone on it."""
    sure: int = SURE_LEVELS
    """How sure it is whose the point is: 1 to SURE_LEVELS."""
    grade: Grade | None = None
    """How good the suggestion is; None if that is not known."""
    number: str = ""
    """The number of the move that placed the stone."""
    branch: str = ""
    """The letter of the next move of the game here."""
    answer: bool = False
    """The colour that played here in the record."""
    wrong: Colour | None = None
    """The colour whose move was wrongly guessed here."""
    ghost: Colour | None = None
    """A stone that would be played here."""
    cursor: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A position of N points and what is shown about it. Points are those of `darkgo.go.points`."""

    board: Board
    last: int | None = None
    """The point that was played last."""
    suggestions: tuple[tuple[int, str, float], ...] = ()
    """Point, mark and probability (0 to 1) of each point the network suggests."""
    heat: tuple[float, ...] | None = None
    """[N] probability of every point: the heat map."""
    labels: Mapping[int, str] = field(default_factory=dict)
    """Marks of a game record, on stones or empty points."""
    owner: tuple[float, ...] | None = None
    """[N] owner: from +1, surely Black's, to -1, surely White's; 0 nobody's. Shown on points without a living
    stone, larger the surer it is."""
    dead: int = 0
    """The mask of the dead stones."""
    answer: int | None = None
    """The point that was played here in the record."""
    wrong: tuple[int, Colour] | None = None
    """An empty point that was guessed wrongly, and the player whose move was guessed."""
    grades: Mapping[int, Grade] = field(default_factory=dict)
    """How good suggestions are, by point."""
    variation: tuple[tuple[int, Colour], ...] = ()
    """Moves that are expected, as numbered ghost stones."""
    numbers: Mapping[int, int] = field(default_factory=dict)
    """The number of the move that placed each stone, by point."""
    branches: Mapping[int, str] = field(default_factory=dict)
    """The letter of each next move of the game, by point."""

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
                sure = sum(abs(owner) >= bound for bound in SURE)
                if sure and not alive >> point & 1:
                    colour = Colour.BLACK if owner > 0 else Colour.WHITE
                    seen[point] = seen[point]._replace(owner=colour, sure=sure)
        for point in board.points(self.dead & board.occupied):
            stone = seen[point].stone
            assert stone is not None
            seen[point] = seen[point]._replace(dead=True, owner=stone.other)
        for point, mark, share in self.suggestions:
            grade = self.grades.get(point)
            seen[point] = seen[point]._replace(mark=mark, percent=_percent(share), grade=grade)
        for point, number in self.numbers.items():
            seen[point] = seen[point]._replace(number=str(number))
        for point, letter in self.branches.items():
            seen[point] = seen[point]._replace(branch=letter)
        for number, (point, colour) in reversed([*enumerate(self.variation, 1)]):
            if point != PASS and seen[point].stone is None:
                seen[point] = seen[point]._replace(ghost=colour, mark=str(number))
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
    """A probability in percent, at most 99, so that it has at most two digits."""
    return min(round(100 * share), 99)
