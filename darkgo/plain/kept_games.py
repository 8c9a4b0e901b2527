"""Keeps the games of the line mode, so that a game without a file is not lost."""

from collections.abc import Callable
from concurrent.futures import Future

from darkgo.autosave import Autosave
from darkgo.engine.session import Session
from darkgo.errors import BadInput
from darkgo.keeper import Keeper


class Keeping:
    """Keeps the games of a session, and reports it through `say`. Keeps nothing if `autosave` is None."""

    def __init__(self, session: Session, autosave: Autosave | None, say: Callable[[str], None]) -> None:
        self._session = session
        self._say = say
        self._keeper = Keeper(session, autosave)
        self._written: Future[None] | None = None
        session.leaving = self._put_away

    def offer(self) -> None:
        """Says which unfinished game was kept, unless a record is open."""
        if self._session.found_moves:
            return
        for kept, what in self._keeper.left().result():
            self._say(f"A game of {kept.when:%Y-%m-%d %H:%M} was left: {what}. resume 1 goes on with it.")

    def keep(self) -> None:
        """Writes the game if it has changed. Does not wait for the disk."""
        if self._written and self._written.done():
            self._told(self._written)
            self._written = None
        self._keeper.drop_if_saved()
        if self._keeper.is_due:
            self._written = self._keeper.keep()

    def _told(self, written: "Future[None]") -> bool:
        """Waits until the game is written, and returns whether it was. If not, says why, and keeps no more
        games."""
        try:
            written.result()
        except OSError as error:
            if self._keeper.is_on:
                self._say(f"the game cannot be kept: {error.strerror}; s FILE.sgf saves it")
            self._keeper.turn_off()
            return False
        return True

    def _put_away(self) -> None:
        moved = self._keeper.put_away()
        if moved and self._told(moved):
            self._say("the game before is kept: resume lists it")

    def end(self) -> None:
        """Keeps the present game for the next start."""
        moved = self._keeper.end()
        if moved and self._told(moved):
            self._say("the game is kept: at the next start resume lists it")

    def resume(self, number: int) -> str:
        """Goes on with the kept game of this number. The newest is 1. With 0 lists all. Returns the text to
        print.

        Raises BadInput, and keeps the present game, if there is no such game or it cannot be used.
        """
        if not self._keeper.is_on:
            raise BadInput("no games are kept here: s FILE.sgf saves, open FILE.sgf opens")
        games = self._keeper.kept().result()
        if not games:
            raise BadInput("no game is kept yet; the last ten unsaved games will be")
        if not number:
            lines = [
                f"{place}: {kept.when:%Y-%m-%d %H:%M}  {what}" for place, (kept, what) in enumerate(games, 1)
            ]
            return "\n".join((*lines, "resume 1 goes on with the first"))
        if not 1 <= number <= len(games):
            raise BadInput(f"resume {number}: expected 1 to {len(games)}; resume lists the games")
        kept, _ = games[number - 1]
        try:
            self._session.resume(self._keeper.read(kept).result())
        except OSError as error:
            raise BadInput(f"{kept.path}: cannot be read: {error.strerror}") from None
        except BadInput as error:
            raise BadInput(f"{kept.path}: {error}") from None
        # The old file is the only copy until the game is written again.
        if self._keeper.is_on and self._told(self._keeper.keep()):
            self._keeper.do(kept.remove)
        return "the game goes on"
