"""Build record files from SGF files, in parallel. The result does not depend on the number of processes.

Worker processes read and replay games. The main process reads the archives, drops duplicates in the order of
the sources, and writes. While a source is being built, its files end in .part and have a checkpoint beside
them, from which the next call continues.
"""

import itertools
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from darkgo.data import sources
from darkgo.data.game_row import with_first_record
from darkgo.data.games import HEADER_BYTES, header
from darkgo.data.identity import DIGEST_BYTES
from darkgo.data.manifest import FILE, Manifest, RecordFile, Source, write_json
from darkgo.data.records import SIDES, record_bytes
from darkgo.data.sources import OTHER_FILE
from darkgo.data.workers import Batch, BuiltGame, Workers
from darkgo.errors import BadInput

ProgressReport = Callable[[Source, int, int], None]
"""Called regularly with the source, the number of its bytes read so far, and its size in bytes."""

CHECKPOINT = "checkpoint.json"
CHECKPOINT_SECONDS = 10.0
MOST_NAMED = 100  # the most unreadable files of a source that are named


def build(
    paths: Sequence[Path], out: Path, processes: int | None = None, report: ProgressReport = lambda *_: None
) -> Manifest:
    """Build the records of all sources into the directory `out`; returns its manifest.

    Each source gives NAME.train.records, NAME.valid.records, a table of games beside each of them, and
    NAME.digests, the digests of its games. Games on boards of another side give NAME.train.9x9.records and
    so on. Records in `out` are kept if their sources are the first of `paths`, in the same order and
    unchanged. So an interrupted build can be continued, and sources can be added at the end. Sources that an
    earlier version built without tables of games are built again.

    processes: the number of worker processes; by default one per processor. With 1, there are no workers.
    Raises BadInput if a source is missing or cannot be read, if `out` has records of other sources or cannot
    be written, or if no source has a usable game.
    """
    sizes = [sources.size(path) for path in paths]
    plan = _plan(paths)
    try:
        out.mkdir(parents=True, exist_ok=True)
        manifest = _kept(out, plan)
        seen = {digest for source in manifest.sources for digest in _digests(out / _digest_file(source))}
        with Workers(processes or os.cpu_count() or 1) as workers:
            for path, size, source in list(zip(paths, sizes, plan, strict=True))[len(manifest.sources) :]:
                work = _Build(out, source, seen)
                work.run(path, size, workers, report)
                manifest.sources.append(work.source)
                manifest.write(out)
        (out / CHECKPOINT).unlink(missing_ok=True)
    except BrokenProcessPool:
        raise BadInput(f"{out}: a worker process was killed; the same command continues from here") from None
    except OSError as error:
        where = error.filename or out
        raise BadInput(f"{where}: {error.strerror or error}; the same command continues from here") from None
    if not any(source.used for source in manifest.sources):
        for source in manifest.sources:
            for name in _files(source):
                (out / name).unlink()
        (out / FILE).unlink(missing_ok=True)
        reasons = sum((source.unread + source.rejects for source in manifest.sources), Counter[str]())
        found = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common()) or "no file"
        raise BadInput(f"{', '.join(map(str, paths))}: no usable game; found: {found}")
    return manifest


def _plan(paths: Iterable[Path]) -> list[Source]:
    """The sources, with distinct names."""
    plan: list[Source] = []
    taken: set[str] = set()
    for path in paths:
        stem = sources.stem(path)
        numbered = (f"{stem}-{number}" for number in itertools.count(2))
        name = next(name for name in itertools.chain([stem], numbered) if name.casefold() not in taken)
        taken.add(name.casefold())
        plan.append(Source.named(name, path.name, sources.fingerprint(path)))
    return plan


def _kept(out: Path, plan: Sequence[Source]) -> Manifest:
    manifest = Manifest.read(out) or Manifest()
    for number, source in enumerate(manifest.sources, 1):
        if number > len(plan) or _key(source) != _key(plan[number - 1]):
            raise BadInput(
                f"{out}: holds records of {source.source}, which is not source {number} of this build or has "
                "changed since; choose another directory, or remove this one"
            )
        for name, expected in _files(source).items():
            if not (out / name).exists():
                raise BadInput(f"{out}: {name} is missing, but {FILE} lists it; remove the directory")
            found = (out / name).stat().st_size
            if found != expected:
                raise BadInput(
                    f"{out}: {name} has {found} bytes, expected {expected} by {FILE}; remove the directory"
                )
    whole = itertools.takewhile(lambda source: source.has_tables, manifest.sources)
    return Manifest(list(whole))


def _key(source: Source) -> tuple[str, str]:
    return source.name, source.fingerprint


def _files(source: Source) -> dict[str, int]:
    """The files of a source, and the length in bytes of each, up to the last counted game."""
    files = {_digest_file(source): source.used * DIGEST_BYTES}
    for records in source.record_files:
        files[records.file] = records.bytes
        if records.table:
            files[records.table] = records.table_bytes
    return files


