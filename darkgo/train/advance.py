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
MOST_UPDATES = 256  # in one call

Advance = Callable[[TrainState, int], tuple[TrainState, StepResult]]
"""(state, number of updates, at most 256) -> the state after them and their results, each array [updates].

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

        @partial(jax.jit, donate_argnums=0)
        def many(state: TrainState, records: Array, count: Array) -> tuple[TrainState, StepResult]:
            # The number of updates is not part of the program, so there is one compilation whatever it is.
            def body(i: Array, carry: tuple[TrainState, StepResult]) -> tuple[TrainState, StepResult]:
                state, results = carry
                indices, symmetry = draw(seed, state.updates + 1, batch, positions)
                state, result = once(state, records[indices], symmetry)
                return state, jax.tree.map(lambda all, one: all.at[i].set(one), results, result)

            empty = StepResult(*jnp.zeros((3, MOST_UPDATES)))
            done: tuple[TrainState, StepResult] = lax.fori_loop(0, count, body, (state, empty))
            return done

        def resident(state: TrainState, count: int) -> tuple[TrainState, StepResult]:
            state, results = many(state, records, jnp.asarray(count))
            return state, jax.tree.map(lambda values: np.asarray(values)[:count], results)

        return resident

    single = jax.jit(once, donate_argnums=0)
    choose = jax.jit(lambda update: draw(seed, update, batch, positions))

    def several(state: TrainState, count: int) -> tuple[TrainState, StepResult]:
        results = []
        first = int(state.updates) + 1
        for update in range(first, first + count):
            indices, symmetry = choose(update)
            state, result = single(state, examples[np.asarray(indices)], symmetry)
            results.append(result)
        return state, jax.tree.map(lambda *parts: np.stack(parts), *results)

    return several


def updates_within(seconds: float, probe: float, advance: Advance, state: TrainState) -> int:
    """How many updates fit into the time, at least 1; measured for `probe` seconds on a copy of the state.

    Compiling and measuring count as part of the time.
    """
    began = time.monotonic()
    copy = jax.tree.map(jnp.copy, state)
    copy, result = advance(copy, 1)
    np.asarray(result.loss)
    count, each, measured = 0, 1, time.monotonic()
    while time.monotonic() - measured < probe:
        copy, result = advance(copy, each)
        np.asarray(result.loss)
        count += each
        each = min(2 * each, MOST_UPDATES)
    rate = count / (time.monotonic() - measured)
    return max(1, int(rate * (seconds - (time.monotonic() - began))))


def _fit(examples: Examples) -> bool:
    """Whether the records are to live in the memory of an accelerator."""
    device = jax.devices()[0]
    if device.platform == "cpu":
        return False
    room = int((device.memory_stats() or {}).get("bytes_limit", 0))
    return sum(file.nbytes for file in examples.files) < RESIDENT_SHARE * room
