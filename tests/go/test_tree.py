"""Games with variations: moving about in them, adding to them, and what is kept of a file."""

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
from darkgo.go.points import PASS, Colour, format_point
from darkgo.go.sgf import GameRecord, SgfError, area, named_points, read_games, write_game
from darkgo.go.sgf_file import SgfFile
from darkgo.go.tree import GameTree

BLACK, WHITE = Colour.BLACK, Colour.WHITE

RECORD = b"""(;GM[1]FF[3]SZ[5]PB[a\\]b]XX[kept];B[aa]C[one];W[bb]
(;B[cc];W[dd]C[main]YY[1][2])
(;B[dc];W[cd](;B[ee])(;B[])))(;GM[2]FF[1]PB[other])"""


def drawn(moves, size=5):
    return " ".join(f"{move[0].name[0]}-{format_point(move[1], size)}" if move else "none" for move in moves)


def line(tree):
    """The moves that forward() makes from the root, without moving the tree."""
    other = GameTree.read(tree.write())
    while other.forward():
        pass
    return drawn(other.game.moves, other.game.size)


def properties(tree):
    """Every node's properties with the shape of the tree, after normal reading."""
    return roots(tree.write())


def roots(data):
    file = SgfFile(data)
    return [flat(file.root(number)) for number in range(1, file.count + 1)]


def flat(node):
    return node.properties, [flat(child) for child in node.children]


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
    assert not tree.variation(-1)
    assert tree.variation(1)
    assert drawn(tree.game.moves) == "B-A5 W-B4 B-D3"
    assert not tree.variation(1)
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
    assert tree.variation(1)
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


def test_go_to_stays_on_the_present_line():
    tree = GameTree.read(RECORD)
    tree.go_to(3)
    tree.variation(1)
    tree.go_to(0)
    tree.go_to(4)
    assert drawn(tree.game.moves) == "B-A5 W-B4 B-D3 W-C2"


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
    assert line(tree) == "B-A5 W-B4"


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
    assert properties(tree) == properties(GameTree.read(tree.write()))
    assert b"C[kept]" in tree.write()
    tree.play(24)
    assert tree.sibling == (1, 2)
    with pytest.raises(BadInput):
        tree.variation(-1)
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


def test_marks():
    tree = GameTree.read(b"(;SZ[5]LB[aa:A][ba:long][ca:][zz:x][da:\\:]TR[aa][ab:bb]SQ[ac]CR[bc]MA[cc][tt])")
    assert tree.labels == {
        0: "A", 1: "lo", 3: ":", 5: "\u25b2", 6: "\u25b2", 10: "\u25a0", 11: "\u25cb", 12: "\u00d7"
    }  # fmt: skip


def test_texts_have_nothing_that_steers_a_terminal():
    tree = GameTree.read("(;SZ[9]PB[a\x1bb]C[\x1b[31mred\\]\x07\x9b\u202e\n\u3000\u9ed1 a])".encode())
    assert (tree.comment, tree.text("PB")) == ("[31mred]\n\u3000\u9ed1 a", "ab")


@pytest.mark.parametrize("node", ["B[{}]", "AB[{}]"])
def test_what_a_file_says_is_quoted_short_and_printable(node):
    tree = GameTree.read(f"(;SZ[9];{node.format(chr(27) + 3000 * 'a')})".encode())
    with pytest.raises(BadInput) as caught:
        tree.forward()
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 120


def test_texts():
    tree = GameTree.read(RECORD)
    assert (tree.text("PB"), tree.text("RE")) == ("a]b", "")
    tree.set_text("PB", "[x]\\")
    tree.set_text("RE", "B+2")
    tree.set_text("XX", "")
    tree.set_text("ZZ", "")
    tree.set_komi(5.5)
    assert tree.game.rules.komi == 5.5
    again = GameTree.read(tree.write())
    assert [again.text(ident) for ident in ("PB", "RE", "XX", "KM")] == ["[x]\\", "B+2", "", "5.5"]
    assert again.game.rules.komi == 5.5
    with pytest.raises(ValueError, match="identifier"):
        tree.set_text("no name", "x")


def test_everything_is_written_again():
    tree = GameTree.read(RECORD)
    assert tree.write() == RECORD
    tree.set_text("RE", "B+2")
    written = tree.write()
    before, after = roots(RECORD), roots(written)
    assert after[0][0] == before[0][0] | {"RE": [b"B+2"]}
    assert (after[0][1], after[1]) == (before[0][1], before[1])
    assert written.endswith(b"(;GM[2]FF[1]PB[other])")
    assert GameTree.read(written).write() == written


