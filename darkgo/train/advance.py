"""Several updates in a row, with the records where they are read fastest."""

import time
from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array, lax

from darkgo.net.network import NetSpec
from darkgo.train.batch import draw, turn, unpack
from darkgo.train.examples import Examples
from darkgo.train.step import Step, StepResult, TrainState

RESIDENT_SHARE = 0.5  # of an accelerator's memory that records may take
LONGEST_PROBE = 64  # updates in one call while the speed is measured

Advance = Callable[[TrainState, int], tuple[TrainState, StepResult]]
"""(state, number of updates) -> the state after them and their results, each array [updates].

The state given is used up: its buffers are donated.
"""


def make_advance(network: NetSpec, step: Step, examples: Examples, seed: int) -> Advance:
    """The updates of a run, drawn from these examples.

    On an accelerator with room for the records they are uploaded once, and one call draws and works through
    all its batches there. Elsewhere records are read from the memory map, a batch at a time.
    """
    batch, positions = network.net.integer("batch"), len(examples)

    def once(state: TrainState, raw: Array, symmetry: Array) -> tuple[TrainState, StepResult]:
        return step(state, *turn(*unpack(raw), symmetry))

    if _fit(examples):
        records = jnp.concatenate([jax.device_put(np.ascontiguousarray(file)) for file in examples.files])

        @partial(jax.jit, static_argnums=2, donate_argnums=0)
        def many(state: TrainState, records: Array, count: int) -> tuple[TrainState, StepResult]:
            def body(state: TrainState, _: None) -> tuple[TrainState, StepResult]:
                indices, symmetry = draw(seed, state.updates + 1, batch, positions)
                return once(state, records[indices], symmetry)

            return lax.scan(body, state, length=count)

        return lambda state, count: many(state, records, count)

    single = jax.jit(once, donate_argnums=0)
    choose = jax.jit(lambda update: draw(seed, update, batch, positions))

    def several(state: TrainState, count: int) -> tuple[TrainState, StepResult]:
        results = []
        first = int(state.updates) + 1
        for update in range(first, first + count):
            indices, symmetry = choose(update)
            state, result = single(state, examples[np.asarray(indices)], symmetry)
            results.append(result)
        return state, jax.tree.map(lambda *parts: jnp.stack(parts), *results)

    return several


def updates_within(seconds: float, probe: float, advance: Advance, state: TrainState) -> int:
    """How many updates fit into the time, at least 1; measured for `probe` seconds on a copy of the state.

    Compiling and measuring count as part of the time.
    """
    began = time.monotonic()
    copy = jax.tree.map(jnp.copy, state)
    copy, result = advance(copy, 1)
    result.loss.block_until_ready()
    count, each, measured = 0, 1, time.monotonic()
    while time.monotonic() - measured < probe:
        copy, result = advance(copy, each)
        result.loss.block_until_ready()
        count += each
        each = min(2 * each, LONGEST_PROBE)
    rate = count / (time.monotonic() - measured)
    return max(1, int(rate * (seconds - (time.monotonic() - began))))


def _fit(examples: Examples) -> bool:
    """Whether the records are to live in the memory of an accelerator."""
    device = jax.devices()[0]
    if device.platform == "cpu":
        return False
    room = int((device.memory_stats() or {}).get("bytes_limit", 0))
    return sum(file.nbytes for file in examples.files) < RESIDENT_SHARE * room
