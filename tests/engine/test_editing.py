"""Editing a record by typed commands: notes, marks, labels, variations, undo; and what is copied."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.engine.clipboard import clipboard_text
from darkgo.engine.commands import Copy
from darkgo.engine.parse import parse
from darkgo.engine.pasted import read_record
from darkgo.engine.perform import perform
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree
from tests.evaluators import NearestStones

VARIATIONS = b"(;B[dd];W[dc])(;B[ee];W[aa];B[ab])"
RECORD = b"(;SZ[5]XX[un\\]known]C[the start];B[cc]TR[aa:bb]LB[ee:1];W[bb]C[a comment]" + VARIATIONS + b")"


def opened(data: bytes = RECORD) -> Session:
    session = Session(Game(5), NearestStones())
    session.look_at(read_record(data.decode()))
    return session


def typed(session: Session, *lines: str) -> str:
    said = ""
    for line in lines:
        said = perform(parse(line, session.game.size), session)  # type: ignore[arg-type]
    return said


def variation(session: Session) -> list[int | None]:
    return [place.move[1] if place.move else None for place in session.tree.line]


@pytest.mark.parametrize(
    ("lines", "had", "has"),
    [
        (["note Good ] shape"], b"C[the start]", b"C[Good \\] shape]"),
        (["note"], b"C[the start]", b"XX[un\\]known];"),
        (["jump 1", "mark b5"], b"TR[aa:bb]", b"TR[aa][ab][bb]"),
        (["jump 1", "mark A 1"], b"TR[aa:bb]", b"TR[aa:bb][ae]"),
        (["mark C 3 square"], b"", b"SQ[cc]"),
        (["mark C 3 circle"], b"", b"CR[cc]"),
        (["mark C 3 cross"], b"", b"MA[cc]"),
        (["jump 1", "label e1 a:b"], b"LB[ee:1]", b"LB[ee:a\\:b]"),
        (["jump 1", "label E 1"], b"LB[ee:1]", b"TR[aa:bb];"),
        (["label a5 x"], b"", b"LB[aa:x]"),
        (["jump 4", "del"], b";W[dc]", b";B[dd])"),
        (["jump 3", "var", "main"], b"(;B[dd]", b"(;B[ee];W[aa];B[ab])(;B[dd]"),
    ],
)
def test_an_edit_is_saved_with_all_else_and_taken_back(lines: list[str], had: bytes, has: bytes) -> None:
    session = opened()
    assert had in RECORD
    before = session.tree.write()
    typed(session, *lines)
    edited = session.tree.write().replace(b"\n", b"")
    assert has in edited
    assert b"XX[un\\]known]" in edited
    assert session.is_worth_keeping
    assert "taken back" in typed(session, "u")
    assert session.tree.write().replace(b"\n", b"") == before
    assert "made again" in typed(session, "r")
    assert session.tree.write().replace(b"\n", b"") == edited
    again = GameTree.read(edited)
    again.go_to(session.game.move_number)
    assert again.comment == session.tree.comment


def test_several_edits_are_taken_back_from_the_last_on() -> None:
    session = opened()
    before = session.tree.write()
    typed(session, "note one", "mark a1", "note two")
    typed(session, "u")
    assert session.tree.comment == "one"
    typed(session, "u", "u")
    assert session.tree.write().replace(b"\n", b"") == before
    with pytest.raises(BadInput, match="nothing to undo"):
        typed(session, "u")
    typed(session, "r", "r", "r")
    assert session.tree.comment == "two"


def test_elsewhere_u_takes_the_move_back_and_the_edit_waits() -> None:
    session = opened()
    typed(session, "jump 1", "note here", "jump 2", "u")
    assert session.game.move_number == 1
    assert session.tree.comment == "here"
    typed(session, "u")
    assert session.game.move_number == 1
    assert session.tree.comment == ""


def test_a_removed_variation_comes_back_to_its_place() -> None:
    session = opened()
    typed(session, "jump 3")
    there = session.tree.node
    assert typed(session, "del").startswith("removed, 2 moves in all")
    assert session.game.move_number == 2
    assert variation(session) == [None, 12, 6, 24, 0, 5]
    typed(session, "u")
    assert session.tree.node == there
    assert variation(session) == [None, 12, 6, 18, 13]
    assert session.tree.sibling == (0, 2)


def test_the_main_line_is_guessed_anew() -> None:
    session = opened()
    assert session.found_moves is not None
    typed(session, "jump 2")
    node = session.tree.node
    for _ in range(2):
        session.think()
        assert session.found_moves.move(node) == (Colour.BLACK, 18)
        assert session.found_moves.network.moves == 1
        typed(session, "jump 3", "var", "main")
        assert session.found_moves.move(node) == (Colour.BLACK, 24)
        typed(session, "u", "jump 3", "var", "jump 2")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("del", "the beginning of a game"),
        ("main", "main line already"),
        ("mark", "mark A 15 square"),
        ("mark A 15", "A 15"),
        ("mark p", "expected a point"),
        ("mark a1 star", "triangle, square, circle, cross"),
        ("label", "label A 15 x"),
        ("label a1 morethanall", "8 letters at most"),
        ("copy that", "board, moves or sgf"),
    ],
)
def test_what_cannot_be_edited_is_said_in_one_line(line: str, reason: str) -> None:
    session = opened()
    before = session.tree.write()
    with pytest.raises(BadInput, match=reason) as refusal:
        typed(session, line)
    assert "\n" not in str(refusal.value)
    assert session.tree.write() == before
    assert not session.edits


def test_a_note_that_is_not_there_is_not_removed() -> None:
    session = opened()
    typed(session, "note")
    with pytest.raises(BadInput, match="no note here"):
        typed(session, "note")


def test_a_note_in_other_letters_converts_the_file_and_comes_back() -> None:
    data = "(;SZ[5]CA[EUC-KR]C[\uac00];B[cc]C[\ub098])".encode("euc-kr")
    session = Session(Game(5))
    session.start(GameTree.read(data))
    typed(session, "note \u00fc\u0151 \u4e2d")
    assert "\u0151".encode() in session.tree.write()
    typed(session, "u")
    assert session.tree.comment == "\uac00"
    typed(session, "jump 1")
    assert session.tree.comment == "\ub098"


def test_against_the_computer_an_edit_is_taken_back_alone() -> None:
    session = Session(Game(5), NearestStones(), computer=frozenset({Colour.WHITE}))
    session.think()
    typed(session, "c3")
    typed(session, "note mine", "u")
    assert session.tree.comment == ""
    assert session.game.move_number == 1


TYPED = (
    "note x|note|mark a1|mark a1 square|label b2 y|label b2|del|main|jump 1|jump 2|end|start|var|u|r|c3|d4"
)


@given(st.lists(st.sampled_from(TYPED.split("|")), max_size=25))
def test_any_order_of_edits_leaves_a_record_that_can_be_read(lines: list[str]) -> None:
    session = opened()
    for line in lines:
        try:
            typed(session, line)
        except BadInput:
            continue
        again = GameTree.read(session.tree.write())
        again.go_to(0)
        assert again.comment == GameTree.read(session.tree.write()).comment
    session.go_to(0)
    assert session.game.move_number == 0


def test_the_board_is_copied_with_its_coordinates() -> None:
    session = opened()
    typed(session, "jump 2")
    copied, said = clipboard_text(Copy(), session)
    assert copied.splitlines()[:4] == ["   A B C D E", " 5 . . . . .", " 4 . O . . .", " 3 . . X . ."]
    assert "Black to move, after move 2" in copied
    assert said == "the board is copied, if the terminal allows it"


def test_the_moves_of_a_variation_are_copied_from_where_it_begins() -> None:
    session = opened()
    assert clipboard_text(Copy("moves"), session)[0] == "1 B C3, 2 W B4, 3 B D2, 4 W D3"
    typed(session, "jump 3", "var")
    assert clipboard_text(Copy("moves"), session)[0] == "3 B E1, 4 W A5, 5 B A4"


def test_a_copied_record_can_be_pasted() -> None:
    session = Session(Game(5))
    session.start(GameTree.read("(;SZ[5]CA[GBK]C[\u597d];B[cc])".encode("gbk")))
    copied, _ = clipboard_text(Copy("sgf"), session)
    assert read_record(copied).tree.comment == "\u597d"
