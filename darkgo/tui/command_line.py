"""The line in which commands are typed, with a history."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widgets import Input

from darkgo.tui.board import BoardView

ENTER = ("enter", "ctrl+j")
"""What Enter is: the second when it was pressed before the program had the terminal to itself."""


class CommandLine(Input):
    """Takes Enter in its turn among the keys: what is typed next, however fast, begins a new command.

    Up and down bring back what was typed before. Escape goes back to the board, and so do left and right in
    an empty line.
    """

    LEFT_ALONE: ClassVar = frozenset(
        {
            "question_mark",
            "less_than_sign",
            "comma",
            "greater_than_sign",
            "full_stop",
            "left_square_bracket",
            "right_square_bracket",
            "space",
        }
    )
    """Keys with a meaning of their own, unless they come after others in the line."""

    class Entered(Message):
        """A line was entered here: no other input line sends this."""

        def __init__(self, line: str) -> None:
            super().__init__()
            self.line = line

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall(-1)", show=False),
        Binding("down", "recall(1)", show=False),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, *, placeholder: str, compact: bool) -> None:
        super().__init__(placeholder=placeholder, compact=compact, select_on_focus=False)
        self._history: list[str] = []
        self._at = 0

    async def _on_key(self, event: Key) -> None:
        if event.key in ENTER:
            event.stop()
            event.prevent_default()
            line = self.value
            if line.strip() and self._history[-1:] != [line]:
                self._history.append(line)
            self._at = len(self._history)
            self.clear()
            self.post_message(self.Entered(line))
        elif not self.value and event.key in self.LEFT_ALONE:
            event.prevent_default()
        elif not self.value and event.key in ("left", "right"):
            event.stop()
            event.prevent_default()
            board = self.app.query_one(BoardView).focus()
            board.action_move(0, 1 if event.key == "right" else -1)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leaves the program its own keys. Those that come after others are taken before it sees them."""
        return key not in self.LEFT_ALONE and super().check_consume_key(key, character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In an empty line Home and End mean the game's, as on the board."""
        return bool(self.value) or action not in ("home", "end")

    def action_recall(self, step: int) -> None:
        """Goes through what was typed before; past the last there is an empty line."""
        self._at = max(0, min(len(self._history), self._at + step))
        self.value = self._history[self._at] if self._at < len(self._history) else ""
        self.cursor_position = len(self.value)

    def action_leave(self) -> None:
        """Drops what was typed and goes back to the board."""
        self._at = len(self._history)
        self.clear()
        self.app.query_one(BoardView).focus()
