"""The line mode, against what the original program printed and against boards written by hand."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from darkgo.engine.policy import Policy
from darkgo.engine.session import Session
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.plain import board_text, run

Play = Callable[..., str]


@pytest.fixture(scope="module")
def mini(goldens: Path) -> Policy:
    return Policy(goldens / "go-mini.cfg", goldens / "go-mini.initial.weights")


@pytest.fixture
def play(mini: Policy) -> Play:
    """Types lines at a new session; what was printed, both streams together."""

    def play(typed: str, size: int = 19, top: int = 5, multi: bool = False, komi: float = 7.5) -> str:
        screen = io.StringIO()
        session = Session(Game(size, Rules(komi=komi)), lambda: mini, count=top, multi=multi)
        run(session, io.StringIO(typed), screen, screen)
        return screen.getvalue()

    return play


@dataclass
class Turn:
    board: list[str]
    points: list[str]
    percentages: list[str]
    prompt: str


def turns(transcript: str) -> list[Turn]:
    """What is printed for each turn: the board's 20 lines, the list, the prompt."""
    found = []
    for text in re.split(r"(?<=Enter move: )", transcript):
        lines = text.split("\n")
        if len(lines) == 1:
            continue
        listed = [re.fullmatch(r"(\d+): (.+), (\d+\.\d\d)%", line) for line in lines[20:-1]]
        assert all(listed), lines[20:-1]
        found.append(
            Turn(
                lines[:20],
                [match[1] + match[2] for match in listed if match],
                [match[3] for match in listed if match],
                lines[-1],
            )
        )
    return found


def without_marks(board: list[str]) -> list[str]:
    return [board[0]] + [row[:3] + re.sub(r"\d", " ", row[3:]) for row in board[1:]]


@pytest.mark.parametrize(
    ("transcript", "multi", "instead"),
    [
        ("go-mini.transcript.txt", False, {1: "A 15"}),
        ("go-mini.transcript-multi.txt", True, {0: "A 1", 1: "T 1"}),
    ],
)
def test_the_transcripts_of_the_original_are_repeated(
    play: Play, goldens: Path, transcript: str, multi: bool, instead: dict[int, str]
) -> None:
    # The first two lists hold exact ties that the original broke by rounding: there only the percentages
    # count, and its choices are typed as points.
    typed = (goldens / "go-mini.transcript-input.txt").read_text().splitlines()
    for number, point in instead.items():
        typed[number] = point
    expected = turns((goldens / transcript).read_text())
    found = turns(play("".join(f"{line}\n" for line in typed), multi=multi))
    assert len(found) == len(expected) == 12
    for number, (ours, theirs) in enumerate(zip(found, expected, strict=True)):
        assert ours.percentages == theirs.percentages
        assert ours.prompt == theirs.prompt
        if number < 2:
            assert without_marks(ours.board) == without_marks(theirs.board)
        else:
            assert (ours.board, ours.points) == (theirs.board, theirs.points)


def test_a_board_with_stones_and_marks() -> None:
    board = Board.parse(". X . O / . . . . / . . . . / O X . .".replace("/", "\n"))
    lines = ["   A B C D ", " 4   X 1 O", " 3        ", " 2 a      ", " 1 O X    "]
    assert board_text(board, {2: "1", 8: "a", 12: "2"}).splitlines() == lines


@pytest.mark.parametrize(("size", "letters"), [(2, "A B "), (9, "A B C D E F G H J "), (25, "X Y Z ")])
def test_any_size_has_its_rows_and_letters(play: Play, size: int, letters: str) -> None:
    lines = play("", size=size).split("\n")
    assert lines[0].endswith(letters)
    assert [line[:3] for line in lines[1 : size + 1]] == [f"{row:2d} " for row in range(size, 0, -1)]
    assert lines[size + 1].startswith("1: ")


def test_more_than_nine_suggestions_are_marked_with_letters(play: Play) -> None:
    lines = play("", top=12).split("\n")
    assert sorted("".join(line[3:] for line in lines[1:20]).replace(" ", "")) == sorted("123456789abc")
    assert lines[31].startswith("12: ")


def test_a_pass_is_listed_by_its_name(play: Play) -> None:
    assert re.search(r"^\d+: Pass, \d+\.\d\d%$", play("", size=2, top=5), re.MULTILINE)


@pytest.mark.parametrize("line", ["nonsense", "0", "6", "-1", "A 25", "I 5", "A 15", "r", "s x.txt"])
def test_a_refusal_is_one_line_and_the_same_player_is_asked_again(play: Play, line: str) -> None:
    before, after = play("A 15\n"), play(f"A 15\n{line}\n")
    assert after.startswith(before)
    refusal, prompt = after.removeprefix(before).split("\n")
    assert refusal
    assert prompt == "O Enter move: "


def test_an_edit_keeps_the_turn_and_shows_the_stone(play: Play) -> None:
    shown = turns(play("b A 10\nw B 10\nc A 10\n", top=1))
    assert [turn.board[10][3:6] for turn in shown] == ["   ", "X  ", "X O", "  O"]
    assert {turn.prompt for turn in shown} == {"X Enter move: "}


def test_quit_leaves_the_rest_of_the_input_unread(play: Play) -> None:
    assert play("A 15\nq\nB 3\n") == play("A 15\n")


def test_two_passes_show_the_score_and_an_undo_takes_the_game_up_again(play: Play) -> None:
    lines = play("C 3\np\np\nA 1\nu\n", size=5, komi=0.5).split("\n")
    (end,) = (number for number, line in enumerate(lines) if "B+24.5" in line)
    assert (
        lines[end + 1] == "O Enter move: the game is over: u takes the end back, new begins another, q quits"
    )
    assert lines[end + 2].startswith("O Enter move:    A B C D E ")
    assert any(line.startswith("1: ") for line in lines[end + 2 :])


def test_a_saved_game_is_named_and_the_board_not_repeated(play: Play, tmp_path: Path) -> None:
    target = tmp_path / "game.sgf"
    assert play(f"C 3\ns {target}\n", size=5).endswith(f"Enter move: saved to {target}\nO Enter move: ")
    assert target.exists()
