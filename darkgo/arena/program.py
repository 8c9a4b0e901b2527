"""Another program that speaks the Go Text Protocol, as a child process."""

import os
import re
import select
import shlex
import signal
import subprocess
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from darkgo.errors import BadInput, shown

_LONGEST = 1 << 16
"""The most characters of an answer."""
_LAST_WORDS = 400
"""The most characters of stderr that are kept."""
_FAREWELL = 2.0
"""Seconds that a program has to end after `quit`."""
_ANSWER = re.compile(r"([=?])[0-9]*(?:\s+(.*))?")


class Fault(Exception):
    """A player cannot continue its game. The message says what it did, without its name.

    code: T if an answer was too slow, F for anything else, as in the result of an SGF file.
    """

    def __init__(self, said: str, code: str = "F") -> None:
        super().__init__(said)
        self.code = code


class RefusalError(Exception):
    """A program has answered a command with an error. The message is its reason."""


class Program:
    """One process, in its own process group, which is ended as a whole.

    `kill` may be called from another thread. All other methods are for one thread at a time.
    """

    def __init__(self, command: str) -> None:
        """Starts the program; `command` is split as a shell does. Raises BadInput if it cannot be started."""
        self.command = command
        try:
            words = shlex.split(command)
        except ValueError as error:
            raise BadInput(f"{command}: not a command line: {error}") from None
        if not words:
            raise BadInput("found an empty command; expected a GTP program")
        try:
            self._process = subprocess.Popen(
                words,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # Ctrl-C goes to this program alone, which then ends its children.
                start_new_session=True,
            )
        except OSError as error:
            raise BadInput(f"{words[0]}: cannot be started: {error.strerror}") from None
        assert self._process.stdin
        # If the program does not read its input, a blocking write to a full pipe would wait for ever.
        os.set_blocking(self._process.stdin.fileno(), False)
        self._lines: deque[bytes] = deque()
        self._begun = b""
        self._last_words = ""

    def ask(self, command: str, seconds: float) -> str:
        """The text of the answer. Raises RefusalError if the program answers with an error, and Fault if it
        ends, is silent for so many seconds, does not read, or answers what is no GTP; it is of no use after a
        Fault."""
        until = time.monotonic() + seconds
        with suppress(OSError):  # the program has ended, which is reported below
            assert self._process.stdin
            if self._process.stdin.write(f"{command}\n".encode()) is None:
                raise Fault("does not read its input")
        lines: list[str] = []
        left = _LONGEST
        while (not lines or lines[-1]) and left > 0:
            line = self._line(command, until, seconds)
            left -= len(line) + 1
            if line or lines:
                lines.append(line)
        match = _ANSWER.fullmatch(lines[0]) if lines else None
        if match is None or lines[-1]:
            raise Fault(rubbish(lines[0] if lines else "", command))
        answer = "\n".join([match[2] or "", *lines[1:]]).strip()
        if match[1] == "?":
            raise RefusalError(answer)
        return answer

    def _line(self, command: str, until: float, seconds: float) -> str:
        """The next line of the output, without its newline and control characters."""
        while not self._lines:
            if len(self._begun) > _LONGEST:
                raise Fault(rubbish(self._begun[:200].decode(errors="replace"), command))
            found = self._read(until)
            # A child process of the program may still hold the pipe open.
            if found is None and self._process.poll() is None:
                raise Fault(f"did not answer {command} within {seconds:g} s", "T")
            if not found:
                raise Fault(f"ended at {command}{self._how_it_ended()}")
            *lines, self._begun = (self._begun + found).split(b"\n")
            self._lines += lines
        line = self._lines.popleft().decode(errors="replace").replace("\t", " ")
        return "".join(letter for letter in line if letter.isprintable()).rstrip()

    def _read(self, until: float) -> bytes | None:
        """The next output of the program; empty at its end, None if the time is over."""
        assert self._process.stdout
        assert self._process.stderr
        out, err = self._process.stdout.fileno(), self._process.stderr.fileno()
        listening = [out, err]
        is_time = False
        while not is_time:
            # Output that is available now counts as in time, because this process may have been suspended.
            is_time = time.monotonic() >= until
            ready = _readable(listening, max(until - time.monotonic(), 0))
            if err in ready:
                words = os.read(err, 1 << 16)
                if not words:
                    listening = [out]
                self._last_words = (self._last_words + words.decode(errors="replace"))[-_LAST_WORDS:]
            if out in ready:
                return os.read(out, 1 << 16)
        return None

    def _how_it_ended(self) -> str:
        """The status and the last line of stderr, as far as they are known."""
        status = None
        with suppress(subprocess.TimeoutExpired):
            status = self._process.wait(_FAREWELL)
        assert self._process.stderr
        with suppress(OSError):
            err = self._process.stderr.fileno()
            if _readable([err], 0):
                said = os.read(err, 1 << 16).decode(errors="replace")
                self._last_words = (self._last_words + said)[-_LAST_WORDS:]
        words = [line.strip() for line in self._last_words.splitlines() if line.strip()]
        told = "" if status is None else f" (status {status})" if status >= 0 else f" (signal {-status})"
        return f"{told}: {words[-1][:100]}" if words else told

    def close(self) -> None:
        """Asks the program to quit, and kills it if it is still running a little later."""
        assert self._process.stdin
        with suppress(OSError):
            self._process.stdin.write(b"quit\n")
            self._process.stdin.close()
        until = time.monotonic() + _FAREWELL
        with suppress(OSError):
            while self._read(until):
                pass
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(OSError):
                if pipe:
                    pipe.close()

    def kill(self) -> None:
        """Ends the program and everything it has started, at once."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_FAREWELL)


def _readable(files: Sequence[int], seconds: float) -> list[int]:
    """Waits until a file has data or has ended, and returns all such files; none if the time is over."""
    poll = select.poll()  # select.select does not support file numbers above 1,023
    for file in files:
        poll.register(file, select.POLLIN)
    return [file for file, _ in poll.poll(1000 * seconds)]


def rubbish(answer: str, command: str) -> str:
    """The message of a fault for an unusable answer."""
    return f'answered "{shown(answer, 60)}" to {command}'
