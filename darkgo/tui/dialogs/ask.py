"""A question that one line of text answers."""

from collections.abc import Callable, Iterable

from textual.widget import Widget
from textual.widgets import Input

from darkgo.errors import BadInput
from darkgo.tui.dialogs.dialog import Dialog, row


class Ask(Dialog[str]):
    """Asks for what `label` says, beginning with `present`.

    `take` does something with what was typed and says what happened, which is the answer; BadInput that it
    raises is shown, and the person may type something else.
    """

    def __init__(self, title: str, label: str, present: str, take: Callable[[str], str]) -> None:
        super().__init__()
        self._heading, self._label, self._present, self._take = title, label, present, take

    def fields(self) -> Iterable[Widget]:
        """The line, all of it selected: what is typed takes its place."""
        yield row(self._label, Input(self._present, compact=True, id="line", max_length=20))

    def on_mount(self) -> None:
        """Says on the frame what is asked."""
        self.query_one("#frame").border_title = self._heading

    def answer(self) -> str:
        """What `take` says."""
        text = self.query_one("#line", Input).value.strip()
        if not text:
            raise BadInput(f"{self._label}: nothing was typed")
        return self._take(text)
