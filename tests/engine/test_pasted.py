"""Records that come as text: what is taken for one, and what becomes of it."""

import pytest

from darkgo.engine.game_file import LARGEST_FILE
from darkgo.engine.pasted import Brackets, begins_record, is_open, is_record, read_record
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game


@pytest.mark.parametrize(
    "text",
    [
        "(;GM[1]SZ[9];B[ee])",
        "\n ( ;\r SZ[9];B[ee])",
        "Look at this:\n[sgf](;FF[4]GM[1]SZ[9];B[ee])[/sgf]",
        "(SZ[9];B[ee])",
    ],
)
def test_a_record_is_known_by_its_start(text: str) -> None:
    assert is_record(text)


@pytest.mark.parametrize("text", ["", "E 5", "d4\nq16\n", "komi 6.5", "(see there [1])", "s (;game).sgf"])
def test_other_text_is_none(text: str) -> None:
    assert not is_record(text)


@pytest.mark.parametrize("line", ["(", " ( ;", "(;", "(;)", "(;GM[1]", "(SZ[9]", "[sgf](;GM[1]"])
def test_the_first_line_of_a_record_is_known(line: str) -> None:
    assert begins_record(line)


@pytest.mark.parametrize("line", ["", "E 5", "(d4)", "s (;game).sgf", "open (1).sgf"])
def test_a_command_does_not_begin_a_record(line: str) -> None:
    assert not begins_record(line)


@pytest.mark.parametrize(
    "text",
    [
        "(;GM[1];B[aa])",
        "(\n;C[a ) and \\] in it\n\n and a \\\\]\n(;B[aa])\n(;B[bb]))",
        "[sgf](;GM[1]\nC[(])[/sgf]",
        "(SZ[9]\n;B[aa])",
        "(;)",
    ],
)
def test_a_record_goes_on_until_its_brackets_are_closed(text: str) -> None:
    whole = Brackets()
    for line in text.splitlines(keepends=True):
        whole.read(line)
    assert not whole.are_open
    last = text.rindex(")") if "/sgf" not in text else text.rindex(")[")
    for end in range(text.index("(") + 1, last + 1):
        assert is_open(text[:end]) or not begins_record(text[:end])


def test_lines_of_any_kind_are_read() -> None:
    for newline in ("\n", "\r", "\r\n"):
        record = read_record("(;GM[1]SZ[9]|;B[ee]C[One|two]|;W[ce])|".replace("|", newline))
        assert record.path is None
        assert record.tree.length == 2
        record.tree.go_to(1)
        assert record.tree.comment.split() == ["One", "two"]


@pytest.mark.parametrize("charset", ["GB2312", "Shift_JIS", "UTF-8", "nonsense", ""])
def test_text_was_decoded_already_whatever_it_says_of_itself(charset: str) -> None:
    declared = f"CA[{charset}]" if charset else ""
    record = read_record(f"(;GM[1]SZ[9]{declared}PB[黄龙士]PW[Gérard]C[ 本因坊 ];B[ee])")
    assert (record.tree.text("PB"), record.tree.text("PW")) == ("黄龙士", "Gérard")
    assert record.tree.comment == "本因坊"


def test_what_cannot_be_used_is_refused_in_a_line() -> None:
    with pytest.raises(BadInput, match=r"^the pasted record: .*other game"):
        read_record("(;GM[2]SZ[9])")
    with pytest.raises(BadInput, match=r"^the pasted record: found 16,777,2.. bytes; expected 16,777,216"):
        read_record(f"(;GM[1]C[{'x' * LARGEST_FILE}])")


def test_it_is_looked_at_and_saved_under_a_name_of_its_own() -> None:
    session = Session(Game(9))
    assert session.look_at(read_record("(;GM[1]SZ[9];B[ee])")) == ""
    assert session.path is None
    assert session.found_moves is not None
