"""The present line: its nodes without moves, and its length."""

from darkgo.go.points import Colour
from darkgo.go.tree import GameTree
from tests.go.trees import RECORD, drawn

BLACK, WHITE = Colour.BLACK, Colour.WHITE


def test_a_line_has_nodes_without_moves():
    tree = GameTree.read(b"(;SZ[5];C[intro];B[aa];C[so far];W[bb];AW[cc];C[the end];C[really])")
    seen = []
    while True:
        seen.append((tree.comment, tree.game.move_number))
        if not tree.forward():
            break
    names = ["", "intro", "", "so far", "", "", "the end", "really"]
    assert seen == list(zip(names, [0, 0, 1, 1, 2, 2, 2, 2], strict=True))
    assert tree.length == 2
    tree.go_to(1)
    assert (tree.game.last_move, tree.comment) == (0, "")
    assert tree.next_move == (WHITE, 6)
    tree.forward()
    assert (tree.comment, tree.next_move) == ("so far", (WHITE, 6))
    tree.go_to(1)
    assert tree.comment == ""
    tree.go_to(2)
    assert tree.comment == "really"
    tree.go_to(0)
    assert (tree.comment, tree.next_move) == ("", (BLACK, 0))
    tree.play(0)
    tree.play(6)
    assert (tree.next_move, tree.length) == (None, 2)
    again = GameTree.read(tree.write())
    again.go_to(2)
    assert drawn(again.game.moves) == "B-A5 W-B4"


def test_go_to_stays_on_the_present_line():
    tree = GameTree.read(RECORD)
    tree.go_to(3)
    tree.switch(1)
    tree.go_to(0)
    tree.go_to(4)
    assert drawn(tree.game.moves) == "B-A5 W-B4 B-D3 W-C2"


def test_the_length_is_that_of_the_present_line() -> None:
    tree = GameTree.read(b"(;GM[1]SZ[5];B[aa](;W[bb];B[cc])(;W[dd])(;C[no move]))")
    assert tree.length == 3
    tree.go_to(2)
    assert tree.switch(1)
    assert tree.length == 2
    tree.back()
    tree.play(tree.game.size)
    assert tree.length == 2
    tree.play(3)
    tree.go_to(0)
    assert tree.length == 3
    tree.go_to(3)
    tree.delete()
    assert tree.length == 2
