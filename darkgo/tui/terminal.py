"""The part of the program that deals with its environment: the terminal, the shell and the folders."""

import codecs
import os
import signal
import sys
from contextlib import suppress
from functools import partial

from platformdirs import user_downloads_path
from textual.app import App, SuspendNotSupported
from textual.driver import Driver

from darkgo.paths import working_folder


class Terminal(App[None]):
    """Reads any bytes from the terminal, and can be suspended to the shell."""

    def get_driver_class(self) -> type[Driver]:
        """The usual driver, changed to read a byte that is not UTF-8 as the character �."""
        driver = super().get_driver_class()
        # Textual's drivers decode strictly and have no option for this. Such a byte would end the program.
        sys.modules[driver.__module__].__dict__["getincrementaldecoder"] = _forgiving
        return driver

    def action_suspend_process(self) -> None:
        """Suspends the program until `fg`. Does nothing in a browser, or if no shell could resume it."""
        if sys.platform == "win32":
            return
        try:
            with self.suspend():
                # Textual's handler stops only this process, even if no shell could resume it. The system's
                # handler stops the whole job, such as make and its children, and only under a shell.
                before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
                os.kill(0, signal.SIGTSTP)
                signal.signal(signal.SIGTSTP, before)
        except SuspendNotSupported:
            return

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Saves a picture of the screen in the downloads folder; in the working folder if there is none."""
        with suppress(RuntimeError):  # there is no home folder
            if path is None and user_downloads_path().is_dir():
                path = str(user_downloads_path())
        super().action_screenshot(filename, path or str(working_folder()))


def _forgiving(encoding: str) -> "partial[codecs.IncrementalDecoder]":
    """Like `codecs.getincrementaldecoder`, but the decoder replaces bytes that it cannot decode."""
    return partial(codecs.getincrementaldecoder(encoding), errors="replace")
