"""The part of the program that decides who gets what is typed, one key after the other.

A widget answers a key in its own time, and the answer may be a dialog. Keys come faster than that: from a
terminal far away, or as text that is put in by another program. So each waits until the one before is done.
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
    """What is typed goes to whatever has the focus when all that was typed before has been dealt with."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[Key | Paste] = deque()
        self.is_typing = False

    async def on_event(self, event: Event) -> None:
        """Puts a key in the queue. Other events, and keys that a widget has left to the program, go on."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self._typed.append(event)
            if not self.is_typing:
                await self._hand_over()
        else:
            await super().on_event(event)

    async def _hand_over(self) -> None:
        """Gives the next key to the widget with the focus: on the board, text is for the command line."""
        self.is_typing = bool(self._typed)
        if not self._typed:
            return
        event = self._typed.popleft()
        is_text = isinstance(event, Paste) or (event.is_printable and event.key not in CommandLine.LEFT_ALONE)
        if is_text and isinstance(self.focused, BoardView):
            self.screen.set_focus(self.query_one(CommandLine))
        way = (self.focused or self.screen).ancestors_with_self
        await super().on_event(event)
        # A widget may say in a message of its own what the key has done, so the way is gone twice.
        _after([*way, *way], self._hand_over_to_the_next)

    async def _hand_over_to_the_next(self) -> None:
        """Waits for a dialog that the last key has opened: what follows is typed into it."""
        while any(worker.state is WorkerState.PENDING for worker in self.workers):
            await asyncio.sleep(0)
        _after([self.screen, self], self._hand_over)


def _after(nodes: Sequence[MessagePump], then: Callable[[], Awaitable[None]]) -> None:
    """Calls `then` when each of the nodes, in this order, is through with what it has been sent.

    The last node must be the program itself. A node that is closed has nothing more to do.
    """
    for place, node in enumerate(nodes[:-1], 1):
        if node.call_later(_after, nodes[place:], then):
            return
    nodes[-1].call_later(then)
