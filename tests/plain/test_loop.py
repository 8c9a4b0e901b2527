"""The line mode, against what the original program printed and against boards written by hand."""

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from darkgo.engine.help import HELP
from darkgo.engine.pasted import read_record
from darkgo.engine.session import Session
from darkgo.engine.setup import COMPUTER
from darkgo.engine.strength import level_text
from darkgo.errors import BadInput
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.symmetry import NAMES
from darkgo.model.evaluation import Evaluation, Evaluator, Position
from darkgo.model.evaluator import NetworkEvaluator
from darkgo.plain.loop import run
from darkgo.plain.text import board_text, original_prompt
from tests.evaluators import Narrow, Steady

STEADY = Steady()
Play = Callable[..., str]


@pytest.fixture
def play(mini: NetworkEvaluator) -> Play:
    """Types lines at a new session; what was printed, both streams together."""

    def play(typed: str, size: int = 19, top: int = 5, multi: bool = False, komi: float = 7.5) -> str:
        screen = io.StringIO()
        session = Session(Game(size, Rules(komi=komi)), mini, count=top, multi=multi)
        run(session, io.StringIO(typed), screen, screen, prompt=original_prompt)
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


@pytest.mark.parametrize("line", ["nonsense", "top 999", "6", "-1", "A 25", "I 5", "A 15", "r", "s x.txt"])
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
    assert lines[end + 1 : end + 3] == [
        "Black: stones 1, territory 24, prisoners 0, by area 25, by territory 24",
        "White: stones 0, territory 0, prisoners 0, komi 0.5, by area 0.5, by territory 0.5",
    ]
    refused, shown = lines[end + 3 : end + 5]
    assert refused == "O Enter move: the game is over: u takes the end back, new begins another, q quits"
    assert shown.startswith("O Enter move:    A B C D E ")
    assert any(line.startswith("1: ") for line in lines[end + 4 :])


def test_a_saved_game_is_named_and_the_board_not_repeated(play: Play, tmp_path: Path) -> None:
    target = tmp_path / "game.sgf"
    assert play(f"C 3\ns {target}\n", size=5).endswith(f"Enter move: saved to {target}\nO Enter move: ")
    assert target.exists()


