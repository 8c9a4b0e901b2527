"""Every faulty file is opened, saved and opened again by keys, untouched and with a move more."""

from pathlib import Path

import pytest

from darkgo.engine.session import Session
from darkgo.go.game import Game
from darkgo.tui.app import BoardApp
from tests.evaluators import Steady
from tests.faulty_files import FAULTS, seen
from tests.go.trees import roots
from tests.tui.screen import stones_of, stones_shown, text
from tests.tui.typist import slowly


@pytest.mark.parametrize("name", FAULTS)
async def test_a_faulty_file_stays_what_it_is(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    data = FAULTS[name]
    Path("fault.sgf").write_bytes(data)
    app = BoardApp(Session(Game(9), Steady()))
    async with app.run_test(size=(100, 30)) as pilot:
        await slowly(pilot, "<f3>", "fault.sgf", "<enter>")
        assert len(app.screen_stack) == 1, text(app, "message")
        first = seen(app.game_session.tree)
        await slowly(pilot, "<f4>", "copy.sgf", "<enter>")
        assert Path("copy.sgf").read_bytes() == data
        await slowly(pilot, "<f3>", "copy.sgf", "<enter>")
        assert seen(app.game_session.tree) == first

        # A variation at the beginning leaves all that was there.
        await slowly(pilot, "j9", "<enter>", "s", "<enter>")
        assert text(app, "message").startswith("saved to ")
        await slowly(pilot, "<f3>", "copy.sgf", "<enter>")
        (before, *others), (after, *same) = roots(data), roots(Path("copy.sgf").read_bytes())
        *old, new = after[1]
        assert (after[0], old, same) == (before[0], before[1], others)
        assert list(new[0]) == ["B"]
        changed = seen(app.game_session.tree)
        assert (changed[0][0], changed[0][2], changed[1:]) == (first[0][0], first[0][2], first[1:])
        assert [one for one in changed[0][1] if one in first[0][1]] == first[0][1]
        await slowly(pilot, "end", "<enter>")
        assert stones_shown(app) == stones_of(app)
    assert Path("fault.sgf").read_bytes() == data


def test_the_faulty_files_are_those_that_were_handed_over(shared: Path | None) -> None:
    if shared is None:
        pytest.skip("no shared/ beside the checkout")
    assert {
        path.stem: path.read_bytes() for path in (shared / "faults").glob("*.sgf")
    }.items() <= FAULTS.items()
