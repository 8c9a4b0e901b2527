"""How many positions the tree of a search may have on this machine."""

import os
from contextlib import suppress
from pathlib import Path

MOST_NODES = 1_000_000
"""The most positions of a tree."""
NODE_BYTES = 1000
"""About what a position takes, at most: arrays are doubled when they are full."""
SHARE = 0.25
"""The share of the memory that a tree may take."""
_LIMITS = "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"
"""Where Linux says how much memory a container may use."""


def most_nodes() -> int:
    """A million, or as many as take a quarter of the memory that there is for this program."""
    memory = [*_of_machine(), *_of_container()]
    return min([MOST_NODES, *(int(SHARE * found / NODE_BYTES) for found in memory)])


def _of_machine() -> list[int]:
    with suppress(ValueError, OSError, AttributeError):  # not every system has these names
        return [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    return []


def _of_container() -> list[int]:
    found = []
    for name in _LIMITS:
        with suppress(ValueError, OSError):  # there is no limit if it is no number
            found.append(int(Path(name).read_text()))
    return found
