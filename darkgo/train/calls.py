"""Several updates in one call, and how many updates fit into a given time."""

import time
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np

from darkgo.train.step import StepResult, TrainState

MOST_UPDATES = 256  # updates in one call, at most
TOGETHER = 16  # updates that an accelerator makes in a row without the host
CALL_SECONDS = 1.0  # the length of one call, about

Advance = Callable[[TrainState, int], tuple[TrainState, StepResult]]
"""(state, number of updates, at most 256) -> the state after them and their results, each array [updates].

The buffers of the given state are donated, so it must not be used again.
"""


def one_by_one(update: Callable[[TrainState, int], tuple[TrainState, StepResult]]) -> Advance:
    """Several updates whose examples are read one batch at a time. `update` makes one, from the state and the
    number of the update."""

    def several(state: TrainState, count: int) -> tuple[TrainState, StepResult]:
        results = []
        first = int(state.updates) + 1
        for number in range(first, first + count):
            state, result = update(state, number)
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
    np.asarray(result.rate)
    count, each, measured = 0, 1, time.monotonic()
    preparing = measured - began
    while time.monotonic() - measured < probe:
        called = time.monotonic()
        copy, result = advance(copy, each)
        np.asarray(result.rate)
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
