"""Validation: how often a network predicts the move that was played, and who wins."""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, NamedTuple

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
from darkgo.model.heads import Logits, heads
from darkgo.model.network import prepared_logits
from darkgo.model.planes import VIEWS, all_views, planes, turned_back
from darkgo.train.batch import unpack
from darkgo.train.examples import Examples
from darkgo.train.game_targets import GameTargets, game_targets
from darkgo.train.value_accuracy import Margin, Winner

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


@dataclass(frozen=True)
class PhaseResults:
    """The results on some positions. winner is None without value heads, or if no winner is known."""

    moves: Accuracy
    winner: Winner | None

    @property
    def as_json(self) -> dict[str, Any]:
        """For JSON: the accuracy's fields, and `winner` if there is one."""
        return {**asdict(self.moves), **({"winner": asdict(self.winner)} if self.winner else {})}


@dataclass(frozen=True)
class Validation(PhaseResults):
    """The results on all positions, by phase of the game, and on the last positions of counted games."""

    phases: Mapping[str, PhaseResults]
    margin: Margin | None

    @property
    def as_json(self) -> dict[str, Any]:
        """For JSON: the same fields for all positions and for each phase, and `margin` if there is one."""
        phases = {name: phase.as_json for name, phase in self.phases.items()}
        return {
            **super().as_json,
            **({"margin": asdict(self.margin)} if self.margin else {}),
            "phases": phases,
        }


class _Measured(NamedTuple):
    """Measurements of positions, each [B] or [M]."""

    rank: Any
    """How many moves were more probable."""
    nll: Any
    """-log p of the move."""
    stones: Any
    """The number of stones on the board."""
    margin: Any
    """The expected margin by area in points, without komi, seen by the player to move; 0 without value
    heads."""
    centre: Any
    """The median of the margin."""
    spread: Any
    """The scale of its distribution, in points."""
    targets: GameTargets | None
    """What is known of the games; None without value heads or without a table of games."""


class Validator:
    """Measures how often a network predicts the move that was played, and the winner. Compiled once for all
    parameters.

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
    ) -> Validation:
        """The results over the examples.

        With `limit`, only that many examples at even distances are used, and at most as many counted games.
        `advance` is called with the number of positions of each batch.
        """
        _, prepared = prepare(self._network, parameters, self._dtype, self._ways)
        indices = examples.spread(limit)
        found = self._measured(prepared, examples, indices, advance)
        targets = found.targets

        def phase(here: npt.NDArray[np.bool_]) -> PhaseResults:
            accuracy = Accuracy.of(found.rank[here], found.nll[here])
            if targets is None:
                return PhaseResults(accuracy, None)
            known = here & (targets.won_known > 0)
            logit = (found.centre[known] + targets.komi[known]) / found.spread[known]
            return PhaseResults(accuracy, Winner.of(logit, np.asarray(targets.won[known])))

        phases = {
            name: phase(here)
            for name, low, high in PHASES
            for here in [(found.stones >= low) & (found.stones < high)]
            if here.any()
        }
        whole = phase(np.ones(len(indices), bool))
        margin = self._margin(prepared, examples, limit) if targets else None
        return Validation(whole.moves, whole.winner, phases, margin)

    def _margin(self, prepared: NetParameters, examples: Examples, limit: int | None) -> Margin | None:
        """How well the margins of counted games are foreseen at their last positions."""
        ends = examples.counted_ends()
        ends = ends[np.linspace(0, len(ends) - 1, min(limit or len(ends), len(ends))).astype(np.int64)]
        if not len(ends):
            return None
        found = self._measured(prepared, examples, ends)
        assert found.targets is not None
        return Margin.of(np.abs(found.margin + found.targets.komi - found.targets.result))

    def _measured(
        self,
        prepared: NetParameters,
        examples: Examples,
        indices: npt.NDArray[np.int64],
        advance: Callable[[int], object] = lambda count: None,
    ) -> _Measured:
        """The measurements of these examples, as NumPy arrays."""
        parts = []
        for start in range(0, len(indices), self._batch):
            chosen = indices[start : start + self._batch]
            # The last batch is padded with its last position, so that only one shape is compiled.
            filled = np.concatenate([chosen, np.repeat(chosen[-1:], self._batch - len(chosen))])
            found = self._measure(prepared, examples[filled])
            parts.append([np.asarray(values)[: len(chosen)] for values in jax.tree.leaves(found)])
            advance(len(chosen))
        joined = [np.concatenate(kind) for kind in zip(*parts, strict=True)]
        whole: _Measured = jax.tree.unflatten(jax.tree.structure(found), joined)
        return whole


def _measure(plan: Plan, multi: bool, parameters: NetParameters, raw: Array) -> _Measured:
    """The measurements of examples uint8 [B, R or more]."""
    side = plan.network.input[0]
    stones, target = unpack(raw, side)

    def once(stones: Array) -> Logits:
        return prepared_logits(plan, parameters, planes(stones, side))

    found = once(all_views(stones, side).reshape(-1, side * side)) if multi else once(stones)
    views = VIEWS if multi else 1
    logs = found.policy
    if multi:
        # The mean of probabilities, computed from logarithms, because some are too small for float32.
        logs = jax.nn.logsumexp(turned_back(logs, side), axis=1) - math.log(VIEWS)
    chosen = jnp.take_along_axis(logs, target[:, None], axis=1)
    occupied = jnp.pad(stones != 0, ((0, 0), (0, 1)))
    earlier = jnp.arange(logs.shape[1]) < target[:, None]
    before = (logs > chosen) | ((logs == chosen) & earlier)
    margin, shift, spread = jnp.zeros((3, len(stones)))
    if found.ownership is not None and found.outcome is not None:
        points = jnp.sum(2 * jax.nn.sigmoid(found.ownership) - 1, axis=1)
        margin = points.reshape(-1, views).mean(axis=1)
        shift, spread = side * found.outcome.reshape(-1, views, 2).mean(axis=1).T
    return _Measured(
        jnp.sum(before & ~occupied, axis=1),
        -chosen[:, 0],
        jnp.sum(stones != 0, axis=1),
        margin,
        margin + shift,
        spread,
        game_targets(raw, side, jnp.zeros(len(raw), jnp.int32)) if heads(plan.network).has_value else None,
    )
