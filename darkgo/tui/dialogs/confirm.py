"""A question to be answered with yes or no."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import Button, Static

from darkgo.tui.dialogs.dialog import Dialog


class Confirm(Dialog[bool]):
    """Dismissed with True for yes and False for no. The keys y and n answer too; Enter alone means no."""

    AUTO_FOCUS = "#no"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "say(True)", "Yes"),
        Binding("n", "say(False)", "No"),
    ]
    DEFAULT_CSS = """
    Confirm {
        #frame { width: 60; }
    }
    """

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def fields(self) -> Iterable[Static]:
        """The question."""
        yield Static(self._question, markup=False, id="question")

    def buttons(self) -> Iterable[Button]:
        """Yes and no."""
        yield Button("Yes", variant="primary", compact=True, id="yes")
        yield Button("No", compact=True, id="no")

    def answer(self) -> bool:
        """Whether it was confirmed: never by an Enter that was not pressed on the button."""
        return False

    @on(Button.Pressed)
    def take_button(self, event: Button.Pressed) -> None:
        """Answers with the button."""
        self.action_say(event.button.id == "yes")

    def action_say(self, answer: bool) -> None:
        """Answers."""
        self.finish(answer)
