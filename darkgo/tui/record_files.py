"""The part of the board's program that opens and saves game records."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual import work

from darkgo.engine.game_file import FileKept, Record, open_record
from darkgo.engine.pasted import read_record
from darkgo.engine.session_text import opened_text
from darkgo.errors import BadInput
from darkgo.tui.dialogs import Confirm, OpenFile, SaveFile
from darkgo.tui.kept_games import KeepingApp
from darkgo.tui.pasting import Pasting


class RecordFiles(Pasting, KeepingApp):
    """Opens records from files and from pasted text, and saves the game of the session."""

    @work
    async def action_open_file(self) -> None:
        """Asks for a record, and opens it."""
        path = self.game_session.path
        if chosen := await self.push_screen_wait(OpenFile(path.parent if path else Path())):
            self.open_file(str(chosen))

    def open_file(self, name: str) -> None:
        """Opens the record in a file."""
        self._open(name, partial(open_record, name))

    def open_pasted(self, text: str) -> None:
        """Opens a pasted record, which has no file yet."""
        self._open("the pasted record", partial(read_record, text))

    @work(exclusive=True, group="open")
    async def _open(self, name: str, read: Callable[[], Record]) -> None:
        self.say(f"opening {name} ...")
        try:
            record = await asyncio.to_thread(read)
        except BadInput as error:
            self.say(str(error))
            return
        remark = self.game_session.look_at(record)
        self.say(opened_text(self.game_session, remark, "> plays the next, F8 hides it"))
        self.show_position()

    @work
    async def action_save_file(self) -> None:
        """Asks for a name and saves the game. Asks again before it overwrites another file."""
        name = await self.push_screen_wait(SaveFile(str(self.game_session.path or "game.sgf")))
        if not name:
            return
        try:
            try:
                path = await self.save_beside(name)
            except FileKept as refusal:
                if not await self.push_screen_wait(Confirm(f"{refusal.path} exists. Write over it?")):
                    return
                path = await self.save_beside(name, overwrite=True)
            self.say(f"saved to {path}")
        except BadInput as error:
            self.fail(str(error))
        self.keep_soon()

    @work
    async def save_file(self, name: str) -> None:
        """Saves the game under a name, or with an empty one to the file that it came from."""
        try:
            self.say(f"saved to {await self.save_beside(name)}")
        except BadInput as refusal:
            self.say(str(refusal))
        self.keep_soon()
