"""The map of a game's tree, drawn with the letters of who moved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.engine.tree_map import TreeMap, tree_map
from darkgo.go.game import IllegalMove
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree

LETTERS = {Colour.BLACK: "B", Colour.WHITE: "W", None: "-"}
TREE = b"(;SZ[9];B[aa];W[bb](;B[cc];W[dd](;B[ee])(;B[ff];W[gg]))(;B[dc](;W[cd])(;W[ce]))(;B[hh]))"


def drawn(found: TreeMap, columns: int, rows: int) -> list[str]:
    """The map, with the present node in small letters and a + after a node with hidden variations."""
    lines = []
    for row in range(rows):
        line = ""
        for column in range(columns):
            spot = found.spots.get((column, row))
            letter = LETTERS[spot.colour] if spot else "."
            line += letter.lower() if (column, row) == found.here else letter
        lines.append(line)
    return lines


def test_the_present_line_is_on_top_and_variations_are_below() -> None:
    tree = GameTree.read(TREE)
    tree.go_to(3)
    found = tree_map(tree, 8, 5)
    assert drawn(found, 8, 5) == ["-BWbWB..", ".....BW.", "...BW...", "....W...", "...B...."]
    assert not found.hidden
    assert found.spots[5, 1].parent == (4, 0)
    assert found.spots[3, 4].parent == (2, 0)
    assert found.spots[4, 3].parent == (3, 2)


def test_variations_without_room_are_counted_as_hidden() -> None:
    tree = GameTree.read(TREE)
    found = tree_map(tree, 8, 1)
    assert drawn(found, 8, 1) == ["-BWBWB.."]
    assert found.hidden == {(2, 0), (4, 0)}


def test_only_what_is_around_the_present_node_is_shown() -> None:
    tree = GameTree.read(b"(;SZ[9]" + b";B[];W[]" * 40 + b")")
    tree.go_to(40)
    found = tree_map(tree, 9, 2)
    assert found.here == (4, 0)
    assert len(found.spots) == 9
    tree.go_to(80)
    assert tree_map(tree, 9, 2).here == (8, 0)
    tree.go_to(0)
    assert tree_map(tree, 9, 2).here == (0, 0)


@pytest.mark.parametrize("number", [1, 4])
def test_every_node_of_the_map_can_be_visited(number: int) -> None:
    tree = GameTree.read(TREE)
    tree.go_to(number)
    for spot in tree_map(tree, 8, 6).spots.values():
        tree.visit(spot.node)
        assert tree.node == spot.node


@st.composite
def trees(draw: st.DrawFn) -> GameTree:
    """A tree of moves, at one of its nodes. At a point where no move is possible it goes back."""
    tree = GameTree.read(b"(;SZ[5])")
    for point in draw(st.lists(st.integers(0, 25), max_size=40)):
        try:
            tree.play(point)
        except IllegalMove:
            tree.back()
    tree.go_to(draw(st.integers(0, 10)))
    return tree


@given(trees(), st.integers(1, 8), st.integers(1, 5))
def test_each_node_stands_behind_its_parent_and_none_on_another(
    tree: GameTree, columns: int, rows: int
) -> None:
    found = tree_map(tree, columns, rows)
    nodes = [spot.node for spot in found.spots.values()]
    assert len(nodes) == len(set(nodes))
    assert found.spots[found.here].node == tree.node
    for (column, row), spot in found.spots.items():
        assert column < columns
        assert row < rows
        if spot.parent:
            before = found.spots[spot.parent]
            assert spot.parent[0] == column - 1
            assert spot.node in [node for node, _ in tree.following(before.node)]
            between = range(spot.parent[1] + 1, row)
            parents = {
                found.spots[column, passed].parent for passed in between if (column, passed) in found.spots
            }
            assert parents <= {spot.parent}
