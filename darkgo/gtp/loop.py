"""From stdin to stdout: lines are read while an analysis goes on, and end it."""

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
"""Bytes of a line that are kept. A character has four at most: they are more than a line may have."""


class Input(Protocol):
    """What is read: bytes, as many as there are."""

    def read(self, size: int, /) -> bytes | None:
        """The next bytes, `size` of them at most; empty at the end of the input."""
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
    """The lines of the input. Of one that is far too long no more is kept than shows that it is."""
    begun = b""
    while chunk := stdin.read(_CHUNK):
        *lines, begun = (begun + chunk).split(b"\n")
        yield from lines
        begun = begun[:_KEPT]
    if begun:
        yield begun
