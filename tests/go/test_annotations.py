"""Comments and marks as they are shown."""

from darkgo.go.tree import GameTree


def test_marks():
    tree = GameTree.read(b"(;SZ[5]LB[aa:A][ba:long][ca:][zz:x][da:\\:]TR[aa][ab:bb]SQ[ac]CR[bc]MA[cc][tt])")
    assert tree.labels == {
        0: "A", 1: "lo", 3: ":", 5: "\u25b2", 6: "\u25b2", 10: "\u25a0", 11: "\u25cb", 12: "\u00d7"
    }  # fmt: skip


def test_texts_have_nothing_that_steers_a_terminal():
    tree = GameTree.read("(;SZ[9]PB[a\x1bb]C[\x1b[31mred\\]\x07\x9b\u202e\n\u3000\u9ed1 a])".encode())
    assert (tree.comment, tree.text("PB")) == ("[31mred]\n\u3000\u9ed1 a", "ab")
