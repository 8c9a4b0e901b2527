"""Games with variations: moving about in them, and adding to them."""

import contextlib
import itertools
import random
import tarfile
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sgfmill import sgf_grammar

from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game, IllegalMove, Rules
from darkgo.go.points import PASS, Colour
from darkgo.go.sgf import GameRecord, SgfError, area, named_points, read_games, write_game
from darkgo.go.tree import GameTree
from tests.go.trees import RECORD, drawn

BLACK, WHITE = Colour.BLACK, Colour.WHITE


def test_moving_about():
    tree = GameTree.read(RECORD)
    root = tree.node
    assert (tree.game.moves, tree.length, tree.next_move) == ([], 4, (BLACK, 0))
    assert not tree.back()
    assert tree.forward()
    assert (tree.comment, tree.game.last_move, tree.game.to_move) == ("one", 0, WHITE)
    assert tree.forward()
    assert drawn(tree.variations) == "B-C3 B-D3"
    assert tree.sibling == (0, 1)
    assert tree.forward()
    assert tree.sibling == (0, 2)
    assert not tree.switch(-1)
    assert tree.switch(1)
    assert drawn(tree.game.moves) == "B-A5 W-B4 B-D3"
    assert not tree.switch(1)
    assert tree.sibling == (1, 2)
    assert tree.length == 5
    while tree.back():
        pass
    assert tree.node is root
    assert tree.game.board == Board.empty(5)
    assert tree.length == 5
    while tree.forward():
        pass
    assert drawn(tree.game.moves) == "B-A5 W-B4 B-D3 W-C2 B-E1"
    assert (tree.next_move, tree.variations, tree.forward()) == (None, (), False)
    assert tree.switch(1)
    assert tree.game.last_move == PASS


@pytest.mark.parametrize(
    ("number", "moves"), [(-3, ""), (0, ""), (1, "B-A5"), (3, "B-A5 W-B4 B-C3"), (99, "B-A5 W-B4 B-C3 W-D2")]
)
def test_go_to(number, moves):
    tree = GameTree.read(RECORD)
    for start in (0, 4):
        tree.go_to(start)
        tree.go_to(number)
        assert drawn(tree.game.moves) == moves


def test_a_move_is_entered_or_added():
    tree = GameTree.read(RECORD)
    tree.play(0)
    tree.play(6)
    tree.play(13)
    assert (tree.sibling, tree.length) == ((1, 2), 5)
    tree.back()
    assert tree.next_move == (BLACK, 13)
    tree.play(20)
    assert (tree.sibling, tree.length) == ((2, 3), 3)
    tree.play(21, BLACK)
    tree.play(PASS)
    tree.back()
    tree.back()
    assert tree.next_move == (BLACK, 21)
    assert b"(;B[ae];B[be];W[])" in tree.write().replace(b"\n", b"")


def test_an_illegal_move_adds_nothing():
    tree = GameTree.read(RECORD)
    tree.go_to(2)
    before = tree.write()
    for point in (0, 25, -2):
        with pytest.raises(IllegalMove):
            tree.play(point)
    with pytest.raises(IllegalMove):
        tree.edit(25, BLACK)
    assert tree.write() == before
    assert drawn(tree.game.moves) == "B-A5 W-B4"


def test_edits_are_nodes():
    tree = GameTree(Game(5))
    tree.play(0)
    tree.edit(6, BLACK)
    tree.edit(0, None)
    tree.edit(0, None)
    assert (tree.game.to_move, tree.game.move_number, tree.length) == (WHITE, 1, 1)
    assert b";B[aa];AB[bb]PL[W];AE[aa]PL[W])" in tree.write().replace(b"\n", b"")
    tree.back()
    assert tree.game.board.points(tree.game.board.black) == [0, 6]
    tree.back()
    assert tree.variations == (None,)
    again = GameTree.read(tree.write())
    again.go_to(1)
    assert again.game.board.points(again.game.board.black) == [6]
    assert again.game.to_move is WHITE


def test_the_tree_of_a_game():
    game = Game(9, Rules(komi=7.25, suicide=True), handicap=2)
    game.play(0)
    game.edit(8, BLACK)
    game.play(PASS)
    tree = GameTree(game)
    assert (tree.game.board, tree.game.moves, tree.game.rules) == (game.board, game.moves, game.rules)
    assert tree.game.handicap == 2
    assert write_game(game) == tree.write()
    tree.go_to(0)
    assert (tree.game.board, tree.game.to_move) == (game.history[0].board, WHITE)
    assert tree.text("HA") == "2"


# Random trees and walks


def step_at_random(tree, rng):
    kind = rng.random()
    points = tree.game.size**2
    if kind < 0.45:
        tree.play(rng.randrange(-1, points), rng.choice([None, None, BLACK, WHITE]))
    elif kind < 0.55:
        tree.edit(rng.randrange(points), rng.choice([BLACK, WHITE, None]))
    elif kind < 0.75:
        tree.back()
    elif kind < 0.85:
        tree.forward()
    elif kind < 0.95:
        tree.switch(rng.choice([-1, 1]))
    else:
        tree.go_to(rng.randrange(-1, 20))


