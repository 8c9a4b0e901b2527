"""Widgets that choose one of several steps in one line: a slider, and a row of all labels."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, ClassVar, Generic, TypeVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import MouseDown, MouseMove, MouseUp
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

T = TypeVar("T")


class Slider(Widget, Generic[T], can_focus=True):
    """A track with a knob, and to its right the label of the step where the knob stands.

    `steps` gives the label of each value, in their order on the track. The first is chosen if `value` is none
    of them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Less", show=False),
        Binding("right", "move(1)", "More", show=False),
        Binding("home", "go_to(0)", "Least", show=False),
        Binding("end", "go_to(-1)", "Most", show=False),
    ]
    DEFAULT_CSS = """
    Slider {
        width: 1fr;
        height: 1;
        pointer: pointer;
        &:focus { text-style: bold; background-tint: $foreground 5%; }
    }
    """
    ALLOW_SELECT = False

    index: reactive[int] = reactive(0, init=False)
    """Which step is chosen, from 0."""

    @dataclass
    class Changed(Message):
        """Another step was chosen."""

        slider: "Slider[Any]"
        value: Any

        @property
        def control(self) -> "Slider[Any]":
            """The slider, for selectors of `textual.on`."""
            return self.slider

    def __init__(self, steps: Mapping[T, str], value: T, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._values = tuple(steps)
        self._labels = tuple(steps.values())
        self.set_reactive(Slider.index, self._nearest(value))

    @property
    def value(self) -> T:
        """The chosen step's value."""
        return self._values[self.index]

    @value.setter
    def value(self, value: T) -> None:
        self.index = self._nearest(value)

    def offer(self, steps: Mapping[T, str], value: T) -> None:
        """Replaces the steps and chooses `value`, without a `Changed` message."""
        self._values, self._labels = tuple(steps), tuple(steps.values())
        self.set_reactive(Slider.index, self._nearest(value))
        self.refresh(layout=True)

    def _nearest(self, value: T) -> int:
        return self._values.index(value) if value in self._values else 0

    def validate_index(self, index: int) -> int:
        """Limits the index to the steps there are."""
        return max(0, min(index, len(self._values) - 1))

    def watch_index(self) -> None:
        """Posts `Changed`."""
        self.post_message(self.Changed(self, self.value))

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """A track of 20 and the longest label."""
        return 21 + self._label_width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line."""
        return 1

    def render(self) -> Content:
        """The track up to the knob, the knob, the rest, the label."""
        track, knob = self._track, self._knob
        colour = "$block-cursor-foreground on $block-cursor-background" if self.has_focus else "$primary"
        return Content.assemble(
            ("━" * knob, "$primary"),
            ("●", colour),
            ("─" * (track - knob - 1), "$foreground 40%"),
            f" {self._labels[self.index]}",
        )

    @property
    def _label_width(self) -> int:
        return max(len(label) for label in self._labels)

    @property
    def _track(self) -> int:
        return max(2, self.size.width - 1 - self._label_width)

    @property
    def _knob(self) -> int:
        return round(self.index * (self._track - 1) / max(1, len(self._values) - 1))

    def _index_at(self, x: int) -> int:
        """The step nearest to a column of the widget."""
        return round(x * (len(self._values) - 1) / (self._track - 1))

    def action_move(self, steps: int) -> None:
        """Moves the knob."""
        self.index += steps

    def action_go_to(self, index: int) -> None:
        """Moves the knob to a step; -1 is the last."""
        self.index = index % len(self._values)

    def on_mouse_down(self, event: MouseDown) -> None:
        """Moves the knob to the mouse, and starts dragging it."""
        if event.button == 1:
            self.capture_mouse()
            self.index = self._index_at(event.x)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Moves the knob while it is dragged."""
        if self.app.mouse_captured is self:
            self.index = self._index_at(event.x)

    def on_mouse_up(self, event: MouseUp) -> None:
        """Ends dragging."""
        self.release_mouse()


class Choice(Slider[T]):
    """A slider that shows all its labels side by side and marks the chosen one."""

    DEFAULT_CSS = """
    Choice { width: auto; }
    """

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Every label with a blank on both sides."""
        return self._ends[-1]

    def render(self) -> Content:
        """The labels, the chosen one as a block."""
        block = (
            "$block-cursor-foreground on $block-cursor-background"
            if self.has_focus
            else "$text-primary on $primary-muted"
        )
        return Content.assemble(
            *((f" {label} ", block if at == self.index else "") for at, label in enumerate(self._labels))
        )

    @property
    def _ends(self) -> list[int]:
        return list(accumulate(len(label) + 2 for label in self._labels))

    def _index_at(self, x: int) -> int:
        return sum(x >= end for end in self._ends)
