"""Which file to open, and the name to save a game under."""

import asyncio
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from rich.text import Text, TextType
from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Button, DirectoryTree, Input

from darkgo.engine.game_file import game_path
from darkgo.errors import BadInput
from darkgo.paths import working_folder
from darkgo.tui.dialogs.dialog import Dialog, row


def located(text: str, folder: Path) -> Path:
    """The absolute path of what was typed; ~ is the home folder."""
    return Path(os.path.normpath(working_folder() / folder / os.path.expanduser(text)))


def shown(name: object) -> str:
    """A name as it can be shown: with ? for control characters and for bytes of another encoding."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(name))


def _offered(path: Path) -> bool:
    """Whether it is a game, or a folder that may hold one. Hidden ones are not offered."""
    return not path.name.startswith(".") and (path.suffix.lower() == ".sgf" or os.path.isdir(path))


class Completion(Suggester):
    """Completes the last part of a path that is relative to a folder."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._folder = folder

    async def get_suggestion(self, value: str) -> str | None:
        """The first name that begins as the text ends."""
        return await asyncio.to_thread(self._complete, value) if value else None

    def _complete(self, value: str) -> str | None:
        head, slash, tail = value.rpartition("/")
        folder = located(head + slash, self._folder())
        try:
            offered = [path.name for path in folder.iterdir() if _offered(path)]
        except (OSError, ValueError):
            return None
        names = [name for name in offered if name.startswith(tail) and name.isprintable()]
        if not names:
            return None
        name = min(names)
        return f"{head}{slash}{name}{'/' if os.path.isdir(folder / name) else ''}"


class PathInput(Input):
    """A line for a path, completed with Tab as in a shell. `folder` tells what the path is relative to.

    What is typed first replaces the path that is shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", "Complete", show=False)]

    def __init__(self, value: str, placeholder: str, folder: Callable[[], Path]) -> None:
        suggester = Completion(folder)
        super().__init__(value, placeholder, suggester=suggester, compact=True, id="path")

    def action_complete(self) -> None:
        """Takes the completion, or leaves the line when there is none."""
        before = self.value
        if self.cursor_at_end:
            self.action_cursor_right()
        if self.value == before:
            self.screen.focus_next()


class GameFiles(DirectoryTree):
    """The SGF files below a folder."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    ICON_FILE = "  "
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "fold", "Fold", show=False),
        Binding("right", "unfold", "Unfold", show=False),
        Binding("backspace", "up", "Folder above", show=False),
    ]

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Leaves out what is no game."""
        return filter(_offered, paths)

    def process_label(self, label: TextType) -> Text:
        """The name, as it can be shown."""
        return Text(shown(label))

    def action_fold(self) -> None:
        """Folds the folder under the cursor, or else goes to the folder it lies in."""
        node = self.cursor_node
        if node and node.is_expanded and not node.is_root:
            node.collapse()
        elif node and node.parent:
            self.move_cursor(node.parent)

    def action_unfold(self) -> None:
        """Unfolds the folder under the cursor."""
        if self.cursor_node and self.cursor_node.allow_expand:
            self.cursor_node.expand()

    def action_up(self) -> None:
        """Shows the folder above."""
        self.path = Path(self.path).parent


class OpenFile(Dialog[Path]):
    """Asks for a file: typed, or chosen in the tree of `start`. A typed folder is shown in the tree.

    The answer is an absolute path of a file that exists; it need not be readable, nor hold a game.
    """

    TITLE = "Open a game"
    ACCEPT = "Open"
    DEFAULT_CSS = """
    OpenFile {
        #frame { height: 22; }
        GameFiles { height: 1fr; background: $surface; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, start: Path) -> None:
        super().__init__()
        start = located("", start)
        # The root is the last of its parents.
        self._start = next(folder for folder in (start, *start.parents) if os.path.isdir(folder))

    def fields(self) -> Iterable[Widget]:
        """The line above the tree."""
        yield row("File", PathInput("", "its path, or choose it below", lambda: self.folder))
        yield GameFiles(self._start)

    def buttons(self) -> Iterable[Button]:
        """The way up, too, for the mouse."""
        yield Button("Folder above", compact=True, id="up")
        yield from super().buttons()

    def on_mount(self) -> None:
        """Names the folder on the frame."""
        self.watch(self.query_one(GameFiles), "path", self._name_folder)

    @property
    def folder(self) -> Path:
        """The folder shown."""
        return Path(self.query_one(GameFiles).path)

    def _name_folder(self, folder: Path) -> None:
        self.query_one("#frame").border_subtitle = Content(shown(folder))

    @on(Button.Pressed, "#up")
    def go_up(self) -> None:
        """Shows the folder above in the tree."""
        self.query_one(GameFiles).action_up()

    @on(DirectoryTree.FileSelected)
    def take_file(self, event: DirectoryTree.FileSelected) -> None:
        """Opens what was chosen in the tree."""
        self.finish(event.path)

    def answer(self) -> Path:
        """The file that was typed."""
        line = self.query_one(PathInput)
        if not line.value.strip():
            raise BadInput("type the path of a file, or choose one in the tree")
        path = located(line.value.strip(), self.folder)
        if os.path.isdir(path):
            self.query_one(GameFiles).path = path
            line.clear()
            raise BadInput("")
        if not os.path.isfile(path):
            raise BadInput(f"{shown(path)}: there is no such file; choose one in the tree")
        return path


class SaveFile(Dialog[str]):
    """Asks for the name to save a game under, beginning with `suggested`; the name is what was typed, and
    ends in .sgf."""

    TITLE = "Save the game"
    ACCEPT = "Save"

    def __init__(self, suggested: str) -> None:
        super().__init__()
        self._suggested = suggested

    def fields(self) -> Iterable[Widget]:
        """The name."""
        yield row("File", PathInput(self._suggested, "a name that ends in .sgf", Path))

    def answer(self) -> str:
        """The name; a file of that name may exist."""
        name = self.query_one(PathInput).value.strip()
        if not name:
            raise BadInput("type a name that ends in .sgf")
        game_path(name)
        return name
