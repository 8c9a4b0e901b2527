"""What a network says of a position, and who can be asked for it.

In the shapes N is the number of points and A = N + 1 of actions: the points and, last, the pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt
from typing import TYPE_CHECKING, Protocol

from darkgo.go.game import Game
from darkgo.go.symmetry import COUNT as VIEWS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MEAN = VIEWS
"""The mean of all eight views."""
EXPECTED = 0.02
"""The least probability at which a move that gives stones away is useful."""


@dataclass(frozen=True, slots=True)
class Position:
    """Stones, as the player to move sees them, and how they are looked at."""

    stones: bytes
    """int8 [N]: +1 of the player to move, -1 of the other, 0 empty."""
    view: int = 0
    """The symmetry by which the board is turned before the network sees it, or MEAN. 0: as it stands."""

    @classmethod
    def of(cls, game: Game, view: int = 0) -> "Position":
        """The present position of a game."""
        return cls((game.board.array() * game.to_move.value).tobytes(), view)

    @property
    def size(self) -> int:
        """The side of the board."""
        return isqrt(len(self.stones))

    @property
    def rows(self) -> int:
        """How many boards the network is asked about."""
        return VIEWS if self.view == MEAN else 1


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """What a network says of one position, for the player to move. The arrays are read-only."""

    policy: "NDArray[np.float32]"
    """[A]: the probability that a strong player moves there, pass last. It may be above 0 on stones."""
    legal: "NDArray[np.bool_]"
    """[A]: where a move is legal if no ko forbids it and suicide is not allowed."""
    useful: "NDArray[np.bool_]"
    """[N]: the legal moves that could gain something, as `darkgo.engine.player.useful_at_a_glance` has it."""


class Evaluator(Protocol):
    """Who evaluates positions: a network, or whatever takes its place."""

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """The evaluations of some positions, in their order. May be called from any thread.

        Raises BadInput if the network cannot be loaded, or cannot read boards of that size.
        """
        ...
