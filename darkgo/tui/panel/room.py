"""How many lines each part of the panel has, by the size of the panel."""

from typing import NamedTuple

TINY, SMALL, LOW, TALL = 8, 16, 30, 50
"""Lines from which the panel has its first parts, has a graph, has parts of several lines, and grows."""
PAGE = 8
"""Lines that are left for the page below the parts."""


class Room(NamedTuple):
    """The lines of each part, 0 for none. The page below has the rest."""

    names: int = 0
    bar: int = 0
    graph: int = 0
    last_move: int = 0
    candidates: int = 0
    """Without the line of the titles."""
    titles: int = 0
    variation: int = 0
    tree: int = 0


def room_for(height: int, *, has_values: bool) -> Room:
    """The lines of the parts in a panel of that height beside the board. Without values there is nothing to
    draw in bar and graph."""
    if height < TINY:
        return Room()
    if height < SMALL:
        return Room(names=1, bar=1, last_move=1, candidates=height // 4)
    if height < LOW:
        room = Room(names=1, bar=1, graph=2, last_move=1, variation=1, tree=1)
    elif height < TALL:
        graph = max(4, min(8, height - LOW + 1))
        room = Room(names=2, bar=1, graph=graph, last_move=1, titles=1, variation=2, tree=4)
    else:
        room = Room(names=2, bar=1, graph=height // 4 + 2, last_move=1, titles=1, variation=3, tree=8)
    if not has_values:
        room = room._replace(bar=0, graph=0)
    return room._replace(candidates=max(5, height - sum(room) - PAGE))


def room_below(height: int) -> Room:
    """The lines of the parts below the board, in a narrow terminal of that height."""
    if height < SMALL:
        return Room()
    return Room(names=1, bar=1, last_move=1, candidates=3 if height >= LOW else 1)
