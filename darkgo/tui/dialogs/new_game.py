"""What the next game is to be."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from textual import on
from textual.widget import Widget
from textual.widgets import Button, Input

from darkgo.engine.setup import Setup
from darkgo.engine.time_text import clock_text, read_clock
from darkgo.errors import BadInput
from darkgo.go.points import LARGEST_SIZE, Colour, handicap_points
from darkgo.tui.dialogs.dialog import Dialog, row
from darkgo.tui.dialogs.levels import LevelRow, search_row
from darkgo.tui.slider import Choice, Slider

QUICK_SIZES = (9, 13, 19)
SIZES = {size: f"{size}x{size}" for size in range(2, LARGEST_SIZE + 1)}
PLAYERS = {
    frozenset({Colour.WHITE}): "you Black",
    frozenset({Colour.BLACK}): "you White",
    frozenset[Colour](): "two people",
    frozenset(Colour): "engine against engine",
}

NO_CLOCK = "none; or 10m, 10m 3x30s, 10m +10s"
RULES = {
    "chinese": "area (Chinese)",
    "japanese": "territory (Japanese)",
    "tromptaylor": "Tromp-Taylor",
}
"""The rules that can be chosen, and how they count."""


def handicaps(size: int) -> dict[int, str]:
    """The handicaps that have fixed points on a board, with their labels."""
    allowed = {0: "none"}
    for stones in range(2, 10):
        try:
            handicap_points(size, stones)
        except BadInput:
            break
        allowed[stones] = str(stones)
    return allowed


class Wish(NamedTuple):
    """What the next game is to be."""

    setup: Setup
    level: int
    """How well the computer plays, 1 to 10."""
    search: str = ""
    """How long it reads ahead, as `read_limit` has it."""


class NewGame(Dialog[Wish]):
    """Asks for the setup of a game, the level, and how long the computer reads ahead. At first they are
    `setup`, `level` and `search`."""

    TITLE = "New game"
    ACCEPT = "Play"

    def __init__(self, setup: Setup, level: int, search: str = "") -> None:
        super().__init__()
        self._level, self._search = level, search
        self._setup = setup
        self._wish = setup.handicap

    def fields(self) -> Iterable[Widget]:
        """A row for each."""
        setup = self._setup
        quick = [Button(str(size), compact=True, id=f"size-{size}", classes="quick") for size in QUICK_SIZES]
        clock = clock_text(setup.clock) if setup.clock else ""
        komi = "" if setup.komi is None else str(setup.komi).removesuffix(".0")
        yield row("Board", Slider(SIZES, setup.size, id="size"), *quick)
        yield row("Handicap", Choice(handicaps(setup.size), setup.handicap, id="handicap"))
        yield row("Rules", Choice(RULES, setup.rules, id="rules"))
        yield row("Komi", Input(komi, compact=True, id="komi", max_length=12))
        yield row("Players", Choice(PLAYERS, setup.computer, id="players"))
        yield row("Clock", Input(clock, NO_CLOCK, compact=True, id="clock", max_length=40))
        yield LevelRow(self._level)
        yield search_row(self._search)

    def on_mount(self) -> None:
        """Shows the komi that is played when none is typed."""
        self._show_usual_komi()

    @on(Button.Pressed, ".quick")
    def take_size(self, event: Button.Pressed) -> None:
        """Takes a usual size; Enter then begins the game instead of taking the size again."""
        size = self.query_one("#size", Slider).focus()
        size.value = int(str(event.button.label))

    @on(Slider.Changed, "#size")
    def limit_handicap(self) -> None:
        """Offers what the size allows; the handicap wished for comes back with a size that allows it."""
        allowed = handicaps(self._side)
        nearest = max((stones for stones in allowed if stones <= self._wish), default=0)
        self.query_one("#handicap", Choice).offer(allowed, nearest)
        self._show_usual_komi()

    @on(Slider.Changed, "#handicap")
    def wish_handicap(self, event: Slider.Changed) -> None:
        """Remembers the handicap; the usual komi depends on it."""
        self._wish = event.value
        self._show_usual_komi()

    @on(Slider.Changed, "#rules")
    def take_rules(self) -> None:
        """The usual komi depends on the rules."""
        self._show_usual_komi()

    @property
    def _side(self) -> int:
        size: int = self.query_one("#size", Slider).value
        return size

    @property
    def _usual(self) -> Setup:
        return Setup(
            size=self._side,
            handicap=self.query_one("#handicap", Choice).value,
            computer=self.query_one("#players", Choice).value,
            rules=self.query_one("#rules", Choice).value,
        )

    def _show_usual_komi(self) -> None:
        self.refuse("")
        self.query_one("#komi", Input).placeholder = f"{self._usual.game().rules.komi:g}"

    def answer(self) -> Wish:
        """The setup, tried out, and the level."""
        text = self.query_one("#komi", Input).value.strip()
        try:
            komi = float(text.replace(",", ".")) if text else None
        except ValueError:
            raise BadInput(f'komi "{text}": expected a number such as 6.5') from None
        clock = read_clock(self.query_one("#clock", Input).value)
        setup = replace(self._usual, komi=komi, clock=clock)
        setup.game()
        return Wish(setup, self.query_one("#level", Slider).value, self.query_one("#search", Slider).value)
