"""The part of the program that decides who gets what is typed."""

from textual.app import App
from textual.events import Event, Key, Paste

from darkgo.tui.board import BoardView
from darkgo.tui.command_line import CommandLine


class Keyboard(App[None]):
    """What is typed or pasted on the board goes to the command line."""

    async def on_event(self, event: Event) -> None:
        """Gives the command line the focus before it is given what is typed or pasted on the board.

        Here keys are still one after the other; once they have gone to a widget, a later one that goes to
        another may overtake them.
        """
        is_text = isinstance(event, Paste) or (
            isinstance(event, Key) and event.is_printable and event.key not in CommandLine.LEFT_ALONE
        )
        is_here = is_text and not event.is_forwarded and len(self.screen_stack) == 1
        if is_here and isinstance(self.focused, BoardView):
            self.screen.set_focus(self.query_one(CommandLine))
        await super().on_event(event)
