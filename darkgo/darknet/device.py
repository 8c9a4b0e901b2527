"""The device that JAX computes on: which one it is, and how many inputs it is given at a time."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from darkgo.memory import available_memory

if TYPE_CHECKING:
    from jax import Device
    from jax.stages import Compiled

USABLE = 0.95
"""The share of a device's memory that can be used; the rest is lost to fragmentation."""


def choose_device(tell: Callable[[str], object]) -> None:
    """Makes JAX compute on the processor if the device that it has chosen cannot compute. `tell` takes a line
    about it. Call this before anything is computed."""
    import jax

    try:
        # A processor can always be used. An accelerator may exist and refuse to compute.
        if jax.default_backend() != "cpu":
            jax.numpy.zeros(1).block_until_ready()
        return
    except Exception as error:
        # Whatever is wrong, with a driver, its version or its memory: the processor can be used.
        reason = _reason(error)
    name = os.environ.get("JAX_PLATFORMS") or "the accelerator"
    tell(f"{name} cannot be used: {reason}; computing on the processor")
    jax.config.update("jax_platforms", "cpu")
    from jax.extend.backend import clear_backends

    # Without this an accelerator that has begun, and cannot compute, stays JAX's choice.
    clear_backends()


def _reason(error: Exception) -> str:
    """The first line of the error."""
    if isinstance(error, AssertionError) and not str(error):
        # JAX only asserts that it has found one of the devices that it was told to use.
        return "JAX found no such device"
    return next(iter(str(error).splitlines()), "") or type(error).__name__


def batches() -> tuple[int, ...]:
    """The numbers of inputs that the device computes at a time, ascending from 1. There are few, because the
    network is compiled for each of them. On a processor, more than 32 inputs at a time are no faster. An
    accelerator needs more to be busy."""
    import jax

    return (1, 8, 32) if jax.default_backend() == "cpu" else (1, 8, 32, 128, 256)


def planned_bytes(program: "Compiled") -> int:
    """The bytes that XLA plans for a compiled program: its arguments, results and intermediate results; 0 if
    XLA does not say."""
    plan = program.memory_analysis()
    if plan is None:
        return 0
    results = plan.output_size_in_bytes - plan.alias_size_in_bytes
    return int(plan.argument_size_in_bytes + plan.temp_size_in_bytes + results)


def fitting_batch(room: float, planned: int, fixed: int, batch: int) -> int:
    """The largest batch for which `room` bytes suffice, 0 if none does.

    `planned`: the bytes for `batch` inputs. `fixed`: those of them that do not grow with the batch.
    """
    each = max(1.0, (planned - fixed) / batch)
    return max(0, int((room - fixed) / each))


def device_memory(device: "Device") -> int | None:
    """The bytes that a device lets JAX use; of a processor the memory that other programs leave. None if
    that is not known."""
    if device.platform == "cpu":
        return available_memory()
    return (device.memory_stats() or {}).get("bytes_limit")
