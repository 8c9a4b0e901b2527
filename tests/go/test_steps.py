"""Nodes of a record on the board: setups, moves, and those that cannot be made."""

import pytest

from darkgo.errors import BadInput
from darkgo.go.game import IllegalMove
from darkgo.go.points import Colour, format_point
from darkgo.go.tree import GameTree
from tests.go.trees import roots

BLACK, WHITE = Colour.BLACK, Colour.WHITE


@pytest.mark.parametrize(
    ("data", "number", "black", "white", "first"),
    [
        (b"(;SZ[9]HA[2]AB[gc][cg];W[ee])", 0, "G7 C3", "", WHITE),
        (b"(;SZ[9]HA[2]AB[gc][cg])", 0, "G7 C3", "", WHITE),
        (b"(;SZ[9]HA[2];AB[gc]AB[cg]PL[W];W[ee])", 1, "G7 C3", "E5", BLACK),
        (b"(;SZ[9]HA[2];AB[gc]AB[cg])", 99, "G7 C3", "", WHITE),
        (b"(;SZ[9]HA[2];AB[gc]AB[cg];C[x];W[ee])", 0, "", "", WHITE),
        (b"(;SZ[9]AB[aa:bb]AE[ba]AW[ca];C[black])", 0, "A9 A8 B8", "C9", BLACK),
        (b"(;SZ[9]PL[W])", 0, "", "", WHITE),
        (b"(;SZ[9]AB[aa]PL[W];B[bb])", 0, "A9", "", WHITE),
        (b"(;SZ[9];W[ee];B[aa])", 0, "", "", WHITE),
        (b"(;SZ[9]B[aa];W[bb])", 0, "", "", BLACK),
        (b"(;SZ[9]B[aa];W[bb])", 1, "A9", "", WHITE),
        (b"(;SZ[9];B[aa];PL[B];C[x])", 1, "A9", "", BLACK),
        (b"(;SZ[9];B[aa];AE[aa]AW[bb];B[cc])", 1, "A9", "", WHITE),
        (b"(;SZ[9];B[aa];AE[aa]AW[bb];C[x])", 1, "", "B8", WHITE),
        (b"(;SZ[9];B[aa]PL[B];W[bb])", 2, "A9", "B8", BLACK),
        (b"(;SZ[9];B[aa]AW[bb])", 1, "A9", "B8", WHITE),
        (b"(;SZ[9];B[];W[tt];W[bb])", 3, "", "B8", BLACK),
    ],
)
def test_positions(data, number, black, white, first):
    tree = GameTree.read(data)
    tree.go_to(number)
    board = tree.game.board
    assert " ".join(format_point(point, 9) for point in board.points(board.black)) == black
    assert " ".join(format_point(point, 9) for point in board.points(board.white)) == white
    assert (tree.game.to_move, tree.game.move_number) == (first, min(number, tree.length))


def test_a_record_may_break_the_rules():
    ko = b"(;SZ[4]AB[ba][ab][cb][bc]AW[ca][db][cc];W[bb];B[cb];W[bb])"
    tree = GameTree.read(ko)
    tree.go_to(3)
    assert (tree.length, tree.game.captures) == (3, {BLACK: 1, WHITE: 2})
    tree.go_to(1)
    tree.play(6)
    assert (tree.sibling, tree.length) == ((0, 1), 3)
    shorter = GameTree.read(ko.replace(b";B[cb];W[bb]", b""))
    shorter.go_to(1)
    with pytest.raises(IllegalMove, match="ko"):
        shorter.play(6)


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        (b";W[aa]", "White's move 2 cannot be made: A5 is occupied"),
        (b";W[zz]", "move 2, W[zz], is not a move on a board of side 5"),
        (b";W[zz]B[cc]", "move 2, W[zz], is not a move on a board of side 5"),
        (b";AW[zz]", "the setup after move 1: bad setup: [zz] is not on a board of side 5"),
        (b";AW[ba][ab]", "the setup after move 1: the chain at A5 would have no liberty"),
        (b";AW[cc]W[aa]", "White's move 2 cannot be made: A5 is occupied"),
    ],
)
def test_what_cannot_be_made(nodes, message):
    tree = GameTree.read(b"(;SZ[5];B[aa]" + nodes + b"C[kept];B[dd])")
    tree.forward()
    node, board = tree.node, tree.game.board
    for way in (tree.forward, lambda: tree.go_to(9)):
        with pytest.raises(BadInput) as error:
            way()
        assert str(error.value) == message
        assert (tree.node, tree.game.board) == (node, board)
    assert roots(tree.write()) == roots(GameTree.read(tree.write()).write())
    assert b"C[kept]" in tree.write()
    tree.play(24)
    assert tree.sibling == (1, 2)
    with pytest.raises(BadInput):
        tree.switch(-1)
    assert (tree.sibling, tree.game.last_move) == ((1, 2), 24)


def test_of_several_moves_in_a_node_the_first_is_played():
    data = b"(;SZ[5];B[aa]W[bb];W[cc]B[dd];B[ba][ca](;W[ac])(;W[ad]B[ae]))"
    tree = GameTree.read(data)
    assert tree.remarks == ["4 nodes have more than one move: the first is played"]
    tree.go_to(9)
    assert tree.game.moves == [(BLACK, 0), (WHITE, 12), (BLACK, 1), (WHITE, 10)]
    assert tree.write() == data
    tree.play(24)
    assert b";W[cc]B[dd];B[ba][ca]" in tree.write()
    assert GameTree.read(b"(;SZ[5];B[aa]W[bb])").remarks == [
        "1 node has more than one move: the first is played"
    ]


@pytest.mark.parametrize("node", ["B[{}]", "AB[{}]"])
def test_what_a_file_says_is_quoted_short_and_printable(node):
    tree = GameTree.read(f"(;SZ[9];{node.format(chr(27) + 3000 * 'a')})".encode())
    with pytest.raises(BadInput) as caught:
        tree.forward()
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 120
