"""Every dialog by keys alone and by mouse alone; every test looks at the answer it was dismissed with."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Button, DirectoryTree, Input, Static

from darkgo.engine.clock import ByoYomi
from darkgo.engine.setup import Setup
from darkgo.engine.strength import ELO, level_text
from darkgo.errors import BadInput
from darkgo.go.game import Rules
from darkgo.go.points import Colour
from darkgo.settings import Settings
from darkgo.tui.dialogs import Ask, Confirm, NewGame, OpenFile, Preferences, SaveFile
from darkgo.tui.dialogs.dialog import Dialog
from darkgo.tui.dialogs.new_game import Wish
from darkgo.tui.help import Help
from darkgo.tui.slider import Slider
from tests.waiting import until

BLACK, WHITE = Colour.BLACK, Colour.WHITE
OPEN = "still open"


class Asked:
    """A dialog on the screen of an otherwise empty program, and its answer."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app = pilot.app
        self.answer: Any = OPEN
        self.press, self.pause = pilot.press, pilot.pause

    async def type(self, text: str) -> None:
        await self.pilot.press(*text)

    async def click(self, name: str, column: int | None = None) -> None:
        await self.pilot.click(name, offset=(0, 0) if column is None else (column, 0))

    async def clear(self) -> None:
        """Empties the line that has the focus."""
        await self.pilot.press("end", "ctrl+u")

    def field(self, name: str) -> Slider[Any]:
        return self.app.screen.query_one(name, Slider)

    def fill(self, text: str) -> None:
        self.app.screen.query_one(Input).value = text

    @property
    def refusal(self) -> str:
        return str(self.app.screen.query_one("#refusal", Static).render())

    @property
    def focused(self) -> str | None:
        return self.app.focused.id if self.app.focused else None


@asynccontextmanager
async def ask(dialog: Dialog[Any], size: tuple[int, int] = (80, 24)) -> AsyncIterator[Asked]:
    async with App[None]().run_test(size=size) as pilot:
        asked = Asked(pilot)

        def note(answer: Any) -> None:
            assert asked.answer == OPEN
            asked.answer = answer

        pilot.app.push_screen(dialog, note)
        await pilot.pause()
        yield asked


@pytest.fixture
def games(tmp_path: Path) -> Path:
    """A folder with games in it and below it, and other things."""
    folder = tmp_path / "games"
    (folder / "old").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in ("first.sgf", "SECOND.SGF", "notes.txt", "old/third.sgf"):
        (folder / name).write_text("(;)")
    return folder


GROUPS = [("Playing", [("A 15", "play on a point")] * 40)]
EVERY_DIALOG: list[Callable[[Path], Dialog[Any]]] = [
    lambda folder: NewGame(Setup(), 10),
    lambda folder: OpenFile(folder),
    lambda folder: SaveFile("game.sgf"),
    lambda folder: Preferences(Settings()),
    lambda folder: Ask("Komi of this game", "Points", "7.5", str),
    lambda folder: Confirm("Shall game.sgf be overwritten?"),
    lambda folder: Help(GROUPS),
]
every_dialog = pytest.mark.parametrize(
    "make", EVERY_DIALOG, ids=["new game", "open", "save", "settings", "ask", "confirm", "help"]
)


@every_dialog
async def test_escape_and_the_cancelling_button_give_none(
    make: Callable[[Path], Dialog[Any]], games: Path
) -> None:
    async with ask(make(games)) as asked:
        await asked.press("escape", "escape")
        assert asked.answer is None
    dialog = make(games)
    if not isinstance(dialog, Confirm):
        async with ask(dialog) as asked:
            await asked.click("#cancel")
            assert asked.answer is None


