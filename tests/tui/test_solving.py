"""Problems on the board: a move is judged, a solved problem goes, and another one comes back."""

from dataclasses import replace

import pytest

from darkgo.autosave import Autosave
from darkgo.engine.problem import Problem
from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.problem_file import ProblemFile
from darkgo.problem_series import NONE_LEFT
from darkgo.tui.app import BoardApp
from tests.engine.test_problem import SOME, problems
from tests.evaluators import NearestStones
from tests.tui.screen import settle, text


@pytest.fixture
def two() -> list[Problem]:
    """Two problems in the file, the first with the larger mistake."""
    _, found = problems()
    first, second = (replace(one, lost=30.0 - n) for n, one in enumerate(found[:2]))
    file = ProblemFile()
    file.add([first, second])
    file.save()
    return [first, second]


def board(mistake: float = 0.5, *, begins: bool = False) -> BoardApp:
    session = Session(Game(9), NearestStones(), mistake=mistake)
    session.limit = SOME
    return BoardApp(session, autosave=Autosave(), problems=begins)


def said(app: BoardApp) -> str:
    return " ".join(text(app, "message").split())


def unsolved() -> list[str]:
    file = ProblemFile()
    assert file.load() == ""
    return [one.name for one in file.unsolved]


async def test_the_mistake_again_is_not_solved_and_a_better_move_is(two: list[Problem]) -> None:
    app = board(begins=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        session = app.game_session
        assert "one of 2 problems" in said(app)
        assert "Here a move lost" in text(app, "comment")
        assert session.awaits_answer
        assert session.suggestions == ()
        mistake = session.tree.next_move
        assert mistake
        await pilot.press(*_typed(mistake[1]), "enter")
        await settle(pilot)
        assert "not solved, it comes back (the mistake lost 30.0)" in said(app)
        assert "2 left; F8 shows the next" in said(app)
        assert session.suggestions  # now the better moves are shown
        assert unsolved() == [two[1].name, two[0].name]

        await pilot.press("f8")
        await settle(pilot)
        assert session.tree.length == int(two[1].source.rpartition(" ")[2])
        assert session.awaits_answer
        known = session.report
        assert known
        best = known.candidates[0].point
        await pilot.press(*_typed(best), "enter")
        await settle(pilot)
        assert "solved. 1 left" in said(app)
        assert unsolved() == [two[0].name]

        await pilot.press("f8")
        await settle(pilot)
        assert "the last problem" in said(app)
        assert session.tree.length == int(two[0].source.rpartition(" ")[2])
    # A problem is no game of one's own.
    assert Autosave().kept() == []


async def test_an_illegal_move_is_no_answer(two: list[Problem]) -> None:
    app = board()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"problems", "enter")
        await settle(pilot)
        session = app.game_session
        taken = session.game.board.points(session.game.board.occupied)[0]
        await pilot.press(*_typed(taken), "enter")
        await settle(pilot)
        assert session.awaits_answer
        assert unsolved() == [two[0].name, two[1].name]
        # F8 leaves it for later, without a try.
        await pilot.press("f8")
        await settle(pilot)
        assert session.tree.length == int(two[1].source.rpartition(" ")[2])
        assert unsolved() == [two[0].name, two[1].name]


async def test_without_problems_it_is_said_how_to_make_some() -> None:
    app = board()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"problems", "enter")
        await settle(pilot)
        assert said(app) == NONE_LEFT
        await pilot.press("f8")
        assert "there is no record to guess in" in said(app)


def _typed(point: int) -> str:
    row, column = divmod(point, 9)
    return f"{'abcdefghj'[column]}{9 - row}"
