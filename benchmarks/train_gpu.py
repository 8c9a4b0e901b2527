"""How much of an accelerator training uses: positions a second, and as a share of what its products reach.

The peak is that of one large product of bfloat16 matrices, measured here. cfg/go.cfg and cfg/go-small.cfg
train on random records that are held on the device. An update counts for three times the operations of the
network: once forward, and backward once into the inputs and once into the weights of each layer.

    python -m benchmarks.train_gpu [--tiny]

--tiny: sizes that a CPU works through, to see that this program runs.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from darkgo.darknet.network import NetSpec, initial_parameters, with_options
from darkgo.darknet.table import operations
from darkgo.data.records import RECORD_BYTES, SIDE
from darkgo.model.network import load_network
from darkgo.paths import find
from darkgo.train.advance import make_advance
from darkgo.train.examples import Examples
from darkgo.train.moves import MOVES
from darkgo.train.step import initial_state, make_step

DTYPE = "bfloat16"
CFGS = ("go.cfg", "go-small.cfg")
RECORDS = 2**16
TURNS = 5
TRAINING = 3  # operations of an update, by those of the network
# Side of the matrices, products in a row, batch, updates in a call.
FULL, TINY = (8192, 20, 512, 64), (256, 2, 2, 2)


def best(work: Callable[[], object]) -> float:
    """The shortest time in seconds that the work takes, after a first time for compiling."""
    work()
    times = []
    for _ in range(TURNS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def peak(side: int, count: int) -> float:
    """Operations a second in a row of products of matrices."""
    factors = jax.random.normal(jax.random.PRNGKey(0), (2, side, side), DTYPE)
    product = jax.jit(jnp.matmul)

    def products() -> None:
        jax.block_until_ready([product(*factors) for _ in range(count)])

    return 2 * side**3 * count / best(products)


def records() -> np.ndarray:
    """Records uint8 [RECORDS, 96] of random stones and moves."""
    raw = np.random.default_rng(0).integers(0, 256, (RECORDS, RECORD_BYTES), np.uint8)
    raw[:, 2:4] %= SIDE
    return raw


def trained(network: NetSpec, examples: Examples, updates: int) -> float:
    """Positions a second."""
    state = [initial_state(network, initial_parameters(network, 0))]
    advance = make_advance(network, make_step(network, MOVES, DTYPE), [examples], seed=0)

    def call() -> None:
        # The results are NumPy's: they are there when the call returns.
        state[0], _ = advance(state[0], updates)

    return network.net.integer("batch") * updates / best(call)


def main() -> None:
    """Prints the peak, and for each network what it reaches."""
    side, count, batch, updates = TINY if "--tiny" in sys.argv[1:] else FULL
    most = peak(side, count)
    print(f"{jax.devices()[0].device_kind}: {most / 1e12:.3g} TFLOP/s in {DTYPE} products of side {side}")
    examples = Examples.of(records())
    for name in CFGS:
        network = with_options(load_network(find(Path("cfg", name), "cfg")), batch=batch, subdivisions=1)
        rate = trained(network, examples, updates)
        share = TRAINING * operations(network) * rate / most
        print(f"{name:13s} batch {batch}  {rate:8.4g} positions/s  {share:6.1%} of the peak")


if __name__ == "__main__":
    main()
