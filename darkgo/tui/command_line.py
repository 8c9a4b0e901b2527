"""The line in which commands are typed, with a history."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.message import Message
from textual.widgets import Input

from darkgo.engine.pasted import begins_record, is_open
from darkgo.tui.board import BoardView

ENTER = ("enter", "ctrl+j")
"""The names of Enter. It arrives as the second if it was pressed before the program controlled the
terminal."""

NEWLINE = "\u2424"
"""Stands for the end of a line in the command line, which cannot show one."""


class CommandLine(Input):
    """Handles Enter in the order of the keys, so that fast typing after Enter begins a new command.

    In a game record Enter begins a new line until the brackets of the record are closed.

    Up and down recall earlier lines. Escape goes back to the board; in an empty line left and right do, too.
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
    """Printable keys that are commands of the program in an empty line, and text in any other line."""

    class Entered(Message):
        """A line was entered in the command line. Other input widgets do not send this message."""

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
            text = line.replace(NEWLINE, "\n")
            if begins_record(text) and is_open(text):
                # A record of several lines, pasted into a terminal that does not say so.
                self.insert_text_at_cursor(NEWLINE)
                return
            if line.strip() and self._history[-1:] != [line]:
                self._history.append(line)
            self._at = len(self._history)
            self.clear()
            self.post_message(self.Entered(text))
        elif not self.value and event.key in self.LEFT_ALONE:
            event.prevent_default()
        elif not self.value and event.key in ("left", "right"):
            event.stop()
            event.prevent_default()
            board = self.app.query_one(BoardView).focus()
            board.action_move(0, 1 if event.key == "right" else -1)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text for the line, and not a key binding of the program.

        In a line that is not empty, `_on_key` takes the keys of LEFT_ALONE before this is asked.
        """
        return key not in self.LEFT_ALONE and super().check_consume_key(key, character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leaves Home and End to the program in an empty line, where they move through the game."""
        return bool(self.value) or action not in ("home", "end")

    def action_recall(self, step: int) -> None:
        """Recalls an earlier or later line. After the last one comes an empty line."""
        self._at = max(0, min(len(self._history), self._at + step))
        self.value = self._history[self._at] if self._at < len(self._history) else ""
        self.cursor_position = len(self.value)

    def action_leave(self) -> None:
        """Drops what was typed and goes back to the board."""
        self._at = len(self._history)
        self.clear()
        self.app.query_one(BoardView).focus()
