"""The program in a terminal of its own: nothing stands between it and the bytes of the keyboard."""

import fcntl
import os
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.waiting import PATIENCE

DARKGO = (sys.executable, "-m", "darkgo")
_IN_FRONT = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
"""Runs a command to which the terminal belongs that is its stdin."""


class Terminal:
    """A terminal of 80x24, and the process that was started in it."""

    def __init__(self, process: "subprocess.Popen[bytes]", end: int) -> None:
        self._process = process
        self._end = end
        self._unread = b""
        self.written = b""
        """All that was written to the terminal."""

    def type(self, *keys: bytes) -> None:
        """Sends bytes as the keyboard does."""
        for key in keys:
            os.write(self._end, key)

    def until(self, text: str) -> None:
        """Waits until this is written, after what was waited for before."""
        sought, deadline = text.encode(), time.monotonic() + PATIENCE
        while sought not in self._unread:
            if not self._read(deadline - time.monotonic()):
                raise AssertionError(f"{text!r} was never written; at the end {self.written[-2000:]!r}")
        self._unread = self._unread.partition(sought)[2]

    def status(self) -> int:
        """Waits until the process has ended; its exit status."""
        while self._read(PATIENCE):
            pass
        return self._process.wait(PATIENCE)

    @property
    def is_in_line_mode(self) -> bool:
        """Whether lines are edited and keys are seen, as a shell needs it."""
        modes: int = termios.tcgetattr(self._end)[3]
        return bool(modes & termios.ICANON and modes & termios.ECHO)

    def _read(self, patience: float) -> bool:
        """Reads what there is; False when nothing comes any more."""
        if not select.select([self._end], [], [], max(0, patience))[0]:
            return False
        try:
            got = os.read(self._end, 1 << 16)
        except OSError:  # as Linux has it when nobody uses the terminal any more
            return False
        self.written += got
        self._unread += got
        return bool(got)


@contextmanager
def terminal(
    *command: str, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    """Runs a command in a terminal; one that is still there at the end is killed."""
    ours, theirs = os.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-c", _IN_FRONT, *command],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env={**os.environ, "TERM": "xterm-256color", **(environment or {})},
        start_new_session=True,
    ) as process:
        os.close(theirs)
        try:
            yield Terminal(process, ours)
        finally:
            os.close(ours)
            process.kill()