@every_dialog
@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_nothing_is_cut_off_at_80_by_24(
    make: Callable[[Path], Dialog[Any]], games: Path, theme: str
) -> None:
    async with ask(make(games)) as asked:
        asked.app.theme = theme
        await asked.pause()
        screen = asked.app.screen
        frame = screen.query_one("#frame")
        assert frame.max_scroll_y == 0
        assert screen.region.contains_region(frame.region)
        page = screen.query("#page *")
        for widget in screen.query("#frame *"):
            if widget in page:
                continue
            assert frame.content_region.contains_region(widget.region), widget
            assert widget.size.height > 0
            if isinstance(widget, Slider | Button | Static):
                wanted = widget.get_content_width(frame.content_size, screen.size)
                assert widget.content_size.width >= wanted, widget


@every_dialog
async def test_every_field_is_reached_by_tab_and_a_tiny_terminal_raises_nothing(
    make: Callable[[Path], Dialog[Any]], games: Path
) -> None:
    async with ask(make(games), size=(20, 6)) as asked:
        fields = [widget for widget in asked.app.screen.query("*") if widget.focusable]
        reached = set()
        for _ in fields:
            reached.add(asked.app.focused)
            await asked.press("tab")
        assert reached == set(fields)
        await asked.press("escape")
        assert asked.answer is None


async def test_new_game_as_it_was() -> None:
    for setup in (
        Setup(),
        Setup(9, 4, 6.5, frozenset({BLACK})),
        Setup(25, 0, -3.0, frozenset()),
        Setup(4, 0, 0.0, frozenset({BLACK, WHITE}), "tromptaylor"),
    ):
        async with ask(NewGame(setup, 4)) as asked:
            await asked.press("enter")
            assert asked.answer == Wish(setup, 4)


async def test_new_game_by_keys() -> None:
    async with ask(NewGame(Setup(), 10)) as asked:
        await asked.press("left", "left", "tab", "tab", "tab", "tab")
        assert asked.focused == "handicap"
        await asked.press("right", "right", "down")
        assert asked.focused == "rules"
        await asked.press("right", "down")
        assert asked.focused == "komi"
        await asked.type("5,5")
        await asked.press("down", "right", "down")
        assert asked.focused == "clock"
        await asked.type("5m 3x20s")
        await asked.press("down", "left", "left", "tab")
        assert asked.focused == "search"
        await asked.press("right", "right", "right", "tab")
        assert asked.focused == "accept"
        await asked.press("enter")
        setup = Setup(17, 3, 5.5, frozenset({BLACK}), "japanese", ByoYomi(300, 20, 3))
        assert asked.answer == Wish(setup, 8, "2s")


@pytest.mark.parametrize("size", [9, 13, 19])
async def test_new_game_by_mouse(size: int) -> None:
    async with ask(NewGame(Setup(size=6), 10)) as asked:
        await asked.click(f"#size-{size}")
        await asked.click("#handicap", column=8)
        await asked.click("#players", column=25)
        await asked.click("#level")
        await asked.click("#accept")
        assert asked.answer == Wish(Setup(size, 2, None, frozenset()), 1)


@pytest.mark.parametrize("name", ["#size-9", "#size", "#handicap", "#rules", "#komi", "#players", "#level"])
async def test_after_a_click_anywhere_enter_begins_the_game(name: str) -> None:
    async with ask(NewGame(Setup(), 10)) as asked:
        await asked.click(name)
        assert asked.answer == OPEN
        await asked.press("enter")
        assert isinstance(asked.answer, Wish)
        assert asked.answer.setup.size == {"#size-9": 9, "#size": 2}.get(name, 19)


async def test_a_question_is_asked_until_the_answer_can_be_used() -> None:
    def take(text: str) -> str:
        if text != "7":
            raise BadInput("expected 7")
        return "it was 7"

    async with ask(Ask("How many?", "Number", "3", take)) as asked:
        await asked.press("enter")
        assert (asked.answer, asked.refusal) == (OPEN, "expected 7")
        # Selected when the dialog appears, it gives way to what is typed.
        await asked.clear()
        await asked.press("7", "enter")
        assert asked.answer == "it was 7"
    async with ask(Ask("How many?", "Number", "3", take)) as asked:
        await asked.press("7", "enter")
        assert asked.answer == "it was 7"


