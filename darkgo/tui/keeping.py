"""What keeps the game on the board in case of a crash, and offers it again at the next start."""

import asyncio
import signal
from contextlib import suppress

from textual import work
from textual.app import App
from textual.timer import Timer

from darkgo.autosave import Autosave
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.tui.dialogs import Confirm

KEEP_AFTER = 0.3
"""Seconds after a change until the game is saved for the case of a crash."""


class Offer(Confirm):
    """A question to which Enter alone means yes: that is the answer by which nothing is lost."""

    AUTO_FOCUS = "#yes"


class KeepingApp(App[None]):
    """A program with a game that outlives it. `autosave` keeps it; without it nothing is kept."""

    def __init__(self, session: Session, autosave: Autosave | None) -> None:
        super().__init__()
        self.game_session = session
        self._autosave = autosave
        self._kept: Timer | None = None

    def show_position(self) -> None:
        """Brings the screen up to the session."""
        raise NotImplementedError

    def fail(self, text: str) -> None:
        """Says what went wrong."""
        raise NotImplementedError

    def heed_signals(self) -> None:
        """Quits in order when the system shuts down, with the terminal as it was.

        A closed terminal ends the program at once: nothing can be written any more, and waiting for that
        would never end. The game was kept by then.
        """
        # Windows has no such signals, and only the main thread of a program can be given them.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, self.exit)

    def keep_soon(self) -> None:
        """Keeps the game a little later, if it is worth it."""
        if self._autosave and self.game_session.is_worth_keeping:
            # A timer that runs already is left alone: play without a pause must not put saving off for ever.
            self._kept = self._kept or self.set_timer(KEEP_AFTER, self._keep)

    def _keep(self) -> None:
        self._kept = None
        if self._autosave is None:
            return
        try:
            self._autosave.keep(self.game_session.sgf())
        except OSError as error:
            self.fail(f"the game cannot be kept for the case of a crash: {error.strerror}")
            self._autosave = None

    def on_unmount(self) -> None:
        """A game that is over, or saved, need not be offered again."""
        if self._autosave is None:
            return
        session = self.game_session
        with suppress(OSError):
            if session.is_worth_keeping and not session.is_over:
                self._autosave.keep(session.sgf())
                self._autosave.leave()
            else:
                self._autosave.discard()

    @work
    async def offer_kept_game(self) -> None:
        """Asks whether to go on with a game that was left."""
        if self._autosave is None or self.game_session.review:
            return
        for kept in self._autosave.found()[:1]:
            question = f"A game of {kept.when:%Y-%m-%d %H:%M} was not finished. Go on with it?"
            wanted = await self.push_screen_wait(Offer(question))
            if wanted is None:
                return
            if wanted:
                try:
                    self.game_session.resume(kept.data)
                except BadInput as error:
                    self.fail(f"{kept.path}: {error}")
                    return
                self._keep()
                self.show_position()
                if self._autosave is None:
                    # There is no copy: the old one is the only one.
                    return
            kept.remove()
