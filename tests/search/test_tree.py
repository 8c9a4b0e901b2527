"""The arrays of the tree."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from darkgo.go.board import Board
from darkgo.search.room import NODE_BYTES
from darkgo.search.tree import ROOT, Tree

EMPTY = Board.empty(9)


def grown(choices: list[int]) -> Tree:
    """A tree in which each node but the root hangs on the node that a choice names, by a move of its
    number."""
    tree = Tree(EMPTY, 1, 0, 0)
    expand(tree, ROOT)
    for choice in choices:
        parent = choice % tree.nodes
        if tree.opened[parent] == tree.width[parent]:
            continue
        child = tree.add(Board(9, tree.nodes, 0), -int(tree.mover[parent]), 0, 0)
        tree.open(parent, child)
        tree.visits[child] = child
        expand(tree, child)
    return tree


def expand(tree: Tree, node: int) -> None:
    tree.expand(node, np.arange(5, dtype=np.int16) + node, np.full(5, 0.2, np.float32))


def below(tree: Tree, node: int) -> list[object]:
    """The tree below a node as nested lists."""
    return [
        tree.boards[node],
        int(tree.visits[node]),
        int(tree.mover[node]),
        tree.points(node).tolist(),
        tree.priors(node).tolist(),
        [below(tree, child) for child in tree.children(node).tolist()],
    ]


@given(st.lists(st.integers(0, 10**6), max_size=200), st.integers(0, 10**6))
def test_what_is_kept_is_the_tree_below(choices: list[int], choice: int) -> None:
    tree = grown(choices)
    node = choice % tree.nodes
    wanted = below(tree, node)
    tree.keep(node)
    assert below(tree, ROOT) == wanted
    # It grows on.
    child = tree.add(EMPTY, 1, 0, 0)
    expand(tree, child)
    assert below(tree, ROOT) == wanted


def test_other_edges_keep_the_children_that_are_among_them() -> None:
    tree = grown([0, 0, 0])
    one, _, three = tree.children(ROOT).tolist()
    tree.replace_edges(ROOT, [7, 2, 0], [0.5, 0.1, 0.4])
    assert tree.points(ROOT).tolist() == [0, 2, 7]
    assert tree.children(ROOT).tolist() == [one, three]
    assert tree.child_by(ROOT, 2) == three
    assert tree.child_by(ROOT, 7) is None
    assert tree.child_by(ROOT, 1) is None


def test_a_forbidden_move_is_taken_away() -> None:
    tree = grown([0])
    tree.drop(ROOT)
    assert tree.points(ROOT).tolist() == [0, 2, 3, 4]
    assert tree.child_by(ROOT, 0) == 1


def test_a_node_takes_less_than_it_is_said_to() -> None:
    tree = Tree(EMPTY, 1, 0, 0)
    points = np.arange(40, dtype=np.int16)
    for _ in range(1 << 15):
        tree.expand(tree.add(EMPTY, 1, 0, 0), points, points.astype(np.float32))
    board = 56 + 2 * 76
    assert tree.bytes / tree.nodes + board < 2 * NODE_BYTES
