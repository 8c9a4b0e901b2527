"""Several games in one file: gone to, changed, saved together, and resumed."""

from pathlib import Path

import pytest

from darkgo.engine.commands import ChooseGame, Show
from darkgo.engine.game_file import read_copy
from darkgo.engine.parse import parse
from darkgo.engine.perform import perform
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.tree import GameTree

GAMES = (
    b"Three problems\r\n(;GM[1]FF[3]SZ[5]PB[one];B[cc];W[bb])\r\n(;GM[2]FF[3])\r\n"
    b"(;GM[1]SZ[7]PB[\xc8\xe2\xe0\xed \xcf\xe5\xf2\xf0\xee\xe2]RE[?];B[dd])\r\n(;GM[1]SZ[5]PB[four];W[aa])"
)


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.chdir(tmp_path)
    Path("games.sgf").write_bytes(GAMES)
    Path("one.sgf").write_bytes(b"(;GM[1]SZ[5];B[cc])")
    return Session(Game(9))


def typed(session: Session, *lines: str) -> str:
    said = ""
    for line in lines:
        command = parse(line, session.game.size)
        assert not isinstance(command, Show)
        said = perform(command, session)
    return said


def test_the_way_to_the_others(session: Session) -> None:
    guess = "no CA: the text is read as cp1251; if that is wrong, add CA to the file's root"
    assert typed(session, "open games.sgf") == f"game 1 of 4, 2 moves; {guess}"
    assert typed(session, "r", "game") == "game 1 of 4, 2 moves"
    assert typed(session, "game 3") == f"game 3 of 4, 1 move; {guess}"
    assert (session.game.size, session.tree.text("PB"), session.game.move_number) == (7, "Иван Петров", 0)
    assert session.found_moves is not None
    assert typed(session, "game next") == f"game 4 of 4, 1 move; {guess}"
    assert typed(session, "game back", "game 1") == f"game 1 of 4, 2 moves; {guess}"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("game 2", "other game"),
        ("game next", "other game"),
        ("game back", "no such game: 0; the file has 4"),
        ("game 5", "no such game: 5; the file has 4"),
        ("game -1", "no such game: -1; the file has 4"),
        ("game x", "expected a whole number"),
    ],
)
def test_a_game_that_is_not_there_leaves_the_present_one(session: Session, line: str, reason: str) -> None:
    typed(session, "open games.sgf", "r")
    tree, node = session.tree, session.tree.node
    with pytest.raises(BadInput, match=reason):
        typed(session, line)
    assert (session.tree, session.tree.node) == (tree, node)


@pytest.mark.parametrize("opened", [(), ("open one.sgf",)])
def test_where_there_is_one_game_there_is_no_other(session: Session, opened: tuple[str, ...]) -> None:
    typed(session, *opened)
    with pytest.raises(BadInput, match="this is the only game of its file"):
        typed(session, "game 1")


def test_what_is_changed_in_several_games_is_saved_with_all_others(session: Session) -> None:
    typed(session, "open games.sgf", "r", "a 1", "game 3", "b 2", "game 4")
    assert session.is_worth_keeping
    assert typed(session, "s") == "saved to games.sgf"
    assert not session.is_worth_keeping
    written = Path("games.sgf").read_bytes()
    start, _, other, _, four = GAMES.split(b"\r\n")
    assert written.startswith(
        start + b"\r\n(;GM[1]FF[3]SZ[5]PB[one];B[cc](;W[bb])(;W[ae]))\r\n" + other + b"\r\n("
    )
    assert written.endswith(b"(;B[dd])(;B[bf]))\r\n" + four)
    assert b"PB[\xc8\xe2\xe0\xed \xcf\xe5\xf2\xf0\xee\xe2]RE[?]" in written


def test_a_file_that_was_only_looked_at_is_saved_as_it_is(session: Session) -> None:
    typed(session, "open games.sgf", "r", "game 3", "end", "s copy.sgf")
    assert Path("copy.sgf").read_bytes() == GAMES


def test_the_game_on_the_board_is_resumed_and_the_others_are_kept(session: Session) -> None:
    typed(session, "open games.sgf", "game 3", "b 2")
    again = Session(Game(9))
    again.resume(read_copy(b"".join(session.copy())))
    assert (again.tree.number, again.tree.count, again.game.size) == (3, 4, 7)
    assert typed(again, "game 1").startswith("game 1 of 4, 2 moves; no CA")
    assert again.is_worth_keeping
    assert b"(;B[dd])(;B[bf])" in again.sgf()
    assert again.sgf().startswith(b"Three problems\r\n(;GM[1]FF[3]SZ[5]PB[one];B[cc];W[bb])\r\n")


def test_what_was_not_understood_is_said_when_a_game_is_opened(session: Session) -> None:
    Path("words.sgf").write_bytes("(;GM[1]SZ[5]KM[many]RE[so so];B[cc])(;GM[1]SZ[5]KM[六目半])".encode())
    assert typed(session, "open words.sgf") == (
        "game 1 of 2, 1 move; KM[many] is not understood: no komi; RE[so so] is not understood"
    )
    assert typed(session, "game 2") == "game 2 of 2, 0 moves"
    assert session.game.rules.komi == 6.5
    assert session.path == Path("words.sgf")


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("game", ChooseGame()),
        ("Game 12", ChooseGame(12)),
        ("game  next", None),
        ("game back", ChooseGame(step=-1)),
    ],
)
def test_how_it_is_typed(line: str, command: ChooseGame | None) -> None:
    if command is None:
        with pytest.raises(BadInput):
            parse(line, 19)
    else:
        assert parse(line, 19) == command


def test_a_collection_of_a_thousand_games_opens_at_once(session: Session) -> None:
    Path("many.sgf").write_bytes(GAMES.split(b"\r\n")[1] * 1000)
    assert typed(session, "open many.sgf", "game 1000") == "game 1000 of 1000, 2 moves"
    typed(session, "a 1")
    tree = GameTree.read(session.sgf(), 999)
    assert (tree.count, tree.length) == (1000, 2)
