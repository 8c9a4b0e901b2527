"""From stdin to stdout: lines are read while an analysis goes on, and end it."""

from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Protocol, TextIO

from darkgo.gtp.engine import Engine
from darkgo.gtp.protocol import LONGEST_LINE


class Input(Protocol):
    """What is read: bytes, a line or a part of it at a time."""

    def readline(self, size: int, /) -> bytes:
        """The rest of a line with its end, or `size` bytes of it; empty at the end of the input."""
        ...


def run(engine: Engine, stdin: Input, stdout: TextIO) -> None:
    """Answers every line until `quit` or the end of the input."""
    lines: SimpleQueue[str | None] = SimpleQueue()
    Thread(target=_read, args=(stdin, lines), name="GTP input", daemon=True).start()
    while not engine.is_done:
        line = _next_line(engine, lines, stdout)
        if line is None:
            _write(stdout, engine.finish())
            return
        _write(stdout, engine.answer(line))


def _next_line(engine: Engine, lines: "SimpleQueue[str | None]", stdout: TextIO) -> str | None:
    """The next line; None at the end of the input. Until it comes an analysis writes its updates."""
    due = monotonic()
    while engine.interval is not None:
        due += engine.interval
        with suppress(Empty):
            return lines.get(timeout=max(0, due - monotonic()))
        _write(stdout, engine.update())
    return lines.get()


def _write(stdout: TextIO, text: str | None) -> None:
    if text:
        stdout.write(text)
        stdout.flush()


def _read(stdin: Input, lines: "SimpleQueue[str | None]") -> None:
    for line in _lines(stdin):
        lines.put(line.decode(errors="replace"))
    lines.put(None)


def _lines(stdin: Input) -> Iterator[bytes]:
    """The lines of the input. Of one that is far too long no more is kept than shows that it is."""
    while line := stdin.readline(LONGEST_LINE + 2):
        if len(line) > LONGEST_LINE + 1 and not line.endswith(b"\n"):
            while (rest := stdin.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
        yield line
