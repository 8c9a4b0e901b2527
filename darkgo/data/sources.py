"""Reads SGF files from files, directories and archives, one at a time. Archives are never whole in memory."""

import bz2
import gzip
import io
import itertools
import lzma
import os
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, NoReturn, cast

from darkgo.errors import BadInput

ARCHIVES = (".tar.gz", ".tar.xz", ".tar.bz2", ".tgz", ".txz", ".tbz2", ".tbz", ".tar", ".zip")
COMPRESSED = (".gz", ".xz", ".bz2")
GAMES = (".sgf", *(".sgf" + ending for ending in COMPRESSED))

DAMAGED = "damaged archive"
DAMAGED_MEMBER = "damaged member"
GAME_TOO_LARGE = "game too large"
OTHER_FILE = "other kind of file"
TOO_LARGE = "file too large"
UNREADABLE = "unreadable file"

LARGEST_FILE = 256 << 20
"""The size limit of SGF files, in bytes."""
LARGEST_GAME = 8 << 20
"""The size limit of a game, in bytes. Replaying a game takes about a hundred times as much memory."""
_PIECE = 1 << 20
# All repeats are possessive, so no byte is read repeatedly. Each pattern finds the next parenthesis, or
# matches up to the first invalid byte. _WITHIN a game, parentheses inside values are skipped. _BETWEEN games,
# everything before the next "(;" or "(GM[" is skipped; a "]" there is invalid, because the previous game has
# not ended.
_WITHIN = re.compile(rb"(?:[;\s]++|[A-Za-z]++\s*+(?=\[)|\[(?:[^]\\]++|\\.)*+\])*+([()])?", re.DOTALL)
_BETWEEN = re.compile(rb"(?:[^](]++|(?!\(\s*+(?:;|[A-Z]{1,2}\s*+\[))\()*+(\()?")
_ROOT = re.compile(rb"(\()\s*+;?\s*+(?:CA|FF|GM|SZ)\s*+\[[^][\\]*+\]")
_DAMAGE = (OSError, EOFError, lzma.LZMAError, zlib.error, tarfile.TarError, zipfile.BadZipFile)
# Further errors of zipfile: an unknown version or compression, an encrypted member, an empty name.
_ZIP_DAMAGE = (*_DAMAGE, NotImplementedError, RuntimeError, IndexError, ValueError)
_OPENERS: tuple[tuple[bytes, Callable[[Any], Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"\xfd7zXZ\x00", lzma.open),
    (b"BZh", bz2.open),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a source: its bytes, or in `trouble` a short category of why it has none.

    name: the path in the source, then a colon and the member if it is in an archive; with the byte offset for
    a game that is too large. done: bytes of the source on disk read so far, for a progress bar. begins: False
    for the second and later pieces of a large file.
    """

    name: str
    data: bytes
    done: int
    trouble: str = ""
    begins: bool = True


def stem(source: Path) -> str:
    """The name of a source without the suffixes of archives and SGF files."""
    name = Path(os.path.abspath(source)).name
    for ending in (*ARCHIVES, *GAMES):
        if name.lower().endswith(ending):
            return name[: -len(ending)] or "games"
    return name or "games"


def size(source: Path) -> int:
    """The size of a source on disk, in bytes. Raises BadInput if it is missing, or if it or a folder in it
    cannot be accessed."""
    try:
        if source.is_dir():
            return sum(path.stat().st_size for path in _files(source))
        with source.open("rb"):
            return source.stat().st_size
    except OSError as error:
        raise _unreadable(source, error) from None


def fingerprint(source: Path) -> str:
    """A digest of a source, to notice changes: of a file's bytes, or of the names and sizes in a directory.

    Raises BadInput if the source cannot be read.
    """
    digest = blake2b(digest_size=16)
    try:
        for part in _directory_parts(source) if source.is_dir() else _file_parts(source):
            digest.update(part)
    except OSError as error:
        raise _unreadable(source, error) from None
    return digest.hexdigest()


def _directory_parts(source: Path) -> Iterator[bytes]:
    for path in _files(source):
        yield b"%s\0%d\0" % (os.fsencode(path.relative_to(source)), path.stat().st_size)


def _file_parts(source: Path) -> Iterator[bytes]:
    with source.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk


def _unreadable(source: Path, error: OSError) -> BadInput:
    return BadInput(f"{error.filename or source}: {error.strerror or error}")


def items(source: Path) -> Iterator[Item]:
    """The files of a source in a fixed order. Large collections of games are split into pieces.

    A directory is walked in the order of names. Archives in it are opened; archives inside archives are not.
    In directories and archives, only files with the suffix of SGF files are read. Unreadable files give items
    with trouble.

    The readable part of a damaged archive is used: the other members of a .zip, the members before and after
    the damage in a .tar, the members before it in a compressed .tar. In a .tar.gz, sometimes only the
    checksum at the end shows the damage; then any member may be damaged.
    """
    for item in _directory_items(source) if source.is_dir() else _file_items(source, source.name, 0):
        if len(item.data) <= _PIECE:
            yield item
        else:
            yield from _pieces(item)


def _pieces(item: Item) -> Iterator[Item]:
    """Split a collection into pieces of at most 1 MiB, or of one larger game."""
    start = last = 0
    for stop in itertools.chain(itertools.islice(_roots(item.data), 1, None), [len(item.data)]):
        if stop - start > _PIECE and last > start:
            yield _piece(item, start, last)
            start = last
        last = stop
    yield _piece(item, start, last)


def _piece(item: Item, start: int, stop: int) -> Item:
    if stop - start > LARGEST_GAME:
        name = f"{item.name}, byte {start}"
        return replace(item, name=name, data=b"", trouble=GAME_TOO_LARGE, begins=start == 0)
    return replace(item, data=item.data[start:stop], begins=start == 0)


def _roots(data: bytes) -> Iterator[int]:
    """The offsets at which games certainly begin: after the end of a game, or at a property that only roots
    have.

    After invalid text, parentheses are not trusted until the next such property.
    """
    depth = place = 0
    while found := (_WITHIN if depth else _BETWEEN).match(data, place):
        if not found[1]:
            found = _ROOT.search(data, found.end())
            depth = 0
        if not found:
            return
        place = found.end(1)
        if found[1] == b")":
            depth -= 1
        elif not depth or _ROOT.match(data, found.start(1)):
            yield found.start(1)
            depth = 1
        else:
            depth += 1


def _directory_items(source: Path) -> Iterator[Item]:
    done = 0
    for path in _files(source):
        name = path.relative_to(source).as_posix()
        if name.lower().endswith(ARCHIVES + GAMES):
            yield from _file_items(path, name, done)
        else:
            yield Item(name, b"", done, OTHER_FILE)
        done += path.stat().st_size


def _files(directory: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(directory, onerror=_refuse):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file():
                yield path


def _refuse(error: OSError) -> NoReturn:
    raise error


def _file_items(path: Path, name: str, done: int) -> Iterator[Item]:
    try:
        with path.open("rb") as file:
            head = file.read(8)
            file.seek(0)
            if head.startswith(b"PK\x03\x04") or path.suffix.lower() == ".zip":
                yield from _zip_items(name, file, done)
            else:
                yield from _stream_items(name, file, head, done)
    except _ZIP_DAMAGE as error:
        of_the_system = isinstance(error, OSError) and error.errno is not None
        yield Item(name, b"", done, UNREADABLE if of_the_system else DAMAGED)


def _zip_items(name: str, file: IO[bytes], done: int) -> Iterator[Item]:
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            done += info.compress_size
            item = Item(f"{name}:{info.filename}", b"", done, _refusal(info.filename, info.file_size))
            if not item.trouble:
                try:
                    item = replace(item, data=archive.read(info))
                except _ZIP_DAMAGE:
                    item = replace(item, trouble=DAMAGED_MEMBER)
            yield item


def _refusal(name: str, size: int) -> str:
    if not name.lower().endswith(".sgf"):
        return OTHER_FILE
    return TOO_LARGE if size > LARGEST_FILE else ""


class _Salvage(io.RawIOBase):
    """A stream that ends at the first damage, and remembers that in `damaged`."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self.stream = stream
        self.damaged = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            # After damage a decompressor may return bytes that are not part of the content.
            data = b"" if self.damaged else self.stream.read1(len(buffer))
        except _DAMAGE:
            self.damaged = True
            return 0
        buffer[: len(data)] = data
        return len(data)


def _stream_items(name: str, file: IO[bytes], head: bytes, done: int) -> Iterator[Item]:
    opener = next((opener for magic, opener in _OPENERS if head.startswith(magic)), None)
    salvage = _Salvage(opener(file) if opener else cast(io.BufferedIOBase, file))
    stream = io.BufferedReader(salvage, 1 << 16)
    if stream.peek(512)[257:262] == b"ustar" or name.lower().endswith(ARCHIVES):
        yield from _tar_items(name, stream, salvage, lambda: done + file.tell())
        return
    data = stream.read(LARGEST_FILE + 1)
    trouble = DAMAGED if salvage.damaged else TOO_LARGE if len(data) > LARGEST_FILE else ""
    yield Item(name, b"" if trouble else data, done + file.tell(), trouble)


class _Tar(tarfile.TarFile):
    """A tar archive that skips invalid headers and keeps account of them.

    ended: the end mark was seen after the last member. doubtful: the end mark was seen, and then other data.
    broken: something was lost before the next member, or before the end.
    """

    ended = doubtful = broken = False


class _Header(tarfile.TarInfo):
    """Records invalid headers in its `_Tar`. tarfile itself treats them as the end, or skips them
    silently."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> "_Header":
        archive = cast(_Tar, tarfile_)
        try:
            header = super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            kind = type(error).__name__
            if kind == "EOFHeaderError":
                archive.ended = True
            elif archive.ended:
                archive.doubtful = True
            else:
                archive.broken = True
            if kind == "SubsequentHeaderError":
                raise tarfile.InvalidHeaderError(str(error)) from None  # type: ignore[attr-defined]
            raise
        archive.broken |= archive.doubtful
        archive.ended = archive.doubtful = False
        return header


def _tar_items(name: str, stream: IO[bytes], salvage: _Salvage, done: Callable[[], int]) -> Iterator[Item]:
    where = name  # the last member whose header was read
    with _Tar.open(fileobj=stream, mode="r|", tarinfo=_Header, ignore_zeros=True) as archive:
        try:
            while (info := archive.next()) is not None:
                archive.members.clear()  # type: ignore[attr-defined]  # tarfile would keep every member
                if archive.broken:
                    archive.broken = False
                    yield Item(where, b"", done(), DAMAGED)
                where = f"{name}:{info.name}"
                if not info.isfile():
                    continue
                item = Item(where, b"", done(), _refusal(info.name, info.size))
                if not item.trouble and (member := archive.extractfile(info)):
                    item = replace(item, data=member.read())
                yield item
        except tarfile.TarError:
            archive.broken = True
        if archive.broken:
            yield Item(where, b"", done(), DAMAGED)
        elif salvage.damaged:
            # The stream has been read to its end, because the search continues after the end mark. The
            # checksum of a .gz does not tell where the damage is.
            yield Item(name, b"", done(), DAMAGED)
