"""The part of the program that gives each key to the right widget, one key after the other.

A widget may need time for a key, and may open a dialog. Keys can arrive faster than that, for example from a
remote terminal, or as text from another program. So each key waits until the one before has been handled.
"""

import asyncio
from collections import deque
from collections.abc import Sequence

from textual import work
from textual.app import App
from textual.events import Event, Key, Paste
from textual.message_pump import MessagePump

from darkgo.tui.board import BoardView
from darkgo.tui.command_line import CommandLine


class Keyboard(App[None]):
    """Queues keys and pasted text. Each goes to the focused widget after all earlier input has been
    handled."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[Key | Paste] = deque()
        self.is_typing = False

    async def on_event(self, event: Event) -> None:
        """Puts keys and pasted text in the queue. Other events, and forwarded keys, are handled at once."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self._typed.append(event)
            if not self.is_typing:
                await self._hand_over()
        else:
            await super().on_event(event)

    async def _hand_over(self) -> None:
        """Gives the next key to the focused widget. Text typed on the board goes to the command line."""
        self.is_typing = bool(self._typed)
        if not self._typed:
            return
        event = self._typed.popleft()
        is_text = isinstance(event, Paste) or (event.is_printable and event.key not in CommandLine.LEFT_ALONE)
        if is_text and isinstance(self.focused, BoardView):
            self.screen.set_focus(self.query_one(CommandLine))
        way = (self.focused or self.screen).ancestors_with_self
        await super().on_event(event)
        self._go_on_after(way)

    @work
    async def _go_on_after(self, way: Sequence[MessagePump]) -> None:
        """Hands over the next key when all nodes on the way of the last one have handled it."""
        # A widget may answer the key by posting a message, which takes a second pass through the same nodes.
        for node in (*way, *way):
            await self._has_handled(node)
        # A dialog that the key opened is shown before it receives the next key.
        await self._has_handled(self.screen)
        self.call_later(self._hand_over)

    async def _has_handled(self, node: MessagePump) -> None:
        """Returns when the node has handled the messages in its queue, or will not handle any more."""
        handled = asyncio.get_running_loop().create_future()
        if node is self:
            # A program that ends cancels this.
            self.call_later(handled.set_result, None)
            await handled
        elif node.is_attached and node.call_later(handled.set_result, None):
            # A node that is removed may accept the call and end before it.
            await asyncio.wait([handled, node.task], return_when=asyncio.FIRST_COMPLETED)
