"""Validation: how often a network predicts the move that was played."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
from jax import Array

from darkgo.darknet import onednn
from darkgo.darknet.network import NetParameters, NetSpec
from darkgo.darknet.prepared import Plan, prepare
from darkgo.darknet.ways import BY_ONEDNN, BY_XLA
from darkgo.data.records import SIDE
from darkgo.model.network import prepared_logits
from darkgo.model.planes import VIEWS, over_views, planes
from darkgo.train.batch import unpack
from darkgo.train.examples import Examples

BATCH = 256
PHASES = (("opening", 0, 60), ("middle", 60, 150), ("end", 150, SIDE * SIDE + 1))
"""Phases of a game by the number of stones on the board: from (inclusive) and to (exclusive)."""


@dataclass(frozen=True)
class Accuracy:
    """top1 and top5: the share of positions whose move was the first choice, or among the first five.

    nll: the mean of -log p of the move played, in nats. positions: the number of positions.
    """

    top1: float
    top5: float
    nll: float
    positions: int

    @classmethod
    def of(cls, ranks: npt.NDArray[np.float32], nll: npt.NDArray[np.float32]) -> "Accuracy":
        """The accuracy from the rank [M] of each move (0 for the first choice) and its -log p [M]."""
        return cls(float(np.mean(ranks < 1)), float(np.mean(ranks < 5)), float(np.mean(nll)), len(ranks))


class Validator:
    """Measures how often a network predicts the move that was played. Compiled once for all parameters.

    As in play, occupied points are not ranked, and of equal probabilities the lower point comes first. With
    `multi`, probabilities are the means of the eight views. The network is computed in `dtype`. `by_onednn`
    is as for `darkgo.train.step.make_step`.
    """

    def __init__(
        self,
        network: NetSpec,
        multi: bool = False,
        dtype: jax.typing.DTypeLike = jnp.float32,
        by_onednn: bool | None = None,
    ) -> None:
        self._network, self._dtype = network, jnp.dtype(dtype).name
        fast = onednn.is_faster(dtype) if by_onednn is None else by_onednn
        self._ways = BY_ONEDNN if fast else BY_XLA
        self._measure = jax.jit(partial(_measure, Plan.of(network, self._dtype, self._ways), multi))
        self._batch = BATCH // VIEWS if multi else BATCH

    def __call__(
        self,
        parameters: NetParameters,
        examples: Examples,
        limit: int | None = None,
        advance: Callable[[int], object] = lambda count: None,
    ) -> tuple[Accuracy, dict[str, Accuracy]]:
        """The accuracy over the examples, and for each phase of the game that has positions.

        With `limit`, only that many examples at even distances are used. `advance` is called with the number
        of positions of each batch.
        """
        _, prepared = prepare(self._network, parameters, self._dtype, self._ways)
        indices = examples.spread(limit)
        results: tuple[list[npt.NDArray[np.float32]], ...] = ([], [], [])
        for start in range(0, len(indices), self._batch):
            chosen = indices[start : start + self._batch]
            # The last batch is padded with its last position, so that only one shape is compiled.
            filled = np.concatenate([chosen, np.repeat(chosen[-1:], self._batch - len(chosen))])
            found = self._measure(prepared, examples[filled])
            for kept, values in zip(results, found, strict=True):
                kept.append(np.asarray(values)[: len(chosen)])
            advance(len(chosen))
        rank, loss, count = (np.concatenate(parts) for parts in results)
        phases = {
            name: Accuracy.of(rank[here], loss[here])
            for name, low, high in PHASES
            for here in [(count >= low) & (count < high)]
            if here.any()
        }
        return Accuracy.of(rank, loss), phases


def _measure(plan: Plan, multi: bool, parameters: NetParameters, raw: Array) -> tuple[Array, Array, Array]:
    """Rank, -log p and stones on the board of each record uint8 [B, 96]; each result [B]."""
    stones, target = unpack(raw)

    def once(stones: Array) -> Array:
        return prepared_logits(plan, parameters, planes(stones, SIDE)).policy

    if multi:
        # The mean of probabilities, computed from logarithms, because some are too small for float32.
        logs = jax.nn.logsumexp(over_views(once, stones, SIDE), axis=1) - math.log(VIEWS)
    else:
        logs = once(stones)
    chosen = jnp.take_along_axis(logs, target[:, None], axis=1)
    occupied = jnp.pad(stones != 0, ((0, 0), (0, 1)))
    earlier = jnp.arange(logs.shape[1]) < target[:, None]
    before = (logs > chosen) | ((logs == chosen) & earlier)
    return jnp.sum(before & ~occupied, axis=1), -chosen[:, 0], jnp.sum(stones != 0, axis=1)
