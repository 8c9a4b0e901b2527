"""What playing many games at once gains: moves per second, against one evaluation of the network a move.

Games of the default network on 19x19, in a full batch, between its 100th and its 180th move; in turns with
`Policy.evaluate` on one board. The ratio is what to trust: other work on the machine slows both.

    python -m benchmarks.selfplay [BATCH]
"""

import sys
import time
from collections.abc import Callable
from statistics import median

import jax
import jax.numpy as jnp
import numpy as np

from darkgo.arena.selfplay import MOVES, Style, make_advance, new_table
from darkgo.engine.policy import Policy
from darkgo.net.network import load_network
from darkgo.net.weights import read_weights
from darkgo.paths import default_network

BATCH = 256
SKIPPED = 6
"""Calls before the clock is started."""
TURNS = 5
SINGLE = 100
"""Single evaluations in a turn."""


def seconds(work: Callable[[], object]) -> float:
    """The time that the work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    """Prints the figures."""
    batch = int(sys.argv[1]) if len(sys.argv) > 1 else BATCH
    cfg, weights = default_network()
    network = load_network(cfg)
    parameters, _ = read_weights(weights, network)
    policy, stones = Policy(cfg, weights), np.zeros((1, 361), np.int8)
    policy.evaluate(stones)
    moves = 2 * network.input[0] ** 2
    advance = make_advance([network], 7.5, Style())
    heat, key = Style().temperatures(moves), jax.random.key(1)
    table = new_table(jnp.arange(batch), network.input[0], moves)

    def call() -> None:
        nonlocal table
        table = jax.block_until_ready(advance([parameters], key, heat, table)[0])

    for _ in range(SKIPPED):
        call()
    together, single = [], []
    for _ in range(TURNS):
        together.append(batch * MOVES / seconds(call))
        single.append(SINGLE / seconds(lambda: [policy.evaluate(stones) for _ in range(SINGLE)]))
    ratio = median(one / other for one, other in zip(together, single, strict=True))
    print(f"{jax.devices()[0].device_kind}, batch {batch}: {median(together):.0f} moves/s")
    print(f"one evaluation a move: {median(single):.0f} moves/s at most; {ratio:.1f} times as fast")


if __name__ == "__main__":
    main()
