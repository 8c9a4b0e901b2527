"""SGF files out of files, directories and archives, one after another, never a whole archive in memory."""

import bz2
import gzip
import io
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
from typing import IO, Any, cast

from darkgo.errors import BadInput

ARCHIVES = (".tar.gz", ".tar.xz", ".tar.bz2", ".tgz", ".txz", ".tbz2", ".tbz", ".tar", ".zip")
COMPRESSED = (".gz", ".xz", ".bz2")
GAMES = (".sgf", *(".sgf" + ending for ending in COMPRESSED))

DAMAGED = "damaged archive"
DAMAGED_MEMBER = "damaged member"
OTHER_FILE = "other kind of file"
TOO_LARGE = "file too large"
UNREADABLE = "unreadable file"

LARGEST_FILE = 256 << 20
"""Bytes of the largest SGF file that is read."""
_PIECE = 1 << 20
_ROOT = re.compile(rb"\(\s*;\s*(?=(?:CA|FF|GM|SZ)\s*\[)")
_DAMAGE = (OSError, EOFError, lzma.LZMAError, zlib.error, tarfile.TarError, zipfile.BadZipFile)
# What zipfile raises besides: a version or compression it does not know, an encrypted member, an empty name.
_ZIP_DAMAGE = (*_DAMAGE, NotImplementedError, RuntimeError, IndexError, ValueError)
_OPENERS: tuple[tuple[bytes, Callable[[Any], Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"\xfd7zXZ\x00", lzma.open),
    (b"BZh", bz2.open),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a source: its bytes, or in `trouble` why there are none (a short category, to count by).

    done: bytes of the source on disk read so far, for a progress bar.
    begins: False for the second and later pieces of a large file.
    """

    name: str
    data: bytes
    done: int
    trouble: str = ""
    begins: bool = True


def stem(source: Path) -> str:
    """The name of a source without the endings of archives and SGF files."""
    name = Path(os.path.abspath(source)).name
    for ending in (*ARCHIVES, *GAMES):
        if name.lower().endswith(ending):
            return name[: -len(ending)] or "games"
    return name or "games"


def size(source: Path) -> int:
    """Bytes of a source on disk. Raises BadInput when there is no such file or directory, or no access."""
    try:
        if source.is_dir():
            return sum(path.stat().st_size for path in _files(source))
        with source.open("rb"):
            return source.stat().st_size
    except OSError as error:
        raise BadInput(f"{source}: {error.strerror}") from None


def fingerprint(source: Path) -> str:
    """Tells one content of a source from another: of files their bytes, of directories names and sizes."""
    digest = blake2b(digest_size=16)
    if source.is_dir():
        for path in _files(source):
            name = os.fsencode(path.relative_to(source))
            digest.update(b"%s\0%d\0" % (name, path.stat().st_size))
    else:
        with source.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def items(source: Path) -> Iterator[Item]:
    """The files of a source in a fixed order; a large collection of games in pieces.

    A directory is walked in the order of names, and archives in it are opened; archives inside archives are
    not. In directories and archives only files whose names end as SGF files do are read. Files that cannot be
    read come out as items with trouble. What an archive gives before it is damaged comes out all the same.
    """
    for item in _directory_items(source) if source.is_dir() else _file_items(source, 0):
        if len(item.data) <= _PIECE:
            yield item
        else:
            for number, piece in enumerate(_pieces(item.data)):
                yield replace(item, data=piece, begins=number == 0)


def _pieces(data: bytes) -> Iterator[bytes]:
    """A collection cut before roots of games into pieces of about 1 MiB."""
    start = 0
    for root in _ROOT.finditer(data):
        if root.start() - start >= _PIECE:
            yield data[start : root.start()]
            start = root.start()
    yield data[start:]


def _directory_items(source: Path) -> Iterator[Item]:
    done = 0
    for path in _files(source):
        if path.name.lower().endswith(ARCHIVES + GAMES):
            yield from _file_items(path, done)
        else:
            yield Item(str(path), b"", done, OTHER_FILE)
        done += path.stat().st_size


def _files(directory: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(directory):
        folders.sort()
        for name in sorted(names):
            path = Path(folder, name)
            if path.is_file():
                yield path


def _file_items(path: Path, done: int) -> Iterator[Item]:
    try:
        with path.open("rb") as file:
            head = file.read(8)
            file.seek(0)
            if head.startswith(b"PK\x03\x04") or path.suffix.lower() == ".zip":
                yield from _zip_items(path, file, done)
            else:
                yield from _stream_items(path, file, head, done)
    except _ZIP_DAMAGE as error:
        of_the_system = isinstance(error, OSError) and error.errno is not None
        yield Item(str(path), b"", done, UNREADABLE if of_the_system else DAMAGED)


def _zip_items(path: Path, file: IO[bytes], done: int) -> Iterator[Item]:
    with zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            done += info.compress_size
            item = Item(f"{path}:{info.filename}", b"", done, _refusal(info.filename, info.file_size))
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
    """What a stream gives until its end or until it is damaged."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self.stream = stream
        self.damaged = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self.stream.read1(len(buffer))
        except _DAMAGE:
            self.damaged = True
            return 0
        buffer[: len(data)] = data
        return len(data)


def _stream_items(path: Path, file: IO[bytes], head: bytes, done: int) -> Iterator[Item]:
    opener = next((opener for magic, opener in _OPENERS if head.startswith(magic)), None)
    salvage = _Salvage(opener(file) if opener else cast(io.BufferedIOBase, file))
    stream = io.BufferedReader(salvage, 1 << 16)
    if stream.peek(512)[257:262] == b"ustar" or path.name.lower().endswith(ARCHIVES):
        yield from _tar_items(path, stream, lambda: done + file.tell())
        return
    data = stream.read(LARGEST_FILE + 1)
    trouble = DAMAGED if salvage.damaged else TOO_LARGE if len(data) > LARGEST_FILE else ""
    yield Item(str(path), b"" if trouble else data, done + file.tell(), trouble)


class _Header(tarfile.TarInfo):
    """Elsewhere than at its end mark an archive does not end: tarfile takes a broken header for the end."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> "_Header":
        try:
            return super().fromtarfile(tarfile_)
        except tarfile.HeaderError as error:
            if type(error).__name__ == "EOFHeaderError":
                raise
            raise tarfile.ReadError(str(error)) from None


def _tar_items(path: Path, stream: IO[bytes], done: Callable[[], int]) -> Iterator[Item]:
    with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive:
        while (info := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # it remembers every member otherwise
            if not info.isfile():
                continue
            item = Item(f"{path}:{info.name}", b"", done(), _refusal(info.name, info.size))
            if not item.trouble and (member := archive.extractfile(info)):
                item = replace(item, data=member.read())
            yield item
