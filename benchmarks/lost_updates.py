"""How many weights an update would leave as they are, if they were kept in bfloat16.

    python -m benchmarks.lost_updates RECORDS

RECORDS is a folder made by `darkgo data build`. The default network makes one update, from an empty state of
its optimizer, and the weights of its convolutions are looked at: a change below half of the distance to the
next number of bfloat16 is lost. The change is proportional to the learning rate.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from darkgo.darknet.network import with_options
from darkgo.darknet.weights import read_weights
from darkgo.model.network import load_network
from darkgo.paths import default_network
from darkgo.train.advance import make_advance
from darkgo.train.examples import Examples
from darkgo.train.moves import MOVES
from darkgo.train.step import initial_state, make_step

RATES = (4e-3, 2e-3, 4e-4, 4e-5)
"""Learning rates: of the cfg, of later runs, and of the last tenth and hundredth of a run of the cfg."""


def lost(
    weights: Sequence[NDArray[np.float32]], changes: Sequence[NDArray[np.float32]], rate: float
) -> float:
    """The share of the weights that stay what they are when the changes times the rate are subtracted."""
    kept = [jnp.asarray(array, jnp.bfloat16) for array in weights]
    stay = [
        np.asarray((was.astype(jnp.float32) - rate * change).astype(jnp.bfloat16) == was)
        for was, change in zip(kept, changes, strict=True)
    ]
    return float(np.mean(np.concatenate([array.ravel() for array in stay])))


def moved(records: Path) -> tuple[list[NDArray[np.float32]], list[NDArray[np.float32]]]:
    """The kernels of the default network, and what an update at a learning rate of 1 subtracts from them."""
    cfg, weights = default_network()
    network = with_options(load_network(cfg), policy="constant", burn_in=0, learning_rate=1.0)
    parameters, _ = read_weights(weights, network)
    before = [np.array(of["weights"]) for of in parameters if "weights" in of]
    examples = Examples.open(records, "train", with_games=True)
    state, _ = make_advance(network, make_step(network, MOVES), [examples], seed=0)(
        initial_state(network, parameters), 1
    )
    after = [np.array(of["weights"]) for of in jax.device_get(state.parameters) if "weights" in of]
    return before, [was - now for was, now in zip(before, after, strict=True)]


def lines(records: Path) -> Iterator[str]:
    """A line for each learning rate."""
    weights, changes = moved(records)
    for rate in RATES:
        yield f"learning rate {rate:g}: {100 * lost(weights, changes, rate):.0f}% of the weights stay"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    for line in lines(Path(sys.argv[1])):
        print(line)
