"""What is kept, repaired, refused and written of a game in a file."""

import pytest

from darkgo.go.game import Game
from darkgo.go.sgf import SgfError
from darkgo.go.tree import GameTree
from tests.go.trees import RECORD, drawn, roots


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
    again.switch(1)
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


def test_a_game_may_go_on_while_it_is_written() -> None:
    tree = GameTree.read(b"(;GM[1]SZ[5];B[aa](;W[bb])(;W[cc]))")
    lines = tree.lines()
    written = [next(lines)]
    tree.play(12)
    tree.set_text("DT", "2024-01-01")
    again = GameTree.read(b"".join([*written, *lines]))
    assert again.forward()
    assert again.branches == 2