PROMPTS = r"(?:Black|White) to move: "
RECORD = (
    "(;GM[1]SZ[5]KM[0.5]C[A short game.];B[cc]C[The centre.]LB[bb:A]TR[cc];W[bb]"
    "(;B[db];W[];B[])(;B[dd]C[Or here.]))"
)


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    """Types lines at a new game on 5x5; what was printed after the first position, on both streams.

    The network's suggestions for the empty board are D5, E3, A5, B3 and C1.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "record.sgf").write_text(RECORD)

    def talk(*lines: str, computer: str = "none", evaluator: Evaluator = STEADY, board: bool = True) -> str:
        screen = io.StringIO()
        session = Session(Game(5, Rules(komi=0.5)), evaluator, count=3, computer=COMPUTER[computer])
        run(session, io.StringIO("".join(f"{line}\n" for line in lines)), screen, screen, board=board)
        return screen.getvalue().partition(" to move: ")[2]

    return talk


def test_the_help_lists_every_command(talk: Play) -> None:
    for line in ("?", "h", "help"):
        said = talk(line)
        assert all(f"  {what} " in said for _, rows in HELP for what, _ in rows)
        assert said.endswith("Black to move: ")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("",), " 5       X  \n"),
        (("2",), " 3 1       X\n"),
        (("c3",), " 3 1   X    \n"),
        (("p",), "White to move: "),
        (("resign",), "Black resigns: W+R\nThe game is over: "),
        (("resign", "a1"), "the game is over: u takes the end back"),
        (("w B 2",), " 2   O      \n"),
        (("new 7",), "a new game\n   A B C D E F G \n 7 "),
        (("new 26",), "board size 26: 2 to 25 are possible\n"),
        (("dead",), '"dead" alone is not enough; dead A 15: marks the stones there as dead'),
        (("w zz",), 'no point "zz": columns are A-E, rows 1-5\n'),
        (("s none/game.sgf",), "; make the folder none, or choose another one\n"),
        (("(;SZ[5];B[cc]W[dd])", "r"), "1 node has more than one move: the first is played\n"),
        (("new 7 2",), "\nWhite to move: "),
        (("new",), "new which game? new 19,"),
        (("komi 3.5", "count"), "As it stands: W+3.5 by area\nBlack: stones 0, territory 0, "),
        (("rules japanese", "count"), "As it stands: W+0.5 by territory\n"),
        (("rules korean",), "Japanese rules, by territory, komi 0.5\nBlack to move: "),
        (("rules house",), 'rules "house": expected a name such as japanese'),
        (("count", "rules japanese"), "As it stands: W+0.5 by territory\n"),
        (("level 3",), f"the computer plays at level 3 of 10: {level_text(3)}\nBlack to move: "),
        (("computer white", "a5"), "White plays "),
        (("computer black",), "the computer plays Black\nBlack plays D 5\n"),
        (("computer white", "pause"), "the computer waits\n"),
        (("pause",), "the computer plays nobody here: "),
        (("c3", "u"), " 5 3     1  \n"),
        (("c3", "u", "r"), " 3 1   X    \n"),
        (("c3", "a1", "jump 1"), "move 1 of 2\n"),
        (("c3", "a1", "start"), "move 0 of 2\n"),
        (("c3", "a1", "start", "end"), "move 2 of 2\n"),
        (("c3", "u", "a1", "u", "c3", "var"), "variation 2 of 2\n"),
        (("top 1",), "1 suggestion\n   A B C D E \n 5       1  \n"),
        (("multi",), "eight views of the board, averaged\n"),
        (("s game.sgf",), "saved to game.sgf\nBlack to move: "),
        (("open record.sgf",), "5 moves; r plays the next, guess hides it\n"),
        (("open none.sgf",), "none.sgf: cannot be read: there is no such file in "),
    ],
)
def test_what_is_answered(talk: Play, lines: tuple[str, ...], said: str) -> None:
    assert said in talk(*lines)


def test_the_heat_map_has_the_percentage_of_every_point(talk: Play) -> None:
    heat = """\
     A   B   C   D   E   
 5  15   .   1  35   .
 4   2   .   .   4   .
 3   .  10   .   .  23
 2   .   1   .   .   3
 1   .   .   6   .   .
