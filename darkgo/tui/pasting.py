"""What is pasted into the terminal: a game record is opened, wherever it is pasted outside of dialogs."""

from textual.app import App
from textual.events import Event, Paste

from darkgo.engine.pasted import is_record


class Pasting(App[None]):
    """A program that opens a game record that is pasted; other text goes where it would go anyway."""

    def open_pasted(self, text: str) -> None:
        """Opens the record in the text."""
        raise NotImplementedError

    async def on_event(self, event: Event) -> None:
        """Takes a pasted record before the line does, which would keep its first line only."""
        if (
            isinstance(event, Paste)
            and not event.is_forwarded
            and len(self.screen_stack) == 1
            and is_record(event.text)
        ):
            self.open_pasted(event.text)
            return
        await super().on_event(event)
