"""Problems made of the mistakes of a judged game: whose, which, and the position before them."""

from dataclasses import replace

from darkgo.engine.limit import Limit
from darkgo.engine.pasted import read_record
from darkgo.engine.problem import Problem, own_colours, problems_of
from darkgo.engine.session import Session
from darkgo.engine.strength import LEVELS
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.go.tree import GameTree
from tests.engine.test_sweep import opened, swept
from tests.evaluators import NearestStones

BLACK, WHITE = Colour.BLACK, Colour.WHITE
BOTH = frozenset(Colour)
SOME = Limit(visits=6)


def problems(colours: frozenset[Colour] = BOTH, least: float = 0.5) -> tuple[Session, list[Problem]]:
    session = opened()
    swept(session)
    return session, problems_of(session, "game.sgf", colours, least, SOME)


def test_a_problem_is_the_game_up_to_a_mistake_of_these_colours() -> None:
    session, found = problems()
    line = session.judged_line()
    assert 1 <= len(found) <= 5
    for one in found:
        number = int(one.source.rpartition(" ")[2])
        made = line[number]
        assert one.lost >= 0.5
        record = read_record(one.sgf)
        assert record.tree.length == number
        record.tree.go_to_before(number)
        assert "Here a move lost" in record.tree.comment
        assert record.tree.next_move == made.move
        assert record.tree.game.rules == session.game.rules
        session.go_to_before(number)
        assert record.tree.game.board == session.game.board
        assert record.tree.game.captures == session.game.captures
    for colour in Colour:
        _, own = problems(frozenset({colour}))
        assert own
        for one in own:
            moves = read_record(one.sgf)
            moves.tree.go_to(moves.tree.length)
            assert moves.tree.game.last_mover is colour


def test_small_losses_are_no_problems() -> None:
    _, found = problems(least=99)
    assert found == []


def test_the_same_position_has_the_same_name() -> None:
    first, second = problems()[1], problems()[1]
    assert [one.name for one in first] == [one.name for one in second]
    assert len({one.name for one in first}) == len(first)


def tree(head: str) -> GameTree:
    return GameTree.read(f"(;SZ[9]{head};B[ee])".encode())


def test_whose_moves_are_the_persons_own() -> None:
    assert own_colours(tree("AP[DarkGo]PB[Ann]PW[DarkGo]"), "") == {BLACK}
    assert own_colours(tree("AP[DarkGo]PB[DarkGo]PW[White]"), "Ann") == {WHITE}
    assert own_colours(tree("AP[DarkGo]PB[DarkGo]PW[DarkGo]"), "Ann") == set()
    assert own_colours(tree("AP[DarkGo]PB[Black]PW[White]"), "") == BOTH
    assert own_colours(tree("PB[Ann]PW[Bo]"), "Ann") == {BLACK}
    assert own_colours(tree("PB[Ann]PW[Bo]"), "Cy") == set()
    assert own_colours(tree("PB[Ann]PW[Bo]"), "") == set()


def test_an_answer_is_judged_by_the_position_before_it() -> None:
    _, found = problems()
    session = Session(Game(9), NearestStones(), strength=LEVELS[0])
    session.limit = replace(SOME, is_default=True)
    session.look_at(read_record(found[0].sgf))
    session.go_to_before(session.tree.length)
    session.ask_problem()
    assert session.awaits_answer
    assert session.suggestions == ()
    assert not session.shows_evaluation
    session.think()
    mistake = session.tree.next_move
    assert mistake
    session.answer(mistake[1])
    assert not session.awaits_answer
    session.think()
    made = session.judged_answer
    assert made
    assert made.lost is not None
    assert made.lost > 0
    # Also where the computer would draw moves without a search.
    before = session.report_at(session.judged_line()[-2].node)
    assert before
    assert before.is_searched
    assert not session.is_worth_keeping
    session.undo()
    assert session.judged_answer is None
