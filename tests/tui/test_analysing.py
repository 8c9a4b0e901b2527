"""F7 searches the positions that are shown until it is pressed again."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from darkgo.engine import searching
from darkgo.engine.hints import Hints
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.go.points import Colour
from darkgo.model.evaluation import Evaluation, Evaluator, Position
from darkgo.search import room
from darkgo.tui.app import BoardApp
from tests.evaluators import After, NearestStones, Steady
from tests.tui.screen import settle, text
from tests.tui.test_sweeping import RECORD
from tests.waiting import until

WHITE = frozenset({Colour.WHITE})
ENOUGH = 8
"""Visits of a search that has gone on for a while."""


def board(evaluator: Evaluator | None = None, computer: frozenset[Colour] = frozenset()) -> BoardApp:
    # A network computes outside of Python, so that keys are answered meanwhile.
    slow = After(lambda: time.sleep(0.02), NearestStones())
    return BoardApp(Session(Game(9), evaluator or slow, computer=computer))


def visits(app: BoardApp) -> int:
    known = app.game_session.report
    return known.visits if known and known.is_searched else 0


def said(app: BoardApp) -> str:
    return text(app, "message").replace("\n", " ")


async def type_line(pilot: Pilot[None], line: str) -> None:
    await pilot.press(*("space" if letter == " " else letter for letter in line), "enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 40)])
async def test_f7_searches_until_f7_and_the_panel_tells_the_visits(size: tuple[int, int]) -> None:
    app = board()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("f7")
        await until(lambda: visits(app) > ENOUGH)
        await pilot.pause()
        assert "Analysing: " in text(app, "analysis")
        assert "visits" in text(app, "analysis")
        assert "a second" in text(app, "analysis")
        assert app.query_one("#analysis").region.width >= len(text(app, "analysis"))
        assert len(app.game_session.candidates[0].variation) > 1  # type: ignore[union-attr]
        await pilot.press("f7")
        await settle(pilot)
        assert "the analysis is over" in said(app)
        assert not app.query_one("#analysis").display
        found = visits(app)
        assert found > ENOUGH
        await pilot.pause(0.3)
        assert visits(app) == found


async def test_it_follows_the_board_in_a_record(tmp_path: Path) -> None:
    app = board()
    (tmp_path / "game.sgf").write_text(RECORD)
    app.game_session.open(str(tmp_path / "game.sgf"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f7")
        for number in (1, 2, 3):
            await pilot.press("full_stop")
            assert app.game_session.game.move_number == number
            await until(lambda: visits(app) > ENOUGH)
        await pilot.press("f7")
        await settle(pilot)
        line = app.game_session.judged_line()
        assert [one.black is not None for one in line[:5]] == [True] * 4 + [False]


async def test_the_word_is_the_same_as_the_key_and_a_variation_may_stay_meanwhile() -> None:
    app = board()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await type_line(pilot, "analyse")
        await until(lambda: visits(app) > ENOUGH)
        await pilot.click("#suggestions", offset=(5, 1))
        assert app.game_session.shown_variation
        before = visits(app)
        await until(lambda: visits(app) > before)
        assert app.game_session.shown_variation
        await pilot.press("f7")
        await settle(pilot)
        assert not app.game_session.analyses


async def test_the_computer_plays_as_if_nothing_had_been_analysed() -> None:
    app = board(computer=WHITE)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        session = app.game_session
        assert session.hints is Hints.OFF
        await pilot.press("f7")
        await until(lambda: visits(app) > 2 * ENOUGH)
        assert session.suggestions  # who has it analysed wants to see it
        await type_line(pilot, "e5")
        await until(lambda: session.game.move_number == 2)
        await until(lambda: visits(app) > ENOUGH)
        assert "Analysing" in text(app, "analysis")
        await pilot.press("f7")
        await settle(pilot)
        assert session.hints is Hints.OFF
        # In this position the computer was to move.
        session.paused = True
        session.go_to(1)
        await pilot.press("f7")
        await until(lambda: visits(app) > ENOUGH)
        await pilot.press("f7")
        session.tree.forward()
        session.take_back()
        assert visits(app) > ENOUGH
        session.paused = False
        assert session.computer_to_move
        assert visits(app) == 0


async def test_a_full_tree_is_said_and_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "most_nodes", lambda: 60)
    app = board()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f7")
        await until(lambda: visits(app) > 1 and not app.game_session.analyses)
        await settle(pilot)
        assert said(app) == searching.FULL_TEXT
        assert len(app._notifications) == 1
        await pilot.press("full_stop")
        assert "Analysing" not in text(app, "analysis")


async def test_a_network_without_value_heads_is_named_once() -> None:
    app = board(Steady())
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f7")
        await until(lambda: not app.game_session.analyses)
        await settle(pilot)
        assert said(app) == searching.NO_SEARCH_TEXT


async def test_a_network_that_fails_in_the_middle_leaves_what_was_found() -> None:
    class Tired(NearestStones):
        calls = 0

        def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
            Tired.calls += 1
            if Tired.calls > 40:
                raise BadInput("the network is tired")
            return super().evaluate(positions)

    app = board(Tired())
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f7")
        await until(lambda: not app.game_session.analyses)
        await settle(pilot)
        assert "the network is tired" in said(app)
        assert "the search ended after" in said(app)
        assert visits(app) > 1
        assert app.game_session.evaluator is not None


async def test_where_nothing_can_be_analysed_it_says_why(tmp_path: Path) -> None:
    app = board()
    (tmp_path / "game.sgf").write_text(RECORD)
    app.game_session.open(str(tmp_path / "game.sgf"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f8", "f7")
        assert "to be guessed first" in said(app)
        await pilot.press("f8", "f7")
        await until(lambda: visits(app) > 1)
        await pilot.press("f8")
        assert not app.game_session.analyses
        await pilot.press("f8")
        app.game_session.dismiss_network()
        await pilot.press("f7")
        assert "network" in said(app)


async def test_fast_steps_through_a_record_leave_no_search_behind(tmp_path: Path) -> None:
    app = board()
    (tmp_path / "game.sgf").write_text(RECORD)
    app.game_session.open(str(tmp_path / "game.sgf"))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("f7", *["full_stop"] * 5)
        await until(lambda: app.game_session.game.move_number == 5 and visits(app) > ENOUGH)
        thinking = [worker for worker in app.workers if worker.name == "think" and not worker.is_finished]
        assert len(thinking) == 1
        found = app.game_session.found_moves
        assert found
        # The network's first opinion of each position passed is of interest all the same.
        await until(lambda: found.network.moves >= 5)
        await pilot.press("f7")
        await settle(pilot)
