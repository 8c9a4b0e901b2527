"""How many positions the tree of a search may have on this machine."""

from darkgo.memory import memory

MOST_NODES = 1_000_000
"""The most positions of a tree."""
NODE_BYTES = 1000
"""About what a position takes, at most: arrays are doubled when they are full."""
SHARE = 0.25
"""The share of the memory that a tree may take."""


def most_nodes() -> int:
    """A million, or as many as take a quarter of the memory that there is for this program."""
    there = memory()
    return MOST_NODES if there is None else min(MOST_NODES, int(SHARE * there / NODE_BYTES))
