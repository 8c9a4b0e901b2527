"""How fast games advance in the arena: a step and the full legal mask, in microseconds per game and move.

Random games of 19x19, timed over the same moves at several stages and averaged over them. Where pgx is
installed it plays the very same moves, in turns with the arena, and the ratio is what to trust: other work on
the machine slows both. On a CPU the processor time of all cores is counted, on an accelerator the time that
passes.

    taskset -c 1 python -m benchmarks.arena_rules [BATCH ...]
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import mean
from typing import Any

import jax
import jax.numpy as jnp
from jax import Array, lax

from darkgo.arena.rules import State, init, legal, step

SIZE = 19
STAGES = (0, 100, 200, 300, 400)
"""Moves after which is timed."""
LENGTH = 20
"""Moves timed at each stage."""
TURNS = 4
"""How often each is timed; the best counts."""
BATCHES = (64, 1024)
PGX_BATCH = 64
"""The batch at which pgx is compared; larger ones take long."""

Run = Callable[[Any, Array], Any]


@partial(jax.jit, static_argnames="moves")
def drawn(state: State, key: Array, moves: int) -> tuple[State, Array]:
    """The games after random legal moves, passes only where there is no other; and the actions [T, B]."""

    def move(state: State, key: Array) -> tuple[State, Array]:
        mask = legal(state)
        draw = jax.random.uniform(key, mask.shape).at[:, -1].set(0)
        action = jnp.argmax(jnp.where(mask, draw, -1), axis=1)
        return step(state, action), action

    return lax.scan(move, state, jax.random.split(key, moves))


@jax.jit
def ours(state: State, actions: Array) -> tuple[State, Array]:
    """The games after actions [T, B], and how many legal actions there were after each [T, B]."""

    def move(state: State, action: Array) -> tuple[State, Array]:
        state = step(state, action)
        return state, jnp.sum(legal(state), axis=1)

    return lax.scan(move, state, actions)


def theirs(batch: int) -> tuple[Any, Run] | None:
    """The games at their start and the same function of pgx; None where it is not installed."""
    try:
        import pgx
    except ImportError:
        return None
    go = pgx.make(f"go_{SIZE}x{SIZE}")
    play = jax.vmap(go.step)

    @jax.jit
    def run(state: Any, actions: Array) -> Any:
        def move(state: Any, action: Array) -> Any:
            state = play(state, action)
            return state, jnp.sum(state.legal_action_mask, axis=1)

        return lax.scan(move, state, actions)

    return jax.jit(jax.vmap(go.init))(jax.random.split(jax.random.key(0), batch)), run


def seconds(run: Run, state: Any, actions: Array) -> float:
    """The time of one run."""
    clock = time.process_time if jax.default_backend() == "cpu" else time.perf_counter
    began = clock()
    jax.block_until_ready(run(state, actions))
    return clock() - began


def compare(batch: int) -> None:
    """Prints the figures of one batch."""
    states: dict[str, Any] = {"darkgo": init(batch, SIZE)}
    runs: dict[str, Run] = {"darkgo": ours}
    if batch == PGX_BATCH and (other := theirs(batch)):
        states["pgx"], runs["pgx"] = other
    _, actions = drawn(states["darkgo"], jax.random.key(1), STAGES[-1] + LENGTH)
    best: dict[str, list[float]] = {name: [] for name in runs}
    for begin in range(0, len(actions), LENGTH):
        moves = actions[begin : begin + LENGTH]
        if begin in STAGES:
            turns = [{name: seconds(runs[name], states[name], moves) for name in runs} for _ in range(TURNS)]
            for name, times in best.items():
                times.append(min(turn[name] for turn in turns) / (batch * LENGTH))
        states = {name: runs[name](states[name], moves)[0] for name in runs}
    for name, times in best.items():
        stages = ", ".join(f"{1e6 * time:.1f}" for time in times)
        print(f"batch {batch:5}  {name:7} {1e6 * mean(times):8.1f} us per game and move ({stages})")
    if "pgx" in best:
        print(f"batch {batch:5}  {sum(best['pgx']) / sum(best['darkgo']):.0f} times as fast as pgx")


def main() -> None:
    """Prints the figures of every batch that is asked for."""
    device = jax.devices()[0]
    print(
        f"{SIZE}x{SIZE}, after {', '.join(map(str, STAGES))} moves, on {device.platform} {device.device_kind}"
    )
    for batch in map(int, sys.argv[1:] or BATCHES):
        compare(batch)


if __name__ == "__main__":
    main()
