"""What one and two processes of this machine need for an update, and for an all-reduce between the two.

    python -m benchmarks.two_processes KEPT

Each process has one core of its own. An all-reduce gives both processes the sum of an array of each, over the
machine's own network (localhost). KEPT is the file of JSON for the times; `benchmarks/scaling.py` reads it.

These are processor times of the first process, of all its threads together, because other work on the machine
changes them little. Over localhost the processors do all that is to be done for an all-reduce. Waiting does
not count, so a message takes longer than its figure says. The best of several times counts. Where KEPT has a
better time already, that stays.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from darkgo.files import write_whole

TURNS = 30
LONGEST = 2.0
"""About the seconds for an array, or for a batch; fewer turns may fit into them."""
BYTES = tuple(4**power for power in range(5, 13))
"""Sizes of arrays: 1 KiB to 16 MiB."""
UPDATES = {"6x64": (8, 32), "go.cfg": (1, 4)}
"""Positions of an update for each process, by the networks of `benchmarks/train_step.py`."""
Times = dict[str, dict[str, dict[str, float]]]
"""Seconds by what was measured, its name, and its size."""


def main() -> None:
    """Measures."""
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    kept = Path(sys.argv[1])
    known: dict[str, Times] = json.loads(kept.read_text()) if kept.exists() else {}
    for count in ("1", "2"):
        known[count] = best_of(_together(int(count)), known.get(count, {}))
        write_whole(kept, f"{json.dumps(known, indent=1)}\n".encode())


def best_of(found: Times, known: Times) -> Times:
    """The shorter of the times that both have."""
    return {
        what: {
            name: {
                size: min(seconds, known.get(what, {}).get(name, {}).get(size, seconds))
                for size, seconds in by_size.items()
            }
            for name, by_size in by_name.items()
        }
        for what, by_name in found.items()
    }


def _together(count: int) -> Times:
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
    found: Times = json.loads(said[0].splitlines()[-1])
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
        found["all_reduce"] = {"": {str(size): _best(_all_reduce(size)) for size in BYTES}}
    print(json.dumps(found))


def _best(call: Callable[[], object]) -> float:
    """Seconds of the processor. All processes make as many calls."""
    call()
    began = time.process_time()
    call()
    turns = max(3, min(TURNS, _agreed(LONGEST / max(1e-6, time.process_time() - began))))
    best = float("inf")
    for _ in range(turns):
        began = time.process_time()
        call()
        best = min(best, time.process_time() - began)
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

    from benchmarks.train_step import networks
    from darkgo.darknet.network import initial_parameters, with_options
    from darkgo.train.mesh import everywhere, spread_step
    from darkgo.train.moves import MOVES, MoveBatch
    from darkgo.train.step import initial_state

    network = with_options(networks()[name], batch=batch)
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
