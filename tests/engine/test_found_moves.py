"""Playing along with a record: what is looked for, and what counts as found."""

import pytest

from darkgo.engine.found_moves import FoundMoves, Tally
from darkgo.engine.ranking import Suggestion
from darkgo.go.points import PASS, Colour
from darkgo.go.tree import GameTree

RECORD = b"(;GM[1]SZ[3];C[Before the game.];B[bb];W[];B[aa](;W[ca];B[cc])(;W[ac];B[cb]))"


def ranking(*points: int) -> list[Suggestion]:
    return [Suggestion(point, 0.1) for point in points]


def test_the_main_line_is_known_by_its_nodes_and_the_tree_left_at_its_root() -> None:
    tree = GameTree.read(RECORD)
    found_moves = FoundMoves(tree)
    assert tree.game.move_number == 0
    found = []
    going_on = True
    while going_on:
        found.append(found_moves.move(tree.node))
        going_on = tree.forward()
    # The node with nothing but a comment has the same move to come as the root.
    black, white = Colour.BLACK, Colour.WHITE
    assert found == [(black, 4), (black, 4), (white, PASS), (black, 0), (white, 2), (black, 8), None]


def test_variations_are_no_part_of_it() -> None:
    tree = GameTree.read(RECORD)
    found_moves = FoundMoves(tree)
    tree.go_to(4)
    assert tree.switch(1)
    assert tree.next_move == (Colour.BLACK, 5)
    assert found_moves.move(tree.node) is None


@pytest.mark.parametrize("nonsense", [b"B[bb]", b"B[zz]", b"AB[aa:cc]", b"B[aa]W[ab]"])
def test_it_ends_where_the_record_makes_no_sense(nonsense: bytes) -> None:
    tree = GameTree.read(b"(;GM[1]SZ[3];B[bb];W[ab];%s;W[cc])" % nonsense)
    found_moves = FoundMoves(tree)
    assert found_moves.move(tree.node) == (Colour.BLACK, 4)
    tree.go_to(1)
    assert found_moves.move(tree.node) == (Colour.WHITE, 3)


def test_the_network_finds_a_move_first_or_on_its_short_list() -> None:
    tree = GameTree.read(b"(;GM[1]SZ[3];B[bb];W[aa];B[];W[cc])")
    found_moves = FoundMoves(tree)
    assert found_moves.moves == 3
    assert found_moves.network == Tally(0, 0, 0)
    for order in ((4, 3, 2), (8, 7, 6, 5, 0), (PASS, 8), (7, 6, 5, 3, 2, 8)):
        found_moves.judged(tree.node, ranking(*order))
        tree.forward()
    # Passes are not looked for, and the last move is the sixth choice.
    assert found_moves.network == Tally(3, 1, 2)
    tree.go_to(1)
    assert found_moves.rank(tree.node) == 5
    tree.go_to(2)
    assert found_moves.rank(tree.node) is None


def test_a_move_that_a_comment_stands_before_counts_once() -> None:
    tree = GameTree.read(b"(;GM[1]SZ[3];B[bb];C[Before the second.];W[aa])")
    found_moves = FoundMoves(tree)
    for order in (ranking(4), ranking(0), ranking(3, 0)):
        found_moves.judged(tree.node, order)
        found_moves.guessed(tree.node, order[0].point)
        tree.forward()
    assert (found_moves.network, found_moves.person) == (Tally(2, 1, 2), Tally(2, 2))
    tree.go_to(1)
    assert found_moves.rank(tree.node) == 2


def test_another_answer_takes_the_place_of_the_first() -> None:
    tree = GameTree.read(b"(;GM[1]SZ[3];B[bb])")
    found_moves = FoundMoves(tree)
    found_moves.judged(tree.node, ranking(4))
    found_moves.judged(tree.node, ranking(3, 4))
    assert found_moves.network == Tally(1, 0, 1)


def test_answers_about_other_nodes_count_for_nothing() -> None:
    tree = GameTree.read(b"(;GM[1]SZ[3];B[bb])")
    found_moves = FoundMoves(tree)
    found_moves.judged("another game's", ranking(4))
    tree.play(0)
    found_moves.judged(tree.node, ranking(4))
    assert found_moves.network == Tally(0, 0, 0)


def test_only_the_first_guess_at_a_position_counts() -> None:
    tree = GameTree.read(b"(;GM[1]SZ[3];B[bb];W[])")
    found_moves = FoundMoves(tree)
    assert not found_moves.guessed(tree.node, 3)
    assert found_moves.guessed(tree.node, 4)
    tree.forward()
    # A pass is no move that anybody is looking for.
    assert found_moves.guessed(tree.node, PASS)
    assert found_moves.person == Tally(1, 0)


def test_beside_a_person_the_network_is_measured_by_the_same_moves() -> None:
    tree = GameTree.read(b"(;GM[1]SZ[3];B[bb];W[aa];B[ca];W[cc])")
    found_moves = FoundMoves(tree)
    found_moves.judged(tree.node, ranking(4))
    tree.forward()
    assert found_moves.rival == Tally(0, 0, 0)
    found_moves.guessed(tree.node, 3)
    assert (found_moves.person, found_moves.rival) == (Tally(1, 0), Tally(0, 0, 0))
    # The network's answer may come after the guess, and it is asked where nobody guesses, too.
    found_moves.judged(tree.node, ranking(3, 0))
    tree.go_to(3)
    found_moves.judged(tree.node, ranking(8))
    assert (found_moves.person, found_moves.rival) == (Tally(1, 0), Tally(1, 0, 1))
    assert found_moves.network == Tally(3, 2, 3)
