"""What playing many games at once gains: moves per second, against one evaluation of the network a move.

Games of the default network on 19x19, in a full batch, between its 100th and its 180th move; in turns with
the network on one board. The ratio is what to trust: other work on the machine slows both.

    python -m benchmarks.selfplay [BATCH]
"""

import sys
import time
from collections.abc import Callable
from statistics import median

import jax
import jax.numpy as jnp
import numpy as np

from darkgo.arena.running_games import new_games
from darkgo.arena.selfplay import MOVES, Options, make_advance, prepared_for
from darkgo.darknet.weights import read_weights
from darkgo.model.go_network import GoNetwork
from darkgo.model.network import load_network
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


def playing(dtype: str, batch: int) -> Callable[[], None]:
    """A call that makes MOVES moves in every game, warmed up."""
    cfg, weights = default_network()
    network = load_network(cfg)
    parameters, _ = read_weights(weights, network)
    options = Options(komi=7.5, max_moves=2 * network.input[0] ** 2, seed=1, dtype=dtype)
    advance = make_advance([network], options)
    heat, key = options.temperatures(), jax.random.key(options.seed)
    prepared = prepared_for([network], [parameters], options)
    games = new_games(jnp.arange(batch), network.input[0], options.max_moves)

    def call() -> None:
        nonlocal games
        games = jax.block_until_ready(advance(prepared, key, heat, games)[0])

    for _ in range(SKIPPED):
        call()
    return call


def main() -> None:
    """Prints the figures."""
    batch = int(sys.argv[1]) if len(sys.argv) > 1 else BATCH
    network, stones = GoNetwork(*default_network()), np.zeros((1, 361), np.int8)
    network.answer(stones)
    calls = {dtype: playing(dtype, batch) for dtype in ("float32", "bfloat16")}
    speeds: dict[str, list[float]] = {name: [] for name in ("single", *calls)}
    for _ in range(TURNS):
        speeds["single"].append(SINGLE / seconds(lambda: [network.answer(stones) for _ in range(SINGLE)]))
        for name, call in calls.items():
            speeds[name].append(batch * MOVES / seconds(call))
    device = jax.devices()[0].device_kind
    print(f"{device}; one evaluation a move: {median(speeds['single']):.0f} moves/s at most")
    for name in calls:
        ratio = median(one / other for one, other in zip(speeds[name], speeds["single"], strict=True))
        print(f"batch {batch}, {name:8}: {median(speeds[name]):.0f} moves/s, {ratio:.1f} times as many")


if __name__ == "__main__":
    main()
