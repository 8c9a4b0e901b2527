"""Python's search for garbage, kept away from large records."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

LARGE = 1 << 20
"""Bytes of a record whose nodes take long to look through."""


@contextmanager
def spared(size: int) -> Iterator[None]:
    """What is made of a large record of so many bytes is not searched for garbage until the next is opened.

    A search through all nodes of a record of 10 MB takes a second, in which no key is answered.
    """
    if size < LARGE:
        yield
        return
    gc.unfreeze()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
