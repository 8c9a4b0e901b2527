"""Typed lines on a game: what each does, and that nonsense does nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from darkgo.engine.commands import Edit, Play, PlaySuggestion, Show
from darkgo.engine.parse import parse
from darkgo.engine.perform import perform
from darkgo.engine.ranking import Suggestion
from darkgo.engine.report import Report
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import PASS, Colour
from tests.evaluators import Refusing


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
