"""Several updates per call, with the records in device memory or on disk, whichever is faster."""

import time
from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from darkgo.darknet.network import NetSpec
from darkgo.data.records import RECORD_BYTES
from darkgo.train.batch import outcome, turn, unpack
from darkgo.train.examples import Examples
from darkgo.train.mesh import everywhere
from darkgo.train.mixture import EVEN, Mixture
from darkgo.train.sampling import Sampler
from darkgo.train.step import Step, StepResult, TrainState

RESIDENT_SHARE = 0.5  # the share of an accelerator's memory that records may take
PIECE = 2**20  # records per upload
MOST_UPDATES = 256  # updates in one call, at most
TOGETHER = 16  # updates that an accelerator makes in a row without the host
CALL_SECONDS = 1.0  # the length of one call, about

Advance = Callable[[TrainState, int], tuple[TrainState, StepResult]]
"""(state, number of updates, at most 256) -> the state after them and their results, each array [updates].

The buffers of the given state are donated, so it must not be used again.
"""


def make_advance(
    network: NetSpec,
    step: Step,
    examples: Examples,
    seed: int,
    mixture: Mixture = EVEN,
    reinforce: bool = False,
) -> Advance:
    """The updates of a run. Examples are drawn in proportion to the weights of the mixture.

    With `reinforce`, moves of the winners become more probable and moves of the losers less probable.
    Positions are then seen in the orientation in which the move was drawn. Otherwise each position is turned
    by a random symmetry.

    If the records fit an accelerator's memory, they are uploaded once, and one call makes all its updates
    there. Otherwise each batch is read from the memory map. Raises BadInput if the mixture cannot be drawn.
    """
    sampler = Sampler(examples, network.net.integer("batch"), seed, mixture)

    def once(state: TrainState, raw: Array, symmetry: Array) -> tuple[TrainState, StepResult]:
        if reinforce:
            return step(state, *unpack(raw), outcome(raw))
        return step(state, *turn(*unpack(raw), symmetry))

    if resident_bytes(examples):
        records = everywhere(_uploaded(examples))

        def many(state: TrainState, records: Array, count: Array | int) -> tuple[TrainState, StepResult]:
            def body(i: Array, carry: tuple[TrainState, StepResult]) -> tuple[TrainState, StepResult]:
                state, results = carry
                state, result = once(state, *sampler.gather(records, state.updates + 1))
                return state, jax.tree.map(lambda all, one: all.at[i].set(one), results, result)

            empty = StepResult(*jnp.zeros((3, TOGETHER)))
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
                    state, result = together(state, records)
                else:
                    state, result = fewer(state, records, jnp.asarray(left))
                results.append(result)
            return state, jax.tree.map(lambda *parts: np.concatenate(parts)[:count], *results)

        return resident

    single = jax.jit(once, donate_argnums=0)

    def several(state: TrainState, count: int) -> tuple[TrainState, StepResult]:
        results = []
        first = int(state.updates) + 1
        for update in range(first, first + count):
            state, result = single(state, *sampler.read(update))
            results.append(result)
        return state, jax.tree.map(lambda *parts: np.stack(parts), *results)

    return several


def updates_within(seconds: float, probe: float, prepared: Callable[[], Advance], state: TrainState) -> int:
    """How many updates fit into `seconds`, at least 1. The speed is measured for `probe` seconds on a copy.

    The measurement counts as part of the time. Preparation (uploading and compiling) counts twice, because
    the run that follows repeats it.
    """
    began = time.monotonic()
    advance = prepared()
    copy = jax.tree.map(jnp.copy, state)
    copy, result = advance(copy, 1)
    np.asarray(result.loss)
    count, each, measured = 0, 1, time.monotonic()
    preparing = measured - began
    while time.monotonic() - measured < probe:
        called = time.monotonic()
        copy, result = advance(copy, each)
        np.asarray(result.loss)
        took = time.monotonic() - called
        count += each
        if each == TOGETHER:
            # On an accelerator this call includes compilation.
            preparing += took
            count, measured = 0, time.monotonic()
        if took < CALL_SECONDS / 2 or each == TOGETHER:
            each = min(2 * each, MOST_UPDATES)
    rate = count / (time.monotonic() - measured)
    return max(1, int(rate * (seconds - (time.monotonic() - began) - preparing)))


def resident_bytes(examples: Examples) -> int:
    """The bytes of an accelerator's memory that the records will use; 0 if they stay in their files."""
    device = jax.local_devices()[0]
    if device.platform == "cpu":
        return 0
    room = int((device.memory_stats() or {}).get("bytes_limit", 0))
    size = len(examples) * RECORD_BYTES
    return size if size < RESIDENT_SHARE * room else 0


def _uploaded(examples: Examples) -> Array:
    """All records uint8 [M, 96] on the device. They are uploaded in pieces, to avoid a second copy."""

    @partial(jax.jit, donate_argnums=0)
    def put(records: Array, piece: Array, start: Array) -> Array:
        return lax.dynamic_update_slice(records, piece, (start, jnp.zeros_like(start)))

    records, start = jnp.zeros((len(examples), RECORD_BYTES), jnp.uint8), 0
    for piece in examples.pieces(PIECE):
        records = put(records, piece, jnp.asarray(start)).block_until_ready()
        start += len(piece)
    return records