Pass 0.00%
"""
    assert heat in talk("heat")


def test_the_eight_views_are_printed_once(talk: Play) -> None:
    said = talk("views", "c3")
    views = re.findall(r"^(.{14}) ([A-E] \d), 35\.00%$", said, re.MULTILINE)
    assert [name.rstrip() for name, _ in views] == list(NAMES)
    assert [point for _, point in views[:2]] == ["D 5", "A 4"]


def test_a_count_shows_territory_and_takes_marks(talk: Play) -> None:
    wall = [f"{colour} {letter} {row}" for row in range(1, 6) for letter, colour in (("B", "b"), ("D", "w"))]
    said = talk(*wall, "b E 3", "count", "dead E 3", "dead A 1", "count")
    counts = said.split("by area\n")
    assert " 3 x X . O o\n" in counts[0]
    assert "As it stands: W+0.5 " in counts[0]
    assert "E 3 is alive\n" in counts[1]
    assert " 3 x X . O X\n" in counts[1]
    assert "there is no stone to mark: point at one" in counts[2]
    assert "the game goes on\n" in counts[2]
    assert counts[2].endswith("Black to move: ")


def test_the_computer_answers_in_words_and_enter_lets_it_move(talk: Play) -> None:
    assert "White plays A 3\n" in talk("c3", computer="white")
    said = talk("", "", "c3", computer="both")
    assert "Black plays D 5\n" in said
    assert "White plays " in said
    assert "the computer is thinking" in said


def test_a_number_plays_that_suggestion_for_the_computer_too(talk: Play) -> None:
    assert talk("3", computer="both").startswith("Black plays A 5\n")
    assert talk("1", computer="both").startswith("Black plays D 5\n")
    said = talk("99", computer="both")
    assert said == "there is no suggestion 99: type a number from 1 to 3\nBlack to move: "


def test_a_record_is_read_out_with_its_variations(talk: Play) -> None:
    shown = [
        "\n".join(line for line in text.split("\n") if not re.match(r" [1-5] |   A|\d: ", line)).strip()
        for text in re.split(PROMPTS, talk("open record.sgf", "r", "r", "r", "var", "end"))
    ]
    assert shown == [
        "5 moves; r plays the next, guess hides it\nA short game.\n"
        "The record: Black plays C 3, the network's choice 20\nThe network found 0 of 1 moves looked at",
        "The centre.\nMarked: ▲ C 3, A B 4\n"
        "The record: White plays B 4, the network's choice 11\nThe network found 0 of 2 moves looked at",
        "2 variations follow\n"
        "The record: Black plays D 4, the network's choice 7\nThe network found 0 of 3 moves looked at",
        "Variation 1 of 2\nThe record: White passes\nThe network found 0 of 3 moves looked at",
        "variation 2 of 2\nOr here.\nVariation 2 of 2\nThe network found 0 of 3 moves looked at",
        "move 3 of 3\nOr here.\nVariation 2 of 2\nThe network found 0 of 3 moves looked at",
        "",
    ]


def test_guessing_hides_the_next_move_and_keeps_a_score(talk: Play) -> None:
    _, hidden, right, wrong, refused, shown, _ = re.split(
        PROMPTS, talk("open record.sgf", "guess", "c3", "a1", "1", "guess")
    )
    assert hidden.startswith("guess the next move\n")
    assert not re.search(r"\d: |The record", hidden)
    assert right.startswith("C 3 is right; the network's choice 20\n")
    assert right.endswith("You found 1 of 1 moves guessed\n")
    assert wrong.startswith("A 1 is wrong: White played B 4; the network's choice 11\n")
    assert wrong.endswith("You found 1 of 2 moves guessed\n")
    assert refused.startswith("the next move is to be guessed")
    assert "The record: Black plays D 4" in shown
    assert "1: C 2, 35.00%\n" in shown


def test_a_network_that_fails_in_the_middle_does_not_end_the_game(talk: Play) -> None:
    said = talk("c3", "new 7", "a1", "heat", "computer white", "b1", evaluator=Narrow())
    assert (
        "it cannot read this board; this game goes on without the network: both colours are yours\n"
        "   A B C D E F G" in said
    )
    assert said.count("this game has no network: new begins a game with it\n") == 2
    assert said.endswith(" 1 X O          \nBlack to move: ")


def test_at_the_end_of_a_record_nothing_is_to_be_guessed(talk: Play) -> None:
    said = talk("(;SZ[5];B[cc];W[bb])", "guess", "c3", "b4", "u", board=False)
    before, after = said.split("The record ends here\n")
    assert "B 4 is right" in before
    assert "You found 2 of 2 moves guessed\n" in after


def test_a_board_that_the_network_cannot_read_takes_it_from_that_game_alone(
    talk: Play, tmp_path: Path
) -> None:
    (tmp_path / "one.sgf").write_text("(;SZ[1];B[aa])")
    said = talk("open one.sgf", "r", "new 5", "c3", evaluator=Narrow(), computer="white", board=False)
    record, game = said.split("a new game\n")
    assert record.count("it cannot read this board") == 1
    assert "it cannot read this board; this game goes on without the network\n" in record
    assert "Black plays C 3\nWhite plays " in game
    assert "The network suggests" not in game  # hints are off against the computer


def test_a_record_that_the_network_cannot_read_is_shown_at_the_start() -> None:
    session, screen = Session(Game(5), Narrow()), io.StringIO()
    session.look_at(read_record("(;SZ[3]C[A small board.];B[bb])"))
    run(session, io.StringIO("new 5\n"), screen, screen, board=False)
    assert (
        "it cannot read this board; this game goes on without the network\nA small board.\n"
        in screen.getvalue()
    )
    assert "The network suggests 1, D 5, " in screen.getvalue()


def test_a_record_that_is_pasted_opens_whether_on_one_line_or_on_several(talk: Play) -> None:
    one = talk("c3", "(;SZ[9];B[cc];W[gg];B[gc])", "r", board=False)
    assert "\nWhite to move: 3 moves; r plays the next, guess hides it\n" in one
    assert "Black to move: Black plays C 7\n" in one
    lines = ("(;SZ[9]C[A ) and \\] in it;", "", "q]", ";B[cc]", "(;W[gg];B[gc])", "(;W[dd])", ")")
    several = talk("c3", *lines, "r", "r", board=False)
    assert "3 moves; r plays the next, guess hides it\nA ) and ] in it;\n\nq\n" in several
    assert "White plays G 3\n" in several
    assert "no command" not in one + several


def test_a_record_that_breaks_off_is_opened_as_far_as_it_goes(talk: Play) -> None:
    assert "2 moves; r plays" in talk("(;SZ[9];B[cc]", ";W[gg]", board=False)


def test_a_record_that_cannot_be_used_leaves_the_game(talk: Play) -> None:
    said = talk("c3", "(;GM[2]", ";B[cc])", "stones", board=False)
    assert "the pasted record: other game" in said
    assert "Black: C 3\n" in said


def test_views_that_fail_are_not_asked_for_again(talk: Play) -> None:
    class Blind(Steady):
        """Has no views."""

        def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
            if len(positions) > 1:
                raise BadInput("it has no views")
            return super().evaluate(positions)

    said = talk("views", "c3", evaluator=Blind())
    assert "it has no views\nBlack to move: " in said
    assert "1: A 3, 35.00%\n" in said


def test_without_the_board_moves_captures_and_turn_are_said_in_words(talk: Play) -> None:
    said = talk("board off", "a1", "b1", "e5", "a2", "u")
    lines = [line for line in said.split("\n") if "The network suggests" not in line]
    assert lines == [
        "moves are described in words",
        "Black to move: Black plays A 1",
        "White to move: White plays B 1",
        "Black to move: Black plays E 5",
        "White to move: White plays A 2 and captures 1 stone",
        "Black to move: undone",
        "White to move: ",
    ]
    assert (
        "Black to move: Black plays A 1\n"
        "The network suggests 1, A 3, 35 percent; 2, B 1, 23 percent; 3, C 4, 15 percent.\n"
    ) in said


def test_without_the_board_the_computer_says_what_it_captures(talk: Play) -> None:
    said = talk("b a4", "b b5", "w a5", "w b4", "c3", computer="white", board=False)
    assert "Black plays C 3\nWhite plays " in said
    assert " 5 " not in said


def test_captures_stand_below_the_board(talk: Play) -> None:
    assert "\nCaptured: Black 0, White 1\n" in talk("a1", "b1", "e5", "a2")
    assert "Captured" not in talk("a1", "b1", "e5", "a3")


def test_the_board_can_be_printed_once_and_brought_back(talk: Play) -> None:
    said = re.split(PROMPTS, talk("c3", "board", "board on", "a1", board=False))
    grid = "   A B C D E \n"
    assert [part.count(grid) for part in said] == [0, 1, 0, 1, 0]


def test_the_stones_are_named(talk: Play) -> None:
    assert "Black: no stones\nWhite: no stones\n" in talk("stones")
    assert "Black: A 2, A 5, C 3\nWhite: B 1\n" in talk("c3", "b1", "a5", "p", "a2", "stones")
    assert "White: A 2, B 1\nCaptured: Black 0, White 1\n" in talk("a1", "b1", "e5", "a2", "stones")


def test_what_is_less_than_a_percent_is_said_so(talk: Play) -> None:
    assert "percent; 12, " in talk("top 12", "a1", board=False)
    assert "under 1 percent.\n" in talk("top 12", "a1", board=False)


def test_a_record_in_small_letters_is_played_and_saved_whole(talk: Play, tmp_path: Path) -> None:
    record = "(;gm[1]sz[9]my[own];b[cc];w[gg])"
    (tmp_path / "small.sgf").write_text(record)
    said = talk("open small.sgf", "end", "stones", "s copy.sgf", "a1", "s copy.sgf", board=False)
    assert "Black: C 7\nWhite: G 3\n" in said
    assert (tmp_path / "copy.sgf").read_text().split() == ["(;gm[1]sz[9]my[own];b[cc];w[gg];B[ai])"]
