"""The evaluation of a position, and the protocol of everything that evaluates.

In the shapes N is the number of points and A = N + 1 of actions: the points and, last, the pass.

Komi is not an input of the network. The expected margin is the sum of the ownership. The margin of the game
is assumed to have a logistic distribution with the median margin + shift. From that follows the win rate for
every komi.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt, tanh
from typing import TYPE_CHECKING, Protocol

from darkgo.errors import BadInput
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
    """A position: the stones as seen by the player to move, and the view of the network."""

    stones: bytes
    """int8 [N]: +1 of the player to move, -1 of the other, 0 empty."""
    view: int = 0
    """The symmetry by which the board is turned before the network sees it, or MEAN. 0: not turned."""

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
        """How many boards the network evaluates for this position."""
        return VIEWS if self.view == MEAN else 1


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """What a network says about one position, for the player to move. The arrays are read-only."""

    policy: "NDArray[np.float32]"
    """[A]: the probability that a strong player moves there, pass last. It may be above 0 on stones."""
    legal: "NDArray[np.bool_]"
    """[A]: where a move is legal if no ko forbids it and suicide is not allowed."""
    useful: "NDArray[np.bool_]"
    """[N]: the legal moves that could gain something, as `darkgo.engine.useful.useful_at_a_glance` has it."""
    ownership: "NDArray[np.float32] | None" = None
    """[N]: from +1, the point will surely be the mover's, to -1, the opponent's. None without value heads."""
    shift: float = 0.0
    """The median of the margin's distribution minus `margin`, in units of the board's side."""
    spread: float = 1.0
    """The scale of the margin's distribution, in units of the board's side."""

    @property
    def has_value(self) -> bool:
        """Whether the network has value heads, which say who is ahead."""
        return self.ownership is not None

    @property
    def margin(self) -> float:
        """The points by which the mover is expected to lead, by area and without komi. Raises TypeError
        without a value."""
        if self.ownership is None:
            raise TypeError("found an evaluation without ownership; expected a network with value heads")
        return float(self.ownership.sum())

    def win_rate(self, komi: float) -> float:
        """The probability that the mover wins, 0 to 1. `komi` is what the mover gets: White's komi, or minus
        Black's. Raises TypeError without a value."""
        side = isqrt(len(self.policy))
        lead = self.margin + self.shift * side + komi
        # The logistic function; tanh does not overflow.
        return 0.5 + 0.5 * tanh(lead / (2 * self.spread * side))


class NetworkFailure(BadInput):
    """The network cannot be computed: the device fails, or there is too little memory even for one board."""


class Evaluator(Protocol):
    """Evaluates positions. It is a network, or takes the place of one in tests."""

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        """The evaluations of some positions, in their order. May be called from any thread.

        Raises BadInput if the network cannot be loaded, or cannot read boards of that size, and
        NetworkFailure if it cannot be computed.
        """
        ...
