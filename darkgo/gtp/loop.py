"""The loop from stdin to stdout. Lines are also read during an analysis, which they end."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol, TextIO

from darkgo.gtp.engine import Engine
from darkgo.gtp.protocol import LONGEST_LINE

_CHUNK = 1 << 16
_KEPT = 4 * LONGEST_LINE + 4
"""The most bytes of a line that are kept: enough for any allowed line, at 4 bytes per character."""


class Input(Protocol):
    """A source of bytes."""

    def read(self, size: int, /) -> bytes | None:
        """The next bytes, `size` of them at most; empty at the end of the input."""
        ...


def run(engine: Engine, stdin: Input, stdout: TextIO) -> None:
    """Answers every line until `quit` or the end of the input."""
    lines: SimpleQueue[str | None] = SimpleQueue()
    Thread(target=_read, args=(stdin, lines), name="GTP input", daemon=True).start()
    engine.state.is_interrupted = lambda: not lines.empty()
    while not engine.is_done:
        line = _next_line(engine, lines, stdout)
        if line is None:
            _write(stdout, engine.close())
            return
        _write(stdout, engine.answer(line))


def _next_line(engine: Engine, lines: "SimpleQueue[str | None]", stdout: TextIO) -> str | None:
    """The next line; None at the end of the input. A running analysis writes its updates until then."""
    while engine.interval is not None:
        with suppress(Empty):
            return lines.get(timeout=engine.interval)
        _write(stdout, engine.update())
    return lines.get()


def _write(stdout: TextIO, text: str | None) -> None:
    if text:
        stdout.write(text)
        stdout.flush()


def _read(stdin: Input, lines: "SimpleQueue[str | None]") -> None:
    try:
        for line in _lines(stdin):
            lines.put(line.decode(errors="replace"))
    except OSError as error:
        print(f"darkgo: the input cannot be read: {error}", file=sys.stderr)
    finally:
        lines.put(None)


def _lines(stdin: Input) -> Iterator[bytes]:
    """The lines of the input. Of a line that is too long, only the beginning is kept."""
    begun = b""
    while chunk := stdin.read(_CHUNK):
        *lines, begun = (begun + chunk).split(b"\n")
        yield from lines
        begun = begun[:_KEPT]
    if begun:
        yield begun
