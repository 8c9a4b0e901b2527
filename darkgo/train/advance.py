"""Several updates in a row, with the records where they are read fastest."""

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

RESIDENT_SHARE = 0.5  # of an accelerator's memory that records may take
PIECE = 2**20  # records uploaded at once
MOST_UPDATES = 256  # in one call
TOGETHER = 16  # updates in a row that an accelerator works through by itself
CALL_SECONDS = 1.0  # how much work one call gets, about

Advance = Callable[[TrainState, int], tuple[TrainState, StepResult]]
"""(state, number of updates, at most 256) -> the state after them and their results, each array [updates].

The state given is used up: its buffers are donated.
"""


def make_advance(
    network: NetSpec,
    step: Step,
    examples: Examples,
    seed: int,
    mixture: Mixture = EVEN,
    reinforce: bool = False,
) -> Advance:
    """The updates of a run, drawn from these examples in proportion to the weights of the mixture.

    With `reinforce` the moves of the winners become more probable and those of the losers less, each seen as
    when it was drawn; else every position is turned by a symmetry of its own.

    On an accelerator with room for the records they are uploaded once, and one call draws and works through
    all its batches there. Elsewhere records are read from the memory map, a batch at a time. Raises BadInput
    if the mixture cannot be drawn.
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

        # With a number that is part of the program fori_loop is lax.scan. With any other the host is asked
        # before every update whether it is the last; but two compilations are enough for all numbers.
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
    """How many updates fit into the time, at least 1; measured for `probe` seconds on a copy of the state.

    Measuring counts as part of the time, and preparing (uploading, compiling) twice: the run that follows
    does it again.
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
            # On an accelerator that was compiled only now.
            preparing += took
            count, measured = 0, time.monotonic()
        if took < CALL_SECONDS / 2 or each == TOGETHER:
            each = min(2 * each, MOST_UPDATES)
    rate = count / (time.monotonic() - measured)
    return max(1, int(rate * (seconds - (time.monotonic() - began) - preparing)))


def resident_bytes(examples: Examples) -> int:
    """The bytes that the records are to take of an accelerator's memory; 0 if they stay in their files."""
    device = jax.local_devices()[0]
    if device.platform == "cpu":
        return 0
    room = int((device.memory_stats() or {}).get("bytes_limit", 0))
    size = len(examples) * RECORD_BYTES
    return size if size < RESIDENT_SHARE * room else 0


def _uploaded(examples: Examples) -> Array:
    """All records uint8 [M, 96] on the device, brought there in pieces, so that there is no second copy."""

    @partial(jax.jit, donate_argnums=0)
    def put(records: Array, piece: Array, start: Array) -> Array:
        return lax.dynamic_update_slice(records, piece, (start, jnp.zeros_like(start)))

    records, start = jnp.zeros((len(examples), RECORD_BYTES), jnp.uint8), 0
    for piece in examples.pieces(PIECE):
        records = put(records, piece, jnp.asarray(start)).block_until_ready()
        start += len(piece)
    return records