def _digest_file(source: Source) -> str:
    return f"{source.name}.digests"


def _digests(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    return (content[start : start + DIGEST_BYTES] for start in range(0, len(content), DIGEST_BYTES))


class _Build:
    """One source while it is built: its files, and the checkpoint beside them."""

    def __init__(self, out: Path, source: Source, seen: set[bytes]) -> None:
        self.source = source
        self.seen = seen
        self.items = 0
        """The number of items of the source that are counted and written."""
        self.out = out
        self.checkpoint = out / CHECKPOINT
        self.files: dict[str, BinaryIO] = {}
        self._resume()

    def run(self, path: Path, size: int, workers: Workers, report: ProgressReport) -> None:
        with ExitStack() as stack:
            digests = self._open(stack, _digest_file(self.source))
            for records in self.source.record_files:
                self._open_records(stack, records)
            saved = time.monotonic()
            remaining = itertools.islice(sources.items(path), self.items, None)
            for batch, games in workers.games(remaining):
                self._count_files(batch)
                for game in games:
                    if self._is_new(game):
                        records = self.source.record_file(game.side, game.valid)
                        if records.file not in self.files:
                            self._open_records(stack, records)
                        self.files[records.file].write(game.records)
                        self.files[records.table].write(with_first_record(game.row, records.positions))
                        digests.write(game.digest)
                        self._count(game, records)
                report(self.source, batch[-1].done, size)
                if time.monotonic() - saved > CHECKPOINT_SECONDS:
                    for file in self.files.values():
                        file.flush()
                    self._save()
                    saved = time.monotonic()
        report(self.source, size, size)
        self._save()
        for name in _files(self.source):
            os.replace(self._unfinished(name), self.out / name)

    def _unfinished(self, name: str) -> Path:
        """The file while it is built."""
        return self.out / f"{name}.part"

    def _open(self, stack: ExitStack, name: str) -> BinaryIO:
        """Open a file to go on after the last counted game."""
        file = self.files[name] = stack.enter_context(self._unfinished(name).open("ab"))
        file.truncate(_files(self.source)[name])
        return file

    def _open_records(self, stack: ExitStack, records: RecordFile) -> None:
        self._open(stack, records.file)
        table = self._open(stack, records.table)
        if not records.table_bytes:
            table.write(header(records.side))
            records.table_bytes = HEADER_BYTES

    def _count_files(self, batch: Batch) -> None:
        self.items += len(batch)
        self.source.files += sum(item.begins and not item.trouble for item in batch)
        self.source.unread.update(item.trouble for item in batch if item.trouble)
        named = [f"{item.trouble}: {item.name}" for item in batch if item.trouble not in ("", OTHER_FILE)]
        self.source.troubles += named[: MOST_NAMED - len(self.source.troubles)]

    def _is_new(self, game: BuiltGame) -> bool:
        """Count a game as read, and return whether to use it: it is not rejected and was not seen before."""
        self.source.games += 1
        if game.reject:
            self.source.rejects[game.reject] += 1
        elif game.digest in self.seen:
            self.source.duplicates += 1
        else:
            self.seen.add(game.digest)
            return True
        return False

    def _count(self, game: BuiltGame, records: RecordFile) -> None:
        self.source.used += 1
        self.source.ranks.update(game.ranks)
        self.source.years[game.year] += 1
        if game.cut:
            self.source.cuts[game.cut] += 1
        self.source.doubts.update(game.doubts)
        records.games += 1
        records.bytes += len(game.records)
        records.positions += len(game.records) // record_bytes(records.side)
        records.table_bytes += len(game.row)

    def _save(self) -> None:
        write_json(self.checkpoint, {"items": self.items, "source": self.source.to_json()})

    def _resume(self) -> None:
        """Continue from the checkpoint if it belongs to this source and its files exist; else begin."""
        beginning = self.source
        try:
            content = json.loads(self.checkpoint.read_text(encoding="utf-8"))
            source, items = Source.of_json(content["source"]), int(content["items"])
            files = _files(source).items()
            whole = all(self._unfinished(name).stat().st_size >= length for name, length in files)
        except (OSError, ValueError, KeyError, TypeError):
            whole = False
        if whole and _key(source) == _key(beginning) and source.has_tables:
            self.source, self.items = source, items
            self.seen.update(itertools.islice(_digests(self._unfinished(_digest_file(source))), source.used))
            return
        for side in SIDES:  # files that this source may no longer have
            for kind in ("train", "valid"):
                records = RecordFile.named(beginning.name, kind, side)
                self._unfinished(records.file).unlink(missing_ok=True)
                self._unfinished(records.table).unlink(missing_ok=True)