@pytest.mark.parametrize(
    ("column", "computer"), [(0, {WHITE}), (11, {BLACK}), (22, set()), (34, {BLACK, WHITE})]
)
async def test_who_plays(column: int, computer: set[Colour]) -> None:
    async with ask(NewGame(Setup(), 10)) as asked:
        await asked.click("#players", column=column)
        await asked.press("enter")
        assert asked.answer.setup.computer == computer


async def test_the_handicap_is_what_the_size_allows_and_comes_back_with_the_size() -> None:
    async with ask(NewGame(Setup(handicap=9), 10)) as asked:
        for size, handicap, komi in [(8, 4, "0.5"), (6, 0, "7.5"), (9, 9, "0.5")]:
            asked.field("#size").value = size
            await asked.pause()
            assert asked.field("#handicap").value == handicap
            assert asked.app.screen.query_one(Input).placeholder == komi
        asked.field("#size").value = 8
        await asked.pause()
        await asked.click("#handicap")
        await asked.press("end", "enter")
        assert asked.answer == Wish(Setup(8, 4), 10)


async def test_the_usual_komi_is_that_of_the_rules() -> None:
    async with ask(NewGame(Setup(9), 10)) as asked:
        shown = asked.app.screen.query_one(Input)
        assert shown.placeholder == "7.5"
        await asked.click("#rules", column=25)
        assert shown.placeholder == "6.5"
        await asked.press("enter")
        assert asked.answer == Wish(Setup(9, rules="japanese"), 10)
        assert asked.answer.setup.game().rules == Rules(6.5, superko=False, territory=True)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("abc", 'komi "abc": expected a number such as 6.5'),
        ("nan", "komi nan: expected a number from -625 to 625"),
        ("1e400", "komi inf: expected a number from -625 to 625"),
        ("625.5", "komi 625.5: expected a number from -625 to 625"),
        ("[b]", 'komi "[b]": expected a number such as 6.5'),
    ],
)
async def test_an_impossible_komi_shows_its_reason_until_it_is_changed(typed: str, reason: str) -> None:
    async with ask(NewGame(Setup(size=9), 10)) as asked:
        await asked.click("#komi")
        asked.fill(typed)
        await asked.press("enter")
        assert asked.answer == OPEN
        assert asked.refusal == reason
        await asked.clear()
        await asked.type("6")
        assert asked.refusal == ""
        await asked.press("enter")
        assert asked.answer == Wish(Setup(9, komi=6.0), 10)


async def test_open_a_typed_path(games: Path) -> None:
    for typed, opened in [
        ("first.sgf", games / "first.sgf"),
        (" old/third.sgf ", games / "old" / "third.sgf"),
        ("notes.txt", games / "notes.txt"),
        (str(games / "old/../first.sgf"), games / "first.sgf"),
    ]:
        async with ask(OpenFile(games)) as asked:
            asked.fill(typed)
            await asked.press("enter")
            assert asked.answer == opened


async def test_open_by_typing_and_completing(games: Path) -> None:
    async with ask(OpenFile(games)) as asked:
        for typed, completed in [("o", "old/"), ("t", "old/third.sgf")]:
            await asked.type(typed)
            await until(lambda: path_line(asked)._suggestion)
            await asked.press("tab")
            assert path_line(asked).value == completed
        await asked.press("enter")
        assert asked.answer == games / "old" / "third.sgf"


