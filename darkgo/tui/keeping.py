"""The part of the program that saves games automatically, so that a game without a file is not lost.

All disk operations run in one thread, in order. A game is written line by line with pauses between, because
Python cannot draw the board while another thread runs.
"""

import asyncio
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TypeVar

from textual import work
from textual.app import App
from textual.timer import Timer

from darkgo.autosave import Autosave, Kept
from darkgo.engine.game_file import read_copy
from darkgo.engine.garbage import spared
from darkgo.engine.session import Session
from darkgo.engine.summary import ENOUGH, summary
from darkgo.errors import BadInput
from darkgo.go.tree import GameTree
from darkgo.tui.dialogs import Confirm, KeptGames

KEEP_AFTER = 0.3
"""Seconds from a change of the game to its automatic save."""
SELDOM = 4
"""The least time between two automatic saves, as a multiple of the time that the last one took."""
AT_WORK, AT_REST = 0.003, 0.006
"""Seconds of work on a large record, and of the pause after it."""
T = TypeVar("T")


class Offer(Confirm):
    """A question whose default answer is yes."""

    AUTO_FOCUS = "#yes"


class KeepingApp(App[None]):
    """A program that saves its games automatically, once `keep_games` was called."""

    game_session: Session

    def __init__(self) -> None:
        super().__init__()
        self._autosave: Autosave | None = None
        self._beside = ThreadPoolExecutor(1, "keeping")
        self._hurry = Event()
        self.postscript = ""
        """Text that is appended to the next message."""
        self._timer: Timer | None = None
        self._not_before = 0.0
        self._changes: int | None = None
        """The number of changes in the last automatic save of the present game; None if there is no save."""

    def keep_games(self, session: Session, autosave: Autosave | None) -> None:
        """Saves the games of a session automatically from now on; not at all if `autosave` is None."""
        session.leaving = self._put_away
        self._autosave = autosave

    def show_position(self) -> None:
        """Updates the screen from the session."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Shows a message."""
        raise NotImplementedError

    def fail(self, text: str) -> None:
        """Shows an error message."""
        raise NotImplementedError

    def heed_signals(self) -> None:
        """Makes SIGTERM quit the program normally, so that the terminal is restored.

        SIGHUP, from a closed terminal, still ends the program at once, because writing to that terminal would
        wait for ever. The game was saved automatically before.
        """
        # Windows has no such signals, and only the main thread of a program can handle them.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)

    # The present game

    def keep_soon(self) -> None:
        """Schedules an automatic save if the game has changed since it was last saved."""
        session = self.game_session
        if self._autosave is None:
            return
        if not session.is_worth_keeping:
            if self._changes is not None:
                self._changes = None
                self._beside.submit(self._autosave.discard)
        elif self._timer is None and session.changes != self._changes:
            # A running timer is not restarted. Otherwise steady play would postpone the save for ever.
            self._timer = self.set_timer(max(KEEP_AFTER, self._not_before - monotonic()), self._keep_in_time)

    @work
    async def _keep_in_time(self) -> None:
        if self.game_session.is_worth_keeping:
            await self._keep()
        self._timer = None
        self.keep_soon()

    async def _keep(self) -> bool:
        """Saves the present game automatically; returns whether that was possible."""
        if self._autosave is None:
            return False
        begun = monotonic()
        try:
            await self._in_thread(self._write(self._autosave))
        except OSError as error:
            self.fail(f"the game cannot be kept for the case of a crash: {error.strerror}")
            self._autosave = None
            return False
        now = monotonic()
        self._not_before = now + SELDOM * (now - begun)
        return True

    def _write(self, autosave: Autosave) -> Callable[[], None]:
        """A function that writes the present game with its result. It is to be called in the thread."""
        session = self.game_session
        session.note_result()
        self._changes = session.changes
        lines = session.copy()
        return lambda: autosave.keep(self._with_rests(lines))

    def _with_rests(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        until = monotonic() + AT_WORK
        for line in lines:
            yield line
            if monotonic() > until and not self._hurry.wait(AT_REST):
                until = monotonic() + AT_WORK

    async def save_beside(self, name: str, *, overwrite: bool = False) -> Path:
        """Saves the game as `Session.save` does, in the thread, so that the board does not wait."""
        save = self.game_session.saving(name, overwrite=overwrite)
        self._hurry.set()
        try:
            return await self._in_thread(save)
        finally:
            if self.is_running:
                self._hurry.clear()

    async def _in_thread(self, act: Callable[[], T]) -> T:
        # The shield lets the work finish even if the program ends.
        return await asyncio.shield(asyncio.wrap_future(self._beside.submit(act)))

    # Its end

    def _put_away(self) -> None:
        """Moves the automatic save of the present game to the kept games, before another game replaces it."""
        if self._autosave is None:
            return
        session, autosave = self.game_session, self._autosave
        if session.is_worth_keeping:
            written = self._beside.submit(self._write(autosave))
            self._beside.submit(autosave.put_away)
            self.postscript = "\nthe game before is kept: resume lists it"
            self._watch(written)
        else:
            self._beside.submit(autosave.discard)
        self._changes = None
        self._not_before = 0

    @work
    async def _watch(self, written: Future[None]) -> None:
        try:
            await asyncio.shield(asyncio.wrap_future(written))
        except OSError as error:
            self.fail(f"the game before could not be kept: {error.strerror}")

    def on_unmount(self) -> None:
        """Leaves an unfinished game for the next start; moves a finished one to the kept games."""
        self._hurry.set()
        # Saves in progress must end first: a saved game is not kept as well.
        self._beside.submit(lambda: None).result()
        session, autosave = self.game_session, self._autosave
        if autosave is not None:
            if session.is_worth_keeping:
                if session.is_over or session.changes != self._changes:
                    self._beside.submit(self._write(autosave))
                self._beside.submit(autosave.put_away if session.is_over else autosave.leave)
            else:
                self._beside.submit(autosave.discard)
        self._beside.shutdown()

    # Games that were kept

    @work
    async def offer_kept_game(self) -> None:
        """Asks whether to continue a game that was left unfinished."""
        if self._autosave is None or self.game_session.review:
            return
        autosave = self._autosave
        for kept, what in await self._in_thread(lambda: _described(autosave.left()[:1])):
            question = f"A game of {kept.when:%Y-%m-%d %H:%M} was left:\n{what}\nGo on with it?"
            wanted = await self.push_screen_wait(Offer(question))
            if wanted:
                await self._resume(kept)
            elif wanted is False:
                with suppress(OSError):
                    await self._in_thread(kept.put_away)
                self.say("that game stays among the last ten: resume lists them")

    @work
    async def action_resume(self) -> None:
        """Shows the kept games, and continues the chosen one."""
        if self._autosave is None:
            self.say("no games are kept")
            return
        autosave = self._autosave
        games = await self._in_thread(lambda: _described(autosave.kept()))
        if not games:
            self.say("no game is kept yet; the last ten unsaved games are")
        elif chosen := await self.push_screen_wait(KeptGames(games)):
            await self._resume(chosen)

    async def _resume(self, kept: Kept) -> None:
        try:
            tree = await self._in_thread(lambda: _read(kept))
            self.game_session.resume(tree)
        except OSError as error:
            self.fail(f"{kept.path}: cannot be read: {error.strerror}")
        except BadInput as error:
            self.fail(f"{kept.path}: {error}")
        else:
            self.say("the game goes on")
            self.show_position()
            # The old file is the only copy until the game was saved again.
            if await self._keep():
                self._beside.submit(kept.remove)


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
