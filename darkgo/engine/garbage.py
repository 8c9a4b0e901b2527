"""Python's search for garbage, kept away from large records."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

LARGE = 1 << 20
"""The size in bytes from which a record is large: a search through its nodes takes long."""


@contextmanager
def spared(size: int) -> Iterator[None]:
    """Excludes the objects of a large record from the search for garbage, until the next record is opened.

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