def replayed(tree):
    """The position after the nodes on the way to the present one, from their properties alone."""
    nodes = []
    node = tree.node
    while node is not None:
        nodes.append(node)
        node = node.parent
    size = tree.game.size
    board, moves = Board.empty(size), []
    for node in reversed(nodes):
        for ident, colour in (("AB", BLACK), ("AW", WHITE), ("AE", None)):
            for value in node.properties.get(ident, ()):
                for point in area(value, size):
                    board = board.put(point, colour)
        for ident, colour in (("B", BLACK), ("W", WHITE)):
            for value in node.properties.get(ident, ()):
                moves.append((colour, named_points(size)[value]))
                board = board.play(moves[-1][1], colour) if moves[-1][1] != PASS else board
    return board, moves


@given(st.integers(2, 7), st.integers(0, 2**32), st.integers(0, 80))
def test_random_walks(size, seed, steps):
    rng = random.Random(seed)
    tree = GameTree(Game(size, handicap=2 if size == 7 and seed % 2 else 0))
    for _ in range(steps):
        try:
            step_at_random(tree, rng)
        except IllegalMove:
            continue
        assert (tree.game.board, tree.game.moves) == replayed(tree)
        index, count = tree.sibling
        assert 0 <= index < count
        assert tree.game.move_number <= tree.length
    again = GameTree.read(tree.write())
    assert (again.write(), again.damage) == (tree.write(), "")
    walk(tree, again)


def walk(tree, again):
    """Both trees from the root on, into every variation."""
    tree.go_to(0)
    again.go_to(0)
    todo = [iter(range(len(tree.variations)))]
    while todo:
        assert tree.variations == again.variations
        assert (tree.game.board, tree.game.moves) == (again.game.board, again.game.moves)
        for index in todo[-1]:
            for one in (tree, again):
                one.forward()
                assert one.switch(index - one.sibling[0])
            todo.append(iter(range(len(tree.variations))))
            break
        else:
            todo.pop()
            assert tree.back() == again.back() == bool(todo)


SCRAPS = [
    b"",
    b"(",
    b")",
    b";",
    b"[",
    b"]",
    b"\\",
    b"B[aa]",
    b"AB[aa:cc]",
    b"SZ[",
    b"(;GM[1]",
    b"C[x]",
    b"\x00",
    b"x",
]


@st.composite
def broken_files(draw):
    data = draw(st.sampled_from([RECORD, b"(;SZ[9:9]HA[2];AB[aa]AB[bb]PL[W];W[cc];AE[aa];B[dd])"]))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(data)))
        stop = draw(st.integers(start, min(len(data), start + 8)))
        data = data[:start] + draw(st.sampled_from(SCRAPS) | st.binary(max_size=3)) + data[stop:]
    return data


@given(broken_files() | st.binary())
@settings(max_examples=400)
def test_every_file_that_is_a_game_is_a_tree(data):
    first = read_games(data)[0]
    try:
        tree = GameTree.read(data)
    except SgfError:
        assert isinstance(first, SgfError)
        return
    again = GameTree.read(tree.write())
    assert again.damage == ""
    assert again.write() == tree.write()
    if isinstance(first, GameRecord):
        played = played_as_far_as_possible(tree)
        assert played[: len(first.moves)] == list(first.moves)[: len(played)]


def played_as_far_as_possible(tree):
    with contextlib.suppress(BadInput):
        tree.go_to(tree.length)
    return tree.game.moves


@pytest.fixture(scope="module")
def files(shared):
    """Real games of several sources where there are some, else random ones."""
    if shared is None:
        found = []
        for seed in range(20):
            rng, tree = random.Random(seed), GameTree(Game(9))
            for _ in range(200):
                try:
                    step_at_random(tree, rng)
                except IllegalMove:
                    continue
            found.append(tree.write())
        return found
    found = []
    for archive in sorted((shared / "games").glob("*.tar.xz")):
        with tarfile.open(archive) as members:
            games = (member for member in members if member.isfile())
            found += [members.extractfile(game).read() for game in itertools.islice(games, 0, 300, 25)]
    assert found
    return found


def test_real_files(files):
    for data in files:
        (record, *_) = read_games(data)
        tree = GameTree.read(data)
        written = tree.write()
        assert GameTree.read(written).write() == written
        assert read_games(written)[0] == record
        assert tree.damage or counted(written) == counted(data)
        moves = played_as_far_as_possible(tree)
        if isinstance(record, GameRecord):
            assert moves[: len(record.moves)] == list(record.moves)[: len(moves)]


def counted(data):
    """How often each property stands in a file, but for what every written root has; and the branches."""
    found = Counter()
    todo = sgf_grammar.parse_sgf_collection(data)
    while todo:
        tree = todo.pop()
        todo += tree.children
        found.update({"branches": len(tree.children)})
        found.update(
            ident for node in tree.sequence for ident in node if ident not in ("CA", "FF", "GM", "SZ")
        )
    return found
