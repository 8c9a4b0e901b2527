"""Keeps Python's garbage collector away from large records."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

LARGE = 1 << 20
"""From so many bytes on a record is large: searching its nodes for garbage takes long."""


@contextmanager
def spared(size: int) -> Iterator[None]:
    """Excludes the objects of a large record from garbage collection, until the next record is opened.

    A collection with all nodes of a record of 10 MB takes a second. During it no key is answered.
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
