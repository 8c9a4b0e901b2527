"""Who is ahead, on the screen: the lines beside the board, the territory, and what a move lost."""

import re
from pathlib import Path

import pytest

from darkgo.engine.session import Session
from darkgo.go.board import Board
from darkgo.go.game import Game, Rules
from darkgo.go.points import Colour, parse_point
from darkgo.model.evaluation import Evaluator, Position
from darkgo.tui.app import BoardApp
from darkgo.tui.board import BoardView
from tests.evaluators import NearestStones, Owners, Steady
from tests.tui.screen import enter, settle, text

SIZE = (100, 30)
RECORD = "(;GM[1]SZ[9]KM[5.5];B[ee];W[ce];B[gc];W[aa];B[cc];W[gg])"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "record.sgf").write_text(RECORD)
    monkeypatch.chdir(tmp_path)


def board(evaluator: Evaluator, *computer: Colour) -> BoardApp:
    return BoardApp(Session(Game(9, Rules(komi=5.5)), evaluator, computer=frozenset(computer)))


def score_line(game: Game) -> str:
    """What stands beside the board, from the network itself."""
    (found,) = NearestStones().evaluate([Position.of(game)])
    sign = game.to_move.value
    lead, rate = found.margin * sign - 5.5, found.win_rate(-5.5 * sign)
    black = rate if sign > 0 else 1 - rate
    return f"{'B' if lead > 0 else 'W'}+{abs(lead):.1f} {100 * black:3.0f}%"


async def test_score_and_win_rate_stand_beside_the_board_from_blacks_side() -> None:
    app = board(NearestStones())
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        assert text(app, "bar").endswith("W+5.5   8%")
        for line in ("E5", "C5", "G7", "A9"):
            await enter(pilot, line)
            assert text(app, "bar").endswith(score_line(app.game_session.game))
        assert re.match(r"4 A9 -\d+\.\d, \d+(st|nd|rd|th) choice \(best [A-J]\d\)", text(app, "last"))


async def test_it_is_hidden_only_while_the_next_move_is_to_be_guessed() -> None:
    app = board(NearestStones())
    async with app.run_test(size=SIZE) as pilot:
        await enter(pilot, "open record.sgf", "jump 2", "0")
        bar = app.query_one("#bar")
        assert bar.display
        await pilot.press(*"count", "enter")
        await settle(pilot)
        assert bar.display
        await pilot.press(*"count", "enter", "f8")
        await settle(pilot)
        assert not bar.display
        assert not app.query_one("#graph").display
        assert text(app, "last") == "2 C5"


async def test_f5_shows_ownership_after_the_heat_map() -> None:
    app = board(NearestStones())
    async with app.run_test(size=SIZE) as pilot:
        await enter(pilot, "C7", "G3", "C3", "G7")
        view = app.query_one(BoardView)
        assert view.picture.owner is None
        await pilot.press("f5", "f5")
        assert text(app, "message") == "hints: ownership"
        assert view.picture.owner is not None
        assert view.picture.owner[parse_point("C7", 9)] == 1
        assert view.picture.owner[parse_point("G4", 9)] <= -0.5
        assert abs(view.picture.owner[parse_point("E5", 9)]) < 0.1
        assert view.picture.dead == 0
        await enter(pilot, "ownership")
        assert view.picture.owner is None
        await enter(pilot, "ownership")
        assert view.picture.owner is not None
        await enter(pilot, "guess", "0")
        assert view.picture.owner is None


async def test_a_stone_that_is_expected_to_be_lost_is_shown_dead() -> None:
    first = parse_point("E5", 9)
    app = board(Owners(Board.empty(9).put(first, Colour.BLACK), [1.0] * 81))
    async with app.run_test(size=SIZE) as pilot:
        await enter(pilot, "E5", "G3", "ownership")
        picture = app.query_one(BoardView).picture
        assert picture.dead == 1 << parse_point("G3", 9)
        assert picture.owner == (1,) * 81


async def test_score_is_said_when_it_is_typed() -> None:
    app = board(NearestStones())
    async with app.run_test(size=SIZE) as pilot:
        await enter(pilot, "E5", "score")
        assert re.match(r"White is ahead by \d\.\d points?, \d+%", text(app, "message"))


@pytest.mark.parametrize("line", ["score", "territory"])
async def test_a_network_that_does_not_judge_says_so(line: str) -> None:
    app = board(Steady())
    async with app.run_test(size=SIZE) as pilot:
        await enter(pilot, line)
        assert "this network says nothing of win rate, score and territory" in text(app, "message")
        assert not app.query_one("#bar").display
        await pilot.press("f5", "f5")
        assert text(app, "message") == "hints: off"


async def test_a_record_says_what_the_next_move_lost() -> None:
    app = board(NearestStones())
    async with app.run_test(size=SIZE) as pilot:
        await enter(pilot, "open record.sgf", "jump 3")
        report = app.game_session.report
        assert report is not None
        assert report.points_lost is not None
        assert report.points_lost > 0.05
        assert f"lost {report.points_lost:.1f} point" in text(app, "found").replace("\n", " ")
        await enter(pilot, "guess")
        assert "lost" not in text(app, "found") + text(app, "status")
