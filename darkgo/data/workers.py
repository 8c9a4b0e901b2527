"""Turns SGF files into records in several processes, in order."""

import os
import re
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import Self

from darkgo.data.game_row import game_row
from darkgo.data.identity import digests
from darkgo.data.records import SIDE, SIDES
from darkgo.data.replay import replay
from darkgo.data.sources import Item
from darkgo.go.sgf import GameRecord, SgfError, read_games

_RANK = re.compile(r"\s*(\d{1,2})\s*([pdk])", re.IGNORECASE)
_BATCH_FILES = 256
_BATCH_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class BuiltGame:
    """The result of one game: its records, or the reason for its rejection.

    side: of its board. valid: whether it is for validation. row: its row in the table of games, with the
    first record as number 0. cut: why its end is left out. doubts: the reasons why something in the row is
    unknown. ranks: Black's and White's; "?" is unknown.
    """

    reject: str = ""
    digest: bytes = b""
    side: int = SIDE
    valid: bool = False
    records: bytes = b""
    row: bytes = b""
    cut: str = ""
    doubts: tuple[str, ...] = ()
    ranks: tuple[str, str] = ("?", "?")
    year: str = "?"


Batch = Sequence[Item]


class Workers:
    """Turns batches of files into games, in order. Only a few batches are in progress at a time.

    With one process there are no workers. Worker processes are spawned, not forked, because a fork copies the
    locks of other threads.
    """

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self._pool: ProcessPoolExecutor | None = None
        if processes > 1:
            self._pool = ProcessPoolExecutor(processes, get_context("spawn"), _end_with_parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def games(self, items: Iterable[Item]) -> Iterator[tuple[Batch, list[BuiltGame]]]:
        """The games of the items, some items at a time. Raises BrokenProcessPool when a process is killed."""
        if self._pool is None:
            for batch in _batches(items):
                yield batch, _games(_data(batch))
            return
        under_way: deque[tuple[Batch, Future[list[BuiltGame]]]] = deque()
        for batch in _batches(items):
            with _interrupts_blocked():
                # The pool starts its processes here, when it gets work.
                under_way.append((batch, self._pool.submit(_games, _data(batch))))
            if len(under_way) > 2 * self.processes:
                done, future = under_way.popleft()
                yield done, future.result()
        while under_way:
            done, future = under_way.popleft()
            yield done, future.result()


def _end_with_parent() -> None:
    """Ends this worker when its parent is killed. Otherwise it would wait for work for ever."""
    parent = parent_process()

    def watch() -> None:
        if parent:
            parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Protects processes that are started in this context from Ctrl-C, which reaches every process of a
    terminal.

    They inherit the signal mask. In this process another thread may still receive the signal. It is raised
    after the context, because a worker that was interrupted while starting would print an error.
    """
    waiting: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: waiting.append(number))
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        signal.signal(signal.SIGINT, before)
    if waiting:
        raise KeyboardInterrupt


def _batches(items: Iterable[Item]) -> Iterator[Batch]:
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.data)
        if len(batch) == _BATCH_FILES or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _data(batch: Batch) -> list[bytes]:
    return [item.data for item in batch if not item.trouble]


def _games(files: Sequence[bytes]) -> list[BuiltGame]:
    return [_game(record) for data in files for record in read_games(data)]


def _game(record: GameRecord | SgfError) -> BuiltGame:
    if isinstance(record, SgfError):
        return BuiltGame(record.reason)
    if record.size not in SIDES:
        return BuiltGame("board size")
    replayed = replay(record)
    raw, cut, _ = replayed
    if not len(raw):
        return BuiltGame(f"first move: {cut}")
    digest, valid = digests(record)
    row, doubts = game_row(record, replayed, len(raw))
    return BuiltGame(
        digest=digest,
        side=record.size,
        valid=valid,
        records=raw.tobytes(),
        row=row,
        cut=cut or record.cut,
        doubts=tuple(doubts),
        ranks=(_rank(record.black_rank), _rank(record.white_rank)),
        year=str(record.year or "?"),
    )


def _rank(text: str) -> str:
    found = _RANK.match(text)
    return f"{int(found[1])}{found[2].lower()}" if found else "?"
