"""Pasted text: a game record that is pasted outside of dialogs is opened."""

from textual.app import App
from textual.events import Event, Paste

from darkgo.engine.pasted import is_record


class Pasting(App[None]):
    """A program that opens pasted game records. Other pasted text goes to the focused widget."""

    def open_pasted(self, text: str) -> None:
        """Opens the record in the text."""
        raise NotImplementedError

    async def on_event(self, event: Event) -> None:
        """Opens a pasted record before it reaches the command line, which would keep only its first line."""
        if (
            isinstance(event, Paste)
            and not event.is_forwarded
            and len(self.screen_stack) == 1
            and is_record(event.text)
        ):
            self.open_pasted(event.text)
            return
        await super().on_event(event)
