"""The character sets of SGF files: declared, undeclared, wrongly declared, and with damage."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.go.charset import charset_of, readable
from darkgo.go.tree import GameTree

NAMES = {
    "Chinese": "谢尔豪 范蕴若 党毅飞 童梦成 屠晓宇 李维清 许嘉阳 顾子豪 彭立尧 周贺玺 刘小光 曹大元 赵晨宇",
    "Taiwan": "陳祈睿 許家銘 林立祥 張凱馨 楊子萱 盧鈺樺 潘善琪 周平強 蔡丞韋 張哲豪 林海峰",
    "Japanese": "村川大介 本木克弥 関航太郎 酒井佑規 藤沢里菜 石田芳夫 橋本昌二 工藤紀夫 今村俊也 秋山次郎",
    "Korean": "이동훈 안국현 박하민 한승주 강유택 백홍석 홍성지 이지현 김명훈 윤준상 조혜연",
    "Russian": "Валерий Соловьёв|Фёдор Кузнецов|Виктор Богданов|Игорь Гришин|Наталья Ковалева",
    "Western": "Grégory Lépine|Jääskeläinen|Peña Nieto|Søren Øst|André|Größe|Günther Schöne",
}


def record(raw, header=b""):
    return b"(;GM[1]FF[3]SZ[19]%bPB[%b]PW[%b]BR[9p]WR[9p]RE[B+R];B[pd];W[dp])" % (header, *raw)


@pytest.mark.parametrize(
    ("names", "encoding", "share"),
    [
        ("Chinese", "gbk", 0.95),
        ("Taiwan", "big5", 0.85),
        ("Japanese", "cp932", 0.95),
        ("Japanese", "euc_jp", 0.9),
        ("Korean", "euc_kr", 0.95),
        ("Russian", "cp1251", 1),
        ("Russian", "koi8_r", 1),
        ("Western", "latin_1", 1),
        ("Western", "utf_8", 1),
        ("Chinese", "utf_8", 1),
        ("Korean", "utf_8", 1),
    ],
)
def test_two_names_say_in_which_set_they_are_written(names, encoding, share):
    """Two names and no CA are the least that a record has; of so little some must be misread."""
    listed = NAMES[names].split("|" if "|" in NAMES[names] else " ")
    right = pairs = 0
    for black in listed:
        for white in listed:
            if black == white or (black + white).isascii():
                continue
            tree = GameTree.read(record((black.encode(encoding), white.encode(encoding))))
            right += (tree.text("PB"), tree.text("PW")) == (black, white)
            pairs += 1
    assert right >= share * pairs


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gbk", "第三届名人战挑战赛第二局|黑棋厚实。白棋实地领先"),
        ("big5", "第三屆棋王賽準決賽|黑棋厚實。白棋中央薄弱"),
        ("cp932", "第12期名人戦挑戦手合七番勝負|コウは避けられない。テレビ"),
        ("euc_jp", "第12期名人戦挑戦手合七番勝負|コウは避けられない。テレビ"),
        ("euc_kr", "제12회 명인전 도전5번기|흑이 두텁다. 백은 실리"),
        ("cp1251", "Чемпионат России|Чёрные лучше"),
        ("latin_1", "Européen à Orléans|Très bien joué, mañana"),
    ],
)
@pytest.mark.parametrize("damage", [b"", b"\x80\xff"])
def test_the_text_of_a_whole_file_leaves_no_doubt_even_with_a_bad_byte(encoding, text, damage):
    event, comment = text.split("|")
    if damage and encoding == "latin_1":
        return  # nothing is bad in Latin-1
    data = b"(;GM[1]SZ[9]EV[%b];B[ee]C[%b%b];W[cc])" % (
        event.encode(encoding),
        (comment * 3).encode(encoding),
        damage,
    )
    tree = GameTree.read(data)
    assert tree.text("EV") == event
    tree.go_to(1)
    assert tree.comment.startswith(comment * 3)
    assert tree.write() == data


@pytest.mark.parametrize(
    ("declared", "encoding", "name"),
    [
        ("GB2312", "gbk", "榏榎"),
        ("gb-2312", "gbk", "古力"),
        ("x-gbk", "gbk", "古力"),
        ("SHIFT_JIS", "cp932", "能表"),
        ("x-sjis", "cp932", "能表①"),
        ("Windows-31J", "cp932", "能表①"),
        ("EUC-JP", "euc_jp", "井山"),
        ("x-euc-jp", "euc_jis_2004", "井山①"),
        ("KS_C_5601", "cp949", "이창호"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("EUC-KR", "cp949", "똠방각하"),
        ("johab", "johab", "이창호"),
        ("Big5", "cp950", "許功蓋"),
        ("Big5-HKSCS", "big5hkscs", "許功蓋㗎"),
        ("big5", "big5hkscs", "許功蓋㗎"),
        ("Windows-1251", "cp1251", "Иван"),
        ("windows 1251", "cp1251", "Иван"),
        ("koi8-r", "koi8_r", "Иван"),
        ("ISO-8859-2", "iso8859_2", "Łukasz"),
        ("iso-8859-15", "iso8859_15", "Žižka €"),
        ("windows-1250", "cp1250", "Čačić"),
        ("windows-1253", "cp1253", "Σωκράτης"),
        ("TIS-620", "tis_620", "สมชาย"),
        ("ISO-8859-1", "cp1252", "“Zoë” €"),
        ("latin1", "latin_1", "Zo\xeb"),
        ("macroman", "mac_roman", "Zoë"),
        ("ISO-2022-JP", "iso2022_jp", "井山裕太"),
        ("HZ-GB-2312", "hz", "古力"),
        (" utf8 ", "utf_8", "古力"),
    ],
)
def test_what_is_declared_is_used(declared, encoding, name):
    data = f"(;CA[{declared}]GM[1]SZ[9]PB[{name}]PW[x {name}];B[ee]C[{name}])".encode(encoding)
    tree = GameTree.read(data)
    assert (tree.text("PB"), tree.text("PW"), tree.damage, tree.remarks) == (name, f"x {name}", "", [])
    tree.set_text("EV", f"{name} again")
    again = GameTree.read(tree.write())
    assert (again.text("PB"), again.text("EV")) == (name, f"{name} again")
    assert f"PW[x {name}]".encode(encoding) in tree.write() or encoding in ("iso2022_jp", "hz")


@pytest.mark.parametrize(
    "declared", ["klingon", "rot13", "base64", "idna", "unicode_escape", "cp037", "utf-16", "\x00"]
)
def test_what_is_no_character_set_of_files_is_not_used(declared):
    tree = GameTree.read(f"(;CA[{declared}]SZ[9]PB[Andr\xe9];B[ee])".encode("latin_1"))
    assert tree.text("PB") == "André"
    (remark,) = tree.remarks
    assert "is not known: the text is read as cp1252" in remark


@pytest.mark.parametrize(
    ("declared", "encoding", "name"),
    [
        ("UTF-8", "gbk", "古力与柯洁"),
        ("UTF-8", "latin_1", "André"),
        ("GBK", "utf_8", "古力"),
        ("big5", "cp932", "名人戦の棋譜"),
    ],
)
def test_what_is_declared_may_be_wrong(declared, encoding, name):
    data = f"(;CA[{declared}]SZ[9]PB[{name}];B[ee])".encode(encoding)
    tree = GameTree.read(data)
    assert tree.text("PB") == name
    assert tree.write() == data


def test_two_bytes_that_look_like_utf8_are_what_is_declared():
    assert charset_of("(;CA[EUC-KR]PB[체])".encode("euc_kr")).codec == "cp949"


@pytest.mark.parametrize(
    ("encoding", "name", "guessed", "shown"),
    [
        ("iso8859_2", "Łukasz Żółw", "cp1252", "£ukasz ¯ó³w"),
        ("latin_1", "Zoë", "cp1252", "Zoë"),
        ("cp1251", "Иван Петров", "cp1251", "Иван Петров"),
        ("gbk", "古力与柯洁", "gb18030", "古力与柯洁"),
    ],
)
def test_a_guess_at_what_is_not_declared_is_said(encoding, name, guessed, shown):
    data = f"(;GM[1]SZ[9]PB[{name}];B[ee])".encode(encoding)
    tree = GameTree.read(data)
    assert tree.text("PB") == shown
    assert tree.remarks == [
        f"no CA: the text is read as {guessed}; if that is wrong, add CA to the file's root"
    ]
    assert tree.write() == data


@pytest.mark.parametrize("name", ["Ann", "Zoë", "古力"])
def test_what_can_be_no_other_set_needs_no_remark(name):
    assert GameTree.read(f"(;GM[1]SZ[9]PB[{name}];B[ee])".encode()).remarks == []


@pytest.mark.parametrize(
    ("good", "bad", "codec"),
    [
        ("Josés Zoë", b"\xc3", "utf-8"),
        ("古力柯洁常昊", b"\xff", "gb18030"),
    ],
)
def test_one_bad_byte_is_one_replacement_character(good, bad, codec):
    data = b"(;CA[%b]SZ[9]PB[%b]PW[%b];B[ee])" % (codec.encode(), good.encode(codec), bad)
    tree = GameTree.read(data)
    assert (tree.text("PB"), tree.text("PW"), tree.damage) == (good, "\ufffd", "")
    assert tree.remarks == [f"1 byte is not {codec} and shown as \ufffd"]
    tree.set_text("RE", "B+R")
    assert b"PW[%b]" % bad in tree.write()


@pytest.mark.parametrize("name", [b"\x8c\xc3\x97\xcd", b"\x8c\xc3\x97"])
def test_a_name_that_was_cut_within_a_character_takes_no_bracket_with_it(name):
    data = b"(;GM[1]CA[Shift_JIS]SZ[9]PB[%b]PW[\x88\xe4\x8eR];B[ee];W[cc])" % name
    tree = GameTree.read(data)
    assert (tree.text("PW"), tree.length, tree.damage) == ("井山", 2, "")
    assert tree.text("PB").startswith("古")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-32", "iso2022_jp"])
def test_a_file_whose_brackets_are_no_bytes_is_written_as_it_was(encoding):
    text = "(;GM[1]SZ[9]PB[井山裕太];B[ee])\r\n(;GM[1]SZ[9]PB[古川];B[cc])"
    data = text.encode(encoding)
    tree = GameTree.read(data)
    assert (tree.text("PB"), tree.count, tree.damage) == ("井山裕太", 2, "")
    assert tree.write() == data
    tree.set_text("RE", "B+R")
    again = GameTree.read(tree.write(), 2)
    assert again.text("PB") == "古川"
    assert again.other(1).text("RE") == "B+R"


def test_games_of_one_file_may_have_different_sets():
    games = [("GBK", "gbk", "古力"), ("UTF-8", "utf_8", "柯洁"), ("windows-1251", "cp1251", "Иван")]
    data = b"".join(
        f"(;CA[{declared}]SZ[9]PB[{name}];B[ee])".encode(codec) for declared, codec, name in games
    )
    tree = GameTree.read(data)
    assert [tree.other(number).text("PB") for number in (1, 2, 3)] == [name for _, _, name in games]


@given(st.binary())
def test_any_bytes_have_a_character_set(data):
    source = readable(data)
    assert isinstance(source.charset.text(source.data), str)
    assert len(source.charset.masked(source.data)) == len(source.data)
