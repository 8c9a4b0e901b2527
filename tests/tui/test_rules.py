"""Rules chosen and seen on the screen: area or territory."""

import pytest

from darkgo.engine.session import Session
from darkgo.go.game import Game, Rules
from darkgo.settings import Settings
from darkgo.tui.app import BoardApp
from darkgo.tui.dialogs.new_game import NewGame
from tests.tui.screen import enter, settle, text

SMALL = (80, 24)
PLAYED = ["rules japanese", "b c3", "w a1", "p", "p"]


async def test_a_game_by_japanese_rules_is_begun_by_keys_and_remembered() -> None:
    app = BoardApp(Session(Game(5, Rules(komi=0.5))))
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press("f2")
        for _ in range(100):
            await pilot.pause()
            if isinstance(app.screen, NewGame):
                break
        assert isinstance(app.screen, NewGame)
        for _ in range(20):
            if app.focused and app.focused.id == "rules":
                break
            await pilot.press("tab")
        await pilot.press("right", "enter")
        await settle(pilot)
        assert app.game_session.game.rules == Rules(6.5, superko=False, territory=True)
        assert text(app, "facts") == "Japanese, by territory, komi 6.5"
        assert b"RU[Japanese]" in app.game_session.sgf()
    found, remark = Settings.load()
    assert (found.rules, remark) == ("japanese", "")


async def test_a_count_shows_both_scores_and_the_rules_decide() -> None:
    app = BoardApp(Session(Game(5, Rules(komi=0.5))))
    async with app.run_test(size=SMALL) as pilot:
        await enter(pilot, *PLAYED, "dead a1")
        status = text(app, "status")
        assert status.startswith("Both players passed: B+24.5 by territory")
        assert [line.split() for line in status.splitlines()[2:8]] == [
            ["Stones", "1", "0"],
            ["Territory", "24", "0"],
            ["Prisoners", "1", "0"],
            ["Komi", "0.5"],
            ["By", "area", "25", "0.5"],
            ["By", "territory", "25", "0.5"],
        ]
        await enter(pilot, "rules chinese")
        assert text(app, "status").startswith("Both players passed: B+24.5 by area")
        assert "Chinese rules, by area, komi 0.5" in text(app, "message")
        await enter(pilot, "rules house")
        assert "expected a name such as japanese" in text(app, "message")


@pytest.mark.parametrize(("header", "said"), [("RU[Japanese]", "territory"), ("RU[Chinese]", "area")])
async def test_a_record_is_counted_by_its_rules(header: str, said: str) -> None:
    app = BoardApp(Session(Game(5)))
    async with app.run_test(size=SMALL) as pilot:
        app.open_pasted(f"(;SZ[5]KM[0.5]{header};B[cc];W[];B[])")
        await settle(pilot)
        await enter(pilot, "end")
        assert f"B+{24 if said == 'area' else 23}.5 by {said}" in text(app, "status")
