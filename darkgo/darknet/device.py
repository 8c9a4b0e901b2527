"""The device that JAX computes on: which one it is, and how many inputs it is given at a time."""

import os
from collections.abc import Callable


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
