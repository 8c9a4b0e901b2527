"""A game whose record can be edited: notes, marks, labels, and its variations."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from darkgo.engine.current_game import CurrentGame
from darkgo.engine.edits import Edits
from darkgo.errors import BadInput
from darkgo.go.nodes import TakeBack
from darkgo.go.tree import GameTree


class EditedGame(CurrentGame):
    """A game with edits of its record. At the node of an edit, `undo` takes it back, and `redo` makes it
    again."""

    def _begin(self, tree: GameTree) -> None:
        self._edits = Edits(tree)
        super()._begin(tree)

    def note(self, text: str) -> None:
        """Replaces the comment on the present node. An empty text removes it. Raises BadInput if the text
        cannot be written in the character set of the file."""
        if not text and not self.tree.comment:
            raise BadInput("there is no note here: note TEXT writes one")
        self._make("note", lambda: self.tree.annotations().set_comment(text))

    def mark(self, point: int, ident: str) -> bool:
        """Puts one of `annotations.MARKS` on a point, or removes it. Returns whether it is there now."""
        self._make("mark", lambda: self.tree.annotations().toggle_mark(point, ident))
        return self.tree.annotations().has_mark(point, ident)

    def label(self, point: int, text: str) -> None:
        """Gives a point a label. An empty text removes the label. Raises as `note`."""
        self._make("label", lambda: self.tree.annotations().set_label(point, text))

    def delete(self) -> None:
        """Removes the present node with all that follows it. Raises BadInput at the beginning."""
        self._make("del", self.tree.delete)

    def make_main(self) -> None:
        """Makes the present line the main line up to its end. Raises BadInput if it is that already."""
        self._make("main", self.tree.make_main)

    def edit_record(self, what: str, make: Callable[[], TakeBack]) -> None:
        """Makes another edit, of this name, that `undo` takes back. Passes on the BadInput that it raises."""
        self._make(what, make)

    def undo(self) -> None:
        """As in `CurrentGame`; an edit that was made here is taken back first."""
        with self._editing():
            is_edit = not self.loser and bool(self._edits.undo())
        if not is_edit:
            super().undo()

    def redo(self) -> None:
        """As in `CurrentGame`; an edit that was taken back here is made again first."""
        with self._editing():
            is_edit = bool(self._edits.redo())
        if not is_edit:
            super().redo()

    @property
    def edits(self) -> int:
        """The number of edits of the record, including edits that were taken back."""
        return self._edits.count

    def _make(self, what: str, make: Callable[[], TakeBack]) -> None:
        with self._editing():
            self._edits.make(what, make)

    @contextmanager
    def _editing(self) -> Iterator[None]:
        before = self._edits.count
        with self._moving():
            yield
        if self._edits.count != before:
            self._differs()
            self._edited()

    def _edited(self) -> None:
        """Notes that the record was edited."""
