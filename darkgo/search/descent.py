"""One visit's way down the tree, from the root to the position that is evaluated next."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from darkgo.go.points import PASS, Colour
from darkgo.search.formulas import exploration, first_play, puct
from darkgo.search.past import Past
from darkgo.search.tree import ROOT, Tree

NodeLine = NDArray[np.int64]
"""Nodes from the root on, each the child of the node before it."""
_COLOURS = {colour.value: colour for colour in Colour}


class TreeIsFull(Exception):
    """There is no room for another position."""


class Descent:
    """Chooses lines in a tree, and adds the positions at their ends."""

    def __init__(self, tree: Tree, past: Past, most_nodes: int) -> None:
        self._tree, self._past, self._most_nodes = tree, past, most_nodes

    def line(self) -> tuple[NodeLine, bool]:
        """The nodes from the root to a leaf, and whether the leaf is new. A leaf that is not new is the end
        of the game, or waits for its evaluation. Raises TreeIsFull."""
        tree, node, line = self._tree, ROOT, [ROOT]
        while tree.width[node]:
            child = self._chosen(node)
            if child is None:
                child = self._open(node, line)
                if child is None:
                    continue
                return np.array([*line, child]), True
            line.append(child)
            node = child
        return np.array(line), False

    def _chosen(self, node: int) -> int | None:
        """The child with the highest PUCT; None if the next move that is not open has a higher one."""
        tree = self._tree
        opened, first = int(tree.opened[node]), int(tree.first[node])
        if not opened:
            return None
        ids, priors = tree.child[first : first + opened], tree.prior[first : first + opened]
        visits, total = tree.visits[ids], int(tree.visits[node])
        factor = exploration(total)
        deserved = puct(tree.utility[ids] / visits, visits, priors, factor)
        best = int(deserved.argmax())
        if opened < tree.width[node]:
            value = first_play(1 - float(tree.utility[node]) / total, float(priors.sum()))
            if value + factor * float(tree.prior[first + opened]) > deserved[best]:
                return None
        return int(ids[best])

    def _open(self, node: int, line: Sequence[int]) -> int | None:
        """Adds the child for the next move that is not open. If the move is forbidden, removes it and returns
        None."""
        tree = self._tree
        if tree.nodes >= self._most_nodes:
            raise TreeIsFull
        point = int(tree.point[tree.first[node] + tree.opened[node]])
        mover, board, passes = int(tree.mover[node]), tree.boards[node], int(tree.passes[node])
        placed = int(tree.surplus[node])
        try:
            if point == PASS:
                child = tree.add(board, -mover, passes + 1, placed)
            else:
                after = board.play(point, _COLOURS[mover])
                if self._past.forbids(after, [tree.boards[each] for each in line], passes > 0):
                    self._forbid(node)
                    return None
                child = tree.add(after, -mover, 0, placed + mover)
        except MemoryError:
            raise TreeIsFull from None
        tree.open(node, child)
        return child

    def _forbid(self, node: int) -> None:
        """Removes the next move that is not open. If no move is left, adds a pass."""
        self._tree.drop(node)
        if not self._tree.width[node]:
            self._tree.expand(node, np.array([PASS], np.int16), np.ones(1, np.float32))
