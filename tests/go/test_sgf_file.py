"""Files that are opened, changed and saved: what is not touched keeps its bytes."""

import itertools
import re
import tarfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from darkgo.errors import BadInput
from darkgo.go.points import Colour
from darkgo.go.sgf import GameRecord, SgfError, read_games
from darkgo.go.tree import GameTree
from tests.faulty_files import FAULTS, seen
from tests.go.trees import flat, roots


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_file_is_saved_with_all_it_has(name):
    data = FAULTS[name]
    tree = GameTree.read(data)
    assert (tree.write(), tree.damage) == (data, "")
    before, first_seen = roots(data), seen(tree)
    tree.set_text("GC", "x")
    written = tree.write()
    after = roots(written)
    assert after[0][0].pop("GC") == [b"x"]
    assert after == before
    assert seen(GameTree.read(written)) == first_seen


@pytest.mark.parametrize(
    ("name", "texts", "moves", "komi"),
    [
        ("f2a_nihonkiin_style", ("試験 太郎", "見本 花子", "5手完, 白中押し勝ち"), 5, 6.5),
        ("f2c_sina_style_variations", ("a", "b", ""), 7, 0),
        ("f3a_utf8_one_bad_byte", ("José Pérez", "Zoë Müller", ""), 4, 0),
        ("f4a_ca_windows1251", ("Иван Петров", "Анна Смирнова", ""), 4, 0),
        ("f5a_latin1_noca", ("Jääskeläinen", "x", ""), 4, 0),
        ("f5c_euckr_noca", ("김철수", "박영희", ""), 4, 0),
        ("f8_variations_without_semicolon", ("", "", ""), 2, 0),
        ("f9_three_games", ("one", "", ""), 2, 0),
        ("f11_km_6moku_han", ("", "", ""), 2, 6.5),
    ],
)
def test_a_faulty_file_is_read_as_it_was_meant(name, texts, moves, komi):
    tree = GameTree.read(FAULTS[name])
    assert tuple(tree.text(ident) for ident in ("PB", "PW", "RE")) == texts
    assert (tree.length, tree.game.rules.komi) == (moves, komi)
    record, *others = read_games(FAULTS[name])
    assert (len(record.moves), record.black, record.komi or 0) == (moves, texts[0], komi)
    assert len(others) == (2 if name.startswith("f9") else 0)


def test_variations_without_semicolons_stand_where_they_belong():
    tree = GameTree.read(FAULTS["f8_variations_without_semicolon"])
    assert tree.variations == ((Colour.BLACK, 20), (Colour.BLACK, 24))
    tree.forward()
    tree.switch(1)
    assert tree.variations == ((Colour.WHITE, 56),)
    tree = GameTree.read(FAULTS["f2c_sina_style_variations"])
    tree.go_to(4)
    assert len(tree.variations) == 2


@pytest.mark.parametrize(
    ("root", "komi", "remarks"),
    [
        ("KM[six]", 0, ["KM[six] is not understood: no komi"]),
        ("KO[six]RE[whatever]", 0, ["KO[six] is not understood: no komi", "RE[whatever] is not understood"]),
        ("KM[]KO[黒6目半]", 6.5, []),
        ("KM[5.5]KO[黒6目半]RE[Void]", 5.5, []),
    ],
)
def test_what_is_not_understood_is_said(root, komi, remarks):
    tree = GameTree.read(f"(;SZ[9]{root};B[ee])".encode())
    assert (tree.game.rules.komi, tree.remarks, tree.damage) == (komi, remarks, "")


COLLECTION = b"""Problems \xe9, 1998.
(;GM[1]FF[3]SZ[9] XX [odd \\] one] PB[one]
 ;B[cc] ;W[gg])  and
(;GM[2]FF[4]B[x])
(;GM[1]SZ[9:9]PB[two];B[ee](;W[cc])(;W[gg]C[a
b]))
\x1a"""


def test_only_the_game_that_was_changed_is_written_anew():
    tree = GameTree.read(COLLECTION)
    assert (tree.count, tree.number) == (3, 1)
    second = tree.other(3)
    second.go_to(1)
    second.play(0)
    start = COLLECTION.index(b"(;GM[1]SZ[9:9]")
    written = second.write()
    assert written == tree.write()
    assert written[:start] == COLLECTION[:start]
    assert written.endswith(b")\n\x1a")
    assert roots(written)[2][0] == roots(COLLECTION)[2][0]
    assert roots(written)[2][1][0][1] == [*roots(COLLECTION)[2][1][0][1], ({"W": [b"aa"]}, [])]
    tree.play(0)
    both = GameTree.read(tree.write())
    assert (len(both.variations), both.count) == (2, 3)
    last = both.other(3)
    last.go_to(1)
    assert len(last.variations) == 3
    assert b"(;GM[2]FF[4]B[x])" in both.write()


def test_a_game_that_cannot_be_used_is_passed_over_or_named():
    data = b"(;GM[2];B[x])(;GM[1]SZ[9];B[ee])"
    assert GameTree.read(data).number == 2
    with pytest.raises(SgfError, match="other game"):
        GameTree.read(data, 1)
    for number in (0, 3, -1):
        with pytest.raises(SgfError, match=f"no such game: {number}; the file has 2"):
            GameTree.read(data, number)


