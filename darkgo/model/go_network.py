"""A network for Go, prepared for this machine: stones in, answers and masks out.

In the shapes B is the number of boards, N of points, A = N + 1 of actions.
"""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.typing import ArrayLike
from numpy.typing import NDArray

from darkgo.darknet.network import NetParameters, resized
from darkgo.darknet.prepared import prepare
from darkgo.darknet.staged import staged
from darkgo.darknet.ways import DEFAULT, Computation
from darkgo.darknet.weights import read_weights
from darkgo.errors import BadInput
from darkgo.model import chains
from darkgo.model.eyes import gives_away, idle
from darkgo.model.heads import Answer, answer
from darkgo.model.network import check_go, load_network
from darkgo.model.planes import planes


class Masks(NamedTuple):
    """Masks of moves by the rules, for the player whose stones are +1. All are bool [B, N]."""

    playable: NDArray[np.bool_]
    """Where a move is legal if no ko forbids it."""
    idle: NDArray[np.bool_]
    """Where a move gains nothing."""
    gives_away: NDArray[np.bool_]
    """Where a legal move puts a chain of the player's own into atari and captures nothing."""


class NumpyAnswer(NamedTuple):
    """An answer of the network as NumPy's arrays, with the shapes of `darkgo.model.heads.Answer`."""

    policy: NDArray[np.float32]
    ownership: NDArray[np.float32] | None
    outcome: NDArray[np.float32] | None


def concatenated(parts: Iterable[NumpyAnswer]) -> NumpyAnswer:
    """The answers to several batches as one."""
    policy, ownership, outcome = zip(*parts, strict=True)
    return NumpyAnswer(
        np.concatenate(policy),
        None if ownership[0] is None else np.concatenate(ownership),
        None if outcome[0] is None else np.concatenate(outcome),
    )


class GoNetwork:
    """A network with its weights. Compiles once for each size of board and number of boards."""

    def __init__(self, cfg: Path, weights: Path, choice: Computation = DEFAULT) -> None:
        """Reads both files. `choice` must be right on this machine.

        Raises BadInput if a file cannot be used, or the network is not for Go.
        """
        self._network = check_go(load_network(cfg))
        self._prepared = prepare(
            self._network, read_weights(weights, self._network)[0], choice.dtype, choice.ways
        )
        self._compiled: dict[tuple[int, int], Callable[[NetParameters, ArrayLike], Answer]] = {}

    def answer(self, stones: NDArray[np.int8]) -> NumpyAnswer:
        """What the network says of stones int8 [B, N]: +1 of the player to move, -1 of the other.

        Raises BadInput if the network cannot read boards of that size.
        """
        if stones.shape not in self._compiled:
            self._compiled[stones.shape] = self._compile(*stones.shape)
        return NumpyAnswer(*jax.device_get(self._compiled[stones.shape](self._prepared.parameters, stones)))

    def _compile(self, boards: int, points: int) -> Callable[[NetParameters, ArrayLike], Answer]:
        size = round(points**0.5)
        try:
            check_go(resized(self._network, size))
            plan = self._prepared.plan.resized(size)
        except BadInput as error:
            lines = "line" if size == 1 else "lines"
            raise BadInput(f"the network cannot read a board of {size} {lines}: {error}") from None

        return staged(plan, boards, partial(planes, size=size), partial(answer, plan.network))

    @staticmethod
    def masks(stones: NDArray[np.int8]) -> Masks:
        """The masks of boards with these stones [B, N]. Every chain must have a liberty."""
        return Masks(*(np.asarray(mask) for mask in _masks(stones)))


@jax.jit
def _masks(stones: Array) -> tuple[Array, Array, Array]:
    boards, mover = chains.of(stones), jnp.ones(len(stones), jnp.int8)
    return chains.playable(boards, mover), idle(boards, mover), gives_away(boards, mover)
