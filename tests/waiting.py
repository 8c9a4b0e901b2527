"""Waiting for something to come about, on a machine that may be busy with other things.

No test depends on how long anything takes. The limit is for a program that hangs.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

PATIENCE = 600
"""Seconds after which whatever is waited for will not come any more."""

PATIENT = (1, 5, 30, 180)
"""Seconds to wait for a program that is slow on purpose, tried one after another until no other one is too
slow for them."""


def wait_until(is_so: Callable[[], object]) -> None:
    """Returns as soon as it is so."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.01)


async def until(is_so: Callable[[], object]) -> None:
    """Returns as soon as it is so, and lets a program on the same loop go on meanwhile."""
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def in_the_end(act: Callable[[], object]) -> AsyncIterator[None]:
    """Acts also where the test fails: what waits for it would wait for long."""
    try:
        yield
    finally:
        act()
