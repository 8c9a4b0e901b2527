"""Every typed command, once each on a session without a door: what it answers, and what it refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest

from darkgo.engine.commands import Show
from darkgo.engine.parse import parse
from darkgo.engine.perform import THINKING, perform
from darkgo.engine.session import Session
from darkgo.engine.strength import LEVELS
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree
from tests.evaluators import Steady

RECORD = "(;GM[1]SZ[5]KM[0.5];B[cc];W[bb](;B[dd];W[];B[])(;B[db]C[Or here.]))"


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "record.sgf").write_text(RECORD)
    (tmp_path / "broken.sgf").write_text("hello")
    (tmp_path / "wrong.sgf").write_text("(;GM[1]SZ[5];B[cc];W[cc])")
    return Session(Game(5), Steady())


def typed(session: Session, *lines: str) -> str:
    """Carries out lines, each after the network has judged the position; the answer to the last."""
    said = ""
    for line in lines:
        session.think()
        command = parse(line, session.game.size)
        assert not isinstance(command, Show)
        said = perform(command, session)
    session.think()
    return said


def state(session: Session) -> dict[str, object]:
    """All that a refused command could have changed."""
    found_moves = session.found_moves
    return {
        "tree": session.tree,
        "file": session.tree.write(),
        "node": session.tree.node,
        "moves": session.game.moves,
        "board": session.game.board,
        "komi": session.game.rules.komi,
        "computer": session.computer,
        "guessing": session.guessing,
        "result": session.result,
        "counting": session.counting,
        "dead": session.dead,
        "suggestions": session.suggestions,
        "strength": session.strength,
        "found": found_moves and (found_moves.network, found_moves.person),
        "path": session.path,
        "unsaved": session.is_worth_keeping,
    }


@pytest.mark.parametrize(
    ("lines", "said", "board"),
    [
        (("",), "Black plays D 5", "...X./...../...../...../....."),
        (("3",), "Black plays A 5", "X..../...../...../...../....."),
        (("C 3",), "Black plays C 3", "...../...../..X../...../....."),
        (("C 3", "a5"), "White plays A 5", "O..../...../..X../...../....."),
        (("p",), "Black passes", "...../...../...../...../....."),
        (("b A 5",), "set black A 5", "X..../...../...../...../....."),
        (("w A 5",), "set white A 5", "O..../...../...../...../....."),
        (("b A 5", "c A 5"), "cleared A 5", "...../...../...../...../....."),
        (("C 3", "u"), "undone", "...../...../...../...../....."),
        (("C 3", "u", "r"), "Black plays C 3", "...../...../..X../...../....."),
        (("b A 5", "u", "r"), "redone", "X..../...../...../...../....."),
        (("C 3", "A 1", "jump 1"), "move 1 of 2", "...../...../..X../...../....."),
        (("C 3", "A 1", "start"), "move 0 of 2", "...../...../...../...../....."),
        (("C 3", "A 1", "jump -7"), "move 0 of 2", "...../...../...../...../....."),
        (("C 3", "A 1", "start", "end"), "move 2 of 2", "...../...../..X../...../O...."),
        (("C 3", "u", "A 1", "start", "jump 99"), "move 1 of 1", "...../...../...../...../X...."),
        (("C 3", "u", "A 1", "u", "C 3", "var"), "variation 2 of 2", "...../...../...../...../X...."),
        (("open record.sgf", "guess", "C 3"), "C 3 is right", "...../...../..X../...../....."),
        (
            ("open record.sgf", "r", "guess", "A 1"),
            "A 1 is wrong: White played B 4",
            "...../.O.../..X../...../.....",
        ),
        (("C 3", "new 7"), "a new game", "/".join(7 * ["......."])),
        (("new 7 2",), "a new game", "......./......./....X../......./..X..../......./......."),
    ],
)
def test_what_changes_the_board(session: Session, lines: tuple[str, ...], said: str, board: str) -> None:
    answer, _, _ = typed(session, *lines).partition("; the network's choice ")
    assert answer == said
    assert "".join(str(session.game.board).split()) == board.replace("/", "")


@pytest.mark.parametrize(
    ("lines", "said", "holds"),
    [
        (("resign",), "Black resigns: W+R", lambda s: s.resigned is Colour.BLACK),
        (("computer white", "C 3", "resign"), "Black resigns: W+R", lambda s: s.resigned is Colour.BLACK),
        (("resign", "u"), "undone", lambda s: s.resigned is None),
        (("C 3", "u", "resign", "r"), "Black plays C 3", lambda s: s.resigned is None),
        (
            ("p", "p"),
            "White passes",
            lambda s: s.result.startswith("Both players passed: W+7.5"),
        ),
        (("count",), "counting", lambda s: s.result.startswith("As it stands: W+7.5")),
        (("count", "count"), "the game goes on", lambda s: not s.counting and s.suggestions),
        (("C 3", "count", "dead C 3"), "C 3 is dead", lambda s: s.dead == 1 << 12),
        (("C 3", "count", "dead C 3", "dead C 3"), "C 3 is alive", lambda s: s.dead == 0),
        (("C 3", "count", "A 1"), "White plays A 1", lambda s: not s.counting),
        (("komi 0,5",), "komi 0.5", lambda s: s.game.rules.komi == 0.5),
        (
            ("rules japanese",),
            "Japanese rules, by territory, komi 7.5",
            lambda s: s.game.rules.territory and b"RU[Japanese]" in s.sgf(),
        ),
        (
            ("rules japanese", "rules aga"),
            "Chinese rules, by area, komi 7.5",
            lambda s: not s.game.rules.territory and b"RU[Chinese]" in s.sgf(),
        ),
        (
            ("rules korean", "new 9"),
            "a new game",
            lambda s: s.game.rules.territory and s.game.rules.komi == 6.5 and b"RU[Japanese]" in s.sgf(),
        ),
        (("komi -3",), "komi -3", lambda s: s.game.rules.komi == -3),
        (("level 1",), "the computer plays at level 1 of 10", lambda s: s.strength is LEVELS[0]),
        (("top 1",), "1 suggestion", lambda s: len(s.suggestions) == 1),
        (("top 26",), "26 suggestions", lambda s: len(s.suggestions) == 26),
        (("multi",), "eight views of the board, averaged", lambda s: s.multi),
        (("multi", "multi"), "the board as it stands", lambda s: not s.multi),
        (("computer white",), "the computer plays White", lambda s: s.computer == {Colour.WHITE}),
        (("computer both",), "the computer plays Black and White", lambda s: s.computer_to_move),
        (("computer both", "computer none"), "the computer only suggests", lambda s: not s.computer),
        (("computer white", "pause"), "the computer waits", lambda s: s.paused),
        (("computer white", "pause", "pause"), "the computer goes on", lambda s: not s.paused),
        (
            ("C 3", "A 1", "start", "computer both", "pause"),
            "the computer goes on",
            lambda s: s.game.move_number == 2 and s.computer_to_move,
        ),
        (
            ("computer white", "open record.sgf", "new 9"),
            "a new game",
            lambda s: s.computer == {Colour.WHITE} and not s.is_record,
        ),
        (("open record.sgf", "new 9"), "a new game", lambda s: not s.computer),
        (("new 9", "handicap 3"), "a new game", lambda s: s.game.handicap == 3 and s.game.rules.komi == 0.5),
        (("open record.sgf",), "5 moves; r plays", lambda s: s.found_moves and s.game.move_number == 0),
        (("open record.sgf", "guess"), "guess the next move", lambda s: s.guessing and not s.suggestions),
        (("open record.sgf", "guess", "guess"), "suggestions are shown again", lambda s: s.suggestions),
        (("open record.sgf", "end"), "move 5 of 5", lambda s: s.counting),
        (("C 3", "s saved.sgf"), "saved to saved.sgf", lambda s: Path("saved.sgf").exists()),
        (("s a.sgf", "C 3", "s"), "saved to a.sgf", lambda s: b"B[cc]" in Path("a.sgf").read_bytes()),
        (("open record.sgf", "A 1", "s"), "saved to record.sgf", lambda s: not s.is_worth_keeping),
    ],
)
def test_what_changes_something_else(
    session: Session, lines: tuple[str, ...], said: str, holds: Callable[[Session], bool]
) -> None:
    assert typed(session, *lines).startswith(said)
    assert holds(session)


@pytest.mark.parametrize(
    ("before", "line", "reason"),
    [
        ((), "6", "there is no suggestion 6"),
        ((), "00", "there is no suggestion 0"),
        ((), "u", "nothing to undo"),
        ((), "r", "nothing to redo"),
        ((), "var", "no other variation"),
        ((), "dead A 1", "when the game is counted"),
        ((), "guess", "no record"),
        ((), "s", "save as which file?"),
        ((), "s game.txt", "ends in .sgf"),
        ((), "s broken.sgf", "exists already"),
        ((), "s none/game.sgf", "cannot be saved"),
        ((), "open", "which file"),
        ((), "open broken.sgf", "not SGF"),
        ((), "open none.sgf", "cannot be read"),
        ((), "level 0", "expected 1 to 10"),
        ((), "level 11", "expected 1 to 10"),
        ((), "top -1", "expected 0 to 26"),
        ((), "top 27", "expected 0 to 26"),
        ((), "komi 626", "from -625 to 625"),
        ((), "komi nan", "from -625 to 625"),
        ((), "komi inf", "from -625 to 625"),
        ((), "new 0", "0"),
        ((), "new 1", "board size 1: 2 to 25 are possible"),
        ((), "new 26", "board size 26: 2 to 25 are possible"),
        ((), "new 9 1", "handicap"),
        ((), "handicap 2", "handicap"),
        (("C 3",), "C 3", "occupied"),
        (("C 3",), "s record.sgf", "exists already"),
        (("C 3", "count"), "dead A 1", "no stone"),
        (("C 3", "count"), "dead pass", "no stone"),
        (("C 3", "count", "dead C 3"), "var", "no other variation"),
        (("C 3", "count", "dead C 3"), "1", "no suggestions"),
        (("C 3", "p", "p", "dead C 3"), "A 1", "game is over"),
        (("C 3", "p", "p", "dead C 3"), "count", "game is over"),
        (("C 3", "p", "p", "dead C 3"), "r", "nothing to redo"),
        (("C 3", "resign"), "A 1", "game is over"),
        (("C 3", "resign"), "", "game is over"),
        (("C 3", "resign"), "resign", "game is over"),
        (("C 3", "resign"), "count", "game is over"),
        (("C 3", "resign"), "r", "nothing to redo"),
        (("C 3", "resign"), "var", "no other variation"),
        (("b A 4", "b B 5"), "w A 5", "no liberty"),
        (("w A 4", "w B 5"), "A 5", "suicide"),
        (("computer black",), "C 3", THINKING),
        (("computer black",), "1", THINKING),
        (("open record.sgf", "end"), "r", "record ends"),
        (("open record.sgf", "guess", "C 3"), "C 3", "occupied"),
        (("open record.sgf", "A 1", "guess"), "B 1", "no move to guess"),
        (("open wrong.sgf", "r"), "r", "move 2"),
        (("open wrong.sgf", "r", "guess"), "A 1", "occupied"),
        (("open record.sgf", "r", "guess"), "1", "to be guessed"),
    ],
)
def test_a_refusal_leaves_the_session_as_it_was(
    session: Session, before: tuple[str, ...], line: str, reason: str
) -> None:
    typed(session, *before)
    known = state(session)
    with pytest.raises(BadInput) as refusal:
        typed(session, line)
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)
    session.think()
    assert state(session) == known


def test_without_a_network_the_computer_cannot_play() -> None:
    session = Session(Game(5))
    with pytest.raises(BadInput, match="no network"):
        typed(session, "computer white")
    assert typed(session, "computer none", "C 3", "A 1") == "White plays A 1"
    assert typed(session, "count").startswith("counting")
    assert session.result.startswith("As it stands")
    with pytest.raises(BadInput, match="no suggestions"):
        typed(session, "count", "1")


def test_a_damaged_record_says_what_was_lost_and_is_not_written_over(session: Session) -> None:
    whole = Path("record.sgf").read_bytes()
    Path("record.sgf").write_bytes(whole + b"(;GM[1]SZ[5];B[aa")
    said = typed(session, "open record.sgf")
    assert session.tree.damage
    assert said == f"game 1 of 2, 5 moves; {session.tree.damage}"
    assert session.path is None
    with pytest.raises(BadInput, match="exists already"):
        typed(session, "s record.sgf")
    assert GameTree.read(Path("record.sgf").read_bytes()).length == 5
