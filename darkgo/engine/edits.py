"""The edits of a game record that can be taken back: notes, marks, labels, and changes of its variations."""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from darkgo.go.nodes import TakeBack
from darkgo.go.tree import GameTree


class _Done(NamedTuple):
    what: str
    make: Callable[[], TakeBack]
    take_back: TakeBack
    node: Hashable
    """The node after the edit. There it can be taken back."""


class _Undone(NamedTuple):
    what: str
    make: Callable[[], TakeBack]
    node: Hashable


class Edits:
    """The edits of a game, the last one last."""

    def __init__(self, tree: GameTree) -> None:
        self._tree = tree
        self._done: list[_Done] = []
        self._undone: list[_Undone] = []
        self.count = 0
        """The number of edits, including those that were taken back."""

    def make(self, what: str, make: Callable[[], TakeBack]) -> None:
        """Makes an edit. Raises BadInput as the edit does, and then changes nothing."""
        self._make(what, make)
        self._undone.clear()

    def _make(self, what: str, make: Callable[[], TakeBack]) -> None:
        taking_back = make()
        self._done.append(_Done(what, make, taking_back, self._tree.node))
        self.count += 1

    def undo(self) -> str:
        """Takes the last edit back if it was made at the present node. Returns its name, or an empty text."""
        if not self._done or self._done[-1].node != self._tree.node:
            return ""
        edit = self._done.pop()
        edit.take_back()
        self.count += 1
        self._undone.append(_Undone(edit.what, edit.make, self._tree.node))
        return edit.what

    def redo(self) -> str:
        """Makes the edit again that was taken back last, at the present node. Returns its name, or an empty
        text."""
        if not self._undone or self._undone[-1].node != self._tree.node:
            return ""
        edit = self._undone.pop()
        self._make(edit.what, edit.make)
        return edit.what