@pytest.mark.parametrize("typed", ["none.sgf", "~nobody/x", "a\0b", "x" * 5000, "[b]", "first.sgf/"])
async def test_a_file_that_is_not_there_shows_its_reason(games: Path, typed: str) -> None:
    async with ask(OpenFile(games)) as asked:
        asked.fill(typed)
        await asked.press("enter")
        if typed == "first.sgf/":
            assert asked.answer == games / "first.sgf"
            return
        assert asked.answer == OPEN
        assert asked.refusal.endswith("there is no such file; choose one in the tree")
        await asked.clear()
        await asked.press("enter")
        assert asked.refusal == "type the path of a file, or choose one in the tree"


async def test_a_typed_folder_is_shown_in_the_tree(games: Path) -> None:
    async with ask(OpenFile(games)) as asked:
        asked.fill("old")
        await asked.press("enter")
        await listed(asked, "third.sgf")
        assert str(asked.app.screen.query_one("#frame").border_subtitle).endswith("games/old")
        asked.fill("third.sgf")
        await asked.press("enter")
        assert asked.answer == games / "old" / "third.sgf"


async def test_open_from_the_tree_by_keys(games: Path) -> None:
    async with ask(OpenFile(games / "old")) as asked:
        await asked.press("tab")
        assert isinstance(asked.app.focused, DirectoryTree)
        await listed(asked, "third.sgf")
        await asked.press("backspace")
        await listed(asked, "old", "first.sgf", "SECOND.SGF")
        await asked.press("home", "down", "right")
        await listed(asked, "old", "third.sgf", "first.sgf", "SECOND.SGF")
        await asked.press("down", "left", "left", "right", "down", "enter")
        await until(lambda: asked.answer != OPEN)
        assert asked.answer == games / "old" / "third.sgf"


async def test_open_from_the_tree_by_mouse(games: Path) -> None:
    async with ask(OpenFile(games / "old")) as asked:
        await asked.click("#up")
        await listed(asked, "old", "first.sgf", "SECOND.SGF")
        await asked.pilot.click("GameFiles", offset=(10, 3), times=2)
        await until(lambda: asked.answer != OPEN)
        assert asked.answer == games / "SECOND.SGF"


@pytest.mark.parametrize("below", ["none", "none/at/all", "first.sgf"])
async def test_a_start_that_is_no_folder_becomes_the_one_above(games: Path, below: str) -> None:
    async with ask(OpenFile(games / below)) as asked:
        await listed(asked, "old", "first.sgf", "SECOND.SGF")


async def test_names_that_no_terminal_shows(games: Path) -> None:
    for name in (b"\xb6\xb7\xbe\xbf.sgf", b"\x1b[31m.sgf"):
        (games / "old" / name.decode(errors="surrogateescape")).write_text("(;)")
    async with ask(OpenFile(games / "old")) as asked:
        await listed(asked, "?[31m.sgf", "third.sgf", "????.sgf")
        asked.fill("\x1b")
        await asked.pause()
        await asked.press("enter")
        assert asked.refusal.endswith("/?: there is no such file; choose one in the tree")


async def test_save_under_a_name() -> None:
    async with ask(SaveFile("game.sgf")) as asked:
        await asked.press("enter")
        assert asked.answer == "game.sgf"
    async with ask(SaveFile("game.sgf")) as asked:
        await asked.clear()
        await asked.press("enter")
        assert (asked.answer, asked.refusal) == (OPEN, "type a name that ends in .sgf")
        await asked.type(" ")
        await asked.click("#accept")
        assert (asked.answer, asked.refusal) == (OPEN, "type a name that ends in .sgf")
        await asked.type("x/y")
        assert asked.refusal == ""
        await asked.press("enter")
        assert (asked.answer, asked.refusal) == (OPEN, "x/y: the name of a saved game ends in .sgf")
        await asked.type(".sgf ")
        assert asked.refusal == ""
        await asked.click("#accept")
        assert asked.answer == "x/y.sgf"


