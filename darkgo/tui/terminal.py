"""The part of the program that has to do with what it runs in: the terminal, the shell, the folders."""

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
    """Reads whatever bytes the terminal sends, and stops when it is to be left to the shell for a while."""

    def get_driver_class(self) -> type[Driver]:
        """The usual driver, which takes a byte that is not UTF-8 for one sign, �."""
        driver = super().get_driver_class()
        # Textual's drivers decode strictly, and offer no other way: such a byte would end the program.
        sys.modules[driver.__module__].__dict__["getincrementaldecoder"] = _forgiving
        return driver

    def action_suspend_process(self) -> None:
        """Stops until `fg`. Where nobody could start the program again, it goes on; in a browser, too."""
        if sys.platform == "win32":
            return
        try:
            with self.suspend():
                # Textual's own handler stops this process alone and for certain. The system stops the whole
                # job, such as make and what it runs, but nothing that has no shell above it.
                before = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
                os.kill(0, signal.SIGTSTP)
                signal.signal(signal.SIGTSTP, before)
        except SuspendNotSupported:
            return

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """Saves a picture of the screen among the downloads, or in the working folder if there are none."""
        with suppress(RuntimeError):  # there is no home folder
            if path is None and user_downloads_path().is_dir():
                path = str(user_downloads_path())
        super().action_screenshot(filename, path or str(working_folder()))


def _forgiving(encoding: str) -> "partial[codecs.IncrementalDecoder]":
    """An incremental decoder, as `codecs.getincrementaldecoder` has it, that refuses no byte."""
    return partial(codecs.getincrementaldecoder(encoding), errors="replace")