@pytest.mark.parametrize(
    ("encoding", "declared", "name"),
    [
        ("gbk", "GBK", "\u53e4\u529b\u698e"),
        ("cp932", "", "\u4e95\u5c71\u80fd\u8868"),
        ("latin-1", "", "Andr\u00e9"),
    ],
)
def test_encodings(encoding, declared, name):
    data = f"(;CA[{declared}]PB[{name}];B[pd]C[{name}](;W[dp])(;W[dd]C[x {name}]))".encode(encoding)
    tree = GameTree.read(data)
    assert (tree.text("PB"), tree.damage) == (name, "")
    tree.go_to(1)
    assert tree.comment == name
    tree.play(0)
    again = GameTree.read(tree.write())
    again.go_to(2)
    again.variation(1)
    assert (again.comment, again.text("CA"), again.text("PB")) == (f"x {name}", declared, name)
    assert name.encode(encoding) in tree.write()


@pytest.mark.parametrize("text", ["see AB[cc", "a\\[b] ;B[aa", "[[;W[", "PB[x] SZ[9"])
def test_a_text_that_looks_like_a_missing_bracket(text):
    tree = GameTree(Game(5))
    tree.play(0)
    tree.set_text("GC", text)
    again = GameTree.read(tree.write())
    assert (again.text("GC"), again.damage, again.length) == (text, "", 1)
    assert GameTree.read(again.write()).write() == again.write()


REPAIRED = "missing or stray brackets were repaired"
LEFT_OUT = "values that belong to no property are left out"


@pytest.mark.parametrize(
    ("data", "moves", "damage"),
    [
        (b"(;SZ[5];B[aa](;W[bb](;B[cc])(;B[dd]", "B-A5 W-B4 B-C3", ""),
        (b"(;SZ[5];B[aa]()((;W[bb]))(;W[cc])", "B-A5 W-B4", ""),
        (b"(;SZ[5];B[aa](;W[bb]);W[cc])", "B-A5 W-B4", ""),
        (b"(;SZ[5];B[aa];B;W[bb]W)", "B-A5 W-B4", ""),
        (b"(;SZ[5]PB[a [b] c];B[aa])", "B-A5", REPAIRED),
        (b"(;SZ[5]PB[x;B[aa];W[bb])", "B-A5 W-B4", REPAIRED),
        (b"(;SZ[5];[x]B[aa];W[bb])", "B-A5 W-B4", LEFT_OUT),
        (b"(;SZ[5];B[aa](;W[bb])C[x])", "B-A5 W-B4", LEFT_OUT),
        (
            b"(;SZ[5];B[aa]\n;W[bb]\n;B!!(;B[xx]))",
            "B-A5 W-B4",
            "line 3 is not valid SGF: what follows is left out",
        ),
        (b"(;SZ[5];B[aa];W[b", "B-A5", "line 1 is not valid SGF: what follows is left out"),
    ],
)
def test_damage(data, moves, damage):
    tree = GameTree.read(data)
    assert tree.damage == damage
    again = GameTree.read(tree.write())
    assert again.damage == ""
    for one in (tree, again):
        one.go_to(99)
        assert drawn(one.game.moves) == moves


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not SGF"),
        (b"GM[1];B[aa]", "not SGF"),
        (b"(;GM[2];B[aa])", "other game"),
        (b"(;SZ[9:13])", "board size"),
        (b"(;SZ[26])", "board size"),
        (b"(;SZ[9]AB[jj])", "bad setup"),
        (b"(;SZ[9]AB[aa]AW[ab][ba])", "bad setup"),
    ],
)
def test_refused(data, reason):
    with pytest.raises(SgfError) as error:
        GameTree.read(data)
    assert error.value.reason == reason


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
        tree.variation(rng.choice([-1, 1]))
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
                assert one.variation(index - one.sibling[0])
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


def test_a_game_may_go_on_while_it_is_written() -> None:
    tree = GameTree.read(b"(;GM[1]SZ[5];B[aa](;W[bb])(;W[cc]))")
    lines = tree.lines()
    written = [next(lines)]
    tree.play(12)
    tree.set_text("DT", "2024-01-01")
    again = GameTree.read(b"".join([*written, *lines]))
    assert again.forward()
    assert again.branches == 2


def test_the_length_is_that_of_the_present_line() -> None:
    tree = GameTree.read(b"(;GM[1]SZ[5];B[aa](;W[bb];B[cc])(;W[dd])(;C[no move]))")
    assert tree.length == 3
    tree.go_to(2)
    assert tree.variation(1)
    assert tree.length == 2
    tree.back()
    tree.play(tree.game.size)
    assert tree.length == 2
    tree.play(3)
    tree.go_to(0)
    assert tree.length == 3
    tree.go_to(3)
    assert tree.take_back()
    assert tree.length == 2