def test_new_text_is_written_in_the_set_of_the_file():
    tree = GameTree.read("(;GM[1]CA[GBK]SZ[9]PB[古力];B[ee])".encode("gbk"))
    tree.set_text("PW", "榏]\\榏")
    written = tree.write()
    assert "PW[榏\\]\\\\榏]".encode("gbk") in written
    assert GameTree.read(written).text("PW") == "榏]\\榏"


def test_a_text_the_set_does_not_have_makes_a_file_utf8_where_that_is_safe():
    tree = GameTree.read("(;GM[1]CA[windows-1251]SZ[9]PB[Иван];B[ee]C[ход])".encode("cp1251"))
    tree.set_text("PW", "古力")
    again = GameTree.read(tree.write())
    assert [again.text(ident) for ident in ("PB", "PW", "CA")] == ["Иван", "古力", "UTF-8"]
    again.forward()
    assert again.comment == "ход"


@pytest.mark.parametrize(
    "data",
    [
        b"(;GM[1]SZ[9]PB[Andr\xe9];B[ee])",
        b"(;GM[1]CA[Latin1]SZ[9]PB[Andr\xe9];B[ee])(;GM[1]SZ[9])",
    ],
)
def test_a_text_the_set_does_not_have_is_refused_where_other_text_might_be_spoilt(data):
    tree = GameTree.read(data)
    with pytest.raises(BadInput, match="cannot be written in the character set of this file"):
        tree.set_text("PW", "이창호")
    assert tree.write() == data


def test_text_beyond_ascii_in_a_file_without_a_set_is_utf8_and_declared():
    tree = GameTree.read(b"(;GM[1]SZ[9];B[ee])")
    tree.set_text("PB", "古力")
    assert "CA[UTF-8]PB[古力]" in tree.write().decode() or "PB[古力]CA[UTF-8]" in tree.write().decode()


# Any file


def held(tree):
    """What a tree has of all games of its file."""
    return [flat(tree._file.root(number)) for number in range(1, tree.count + 1)]


def stable(data):
    """Reads, saves and reads again, untouched and with a text more."""
    try:
        tree = GameTree.read(data)
    except SgfError:
        return
    written = tree.write()
    if not tree.damage:
        assert written == data
    again = GameTree.read(written, tree.number)
    assert again.damage == ""
    assert again.write() == written
    assert held(again) == held(tree)
    again.set_text("XY", "x")
    once = again.write()
    more = GameTree.read(once, tree.number)
    assert more.damage == ""
    assert roots(once) == held(again)


SCRAPS = [
    b"",
    b"(",
    b")",
    b";",
    b"[",
    b"]",
    b"\\",
    b"B[aa]",
    b"(B[",
    b"(;GM[1]",
    b"\x00",
    b"\x81",
    b"\xe9]",
    b"CA[GBK]",
]


@st.composite
def torn(draw, files):
    data = draw(st.sampled_from(files))
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(data)))
        stop = draw(st.integers(start, min(len(data), start + 8)))
        data = data[:start] + draw(st.sampled_from(SCRAPS) | st.binary(max_size=3)) + data[stop:]
    return data


@given(torn([*FAULTS.values(), COLLECTION, "(;CA[GBK]PB[榏];B[aa])".encode("gbk")]) | st.binary())
@settings(max_examples=300)
def test_what_is_read_is_saved_and_read_again(data):
    stable(data)
    for game in read_games(data):
        assert isinstance(game, GameRecord) or game.reason


@pytest.fixture(scope="module")
def real_files(shared):
    if shared is None:
        return list(FAULTS.values())
    found = []
    for archive in sorted((shared / "games").glob("*.tar.xz")):
        with tarfile.open(archive) as members:
            games = (member for member in members if member.isfile())
            found += [members.extractfile(game).read() for game in itertools.islice(games, 0, 60, 20)]
    return found


@given(data=st.data())
@settings(max_examples=50)
def test_torn_real_files(real_files, data):
    stable(data.draw(torn(real_files)))


@pytest.mark.parametrize(
    "data",
    [
        b"(;gm[1]sz[9]pb[Ann]foo[bar];b[cc]c[One];w[gg]c[Two])",
        b"(;GM[1]SiZe[9]PlayerBlack[Ann]foo[bar];Black[cc]Comment[One];White[gg]c[Two])",
        b"(;b[cc]sz[9]pb[Ann]c[One]foo[bar];w[gg]c[Two])",
    ],
)
def test_names_in_small_letters_are_read_and_keep_their_bytes(data: bytes) -> None:
    tree = GameTree.read(data)
    assert (tree.damage, tree.length, tree.game.size, tree.text("PB")) == ("", 2, 9, "Ann")
    tree.go_to(2)
    assert (tree.comment, tree.game.moves) == ("Two", [(Colour.BLACK, 20), (Colour.WHITE, 60)])
    assert tree.write() == data
    tree.play(0)
    changed = tree.write()
    assert sorted(re.findall(rb"[A-Za-z]+\[[^]]*\]", changed)) == sorted(
        [*re.findall(rb"[A-Za-z]+\[[^]]*\]", data), b"B[aa]"]
    )
    assert GameTree.read(changed).length == 3


def test_a_character_set_in_small_letters_is_heeded() -> None:
    tree = GameTree.read("(;gm[1]sz[9]ca[windows-1251]pb[Ёжик];b[cc])".encode("cp1251"))
    assert tree.text("PB") == "Ёжик"
