"""How soon the terminal shows the board and the first suggestion, with a warm cache.

The real program is started several times in a pseudo-terminal, with a cache in a temporary folder. Before
that the fastest way of computing is found, and one start fills the cache. Printed are the shortest times in
milliseconds, the bounds for an idle machine, and the processor time until then. Other programs hardly change
the processor time. It is 0 where the system does not report it.

    python -m benchmarks.board_start
"""

import fcntl
import os
import pty
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from benchmarks.key_time import ROWS_AND_COLUMNS, until
from darkgo.darknet.ways import try_out
from darkgo.paths import default_network
from darkgo.settings import Settings

STARTS = 5
BOUNDS = {"board": (b"Move 0", 600), "suggestion": (b"%", 1500)}
"""What the screen shows then, and the milliseconds from the start of the program."""


def start(folder: str) -> dict[str, tuple[float, float]]:
    """One start of the program with its own settings, games and cache in a folder: milliseconds until each of
    BOUNDS, and the processor time until then in milliseconds."""
    own = {f"DARKGO_{kind}": folder for kind in ("CONFIG", "STATE", "CACHE")}
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        command = [sys.executable, "-m", "darkgo", "play", "--colour", "both"]
        os.execve(sys.executable, command, os.environ | own | {"TERM": "xterm-256color"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *ROWS_AND_COLUMNS, 0, 0))
    found = {}
    try:
        for name, (shown, _) in BOUNDS.items():
            until(terminal, shown)
            found[name] = 1000 * (time.perf_counter() - began), 1000 * processor_time(child)
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(terminal)
    return found


def processor_time(process: int) -> float:
    """The processor time of a process so far, in seconds; 0 if the system does not report it."""
    try:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Prints the best times and their bounds."""
    with tempfile.TemporaryDirectory() as folder:
        Settings().save(Path(folder, "settings.json"))
        trial = try_out(Path(folder), default_network()[0])
        if trial:
            trial.wait()
        start(folder)
        starts = [start(folder) for _ in range(int(sys.argv[1]) if sys.argv[1:] else STARTS)]
    for name, (_, bound) in BOUNDS.items():
        times, processor_times = zip(*(each[name] for each in starts), strict=True)
        print(
            f"{name:10} {min(times):6.0f} ms, expected {bound}; processor time {min(processor_times):6.0f} ms"
        )


if __name__ == "__main__":
    main()
