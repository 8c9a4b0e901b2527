"""How soon the terminal board answers a key while the network plays both sides as fast as it can, or while
a position is analysed.

The real program runs in a pseudo-terminal. A letter that the screen shows nowhere else is typed into its
command line, and the time runs until the letter comes back. First come the times from the start of the
program to the first board and to the first suggestion. Other work on the machine counts in full.

    python -m benchmarks.key_time [analyse]
"""

import fcntl
import os
import pty
import select
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from statistics import median

from darkgo.settings import Settings

BOUND = 50
"""Milliseconds within which a key is to be answered."""
ROWS_AND_COLUMNS = (40, 120)
LETTER = "ж".encode()
BACKSPACE = b"\x7f"
KEYS = 100
PATIENCE = 600.0
F7 = b"\x1b[18~"


def until(terminal: int, wanted: bytes) -> float:
    """Seconds until the terminal has been sent the wanted bytes."""
    began = time.perf_counter()
    seen = b""
    while wanted not in seen:
        if not select.select([terminal], [], [], PATIENCE)[0]:
            raise SystemExit(f"{wanted.decode()!r} was not shown within {PATIENCE:.0f} s")
        seen = seen[-len(wanted) :] + os.read(terminal, 1 << 16)
    return time.perf_counter() - began


def drain(terminal: int, seconds: float) -> None:
    """Reads whatever is shown in the meantime."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        if select.select([terminal], [], [], left)[0]:
            os.read(terminal, 1 << 16)


def main() -> None:
    """Prints the time to the board, to the first suggestion, and of the keys, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        analyses = sys.argv[1:] == ["analyse"]
        Settings(computer="both", seconds=0).save(Path(folder, "settings.json"))
        alone = {"DARKGO_CONFIG": folder, "DARKGO_STATE": folder, "TERM": "xterm-256color"}
        child, terminal = pty.fork()
        if child == 0:
            command = [sys.executable, "-m", "darkgo", "play", "--colour"]
            command += ["both"] if analyses else ["none", "--multi"]
            os.execve(sys.executable, command, os.environ | alone)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *ROWS_AND_COLUMNS, 0, 0))
        board = until(terminal, b"Move 0")
        suggestion = board + until(terminal, b"%")
        print(f"the board after {1000 * board:.0f} ms, a suggestion after {1000 * suggestion:.0f} ms")
        if analyses:
            os.write(terminal, F7)
            until(terminal, b"a second")
        times = []
        for _ in range(KEYS):
            drain(terminal, 0.1)
            os.write(terminal, LETTER)
            times.append(1000 * until(terminal, LETTER))
            os.write(terminal, BACKSPACE)
        within = sum(time <= BOUND for time in times)
        print(f"a key: median {median(times):.0f} ms, slowest {max(times):.0f} ms")
        print(f"{within} of {KEYS} keys within the bound of {BOUND} ms")
        os.kill(child, 9)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
