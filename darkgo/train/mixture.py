"""How often positions are drawn: weights of the sources, of the phases of a game, and of counted games."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from darkgo.errors import BadInput
from darkgo.train.examples import Examples
from darkgo.train.validation import PHASES


@dataclass(frozen=True)
class Mixture:
    """A position is drawn in proportion to the weight of its source, times that of its phase, times `counted`
    if its game was counted and has owners (of origin E or X).

    sources: weights by NAME of NAME.train.records. The default is 1; a weight of 0 leaves a source out.
    phases: weights of the phases of `darkgo.train.validation.PHASES`, in their order. no_moves: the names of
    the sources whose moves are not learnt, only how their games ended.
    """

    sources: Mapping[str, float] = field(default_factory=dict)
    phases: tuple[float, ...] = (1.0,) * len(PHASES)
    no_moves: tuple[str, ...] = ()
    counted: float = 1.0

    @classmethod
    def parse(
        cls, sources: Sequence[str], phases: str | None, no_moves: Sequence[str] = (), counted: float = 1.0
    ) -> "Mixture":
        """Read `NAME=WEIGHT` texts, one weight per phase, separated by commas, and names. Raises BadInput."""
        weights: dict[str, float] = {}
        for text in sources:
            name, _, weight = text.rpartition("=")
            if not name or name in weights:
                raise BadInput(f"found --source {text}; expected NAME=WEIGHT, and each name once")
            weights[name] = _weight(weight, f"--source {text}")
        if not 0 < counted < math.inf:
            raise BadInput(f"found --counted {counted:g}; expected a number above 0")
        if phases is None:
            return cls(weights, no_moves=tuple(no_moves), counted=counted)
        numbers = tuple(_weight(part, f"--phases {phases}") for part in phases.split(","))
        if len(numbers) != len(PHASES) or not any(numbers):
            names = ",".join(name.upper() for name, _, _ in PHASES)
            raise BadInput(f"found --phases {phases}; expected {names}: weights, at least one above 0")
        return cls(weights, numbers, tuple(no_moves), counted)

    @classmethod
    def of_json(cls, content: Mapping[str, Any]) -> "Mixture":
        """The inverse of `dataclasses.asdict` and JSON. Raises KeyError or TypeError."""
        no_moves, counted = tuple(content.get("no_moves", ())), content.get("counted", 1.0)
        return cls(dict(content["sources"]), tuple(content["phases"]), no_moves, counted)

    def select(self, every: Sequence[Examples]) -> list[Examples]:
        """The files with a weight above 0, by side. Raises BadInput if a named file is missing, or no
        position remains."""
        there = list(dict.fromkeys(name for examples in every for name in examples.names))
        for option, names in (("--source", self.sources), ("--no-moves", self.no_moves)):
            for name in names:
                if name not in there:
                    expected = f"one of the sources there: {', '.join(there)}"
                    raise BadInput(f"found {option} {name}; expected {expected}")
        wanted = [name for name in there if self.sources.get(name, 1)]
        chosen = [examples.only(wanted, self.no_moves) for examples in every]
        chosen = [examples for examples in chosen if len(examples)]
        if not chosen:
            raise BadInput("found no position in the remaining sources; expected a weight above 0")
        return chosen

    def total(self, examples: Examples) -> float:
        """The weight of all these positions, to compare with those of another side."""
        # The largest weight becomes 1, so that the sum cannot overflow.
        largest = max(1.0, *self.sources.values()) if self.sources else 1.0
        weights = np.array([self.sources.get(name, 1) / largest for name in examples.names], np.float64)
        return float((weights * np.diff(examples.starts)).sum())

    def is_even(self, examples: Examples) -> bool:
        """Whether all of these positions are equally likely."""
        return len(set(self._weights(examples))) == 1 == len(set(self.phases)) and self.counted == 1

    def shares(self, examples: Examples) -> npt.NDArray[np.float64]:
        """The share [F] of each of the F files in the candidates, before the phases are applied."""
        weights = np.array(self._weights(examples)) * np.diff(examples.starts)
        shares: npt.NDArray[np.float64] = weights / weights.sum()
        return shares

    def chances(self) -> npt.NDArray[np.float32]:
        """The probability [2, phases] that a candidate is accepted: in games without counted owners, and with
        them. If it is not, another one is drawn."""
        weights = np.outer([1, self.counted], self.phases)
        chances: npt.NDArray[np.float32] = (weights / weights.max()).astype(np.float32)
        return chances

    def _weights(self, examples: Examples) -> list[float]:
        weights = [self.sources.get(name, 1) for name in examples.names]
        # The largest weight becomes 1, so that the sum of the weights cannot overflow.
        return [weight / max(weights) for weight in weights]


EVEN = Mixture()
"""The mixture in which all positions are equally likely."""


def _weight(text: str, where: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not 0 <= weight < math.inf:
        raise BadInput(f"found {where}; expected a number, 0 or more, for {text!r}")
    return weight
