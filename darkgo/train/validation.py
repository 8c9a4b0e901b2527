"""How often a network finds the move that was played."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
from jax import Array

from darkgo.net.layer import Mode
from darkgo.net.network import NetParameters, NetSpec, log_probabilities
from darkgo.net.planes import VIEWS, all_views, mean_of_views, planes
from darkgo.train.batch import SIZE, unpack
from darkgo.train.examples import Examples

BATCH = 256
PHASES = (("opening", 0, 60), ("middle", 60, 150), ("end", 150, SIZE * SIZE + 1))
"""Phases of a game by the number of stones on the board: from (inclusive) and to (exclusive)."""


@dataclass(frozen=True)
class Accuracy:
    """top1 and top5: shares of positions whose move was the first, or among the first five, choices.

    nll: mean of -log p of the move played, in nats. positions: how many were looked at.
    """

    top1: float
    top5: float
    nll: float
    positions: int

    @classmethod
    def of(cls, ranks: npt.NDArray[np.float32], nll: npt.NDArray[np.float32]) -> "Accuracy":
        """From the rank [M] of each move (0: first choice) and its -log p [M]."""
        if not len(ranks):
            return cls(0.0, 0.0, 0.0, 0)
        return cls(float(np.mean(ranks < 1)), float(np.mean(ranks < 5)), float(np.mean(nll)), len(ranks))


def validate(
    network: NetSpec,
    parameters: NetParameters,
    examples: Examples,
    limit: int | None = None,
    multi: bool = False,
    dtype: jax.typing.DTypeLike = jnp.float32,
    advance: Callable[[int], object] = lambda count: None,
) -> tuple[Accuracy, dict[str, Accuracy]]:
    """Accuracy over the examples, and by phase of the game.

    With `limit`, over that many at even distances. Points that are occupied are left out before ranking, as
    in play. `advance` is told how many positions each batch had.
    """
    measure = jax.jit(partial(_measure, network, multi, dtype))
    indices = examples.spread(limit)
    size = BATCH // VIEWS if multi else BATCH
    results: tuple[list[npt.NDArray[np.float32]], ...] = ([], [], [])
    for start in range(0, len(indices), size):
        chosen = indices[start : start + size]
        # One shape, one compilation: the last batch is filled up with its last position.
        filled = np.concatenate([chosen, np.repeat(chosen[-1:], size - len(chosen))])
        found = measure(parameters, examples[filled])
        for kept, values in zip(results, found, strict=True):
            kept.append(np.asarray(values)[: len(chosen)])
        advance(len(chosen))
    rank, loss, count = (np.concatenate(parts) for parts in results)
    phases = {
        name: Accuracy.of(rank[here], loss[here])
        for name, low, high in PHASES
        for here in [(count >= low) & (count < high)]
    }
    return Accuracy.of(rank, loss), phases


def _measure(
    network: NetSpec, multi: bool, dtype: jax.typing.DTypeLike, parameters: NetParameters, raw: Array
) -> tuple[Array, Array, Array]:
    """Rank, -log p and stones on the board of each record uint8 [B, 96]; each result [B]."""
    stones, target = unpack(raw)
    boards = all_views(stones, SIZE).reshape(-1, SIZE * SIZE) if multi else stones
    logs, _ = log_probabilities(network, parameters, planes(boards, SIZE), Mode(dtype=dtype))
    if multi:
        logs = jnp.log(mean_of_views(jnp.exp(logs).reshape(-1, VIEWS, logs.shape[1]), SIZE))
    chosen = jnp.take_along_axis(logs, target[:, None], axis=1)
    occupied = jnp.pad(stones != 0, ((0, 0), (0, 1)))
    better = jnp.sum((logs > chosen) & ~occupied, axis=1)
    return better, -chosen[:, 0], jnp.sum(stones != 0, axis=1)
