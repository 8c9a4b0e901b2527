"""How much of what the network thinks a person wants to see: nothing, numbers, a heat map, or ownership."""

from dataclasses import dataclass
from enum import StrEnum


class Hints(StrEnum):
    """What is shown, in the order in which a key goes through them."""

    OFF = "off"
    NUMBERS = "numbers"
    """The best moves, numbered."""
    HEAT = "heat"
    """The best moves, and the probability of every point."""
    OWNERSHIP = "ownership"
    """The best moves, and the expected owner of each point, if the network has value heads."""

    @property
    def next(self) -> "Hints":
        """What comes after it; after the last comes the first."""
        every = list(Hints)
        return every[(every.index(self) + 1) % len(every)]

    @property
    def words(self) -> str:
        """What it is called on the screen."""
        return "heat map" if self is Hints.HEAT else str(self)


@dataclass(frozen=True, slots=True)
class HintChoice:
    """What a person wants in the two kinds of games."""

    against_computer: Hints = Hints.OFF
    """While the person plays one colour and the computer the other."""
    otherwise: Hints = Hints.NUMBERS
    """In a record, between two people, and where the computer plays both colours or none."""
