"""What is seen while a game is counted."""

import threading

from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.model.evaluator import NetworkEvaluator
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from tests.evaluators import After
from tests.tui.screen import settle, text
from tests.waiting import PATIENCE, in_the_end


async def test_nobody_owns_a_point_until_the_dead_stones_are_known(mini: NetworkEvaluator) -> None:
    ready = threading.Event()

    slow = After(lambda: ready.wait(PATIENCE), mini)
    board = BoardApp(Session(Game(5), slow), Settings())
    async with board.run_test(size=(80, 24)) as pilot, in_the_end(ready.set):
        await pilot.press("c", "3", "enter", *"count", "enter")
        view = board.query_one(BoardView)
        assert board.game_session.counting
        assert "looking for dead stones" in text(board, "status")
        assert view.picture.owner is None
        ready.set()
        await settle(pilot)
        assert view.picture.owner == (1,) * 25
