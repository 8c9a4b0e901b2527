"""Typed lines: what each is read as, what it does to a game, and that nonsense does nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.engine.commands import (
    HELP,
    Dead,
    Do,
    Edit,
    Jump,
    Komi,
    Level,
    New,
    Open,
    Play,
    Players,
    PlaySuggestion,
    Save,
    Show,
    Top,
    parse,
)
from darkgo.engine.perform import perform
from darkgo.engine.ranking import Suggestion
from darkgo.engine.report import Report
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour
from tests.evaluators import Refusing

A15 = 4 * 19
Q16 = 3 * 19 + 15


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("", PlaySuggestion(1)),
        ("  \n", PlaySuggestion(1)),
        ("3\n", PlaySuggestion(3)),
        (" 12 ", PlaySuggestion(12)),
        ("0", Top(0)),
        ("00", PlaySuggestion(0)),
        ("-1", PlaySuggestion(-1)),
        ("A 15", Play(A15)),
        ("a15", Play(A15)),
        ("q  16", Play(Q16)),
        ("c16", Play(3 * 19 + 2)),
        ("s 4", Play(15 * 19 + 17)),
        ("p", Play(PASS)),
        ("PASS", Play(PASS)),
        ("c A 15", Edit(A15, None)),
        ("b a15", Edit(A15, Colour.BLACK)),
        ("W A 15", Edit(A15, Colour.WHITE)),
        ("wA15", Edit(A15, Colour.WHITE)),
        ("u", Do("undo")),
        ("r", Do("redo")),
        ("q", Show("quit")),
        ("?", Show("help")),
        ("s my game.sgf", Save("my game.sgf")),
        ("save ~/x.sgf", Save("~/x.sgf")),
        ("s", Save("")),
        ("open", Open("")),
        ("open a game.sgf", Open("a game.sgf")),
        ("jump 41", Jump(41)),
        ("start", Jump(0)),
        ("h", Show("help")),
        ("h 4", Play(15 * 19 + 7)),
        ("new", Show("new")),
        ("new 13", New(13)),
        ("new 19x19 h4", New(19, 4)),
        ("new 9 2", New(9, 2)),
        ("handicap 3", New(None, 3)),
        ("komi 6.5", Komi(6.5)),
        ("komi 3,75", Komi(3.75)),
        ("level 4", Level(4)),
        ("top 12", Top(12)),
        ("computer both", Players(frozenset(Colour))),
        ("computer none", Players(frozenset())),
        ("dead A 15", Dead(A15)),
        ("count", Do("count")),
        ("guess", Do("guess")),
        ("multi", Do("multi")),
        ("pause", Do("pause")),
        ("var", Do("variation")),
        ("RESIGN", Do("resign")),
        ("heat", Show("heat")),
        ("views", Show("views")),
    ],
)
def test_a_line_is_read_as(line: str, command: object) -> None:
    assert parse(line, 19) == command


@pytest.mark.parametrize(
    ("line", "size", "said"),
    [
        ("A 25", 19, "A 25"),
        ("I 5", 19, "without I"),
        ("A 0", 19, "rows 1-19"),
        ("A -1", 19, "rows 1-19"),
        ("K 10", 9, "A-J"),
        ("c I 5", 19, "without I"),
        ("b Z 1", 19, "A-T"),
        ("hello", 19, "A 15"),
        ("b", 19, "not enough; b A 15: sets a black"),
        ("W ", 19, "not enough; w A 15: sets a black"),
        ("c", 19, "not enough; c A 15: clears"),
        ("dead", 19, "not enough; dead A 15: marks"),
        ("level", 19, "not enough; level 5: how well"),
        ("komi", 19, "not enough; komi 6.5: changes"),
        ("jump", 19, "not enough; jump 41: goes to"),
        ("move", 19, "not enough; jump 41: goes to"),
        ("top", 19, "not enough; top 9: shows"),
        ("computer", 19, "not enough; computer white: who"),
        ("handicap", 19, "not enough; new [SIZE] [HANDICAP]: begins"),
        ("w zz", 19, 'no point "zz": columns are A-T without I'),
        ("c pass", 19, "A 15"),
        ("A 15 B 3", 19, "A 15"),
        ("1.5", 19, "A 15"),
        ("9" * 5000, 19, "A 15"),
        ("A " + "9" * 5000, 19, "A 15"),
        ("\x1b[2J\x00", 19, "?[2J?"),
        ("٣", 19, "is no command"),
        ("saved x.sgf", 19, "s FILE.sgf"),
        ("new 9x13", 19, "expected a size"),
        ("komi much", 19, "expected a number"),
        ("level best", 19, "whole number"),
        ("computer me", 19, "black, white, both, none"),
        ("dead Z 99", 19, "A-T"),
    ],
)
def test_a_line_is_refused_with_one_line_that_says_what_is_allowed(line: str, size: int, said: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse(line, size)
    message = str(refusal.value)
    assert said in message
    assert message.isprintable()
    assert len(message) < 240


def judged(game: Game, *points: int) -> Session:
    """A session whose network has just put these points first."""
    session = Session(game, Refusing("nothing may ask the network here"))
    question = session.wanted()
    assert question is not None
    assert session.accept(question, Report((), ranking=tuple(Suggestion(point, 0.1) for point in points)))
    return session


def type_line(session: Session, line: str) -> str:
    command = parse(line, session.game.size)
    assert not isinstance(command, Show)
    return perform(command, session)


def test_a_session_typed_from_beginning_to_end() -> None:
    session = judged(Game(5), 12, 13, 14, 11, PASS)
    for line, to_move, said, diagram in [
        ("2", Colour.WHITE, "Black plays D 3", "..... ..... ...X. ..... ....."),
        ("a 1", Colour.BLACK, "White plays A 1", "..... ..... ...X. ..... O...."),
        ("w E 5", Colour.BLACK, "set white E 5", "....O ..... ...X. ..... O...."),
        ("c a1", Colour.BLACK, "cleared A 1", "....O ..... ...X. ..... ....."),
        ("b a1", Colour.BLACK, "set black A 1", "....O ..... ...X. ..... X...."),
        ("p", Colour.WHITE, "Black passes", "....O ..... ...X. ..... X...."),
        ("u", Colour.BLACK, "undone", "....O ..... ...X. ..... X...."),
        ("u", Colour.BLACK, "undone", "....O ..... ...X. ..... ....."),
        ("r", Colour.BLACK, "redone", "....O ..... ...X. ..... X...."),
        ("e4", Colour.WHITE, "Black plays E 4", "....O ....X ...X. ..... X...."),
        ("b2", Colour.BLACK, "White plays B 2", "....O ....X ...X. .O... X...."),
        ("d5", Colour.WHITE, "Black plays D 5 and captures 1 stone", "...X. ....X ...X. .O... X...."),
    ]:
        assert type_line(session, line) == said
        assert str(session.game.board).split() == list(diagram.replace(" ", ""))
        assert session.game.to_move is to_move
    assert session.game.captures[Colour.BLACK] == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("00", "1 to 3"),
        ("-1", "1 to 3"),
        ("4", "1 to 3"),
        ("999999999", "1 to 3"),
        ("c 3", "C3"),
        ("a 1", "suicide"),
        ("r", "nothing to redo"),
        ("s notes.txt", ".sgf"),
        ("s /no/such/folder/x.sgf", "cannot be saved"),
        ("s ~nobody-of-this-name/x.sgf", "x.sgf"),
        ("s " + 300 * "x" + ".sgf", "cannot be saved"),
        ("s a\x00b.sgf", "cannot be saved"),
    ],
)
def test_an_impossible_line_changes_nothing(line: str, said: str) -> None:
    game = Game(5)
    for point, colour in ((12, Colour.BLACK), (15, Colour.WHITE), (21, Colour.WHITE)):
        game.edit(point, colour)
    session = judged(game, 0, 1, 2)
    before = session.game.board, session.game.to_move, session.suggestions
    with pytest.raises(BadInput, match=said):
        type_line(session, line)
    assert (session.game.board, session.game.to_move, session.suggestions) == before


def test_nothing_is_played_before_the_network_has_answered() -> None:
    session = Session(Game(5))
    with pytest.raises(BadInput, match="no suggestions"):
        type_line(session, "")
    assert session.game.move_number == 0


def test_every_typed_word_of_the_help_is_a_command() -> None:
    for _, rows in HELP:
        for what, _ in rows:
            for line in what.replace("[SIZE] [HANDICAP]", "13 2").replace("Enter", "").split(", "):
                parse(line, 19)


LINES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "1", "2", "3", "0", "p", "u", "r"]),
    st.builds(
        "{}{} {}".format,
        st.sampled_from(["", "c ", "b ", "w "]),
        st.sampled_from("ABCDEFI"),
        st.integers(-1, 6),
    ),
).filter(lambda line: ".sgf" not in line.lower())


@given(st.lists(LINES, max_size=30))
def test_only_a_move_or_a_pass_flips_the_turn(lines: list[str]) -> None:
    session = judged(Game(4), 0, 5, PASS)
    for line in lines:
        mover, moves = session.game.to_move, len(session.game.moves)
        try:
            command = parse(line, 4)
            if isinstance(command, Show):
                continue
            perform(command, session)
        except BadInput:
            assert (session.game.to_move, len(session.game.moves)) == (mover, moves)
            continue
        match command:
            case Play() | PlaySuggestion():
                assert session.game.to_move is mover.other
                assert len(session.game.moves) == moves + 1
            case Edit():
                assert session.game.to_move is mover
                assert session.game.board.at(command.point) is command.colour