async def test_settings_as_they_were() -> None:
    settings = Settings(
        theme="textual-light", stones="plain", level=3, count=40, multi=True, size=13, komi=5.5, seconds=0.25
    )
    async with ask(Preferences(settings)) as asked:
        await asked.press("escape")
    async with App[None]().run_test(size=(80, 24)) as pilot:
        answers: list[Settings | None] = []
        pilot.app.theme = "textual-light"
        await pilot.app.push_screen(Preferences(settings), answers.append)
        await pilot.press("enter")
        assert answers == [settings]


async def test_settings_by_keys() -> None:
    settings = Settings(handicap=2, computer="both")
    async with ask(Preferences(settings)) as asked:
        await asked.press("down", "right")
        await asked.press("down", "right", "right", "right")
        await asked.press("tab", "right", "tab", "right")
        await asked.press("tab", "right", "tab", "left", "left", "left", "tab", "end")
        await asked.press("tab", "home", "tab", "home", "enter")
        expected = replace(settings, stones="plain", count=8, multi=True, level=7, seconds=0, resign=0)
        expected = replace(expected, search="6400")
        assert asked.answer == replace(expected, hints="heat", hints_in_play="numbers")


async def test_settings_by_mouse() -> None:
    async with ask(Preferences(Settings())) as asked:
        await asked.click("#stones", column=8)
        await asked.click("#multi", column=12)
        await asked.click("#level")
        await asked.click("#count")
        await asked.click("#seconds", column=52)
        await asked.click("#accept")
        assert asked.answer == Settings(stones="plain", multi=True, level=1, count=1, seconds=10)


async def test_the_theme_is_seen_at_once_and_comes_back_with_escape() -> None:
    async with ask(Preferences(Settings())) as asked:
        before = asked.app.theme
        await asked.press("home")
        chosen = asked.app.theme
        assert chosen == min(asked.app.available_themes) != before
        await asked.press("escape")
        assert asked.app.theme == before
    async with ask(Preferences(Settings())) as asked:
        await asked.press("home", "enter")
        assert asked.answer == Settings(theme=chosen)
        assert asked.app.theme == chosen


async def test_the_level_says_what_it_means() -> None:
    async with ask(Preferences(Settings())) as asked:
        asked.field("#level").focus()
        for key, label, words in [
            ("end", "10 of 10", level_text(10)),
            ("left", "9 of 10", level_text(9)),
            ("home", "1 of 10", level_text(1)),
        ]:
            await asked.press(key)
            assert str(asked.field("#level").render()).endswith(label)
            said = asked.app.screen.query_one("#level-text")
            assert str(said.render()) == words
            assert f"Elo {ELO[int(label.split()[0]) - 1]:+d}" in words
            assert said.region.height == 1


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["y"], True),
        (["n"], False),
        (["enter"], False),
        (["left", "enter"], True),
        (["tab", "enter"], True),
        (["up", "enter"], True),
        (["left", "right", "enter"], False),
        (["enter", "enter"], False),
    ],
)
async def test_confirm_by_keys(keys: Sequence[str], answer: bool) -> None:
    async with ask(Confirm("Sure [b]?")) as asked:
        assert str(asked.app.screen.query_one("#question", Static).render()) == "Sure [b]?"
        await asked.press(*keys)
        assert asked.answer is answer


@pytest.mark.parametrize(("button", "answer"), [("#yes", True), ("#no", False)])
async def test_confirm_by_mouse(button: str, answer: bool) -> None:
    async with ask(Confirm("A game was left. " * 9)) as asked:
        await asked.click(button)
        assert asked.answer is answer


def path_line(asked: Asked) -> Input:
    return asked.app.screen.query_one(Input)


async def listed(asked: Asked, *names: str) -> None:
    """Waits until these are the rows of the tree below its root."""

    def rows() -> list[str]:
        tree = asked.app.screen.query_one(DirectoryTree)
        nodes = [tree.get_node_at_line(line) for line in range(1, tree.last_line + 1)]
        return [str(node.label) for node in nodes if node]

    await until(lambda: rows() == list(names))
