"""What one and two processes of this machine need for an update, and for an all-reduce between the two.

    python -m benchmarks.two_processes KEPT

Each process has one core of its own. An all-reduce gives both processes the sum of an array of each, over the
machine's own network (localhost). The best of several times counts, and KEPT is the file of JSON for them,
which `benchmarks/scaling.py` reads.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

TURNS = 30
LONGEST = 6.0
"""About the seconds for an array, or for a batch, after which there are fewer turns."""
BYTES = tuple(4**power for power in range(5, 13))
"""Sizes of arrays: 1 KiB to 16 MiB."""
UPDATES = {"3x64": (4, 16), "go.cfg": (1, 3)}
"""Positions of an update for each process."""


def main() -> None:
    """Measures."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    found = {str(count): _together(count) for count in (1, 2)}
    Path(sys.argv[1]).write_text(f"{json.dumps(found, indent=1)}\n")


def _together(count: int) -> dict[str, object]:
    """What so many processes measure."""
    with socket.socket() as one:
        one.bind(("localhost", 0))
        port = one.getsockname()[1]
    program = [sys.executable, "-m", "benchmarks.two_processes", "worker", str(count), str(port)]
    started = [
        subprocess.Popen([*program, str(number)], stdout=subprocess.PIPE, text=True)
        for number in range(count)
    ]
    said = [process.communicate()[0] for process in started]
    if any(process.returncode for process in started):
        raise SystemExit("two_processes: a process failed")
    found: dict[str, object] = json.loads(said[0].splitlines()[-1])
    return found


def worker(count: int, port: int, number: int) -> None:
    """One of the processes. It prints what it has measured as the last line."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[number % len(cores)]})
    from darkgo.train.hosts import join

    if count > 1:
        join(f"localhost:{port},{count},{number}")
    found = {"updates": {name: _updates(name, count) for name in UPDATES}}
    if count > 1:
        found["all_reduce"] = {str(size): _best(_all_reduce(size)) for size in BYTES}
    print(json.dumps(found))


def _best(call: Callable[[], object]) -> float:
    """Seconds. All processes make as many calls."""
    call()
    began = time.perf_counter()
    call()
    turns = max(3, min(TURNS, _agreed(LONGEST / (time.perf_counter() - began))))
    best = float("inf")
    for _ in range(turns):
        began = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - began)
    return best


def _agreed(count: float) -> int:
    """The count of the first process."""
    import jax
    from jax.experimental.multihost_utils import broadcast_one_to_all

    return int(count if jax.process_count() == 1 else broadcast_one_to_all(int(count)))


def _all_reduce(size: int) -> Callable[[], object]:
    import jax
    import jax.numpy as jnp
    from jax import lax

    from darkgo.train.mesh import AXIS, _mesh, everywhere

    array = everywhere(jnp.ones(size // 4, jnp.float32))
    given = jax.sharding.PartitionSpec()
    add = jax.jit(
        jax.shard_map(
            lambda a: lax.psum(a, AXIS) / lax.axis_size(AXIS),
            mesh=_mesh(),
            in_specs=given,
            out_specs=given,
            check_vma=False,
        )
    )
    return lambda: add(array).block_until_ready()


def _updates(name: str, count: int) -> dict[str, float]:
    """Seconds of an update, by the positions for each process."""
    return {str(each): _best(_update(name, each * count)) for each in UPDATES[name]}


def _update(name: str, batch: int) -> Callable[[], object]:
    import jax
    import numpy as np

    from benchmarks.bits import Sizes, learner
    from darkgo.darknet.network import initial_parameters, with_options
    from darkgo.model.network import load_network
    from darkgo.paths import find
    from darkgo.train.mesh import everywhere, spread_step
    from darkgo.train.moves import MOVES, MoveBatch
    from darkgo.train.step import initial_state

    network = learner(Sizes()) if name == "3x64" else load_network(find(Path(name), "cfg"))
    network = with_options(network, batch=batch, subdivisions=1)
    state = [jax.tree.map(everywhere, initial_state(network, initial_parameters(network, 0)))]
    step = jax.jit(spread_step(network, MOVES, "float32", 0, by_onednn=False), donate_argnums=0)
    stones = np.random.default_rng(0).integers(-1, 2, (batch, 361), np.int8)
    examples = MoveBatch(stones, np.zeros(batch, np.int32))

    def call() -> None:
        state[0], result = step(state[0], examples)
        jax.block_until_ready(result)

    return call


if __name__ == "__main__":
    if sys.argv[1:2] == ["worker"]:
        worker(*map(int, sys.argv[2:]))
    else:
        main()
