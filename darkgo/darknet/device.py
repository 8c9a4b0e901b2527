"""The device that JAX computes on: the processor, where an accelerator is there but cannot be used."""

import os
from collections.abc import Callable


def choose_device(tell: Callable[[str], object]) -> None:
    """Makes JAX compute on the processor if its own choice cannot compute; `tell` takes a line about it.

    To be called before anything is computed.
    """
    import jax

    try:
        jax.numpy.zeros(1).block_until_ready()
    except Exception as error:
        # Whatever is wrong, with a driver, its version or its memory: the processor can be used.
        reason = next(iter(str(error).splitlines()), "") or type(error).__name__
        name = os.environ.get("JAX_PLATFORMS") or "the accelerator"
        tell(f"{name} cannot be used: {reason}; computing on the processor")
        jax.config.update("jax_platforms", "cpu")
