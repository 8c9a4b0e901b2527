"""The part of the board's program that saves games automatically, so that a game without a file is not lost.

A game is written line by line with pauses between, because Python cannot draw the board while another thread
runs.
"""

import asyncio
import signal
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import monotonic
from typing import TypeVar

from textual import work
from textual.app import App
from textual.timer import Timer

from darkgo.autosave import Autosave, Kept
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.keeper import Keeper
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
        self._hurry = Event()
        self.postscript = ""
        """Text that is appended to the next message."""
        self._timer: Timer | None = None
        self._not_before = 0.0

    def keep_games(self, session: Session, autosave: Autosave | None) -> None:
        """Saves the games of a session automatically from now on; not at all if `autosave` is None."""
        self._keeper = Keeper(session, autosave, self._with_rests)
        session.leaving = self._put_away

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
        self._keeper.drop_if_saved()
        # A running timer is not restarted. Otherwise steady play would postpone the save for ever.
        if self._keeper.is_due and self._timer is None:
            self._timer = self.set_timer(max(KEEP_AFTER, self._not_before - monotonic()), self._keep_in_time)

    @work
    async def _keep_in_time(self) -> None:
        if self._keeper.is_due:
            await self._keep()
        self._timer = None
        self.keep_soon()

    async def _keep(self) -> bool:
        """Saves the present game automatically; returns whether that was possible."""
        if not self._keeper.is_on:
            return False
        begun = monotonic()
        try:
            await _result(self._keeper.keep())
        except OSError as error:
            self.fail(f"the game cannot be kept for the case of a crash: {error.strerror}")
            self._keeper.turn_off()
            return False
        now = monotonic()
        self._not_before = now + SELDOM * (now - begun)
        return True

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
            return await _result(self._keeper.do(save))
        finally:
            if self.is_running:
                self._hurry.clear()

    # Its end

    def _put_away(self) -> None:
        """Moves the automatic save of the present game to the kept games, before another game replaces it."""
        if moved := self._keeper.put_away():
            self.postscript = "\nthe game before is kept: resume lists it"
            self._watch(moved)
        self._not_before = 0

    @work
    async def _watch(self, moved: "Future[None]") -> None:
        try:
            await _result(moved)
        except OSError as error:
            self.fail(f"the game before could not be kept: {error.strerror}")

    def on_unmount(self) -> None:
        """Leaves an unfinished game for the next start; moves a finished one to the kept games."""
        self._hurry.set()
        self._keeper.end()

    # Games that were kept

    @work
    async def offer_kept_game(self) -> None:
        """Asks whether to continue a game that was left unfinished."""
        if self.game_session.found_moves:
            return
        for kept, what in await _result(self._keeper.left()):
            question = f"A game of {kept.when:%Y-%m-%d %H:%M} was left:\n{what}\nGo on with it?"
            wanted = await self.push_screen_wait(Offer(question))
            if wanted:
                await self._resume(kept)
            elif wanted is False:
                with suppress(OSError):
                    await _result(self._keeper.do(kept.put_away))
                self.say("that game stays among the last ten: resume lists them")

    @work
    async def action_resume(self, number: int = 0) -> None:
        """Continues the kept game of this number, the newest is 1; for 0 asks which."""
        if not self._keeper.is_on:
            self.say("no games are kept here: s FILE.sgf saves, open FILE.sgf opens")
            return
        games = await _result(self._keeper.kept())
        if not games:
            self.say("no game is kept yet; the last ten unsaved games will be")
        elif 1 <= number <= len(games):
            await self._resume(games[number - 1][0])
        elif number:
            self.say(f"resume {number}: expected 1 to {len(games)}; resume lists the games")
        elif chosen := await self.push_screen_wait(KeptGames(games)):
            await self._resume(chosen)

    async def _resume(self, kept: Kept) -> None:
        try:
            tree = await _result(self._keeper.read(kept))
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
                self._keeper.do(kept.remove)


async def _result(future: "Future[T]") -> T:
    # The shield lets the work finish even if the program ends.
    return await asyncio.shield(asyncio.wrap_future(future))
