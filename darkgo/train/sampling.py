"""The records of an update. They depend only on the seed and the number of the update.

If positions have weights, rejection sampling is used. Each slot of a batch gets a candidate from a source
drawn by its weight. The candidate is accepted with a probability given by the weights of its phase and of
counted games. If it is not accepted, another one is drawn. So nothing needs to know where in the files the
positions of a phase are.
"""

from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from darkgo.data.records import BOARD, board_bytes
from darkgo.errors import BadInput
from darkgo.train.batch import candidates, draw
from darkgo.train.examples import LOOKED_AT, Examples, Raw
from darkgo.train.game_targets import is_counted
from darkgo.train.mixture import EVEN, Mixture
from darkgo.train.validation import PHASES

MOST_POSITIONS = 2**31 - 1  # positions are numbered in int32
LEAST_SHARE = 0.01  # the least share of candidates that must be accepted


class Stored(NamedTuple):
    """All examples of a run on a device."""

    records: Array
    """uint8 [M, R]."""
    rows: Array
    """uint8 [G, row bytes]: the rows of the games; [0, 0] if the tables were not read."""
    first: Array
    """int32 [G]: the number of each game's first record."""
    targets: Array | None = None
    """uint8 [M, row bytes]: the targets of a search; None if there are none."""

    def at(self, indices: Array) -> Array:
        """The examples with these numbers [B], uint8 [B, width]."""
        parts = [self.records[indices]]
        if self.rows.shape[1]:
            parts.append(self.rows[jnp.searchsorted(self.first, indices, side="right") - 1])
        if self.targets is not None:
            parts.append(self.targets[indices])
        return jnp.concatenate(parts, axis=1)


class Sampler:
    """Draws the batches of a run. They are the same from files and from an accelerator's memory."""

    def __init__(self, examples: Examples, batch: int, seed: int, mixture: Mixture = EVEN) -> None:
        """Raises BadInput if there are too many positions, or if too few candidates would be accepted."""
        positions = len(examples)
        if positions > MOST_POSITIONS:
            raise BadInput(f"found {positions:,} positions to train on; expected {MOST_POSITIONS:,} at most")
        self._examples, self._batch, self._seed = examples, batch, seed
        self._even = mixture.is_even(examples)
        self._starts = examples.starts.astype(np.int32)
        self._shares = mixture.shares(examples).astype(np.float32)
        self._chances = mixture.chances()
        if not self._even:
            self._check_share(mixture)
        self._draw = jax.jit(lambda update: draw(seed, update, batch, positions))
        self._candidates = jax.jit(lambda update, attempt: self._found(update, attempt))
        self._is_taken = jax.jit(self._taken)

    def gather(self, stored: Stored, update: Array) -> tuple[Array, Array]:
        """The batch of an update, uint8 [B, width], from all examples, and symmetries [B]. For use under
        jit."""
        indices, symmetry = draw(self._seed, update, self._batch, len(self._examples))
        if self._even:
            return stored.at(indices), symmetry

        def again(carry: tuple[Array, Array, Array]) -> tuple[Array, Array, Array]:
            attempt, raw, missing = carry
            indices, luck = self._found(update, attempt)
            raw = jnp.where(missing[:, None], stored.at(indices), raw)
            return attempt + 1, raw, missing & ~self._taken(raw, luck)

        empty = jnp.zeros((self._batch, self._examples.width), jnp.uint8)
        begin = jnp.zeros((), jnp.int32), empty, jnp.ones(self._batch, bool)
        _, raw, _ = lax.while_loop(lambda carry: jnp.any(carry[2]), again, begin)
        return raw, symmetry

    def read(self, update: int) -> tuple[Raw, Array]:
        """The result of `gather`, read from the files. Raises BadInput if one was truncated meanwhile."""
        indices, symmetry = self._draw(update)
        if self._even:
            return self._examples[np.asarray(indices)], symmetry
        raw = np.zeros((self._batch, self._examples.width), np.uint8)
        missing = np.arange(self._batch)
        attempt = 0
        while len(missing):
            indices, luck = self._candidates(update, attempt)
            raw[missing] = self._examples[np.asarray(indices)[missing]]
            taken = np.asarray(self._is_taken(raw, luck))
            missing = missing[~taken[missing]]
            attempt += 1
        return raw, symmetry

    def _found(self, update: Array, attempt: Array | int, count: int | None = None) -> tuple[Array, Array]:
        """Candidates for the slots of a batch, or `count` of them."""
        starts, shares = jnp.asarray(self._starts), jnp.asarray(self._shares)
        return candidates(self._seed, update, attempt, count or self._batch, starts, shares)

    def _taken(self, raw: Array, luck: Array) -> Array:
        return luck < self._chance(raw)

    def _chance(self, raw: Array) -> Array:
        """The probability [B] of accepting each of these examples uint8 [B, width]."""
        board = raw[:, BOARD.start : BOARD.start + board_bytes(self._examples.side)]
        stones = jnp.sum(lax.population_count(board), axis=1, dtype=jnp.int32)
        phase = sum(stones >= start for _, start, _ in PHASES[1:])
        counted = is_counted(raw[:, : self._examples.game_end], self._examples.side)
        return jnp.asarray(self._chances)[counted.astype(jnp.int32), phase]

    def _check_share(self, mixture: Mixture) -> None:
        # Update 0 is free for this check, because updates are counted from 1.
        indices, _ = self._found(jnp.zeros((), jnp.int32), 0, LOOKED_AT)
        share = float(jnp.mean(self._chance(jnp.asarray(self._examples[np.asarray(indices)]))))
        if share < LEAST_SHARE:
            phases = ",".join(f"{weight:g}" for weight in mixture.phases)
            given = [f"{phases} of the phases", f"{mixture.counted:g} of counted games"]
            given += [f"{weight:g} of {name}" for name, weight in mixture.sources.items()]
            raise BadInput(
                f"of {LOOKED_AT} positions drawn {100 * share:.2g}% would be taken, with weights "
                f"{', '.join(given)}; expected {LEAST_SHARE:.0%} or more"
            )


class Batches:
    """The batches of a run whose examples have several sides. All boards of a batch have the same side."""

    def __init__(self, examples: Sequence[Examples], batch: int, seed: int, mixture: Mixture = EVEN) -> None:
        """Raises BadInput as `Sampler` does."""
        self._samplers = [Sampler(of_side, batch, seed, mixture) for of_side in examples]
        self._sides = [of_side.side for of_side in examples]
        weights = np.array([mixture.total(of_side) for of_side in examples])
        self._shares, self._seed = weights / weights.sum(), seed

    def read(self, update: int) -> tuple[int, Raw, Array]:
        """The side of an update's boards, its examples uint8 [B, width], and symmetries [B]. Raises BadInput
        if a file was truncated meanwhile."""
        number = int(np.random.default_rng((self._seed, update)).choice(len(self._sides), p=self._shares))
        return self._sides[number], *self._samplers[number].read(update)
