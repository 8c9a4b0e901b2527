"""What all dialogs have in common: a frame, rows of fields, a line for refusals, and buttons."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static

from darkgo.errors import BadInput

Answer = TypeVar("Answer")


def row(name: str, *fields: Widget) -> Horizontal:
    """One line: what it is about, and its fields."""
    return Horizontal(Label(name), *fields, classes="row")


class Dialog(ModalScreen[Answer | None]):
    """A question in a frame. Enter accepts what is shown, Escape cancels, arrows move between the fields.

    A subclass says what is asked (`fields`) and what was answered (`answer`).
    """

    TITLE = ""
    ACCEPT: ClassVar[str] = "OK"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel"),
        Binding("ctrl+c", "cancel", show=False),
        Binding("enter", "accept", "Accept"),
        Binding("down,right", "app.focus_next", show=False),
        Binding("up,left", "app.focus_previous", show=False),
    ]
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        #frame {
            width: 76;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            padding: 1 2 0 2;
            background: $surface;
            border: round $primary;
            border-title-color: $text-primary;
            border-title-style: bold;
        }
        .row { height: 1; margin-bottom: 1; }
        .row > Input { width: 1fr; background: $panel; }
        Button.-default { background: $panel; }
        .row > Label { width: 13; color: $text-muted; }
        #refusal { height: auto; min-height: 1; color: $text-error; }
        #buttons { height: 1; margin-bottom: 1; align-horizontal: right; }
        #buttons > Button { margin-left: 2; }
        Button.quick { min-width: 4; margin-left: 1; }
    }
    """

    def compose(self) -> ComposeResult:
        """The fields in their frame, above the refusal and the buttons."""
        with VerticalScroll(id="frame", can_focus=False) as frame:
            frame.border_title = self.TITLE
            yield from self.fields()
            yield Static(id="refusal", markup=False)
            yield Horizontal(*self.buttons(), id="buttons")

    def fields(self) -> Iterable[Widget]:
        """What is asked."""
        raise NotImplementedError

    def buttons(self) -> Iterable[Button]:
        """The accepting button and the cancelling one."""
        yield Button(self.ACCEPT, variant="primary", compact=True, id="accept")
        yield Button("Cancel", compact=True, id="cancel")

    def answer(self) -> Answer:
        """What was answered. BadInput is shown and leaves the dialog open."""
        raise NotImplementedError

    def refuse(self, reason: str) -> None:
        """Shows why the answer cannot be taken; an empty reason clears the line."""
        self.query_one("#refusal", Static).update(reason)

    def finish(self, answer: Answer | None) -> None:
        """Closes the dialog, once: a second key or click may be on its way already."""
        if self.is_current:
            self.dismiss(answer)

    @on(Button.Pressed, "#accept")
    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Closes the dialog with the answer, or says why it cannot be; only what is typed can be refused."""
        try:
            answer = self.answer()
        except BadInput as reason:
            self.refuse(str(reason))
            self.query_one(Input).focus()
        else:
            self.finish(answer)

    @on(Button.Pressed, "#cancel")
    def action_cancel(self) -> None:
        """Closes the dialog with None."""
        self.finish(None)

    @on(Input.Changed)
    def clear_refusal(self) -> None:
        """What was refused is being changed."""
        self.refuse("")
