"""Keeps the games of a session that no file has. The board and the plain text use it.

All disk operations run in one thread, in order, so nobody waits for the disk. Each result is a future, which
has an OSError where the disk refused.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from darkgo.autosave import Autosave, Kept
from darkgo.engine.game_file import read_copy
from darkgo.engine.garbage import spared
from darkgo.engine.session import Session
from darkgo.engine.summary import ENOUGH, summary
from darkgo.go.tree import GameTree

T = TypeVar("T")
Paced = Callable[[Iterable[bytes]], Iterable[bytes]]


class Keeper:
    """Writes the present game of a session, moves it to the kept games, and reads kept games.

    Nothing is kept if `autosave` is None. `paced` is applied to the lines of a game while they are written.
    """

    def __init__(self, session: Session, autosave: Autosave | None, paced: Paced = iter) -> None:
        self._session = session
        self._autosave = autosave
        self._paced = paced
        self._disk = ThreadPoolExecutor(1, "keeping")
        self._changes: int | None = None
        """The number of changes in the last copy of the present game; None if there is no copy."""

    @property
    def is_on(self) -> bool:
        """Whether games are kept."""
        return self._autosave is not None

    def turn_off(self) -> None:
        """Keeps no games from now on, because the disk refuses them."""
        self._autosave = None

    def do(self, act: Callable[[], T]) -> "Future[T]":
        """Calls a function in the thread, after all that was asked for before."""
        return self._disk.submit(act)

    # The present game

    @property
    def is_due(self) -> bool:
        """Whether the present game would be lost, as it is now."""
        return self.is_on and self._session.is_worth_keeping and self._session.changes != self._changes

    def keep(self) -> "Future[None]":
        """Writes the present game. A copy that is overtaken by a later one is not written."""
        autosave, session = self._autosave, self._session
        assert autosave
        session.note_result()
        self._changes = changes = session.changes
        tree, lines = session.tree, session.copy()

        def write() -> None:
            if session.tree is not tree or self._changes in (changes, None):
                autosave.keep(self._paced(lines))

        return self.do(write)

    def drop_if_saved(self) -> None:
        """Removes the copy of a game that a file has by now."""
        if self._autosave and self._changes is not None and not self._session.is_worth_keeping:
            self._changes = None
            self.do(self._autosave.discard)

    def put_away(self) -> "Future[None] | None":
        """Moves the present game to the kept games, before another game replaces it.

        None if nothing of it would be lost.
        """
        moved = None
        if self._autosave and self._session.is_worth_keeping:
            written = self.keep()
            moved = self._after(written, self._autosave.put_away)
        elif self._autosave:
            self.do(self._autosave.discard)
        self._changes = None
        return moved

    def end(self) -> "Future[None] | None":
        """Leaves an unfinished game for the next start, and moves a finished one to the kept games. Ends the
        thread.

        None if nothing of the game would be lost.
        """
        # Saves in progress must end first: a saved game is not kept as well.
        self.do(lambda: None).result()
        autosave, session, done = self._autosave, self._session, None
        if autosave and session.is_worth_keeping:
            # A game that is over gets its result.
            written = self.keep() if session.is_over or self.is_due else None
            done = self._after(written, autosave.put_away if session.is_over else autosave.leave)
        elif autosave:
            self.do(autosave.discard)
        self._disk.shutdown()
        return done

    def _after(self, written: "Future[None] | None", act: Callable[[], None]) -> "Future[None]":
        def both() -> None:
            try:
                if written:
                    written.result()
            finally:
                # An older copy is better than none.
                act()

        return self.do(both)

    # Games that were kept

    def left(self) -> "Future[list[tuple[Kept, str]]]":
        """The game that a program left last, with what it was in one line; empty if there is none."""
        autosave = self._autosave

        def find() -> list[tuple[Kept, str]]:
            games = _described(autosave.left()[:1]) if autosave else []
            return [(kept, " ".join(what.split())) for kept, what in games]

        return self.do(find)

    def kept(self) -> "Future[list[tuple[Kept, str]]]":
        """The games that were left or put away, the newest first, each with what it was in one line."""
        autosave = self._autosave
        return self.do(lambda: _described(autosave.kept()) if autosave else [])

    def read(self, kept: Kept) -> "Future[GameTree]":
        """Reads a kept game. The result may also be BadInput."""
        return self.do(lambda: _read(kept))


def _read(kept: Kept) -> GameTree:
    data = kept.read()
    with spared(len(data)):
        return read_copy(data)


def _described(games: Iterable[Kept]) -> list[tuple[Kept, str]]:
    found = []
    for kept in games:
        with suppress(OSError):
            found.append((kept, summary(kept.read(ENOUGH))))
    return found
