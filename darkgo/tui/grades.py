"""How good a move is, as a colour: by the points that it loses against the best candidate."""

from enum import Enum

from darkgo.engine.report import Candidate

RGB = tuple[int, int, int]
RARE = 0.01
"""The share of the visits below which a candidate is hardly visited."""


class Grade(Enum):
    """The classes of moves. White text can be read on each colour."""

    GOOD = (44, 122, 52)
    FAIR = (158, 120, 0)
    BAD = (206, 92, 0)
    BLUNDER = (190, 30, 34)
    RARE = (112, 112, 116)
    """Hardly visited, so that its value is not sure."""

    @property
    def colour(self) -> RGB:
        """Its colour."""
        return self.value


BOUNDS = ((0.5, Grade.GOOD), (2.0, Grade.FAIR), (5.0, Grade.BAD))
"""Points that a move of each class loses less than."""


def grade(lost: float) -> Grade:
    """The class of a move that loses so many points."""
    return next((kind for bound, kind in BOUNDS if lost < bound), Grade.BLUNDER)


def grade_of(one: Candidate | None, lost: float | None, visits: int) -> Grade | None:
    """The class of a candidate that loses so many points, of so many visits in all; None if what it loses is
    not known."""
    if one is None or lost is None:
        return None
    return Grade.RARE if one.visits < RARE * visits else grade(lost)
