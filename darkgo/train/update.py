"""One update of a network that has no examples yet, to see how long it takes and how much memory."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from darkgo.darknet.device import planned_bytes
from darkgo.darknet.network import NetSpec, initial_parameters, with_options
from darkgo.errors import BadInput
from darkgo.model.network import check_go
from darkgo.train.begin import check_training
from darkgo.train.classes import CLASSES, softmax_of
from darkgo.train.moves import MOVES
from darkgo.train.objective import Objective
from darkgo.train.record_set import trainable
from darkgo.train.step import initial_state, make_step


@dataclass(frozen=True)
class Update:
    """An update with a batch of made-up examples."""

    batch: int
    call: Callable[[], object]
    """Makes an update and waits for its end."""
    planned: int
    """The bytes that XLA plans for it."""
    fixed: int
    """The bytes of parameters and optimizer state, which do not grow with the batch."""


def objective_of(network: NetSpec) -> Objective:
    """What `darkgo train` would make small: the loss of moves, or that of the classes of pictures.

    Raises BadInput with the cfg's file and line if the network cannot be trained.
    """
    try:
        check_go(network)
    except BadInput:
        softmax_of(network)
        check_training(network.net)
        return CLASSES
    trainable(network)
    return MOVES


def update_of(network: NetSpec, dtype: str, batch: int) -> Update:
    """An update of the network in these numbers. It is compiled here. Raises BadInput as `objective_of`."""
    objective = objective_of(network)
    network = with_options(network, batch=batch, subdivisions=1)
    state = [initial_state(network, initial_parameters(network, 0))]
    examples = jax.tree.map(_made_up, objective.batch(network))
    step = jax.jit(make_step(network, objective, dtype), donate_argnums=0).lower(state[0], examples).compile()

    def call() -> None:
        state[0], result = step(state[0], examples)
        jax.block_until_ready(result)

    fixed = sum(array.nbytes for array in jax.tree.leaves(state[0]))
    return Update(batch, call, planned_bytes(step), fixed)


def _made_up(shape: jax.ShapeDtypeStruct) -> Any:
    """Stones, moves or classes, and targets: -1 to 1 for stones, 0 for other whole numbers, else 1."""
    if shape.dtype == jnp.int8:
        return jnp.asarray(np.random.default_rng(0).integers(-1, 2, shape.shape, np.int8))
    if jnp.issubdtype(shape.dtype, jnp.floating):
        return jnp.ones(shape.shape, shape.dtype)
    return jnp.zeros(shape.shape, shape.dtype)
