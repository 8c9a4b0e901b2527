"""Editing a record and copying by keys."""

from pathlib import Path

from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.tui.app import BoardApp
from tests.evaluators import NearestStones
from tests.tui.screen import enter, settle, text

RECORD = "(;SZ[9]XX[kept];B[ee];W[cc](;B[gg])(;B[gc]))"


def program(tmp_path: Path) -> BoardApp:
    session = Session(Game(9), NearestStones())
    record = tmp_path / "record.sgf"
    record.write_text(RECORD)
    session.open(str(record))
    return BoardApp(session)


async def test_a_record_is_edited_taken_back_and_saved(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await enter(pilot, "jump 1", "note A fine point", "mark C 3 square", "label D 4 x")
        assert text(app, "comment") == "A fine point"
        labels = app.game_session.tree.labels
        assert sorted(labels.values()) == ["x", "\u25a0"]
        await enter(pilot, "u", "u")
        assert app.game_session.tree.labels == {}
        assert app.game_session.game.move_number == 1
        await enter(pilot, "end", "var", "main", "start", "s")
        saved = (tmp_path / "record.sgf").read_text().replace("\n", "")
        assert saved == "(;SZ[9]XX[kept];B[ee]C[A fine point];W[cc](;B[gc])(;B[gg]))"
        await enter(pilot, "end", "del")
        assert app.game_session.game.move_number == 2
        assert "u brings it back" in text(app, "message")
        await enter(pilot, "u")
        assert app.game_session.game.move_number == 3


async def test_what_is_copied_goes_to_the_clipboard(tmp_path: Path) -> None:
    app = program(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await enter(pilot, "end", "copy")
        assert app.clipboard.startswith("   A B C D E F G H J\n 9 . .")
        assert "the board is copied" in text(app, "message")
        await enter(pilot, "copy moves")
        assert app.clipboard == "1 B E5, 2 W C7, 3 B G3"
        await enter(pilot, "copy sgf")
        assert app.clipboard.replace("\n", "") == RECORD
        app.open_pasted(app.clipboard)
        await settle(pilot)
        assert app.game_session.tree.length == 3
