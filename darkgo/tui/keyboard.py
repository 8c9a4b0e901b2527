"""The part of the program that gives each key to the right widget, one key after the other.

A widget may need time for a key, and may open a dialog. Keys can arrive faster than that, for example from a
remote terminal, or as text from another program. So each key waits until the one before has been handled.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from textual.app import App
from textual.events import Event, Key, Paste
from textual.message_pump import MessagePump
from textual.worker import WorkerState

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
        # A widget may answer the key by posting a message, which takes a second pass through the same nodes.
        _after([*way, *way], self._hand_over_to_the_next)

    async def _hand_over_to_the_next(self) -> None:
        """Hands over the next key after any dialog opened by the last key is shown, so the dialog receives
        it."""
        while any(worker.state is WorkerState.PENDING for worker in self.workers):
            await asyncio.sleep(0)
        _after([self.screen, self], self._hand_over)


def _after(nodes: Sequence[MessagePump], then: Callable[[], Awaitable[None]]) -> None:
    """Calls `then` after each node, in this order, has handled the messages in its queue.

    The last node must be the program itself. Closed nodes are skipped.
    """
    for place, node in enumerate(nodes[:-1], 1):
        if node.call_later(_after, nodes[place:], then):
            return
    nodes[-1].call_later(then)
