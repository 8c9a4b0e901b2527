"""How soon the program answers after its start, each time in a process of its own."""

import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from darkgo.errors import BadInput

TURNS = 3
PATIENCE = 600.0
"""The time limit of an answer in seconds. Then the process is ended."""


@dataclass(frozen=True)
class Start:
    """The best of some starts of one kind."""

    seconds: float
    """From the start of the process to its answer."""
    megabytes: float | None
    """The most memory that the process held until then; None if that is not known."""


def starts(network: tuple[Path, Path, int] | None, precision: str) -> dict[str, Start]:
    """`help`: the text of `darkgo --help`. With a network for Go, given by cfg, weights and lines of the
    board, also `name` and `genmove`: the answer of `darkgo gtp` with the network alone to that command, sent
    at once.

    Raises BadInput if a process does not answer.
    """
    kinds: dict[str, tuple[list[str], list[str]]] = {"help": (["--help"], [])}
    if network:
        cfg, weights, lines = map(str, network)
        network_alone = "--precision", precision, "--visits", "1"
        arguments = ["gtp", "--cfg", cfg, "--weights", weights, *network_alone]
        kinds |= {"name": (arguments, ["name"]), "genmove": (arguments, [f"boardsize {lines}", "genmove b"])}
    found: dict[str, list[Start]] = {kind: [] for kind in kinds}
    for _ in range(TURNS):
        for kind, (arguments, sent) in kinds.items():
            found[kind].append(_start(arguments, sent))
    return {kind: _best(several) for kind, several in found.items()}


def _best(several: Sequence[Start]) -> Start:
    held = [start.megabytes for start in several if start.megabytes is not None]
    return Start(min(start.seconds for start in several), min(held, default=None))


def _start(arguments: Sequence[str], sent: Sequence[str]) -> Start:
    """`sent`: commands of GTP. The time ends with the answer to the last one; without any, with the first
    line."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "darkgo", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    impatience = Timer(PATIENCE, process.kill)
    impatience.start()
    try:
        with suppress(BrokenPipeError):
            process.stdin.write("".join(f"{command}\n" for command in sent))
            process.stdin.flush()
        answer = process.stdout.readline()
        for _ in sent[1:]:
            # An empty line ends an answer.
            process.stdout.readline()
            answer = process.stdout.readline()
        seconds = time.perf_counter() - began
        megabytes = _megabytes(process.pid)
        process.communicate()
    finally:
        impatience.cancel()
        process.kill()
    if process.returncode or (sent and not answer.startswith("=")):
        asked = f" in answer to {sent[-1]}" if sent else ""
        raise BadInput(f"darkgo {' '.join(arguments)}: found {answer.strip() or 'nothing'}{asked}")
    return Start(seconds, megabytes)


def _megabytes(process: int) -> float | None:
    """The most memory that the process has held, as Linux says while it runs."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    # The system's own account at the end of a process also counts what its parent held.
    held = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return float(held[0]) / 2**10 if held else None
