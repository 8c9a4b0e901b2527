"""Judging a whole game on the screen: progress, mistakes by keys, and the report."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event

from textual.pilot import Pilot
from textual.widgets import OptionList

from darkgo.engine.mistakes import mistake_text, mistakes, worst
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.go.game import Game
from darkgo.model.evaluation import Evaluation, Position
from darkgo.tui.app import BoardApp
from darkgo.tui.dialogs.game_report import ShowReport
from tests.evaluators import NearestStones, Steady
from tests.tui.screen import enter, settle, text
from tests.waiting import PATIENCE, until

POINTS = "ee cc gg gc cg gd dg cd dc fd df hh bb ge eg ce ec hb".split()  # noqa: SIM905
RECORD = "(;SZ[9]KM[6.5]RU[Chinese]" + "".join(f";{'BW'[n % 2]}[{p}]" for n, p in enumerate(POINTS)) + ")"


class Held(NearestStones):
    """Answers about many positions at once only when it is let go: a sweep asks so."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go, self.is_held = Event(), Event()

    def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
        if len(positions) > 9:
            self.is_held.set()
            assert self.let_go.wait(PATIENCE)
        return super().evaluate(positions)


async def held(pilot: Pilot[None], evaluator: Held) -> None:
    """Begins a sweep, which then waits for the network."""
    await settle(pilot)
    assert isinstance(pilot.app, BoardApp)
    pilot.app.action_type("sweep")
    await until(evaluator.is_held.is_set)


def program(tmp_path: Path, evaluator: Steady | None = None, **wanted: float) -> BoardApp:
    session = Session(Game(9), evaluator or NearestStones(), **wanted)  # type: ignore[arg-type]
    record = tmp_path / "record.sgf"
    record.write_text(RECORD)
    session.open(str(record))
    return BoardApp(session)


async def swept(pilot: Pilot[None]) -> None:
    """Waits until the sweep has ended."""
    app = pilot.app
    assert isinstance(app, BoardApp)
    await until(lambda: app._sweep is None)
    await settle(pilot)


async def test_a_sweep_judges_the_game_and_says_what_it_found(tmp_path: Path) -> None:
    app = program(tmp_path, mistake=0.5)
    async with app.run_test(size=(120, 40)) as pilot:
        await enter(pilot, "sweep")
        await swept(pilot)
        line = app.game_session.judged_line()
        assert all(one.lost is not None for one in line[1:])
        found = mistakes(line, 0.5)
        assert f"19 positions are judged: {len(found)} mistakes" in text(app, "message")


async def test_alt_and_an_arrow_go_to_the_mistakes(tmp_path: Path) -> None:
    app = program(tmp_path, mistake=0.5)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("alt+down")
        assert "1 of 18 moves are judged; sweep judges all" in text(app, "message")
        await enter(pilot, "sweep")
        await swept(pilot)
        found = [one for one in mistakes(app.game_session.judged_line(), 0.5) if one.number > 1]
        for one in found:
            await pilot.press("alt+down")
            await settle(pilot)
            assert app.game_session.game.move_number == one.number - 1
            assert mistake_text(one, 9) in text(app, "message").replace("\n", " ")
        await pilot.press("alt+down")
        assert "no move after" in text(app, "message")
        await pilot.press("alt+up")
        await settle(pilot)
        assert app.game_session.game.move_number == found[-2].number - 1


async def test_enter_in_the_report_goes_to_the_move(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await enter(pilot, "sweep")
        await swept(pilot)
        await enter(pilot, "report")
        assert isinstance(app.screen, ShowReport)
        lines = app.screen.query_one(OptionList)
        five = worst(app.game_session.judged_line())
        assert len(five) == lines.option_count == 5
        await pilot.press("down", "enter")
        await settle(pilot)
        assert not isinstance(app.screen, ShowReport)
        assert app.game_session.game.move_number == five[1].number - 1
        assert mistake_text(five[1], 9) in text(app, "message").replace("\n", " ")


async def test_escape_leaves_the_report_where_the_game_was(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "sweep")
        await swept(pilot)
        await enter(pilot, "report")
        assert app.screen.query_one("#cancel").region.bottom <= 24
        await pilot.press("escape")
        await settle(pilot)
        assert app.game_session.game.move_number == 0


async def test_keys_are_answered_while_a_sweep_waits_for_the_network(tmp_path: Path) -> None:
    evaluator = Held()
    app = program(tmp_path, evaluator)
    async with app.run_test(size=(120, 40)) as pilot:
        await held(pilot, evaluator)
        assert "judging 0 of 19 positions" in text(app, "message")
        for number in range(1, 6):
            await pilot.press("full_stop")
            assert app.game_session.game.move_number == number
        app.action_type("sweep")
        evaluator.let_go.set()
        await swept(pilot)
        assert "0 of 19 positions are judged" in text(app, "message")
        assert app.game_session.game.move_number == 5


async def test_a_sweep_ends_with_its_game(tmp_path: Path) -> None:
    evaluator = Held()
    app = program(tmp_path, evaluator)
    async with app.run_test(size=(120, 40)) as pilot:
        await held(pilot, evaluator)
        await enter(pilot, "new 9")
        evaluator.let_go.set()
        await swept(pilot)
        assert "judg" not in text(app, "message")
        assert len(app.game_session.judged_line()) == 1


async def test_a_terminal_may_shrink_during_a_sweep_and_grow_again(tmp_path: Path) -> None:
    evaluator = Held()
    app = program(tmp_path, evaluator)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.action_type("sweep")
        await pilot.resize_terminal(20, 8)
        evaluator.let_go.set()
        await pilot.pause(0.05)
        await pilot.resize_terminal(80, 24)
        await swept(pilot)
        assert "positions are judged" in text(app, "message").replace("\n", " ")


async def test_a_network_that_fails_in_a_sweep_leaves_the_game(tmp_path: Path) -> None:
    class Failing(NearestStones):
        def evaluate(self, positions: Sequence[Position]) -> list[Evaluation]:
            if len(positions) > 9:
                raise BadInput("the network is tired")
            return super().evaluate(positions)

    app = program(tmp_path, Failing())
    async with app.run_test(size=(120, 40)) as pilot:
        await enter(pilot, "sweep")
        await swept(pilot)
        assert "the network is tired" in text(app, "message")
        assert app.game_session.tree.length == len(POINTS)


async def test_a_sweep_with_a_search_is_typed_with_its_visits_and_annotated(tmp_path: Path) -> None:
    app = program(tmp_path, mistake=0.5)
    async with app.run_test(size=(120, 40)) as pilot:
        await enter(pilot, "sweep 4")
        await swept(pilot)
        session = app.game_session
        found = mistakes(session.judged_line(), 0.5)
        assert f"19 positions are judged: {len(found)} mistakes" in text(app, "message")
        assert session.report
        assert session.report.is_searched
        await pilot.press(*"annotate", "enter")
        assert f"{len(found)} mistakes are marked" in text(app, "message").replace("\n", " ")
        assert session.sgf().count(b"BM[") == len(found)
        await pilot.press("u", "enter")
        assert b"BM[" not in session.sgf()
        await enter(pilot, "sweep soon")
        assert "expected visits or seconds" in text(app, "message").replace("\n", " ")


async def test_a_sweep_with_a_search_is_stopped_and_keeps_what_it_found(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.action_type("sweep 60s")
        await until(lambda: app._sweep is not None and app._sweep._thought is not None)
        app.action_type("sweep")
        await swept(pilot)
        assert "0 of 19 positions are judged" in text(app, "message")
