"""Folders of pictures, one folder for each class."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TypeVar

from PIL import Image

from darkgo.errors import BadInput
from darkgo.pictures.picture_file import open_picture

ENDINGS = frozenset(
    (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".pgm", ".ppm", ".tga", ".tif", ".tiff", ".webp")
)
HELD_OUT = 10
"""One of so many pictures is for validation, where a folder does not say which."""
KEPT = 2**27
"""Pixels that are kept in memory, so that small sets are decoded only once."""
T = TypeVar("T")


@dataclass(frozen=True)
class Pictures:
    """Picture files and the class of each."""

    paths: tuple[Path, ...]
    classes: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.paths)


@dataclass(frozen=True)
class PictureFolder:
    """The pictures of a folder: those to learn from, and those for validation. names: of the classes."""

    names: tuple[str, ...]
    train: Pictures
    valid: Pictures

    @classmethod
    def open(cls, folder: Path) -> "PictureFolder":
        """The pictures in the folders of a folder, which are the classes, in the order of their names.

        If it has a folder `train`, the classes are in there, and those for validation in `valid`. Otherwise
        one picture in ten is for validation, always the same ones. Raises BadInput if a class has no picture.
        """
        if not folder.is_dir():
            raise BadInput(
                f"{folder}: found no such folder; expected a folder of pictures for each class in it"
            )
        inside = folder / "train"
        names = _classes(inside if inside.is_dir() else folder)
        if not inside.is_dir():
            every = _pictures(folder, names)
            held = [_is_held_out(path.relative_to(folder)) for path in every.paths]
            train, valid = (_chosen(every, [one is kind for one in held]) for kind in (False, True))
            _check_classes(folder, names, train, "to learn from besides those for validation")
            return cls(names, train, valid)
        valid = Pictures((), ())
        if (folder / "valid").is_dir():
            others = set(_classes(folder / "valid")) - set(names)
            if others:
                found = f"{folder / 'valid' / min(others)}: found a class that {inside} has not"
                raise BadInput(f"{found}; expected the same classes")
            valid = _pictures(folder / "valid", names, needed=False)
        return cls(names, _pictures(inside, names), valid)


def _classes(folder: Path) -> tuple[str, ...]:
    names = sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    if not names:
        raise BadInput(f"{folder}: found no folder in it; expected a folder of pictures for each class")
    return tuple(names)


def _pictures(folder: Path, names: Sequence[str], needed: bool = True) -> Pictures:
    files = [(path, number) for number, name in enumerate(names) for path in _files(folder / name)]
    found = Pictures(tuple(path for path, _ in files), tuple(number for _, number in files))
    if needed:
        _check_classes(folder, names, found, f"with one of the endings {', '.join(sorted(ENDINGS))}")
    return found


def _files(folder: Path) -> Iterator[Path]:
    """The pictures in a folder and those in it, in the order of their names."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in ENDINGS and not path.name.startswith(".") and path.is_file():
            yield path


def _check_classes(folder: Path, names: Sequence[str], pictures: Pictures, which: str) -> None:
    without = sorted(set(range(len(names))) - set(pictures.classes))
    if without:
        raise BadInput(f"{folder / names[without[0]]}: found no picture {which}; expected one or more")


def _is_held_out(path: Path) -> bool:
    digest = blake2b(path.as_posix().encode(errors="surrogateescape"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % HELD_OUT == 0


def _chosen(pictures: Pictures, which: Sequence[bool]) -> Pictures:
    numbers = [number for number, chosen in enumerate(which) if chosen]
    paths = tuple(pictures.paths[number] for number in numbers)
    return Pictures(paths, tuple(pictures.classes[number] for number in numbers))


class PictureReader:
    """Decodes pictures on all processors, and keeps them while there are few.

    A picture that cannot be read is told once, and the next one of the set takes its place.
    """

    def __init__(self, pictures: Pictures, channels: int, tell: Callable[[str], object]) -> None:
        self._pictures, self._channels, self._tell = pictures, channels, tell
        self._kept: dict[int, Image.Image] = {}
        self._pixels = 0
        self._damaged: set[int] = set()
        self._lock = Lock()
        self._workers = ThreadPoolExecutor(os.cpu_count() or 1)

    def __len__(self) -> int:
        return len(self._pictures)

    def map(self, function: Callable[[Image.Image, int, int], T], numbers: Sequence[int]) -> list[T]:
        """The results of a function of each of these pictures, of its class, and of its place in `numbers`.
        It is called in several threads."""
        return list(self._workers.map(partial(self._apply, function), numbers, range(len(numbers))))

    def _apply(self, function: Callable[[Image.Image, int, int], T], number: int, place: int) -> T:
        image, number = self._read(number)
        return function(image, self._pictures.classes[number], place)

    def _read(self, wanted: int) -> tuple[Image.Image, int]:
        """A picture and its number, which is a later one if the wanted picture is damaged."""
        for later in range(len(self._pictures)):
            number = (wanted + later) % len(self._pictures)
            if number in self._kept:
                return self._kept[number], number
            if number in self._damaged:
                continue
            try:
                image = open_picture(self._pictures.paths[number], self._channels)
            except BadInput as error:
                with self._lock:
                    if number not in self._damaged:
                        self._damaged.add(number)
                        self._tell(f"{error}; it is left out")
                continue
            with self._lock:
                if number not in self._kept and self._pixels + image.width * image.height <= KEPT:
                    self._kept[number] = image
                    self._pixels += image.width * image.height
            return image, number
        raise BadInput(f"{self._pictures.paths[0].parent}: found no picture that can be read; expected one")
