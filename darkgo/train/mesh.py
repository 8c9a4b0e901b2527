"""One batch on several devices: each computes its share, and the gradients are averaged before every update.

The devices may belong to several hosts. Every host runs the same program and draws the same batches. The
first host reports the run and saves it.
"""

from typing import Any

import jax
import numpy as np
from jax import Array
from jax.experimental.multihost_utils import host_local_array_to_global_array
from jax.sharding import Mesh, NamedSharding
from jax.sharding import PartitionSpec as Spec

from darkgo.darknet.network import NetSpec
from darkgo.train.objective import Objective
from darkgo.train.step import StepResult, TrainState, UpdateFunction, make_step

AXIS = "examples"
"""The name of the axis of devices."""


def spread_step(
    network: NetSpec,
    objective: Objective,
    dtype: jax.typing.DTypeLike,
    seed: int,
    by_onednn: bool | None = None,
) -> UpdateFunction:
    """The update of `make_step` on all available devices.

    Batch-norm statistics are those of the whole batch, or of each part with `subdivisions`. All devices have
    the same state. Raises BadInput if the batch cannot be divided among them.
    """
    devices = jax.devices()
    if len(devices) == 1:
        return make_step(network, objective, dtype, seed, by_onednn=by_onednn)
    net = network.net
    batch, parts = net.integer("batch"), net.integer("subdivisions")
    if batch % (parts * len(devices)):
        expected = f"a multiple of subdivisions={parts} times {len(devices)} devices"
        raise net.error(f"batch={batch}", expected, "batch")

    def shares(a: Array) -> Array:
        """The array reordered so that each device gets its share of every part."""
        return a.reshape(parts, len(devices), -1, *a.shape[1:]).swapaxes(0, 1).reshape(a.shape)

    # The resulting statistics and gradients are equal on all devices, but JAX cannot prove that.
    step = jax.shard_map(
        make_step(network, objective, dtype, seed, AXIS, by_onednn),
        mesh=_mesh(),
        in_specs=(Spec(), Spec(AXIS)),
        out_specs=Spec(),
        check_vma=False,
    )

    def spread(state: TrainState, examples: Any) -> tuple[TrainState, StepResult]:
        done: tuple[TrainState, StepResult] = step(state, jax.tree.map(shares, examples))
        return done

    return spread


def everywhere(a: Array) -> Array:
    """Replicate an array on all devices. Every host must pass the same array."""
    if len(jax.devices()) == 1:
        return a
    found: Array
    if jax.process_count() == 1:
        found = jax.device_put(a, NamedSharding(_mesh(), Spec()))
    else:
        found = host_local_array_to_global_array(a, _mesh(), Spec())
    return found


def leads() -> bool:
    """Whether this is the first of the hosts, or the only one."""
    return jax.process_index() == 0


def _mesh() -> Mesh:
    return Mesh(np.array(jax.devices()), (AXIS,))
