"""Which hints a person wants to see: none, numbers, a heat map, or the ownership."""

from dataclasses import dataclass
from enum import StrEnum


class Hints(StrEnum):
    """The kinds of hints, in the order in which a key goes through them."""

    OFF = "off"
    NUMBERS = "numbers"
    """The best moves, numbered."""
    HEAT = "heat"
    """The best moves, and the probability of every point."""
    OWNERSHIP = "ownership"
    """The best moves, and the expected owner of each point, if the network has value heads."""

    @property
    def next(self) -> "Hints":
        """The kind after this one. The first follows the last."""
        every = list(Hints)
        return every[(every.index(self) + 1) % len(every)]

    @property
    def words(self) -> str:
        """Its name on the screen."""
        return "heat map" if self is Hints.HEAT else str(self)


@dataclass(frozen=True, slots=True)
class HintChoice:
    """The hints in the two kinds of games."""

    against_computer: Hints = Hints.OFF
    """In a game of a person against the computer."""
    otherwise: Hints = Hints.NUMBERS
    """In a record, between two people, and when the computer plays both colours."""
