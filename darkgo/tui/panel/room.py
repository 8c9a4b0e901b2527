"""How many lines each part of the panel has, by the size of the panel."""

from typing import NamedTuple

LOW, TALL = 30, 50
"""Lines from which the panel has parts of several lines, and from which the graph and the tree grow."""
PAGE = 8
"""Lines that are left for the page below the parts."""


class Room(NamedTuple):
    """The lines of each part. The page below has the rest."""

    names: int
    graph: int
    candidates: int
    """Without the line of the titles."""
    has_titles: bool
    variation: int
    tree: int


NARROW = Room(names=1, graph=0, candidates=3, has_titles=False, variation=0, tree=0)
"""Where the panel is below the board."""


def room_for(height: int) -> Room:
    """The lines of the parts in a panel of that height."""
    if height < LOW:
        room = Room(names=1, graph=2, candidates=0, has_titles=False, variation=1, tree=1)
    elif height < TALL:
        graph = max(4, min(8, height - LOW + 1))
        room = Room(names=2, graph=graph, candidates=0, has_titles=True, variation=2, tree=4)
    else:
        room = Room(names=2, graph=height // 4 + 2, candidates=0, has_titles=True, variation=3, tree=8)
    bar = last_move = 1
    taken = room.names + bar + room.graph + last_move + room.has_titles + room.variation + room.tree
    return room._replace(candidates=max(5, height - taken - PAGE))
