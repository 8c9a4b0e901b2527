"""The memory that an update needs, for the error message when a device has too little."""

import jax

from darkgo.darknet.device import USABLE, planned_bytes
from darkgo.darknet.network import NetSpec, initial_parameters, with_options
from darkgo.errors import BadInput
from darkgo.train.objective import Objective
from darkgo.train.step import initial_state, make_step


def is_shortage(error: jax.errors.JaxRuntimeError) -> bool:
    """Whether the error means that a device is out of memory."""
    return "RESOURCE_EXHAUSTED" in str(error)


def bytes_of_update(network: NetSpec, objective: Objective, dtype: str) -> int:
    """The bytes that XLA plans for one update: parameters, optimizer state, a batch and intermediate results.

    0 if XLA does not say. The update is compiled but not run.
    """
    state = jax.eval_shape(lambda: initial_state(network, initial_parameters(network, 0)))
    update = jax.jit(make_step(network, objective, dtype), donate_argnums=0)
    return planned_bytes(update.lower(state, objective.batch(network)).compile())


def shortage(
    network: NetSpec, objective: Objective, dtype: str, records: int, device: jax.Device, devices: int
) -> BadInput:
    """The error for a device with too little memory: how much is needed, and which batch fits.

    records: bytes of the records on each device. devices: how many devices share the batch.
    """
    try:
        return _shortage(network, objective, dtype, records, device, devices)
    except jax.errors.JaxRuntimeError:
        # Compiling the update to learn how much it needs also takes memory, and can fail.
        found = f"batch={network.net.integer('batch')} needs more memory than {device.device_kind} has left"
        return network.net.error(found, "a smaller one", "batch")


def _shortage(
    network: NetSpec, objective: Objective, dtype: str, records: int, device: jax.Device, devices: int
) -> BadInput:
    there = int((device.memory_stats() or {}).get("bytes_limit", 0))
    batch = network.net.integer("batch")
    needed = _bytes_of_share(network, objective, dtype, devices)
    found = f"batch={batch} needs {_gigabytes(needed)} of memory"
    if devices > 1:
        found += f" on each of {devices} devices"
    if records:
        found += f", besides {_gigabytes(records)} of records"
    if there:
        found += f", and {device.device_kind} gives {_gigabytes(there)}"
    smaller = _fitting(network, objective, dtype, USABLE * there - records, devices) if there else None
    expected = "a smaller one"
    if smaller is not None:
        expected = f"batch={smaller[0]}, which needs {_gigabytes(smaller[1])}"
    return network.net.error(found, expected, "batch")


def _bytes_of_share(network: NetSpec, objective: Objective, dtype: str, devices: int) -> int:
    """Like `bytes_of_update`, for each of the devices that share the batch."""
    share = with_options(network, batch=network.net.integer("batch") // devices)
    return bytes_of_update(share, objective, dtype)


def _fitting(
    network: NetSpec, objective: Objective, dtype: str, room: float, devices: int
) -> tuple[int, int] | None:
    """The largest batch that fits, of a half, a quarter and so on of the present one, and its bytes per
    device."""
    parts = network.net.integer("subdivisions") * devices
    batch = network.net.integer("batch") // 2
    while batch >= parts:
        batch -= batch % parts
        needed = _bytes_of_share(with_options(network, batch=batch), objective, dtype, devices)
        if needed <= room:
            return batch, needed
        batch //= 2
    return None


def _gigabytes(count: int) -> str:
    return f"{count / 2**30:.3g} GiB"
