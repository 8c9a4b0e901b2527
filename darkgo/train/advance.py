"""Several updates per call, with the records in device memory or on disk, whichever is faster."""

from collections.abc import Iterable, Sequence
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from darkgo.darknet.network import NetSpec
from darkgo.data.records import record_bytes
from darkgo.train.batch import outcome, turn, unpack
from darkgo.train.calls import TOGETHER, Advance, one_by_one
from darkgo.train.examples import Examples, Raw
from darkgo.train.game_targets import game_targets
from darkgo.train.mesh import everywhere
from darkgo.train.mixture import EVEN, Mixture
from darkgo.train.moves import MoveBatch
from darkgo.train.sampling import Batches, Sampler, Stored
from darkgo.train.search_targets import search_targets
from darkgo.train.step import StepResult, TrainState, UpdateFunction

RESIDENT_SHARE = 0.5  # the share of an accelerator's memory that records may take
PIECE = 2**20  # records per upload


def make_advance(
    network: NetSpec,
    step: UpdateFunction,
    every: Sequence[Examples],
    seed: int,
    mixture: Mixture = EVEN,
    reinforce: bool = False,
) -> Advance:
    """The updates of a run. Examples are drawn in proportion to the weights of the mixture. All boards of an
    update have the same side.

    With `reinforce`, moves of the winners become more probable and moves of the losers less probable.
    Positions are then seen in the orientation in which the move was drawn. Otherwise each position is turned
    by a random symmetry.

    If the records are of one side and fit an accelerator's memory, they are uploaded once, and one call makes
    all its updates there. Otherwise each batch is read from the memory map. Raises BadInput if the mixture
    cannot be drawn.
    """
    batch = network.net.integer("batch")

    ends = {examples.side: examples.game_end for examples in every}

    def once(state: TrainState, raw: Array, symmetry: Array, side: int) -> tuple[TrainState, StepResult]:
        raw, searched = raw[:, : ends[side]], raw[:, ends[side] :]
        stones, target = unpack(raw, side)
        if reinforce:
            return step(state, MoveBatch(stones, target, outcome(raw)))
        games = game_targets(raw, side, symmetry, mixture.counted)
        stones, target = turn(stones, target, symmetry)
        wanted = search_targets(searched, side, symmetry, target) if searched.shape[1] else None
        return step(state, MoveBatch(stones, target, None, games, wanted))

    if resident_bytes(every):
        (examples,) = every
        sampler = Sampler(examples, batch, seed, mixture)
        stored = jax.tree.map(everywhere, uploaded(examples))

        def many(state: TrainState, stored: Stored, count: Array | int) -> tuple[TrainState, StepResult]:
            def body(i: Array, carry: tuple[TrainState, StepResult]) -> tuple[TrainState, StepResult]:
                state, results = carry
                raw, symmetry = sampler.gather(stored, state.updates + 1)
                state, result = once(state, raw, symmetry, examples.side)
                return state, jax.tree.map(lambda all, one: all.at[i].set(one), results, result)

            raw, symmetry = jax.eval_shape(sampler.gather, stored, state.updates)
            _, one = jax.eval_shape(partial(once, side=examples.side), state, raw, symmetry)
            empty = jax.tree.map(lambda each: jnp.zeros(TOGETHER, each.dtype), one)
            done: tuple[TrainState, StepResult] = lax.fori_loop(0, count, body, (state, empty))
            return done

        # With a constant count, fori_loop becomes lax.scan and runs without the host. With a variable count
        # the host checks before every update whether it is the last. These two compilations cover all counts.
        together = jax.jit(partial(many, count=TOGETHER), donate_argnums=0)
        fewer = jax.jit(many, donate_argnums=0)

        def resident(state: TrainState, count: int) -> tuple[TrainState, StepResult]:
            results = []
            for left in range(count, 0, -TOGETHER):
                if left >= TOGETHER:
                    state, result = together(state, stored)
                else:
                    state, result = fewer(state, stored, jnp.asarray(left))
                results.append(result)
            return state, jax.tree.map(lambda *parts: np.concatenate(parts)[:count], *results)

        return resident

    single = jax.jit(once, donate_argnums=0, static_argnames="side")
    batches = Batches(every, batch, seed, mixture)

    def update(state: TrainState, number: int) -> tuple[TrainState, StepResult]:
        side, raw, symmetry = batches.read(number)
        done: tuple[TrainState, StepResult] = single(state, raw, symmetry, side=side)
        return done

    return one_by_one(update)


def resident_bytes(every: Sequence[Examples]) -> int:
    """The bytes of an accelerator's memory that the records will use; 0 if they stay in their files."""
    device = jax.local_devices()[0]
    if device.platform == "cpu":
        return 0
    room = int((device.memory_stats() or {}).get("bytes_limit", 0))
    if len(every) > 1:
        return 0
    size = len(every[0]) * (record_bytes(every[0].side) + every[0].width - every[0].game_end)
    return size if size < RESIDENT_SHARE * room else 0


def uploaded(examples: Examples) -> Stored:
    """All examples on the device."""
    (rows, first), targets = examples.games(), None
    if examples.has_targets:
        targets = _joined(examples.target_pieces(PIECE), len(examples), examples.width - examples.game_end)
    records = _joined(examples.pieces(PIECE), len(examples), record_bytes(examples.side))
    return Stored(records, jnp.asarray(rows), jnp.asarray(first, jnp.int32), targets)


def _joined(pieces: Iterable[Raw], count: int, width: int) -> Array:
    """Rows uint8 [count, width] on the device. They are uploaded in pieces, to avoid a second copy."""

    @partial(jax.jit, donate_argnums=0)
    def put(records: Array, piece: Array, start: Array) -> Array:
        return lax.dynamic_update_slice(records, piece, (start, jnp.zeros_like(start)))

    joined, start = jnp.zeros((count, width), jnp.uint8), 0
    for piece in pieces:
        joined = put(joined, piece, jnp.asarray(start)).block_until_ready()
        start += len(piece)
    return joined
